import { expect, test } from 'vitest'
import type { RefusalCode } from '../../../src/model/verdict.js'
import { decisionTable } from './decision-table.js'
import {
  type Act,
  comments,
  lineNames,
  lines,
  names,
  outcomeOf,
  type RuleName,
  ruleNames,
  times,
} from './story.js'

const rows = decisionTable.map((row) => {
  const [given = '', outcome = ''] = row.split(' | ')
  const [who, comment, time, line, rule] = given.trim().split(/ +/)
  return {
    who: names.find((each) => each === who),
    comment: comments.find((each) => each === comment),
    time: times.find((each) => each === time),
    line: lineNames.find((each) => each === line),
    rule: ruleNames.find((each) => each === rule),
    outcome,
    row,
  }
})

test('the table has at least 250 rows, none of them twice', () => {
  const given = decisionTable.map((row) => row.split('|')[0])
  expect(new Set(given).size).toBe(given.length)
  expect(given.length).toBeGreaterThanOrEqual(250)
})

test.each(rows)('$row', ({ who, comment, time, line, rule, outcome }) => {
  if (!who || !comment || !time || !line || !rule) throw new Error('the row has a word nobody knows')
  expect(outcomeOf(rule, [{ who, comment, time, body: lines[line] }])).toBe(outcome)
})

test.each<[string, RuleName, string]>([
  ['bob /approve', 'two', 'pending'],
  ['bob /approve, carol /approve', 'two', 'satisfied'],
  ['bob /approve, bob /approve', 'two', 'pending'],
  ['bob /approve, alice /approve', 'two', 'pending self-approval'],
  ['bob /approve, bob /unapprove', 'team', 'pending unapproved'],
  ['bob /unapprove, bob /approve', 'team', 'satisfied'],
  ['bob /approve, bob /unapprove, bob /approve', 'team', 'satisfied'],
  ['bob /approve, bob /approve, bob /unapprove', 'team', 'pending unapproved'],
  ['bob /approve, carol /unapprove', 'team', 'satisfied'],
  ['bob /approve, ghost /unapprove', 'team', 'satisfied'],
  ['bob /approve, carol /approve, bob /unapprove', 'team', 'satisfied unapproved'],
  ['bob /approve, carol /approve, bob /unapprove', 'two', 'pending unapproved'],
  ['bob /approve, bob edited /unapprove', 'team', 'satisfied'],
  ['bob /approve, bob hidden /unapprove', 'team', 'pending unapproved'],
  ['bob /approve, bob /unapprove I looked at the wrong cluster', 'team', 'pending unapproved'],
  ['bob /approve, bob > /unapprove', 'team', 'satisfied'],
  ['bob edited /approve, bob /approve', 'team', 'satisfied'],
  ['bob edited /approve, carol /approve', 'team', 'satisfied edited-comment'],
  ['bob /approve, frank /approve', 'both', 'satisfied'],
  ['bob /approve, frank /approve', 'all', 'satisfied'],
  ['bob /approve, carol /approve', 'all', 'pending'],
  ['bob /approve, carol /approve', 'any', 'satisfied'],
  ['frank /approve', 'any', 'satisfied'],
  ['frank /approve, frank /unapprove', 'any', 'pending unapproved'],
  ['bob /approve, mona /approve', 'nested', 'satisfied'],
  ['bob /approve, frank /approve', 'nested', 'satisfied'],
  ['frank /approve, mona /approve', 'nested', 'pending'],
  ['fake /approve, mona /approve', 'user', 'satisfied authority-unknown'],
  ['bob /approve, carol /approve', 'any-unknown', 'satisfied'],
  ['olga /approve, frank /approve', 'owners-two-sets', 'satisfied'],
  ['olga /approve, olga /approve', 'owners-two-sets', 'pending'],
  ['olga /approve, mona /approve', 'owners-count', 'pending not-authorised'],
  ['bob /approve, frank /approve', 'dba2', 'unreachable not-authorised'],
  ['dave /approve, bob /approve', 'team', 'satisfied not-authorised'],
])('%s at rule %s: %s', (story, rule, outcome) => {
  const acts = story.split(', ').map((each): Act => {
    const [who = '', ...words] = each.split(' ')
    const comment = comments.find((one) => one === words[0]) ?? 'fresh'
    const body = (comment === words[0] ? words.slice(1) : words).join(' ')
    const name = names.find((one) => one === who)
    if (name === undefined) throw new Error(`nobody is called ${who}`)
    return { who: name, comment, time: 'after', body }
  })
  expect(outcomeOf(rule, acts)).toBe(outcome)
})

test('somebody who may not approve one node and does not name the digest for another is told the digest', () => {
  const refused: readonly RefusalCode[] = ['approval/digest-required']
  expect(outcomeOf('digest', [{ who: 'bob', comment: 'fresh', time: 'after', body: '/approve' }])).toBe(
    `pending ${refused[0]?.replace('approval/', '')}`,
  )
})
