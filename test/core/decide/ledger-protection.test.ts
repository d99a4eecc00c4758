import { expect, test } from 'vitest'
import { decide } from '../../../src/core/decide/decide.js'
import { needs } from '../../../src/core/decide/needs.js'
import { read } from '../../../src/core/decide/reading.js'
import { parseForm } from '../../../src/core/form/parse-form.js'
import { renderBody } from '../../../src/core/form/render-body.js'
import type { Details, Snapshot } from '../../../src/model/snapshot.js'
import { blocked, decisions, rest, type Sight, says, where, withDetails } from './played.js'
import { beginning, observe, policyOf, typeText, type World } from './world.js'

const form = parseForm({ file: 'namespace.yml', blob: null, text: policyOf(typeText).forms[0]?.text ?? '' })
const answers = { action: 'Create', name: 'payments', environment: 'dev', cpu: '2', reason: 'Go-live' }

/** A request of a type with these lines more, that is filed and not looked at yet. */
function filed(more: string): World {
  if (!form.ok) throw new Error('the form does not read')
  const world = beginning(renderBody(form.value, new Map(Object.entries(answers))))
  world.policy = policyOf(`${typeText}${more}`)
  return world
}

const ends = 'expires: 30 days\n'
const rules = (ledgerRules: NonNullable<Details['ledgerRules']>): Sight =>
  withDetails(() => ({ ledgerRules }))
const asActions = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  viewer: { ...snapshot.viewer, login: 'github-actions[bot]' },
})
const held = { state: 'held', reasons: ['state/ledger-unprotected'], merges: false }

test.each(['open', 'untold'] as const)(
  'a request that ends is neither proposed nor merged while the rules of the ledger are %s',
  (seen) => {
    const world = filed(ends)
    expect(where(rest(world, rules(seen)))).toEqual(held)
    expect(world.pull).toBe(null)
    rest(world, rules('restrict-updates'))
    expect(where(says(world, 'bob', '/approve', rules(seen)))).toEqual(held)
    expect(decisions(world)).toEqual(['proposed'])
    expect(where(rest(world, rules('restrict-updates'))).merges).toBe(true)
  },
)

test('where there is no ledger yet, it begins and the request is proposed', () => {
  expect(where(rest(filed(ends))).state).toBe('awaiting-approval')
})

test('what has no end goes on, however the ledger stands', () => {
  const world = filed('')
  rest(world, rules('open'))
  expect(where(says(world, 'bob', '/approve', rules('open'))).merges).toBe(true)
})

test('no rule lets past the toolkit alone where it is every workflow', () => {
  const see: Sight = (snapshot) => asActions(rules('restrict-updates')(snapshot))
  expect(where(rest(filed(ends), see))).toEqual(held)
  expect(where(rest(filed(''), see)).reasons).not.toEqual(held.reasons)
})

test.each([
  ['has an end', ends, true],
  ['has none', '', undefined],
])('the rules of the ledger are looked up where a request %s', (_, more, asked) => {
  const world = filed(more)
  expect(needs(read(observe(world)))).toMatchObject({ kind: 'details' })
  const need = needs(read(observe(world)))
  expect(need?.kind === 'details' ? need.ledgerRules : null).toBe(asked)
})

test('whoever may take a request back may do so while it is held', () => {
  const world = filed(ends)
  rest(world, rules('open'))
  const decision = says(world, 'alice', '/withdraw', (snapshot) => blocked(rules('open')(snapshot)))
  expect([decision.state, decide(read(rules('open')(observe(world)))).state]).toEqual([
    'withdrawn',
    'withdrawn',
  ])
})
