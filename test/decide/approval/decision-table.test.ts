import { expect, test } from 'vitest'
import type { RefusalCode } from '../../../src/model/verdict.js'
import { decisionTable } from './decision-table.js'
import {
  type Act,
  comments,
  type Line,
  lineNames,
  lines,
  type Name,
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

/** Everything that satisfies a rule with one comment. What is not listed here holds. */
const suffices: Partial<
  Record<RuleName, { readonly who: readonly Name[]; readonly lines?: readonly Line[] }>
> = {
  team: { who: ['bob', 'carol'] },
  role: { who: ['frank'] },
  user: { who: ['mona'] },
  mixed: { who: ['frank', 'mona'] },
  dba: { who: ['frank'] },
  'unknown-or-user': { who: ['mona'] },
  self: { who: ['alice', 'bob', 'carol'] },
  'by-editor': { who: ['bob', 'carol', 'erin'] },
  anybody: { who: ['alice', 'bob', 'carol', 'erin'] },
  digest: { who: ['bob', 'carol'], lines: ['prefix', 'PREFIX', 'longer', 'whole'] },
  full: { who: ['bob', 'carol'], lines: ['whole'] },
  aged: { who: ['bob', 'carol'] },
  any: { who: ['frank'] },
  'any-empty': { who: ['bob', 'carol'] },
  'automatic-and-team': { who: ['bob', 'carol'] },
  owners: { who: ['olga'] },
  'owners-team': { who: ['frank'] },
  'owners-or-mona': { who: ['mona', 'olga'] },
  'owners-none-mona': { who: ['mona'] },
  'owners-or-mail': { who: ['olga'] },
}
const approving: readonly Line[] = ['bare', 'prefix', 'PREFIX', 'longer', 'whole']

function isEnough(rule: RuleName, { who, comment, time }: Act, line: Line): boolean {
  if (rule === 'automatic') return true
  const enough = suffices[rule]
  const late = time === 'after' || time === 'almost-old' || (time === 'old' && rule !== 'aged')
  const named = (enough?.lines ?? approving).includes(line)
  return comment === 'fresh' && late && named && enough?.who.includes(who) === true
}

/** One line of each kind; that the others of a kind read alike is what the rows say. */
const kinds = lineNames.filter(
  (line) => !['PREFIX', 'longer', 'fenced', 'code', 'html', 'second'].includes(line),
)

/** Codes by which an outcome may be explained. A code that is not here would be one nobody has heard of. */
const known: readonly string[] = [
  'self-approval',
  'not-authorised',
  'authority-unknown',
  'edited-comment',
  'hidden-comment',
  'before-publication',
  'request-edited',
  'digest-mismatch',
  'digest-required',
  'expired',
  'unreachable-quorum',
  'no-codeowner',
  'command/bad-argument',
  'command/contradictory',
  'command/unknown',
]

test('the table is total: every combination has an outcome, and whatever is not listed as enough holds', () => {
  let combinations = 0
  const codes = new Set<string>()
  for (const rule of ruleNames)
    for (const who of names)
      for (const comment of comments)
        for (const time of times)
          for (const line of kinds) {
            const act = { who, comment, time, body: lines[line] }
            const [state = '', ...code] = outcomeOf(rule, [act]).split(' ')
            combinations += 1
            codes.add(code.join(' '))
            if ((state === 'satisfied') !== isEnough(rule, act, line))
              expect.fail(`${who} ${comment} ${time} ${line} ${rule}: ${state} ${code}`)
          }
  expect(combinations).toBe(ruleNames.length * names.length * comments.length * times.length * kinds.length)
  expect([...codes].filter((code) => code !== '').sort()).toEqual([...known].sort())
}, 60_000)

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
  ['bob /approve, bob edited /unapprove', 'team', 'pending unapproved'],
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
