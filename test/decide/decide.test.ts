import { expect, test } from 'vitest'
import { decide } from '../../src/decide/decide.js'
import { parseForm } from '../../src/decide/form/parse-form.js'
import { renderBody } from '../../src/decide/form/render-body.js'
import { comment, user } from './given.js'
import { beginning, observe, policyOf, typeText } from './world.js'

const form = parseForm({ file: 'namespace.yml', blob: null, text: policyOf(typeText).forms[0]?.text ?? '' })
if (!form.ok) throw new Error('the form does not read')
const answers = new Map([
  ['action', 'Create'],
  ['name', 'payments'],
  ['environment', 'dev'],
  ['cpu', '4'],
])
const snapshot = observe(beginning(renderBody(form.value, answers)))

test('a list of comments that is shorter than GitHub says decides and writes nothing', () => {
  const short = { ...snapshot, issue: { ...snapshot.issue, commentCount: 1 } }
  expect(decide(snapshot).effects.map(({ kind }) => kind)).toEqual(['ensure-ledger', 'ensure-branch'])
  expect(decide(short)).toMatchObject({ state: 'held', reasons: ['state/comments-incomplete'], effects: [] })
})

test('a list of comments that is longer than GitHub counted is whole: somebody wrote in between', () => {
  const said = { ...comment(user('bob'), 'Good morning.'), id: 1 }
  const longer = { ...snapshot, issue: { ...snapshot.issue, comments: [said] } }
  expect(decide(longer)).toEqual(decide(snapshot))
})

test('labels and titles decide nothing', () => {
  const labelled = {
    ...snapshot,
    issue: { ...snapshot.issue, title: '/approve', labels: ['issueops:merged', 'approved'] },
  }
  const { effects, ...decision } = decide(labelled)
  const { effects: wanted, ...same } = decide(snapshot)
  expect(decision).toEqual(same)
  expect(effects.map(({ kind }) => kind)).toEqual(wanted.map(({ kind }) => kind))
})

test('the same snapshot gives the same decision', () => {
  expect(decide(structuredClone(snapshot))).toEqual(decide(snapshot))
})
