import { expect, test } from 'vitest'
import { openGates, takeBack } from '../../../src/core/decide/gate.js'
import type { Decision, State } from '../../../src/model/decision.js'
import { type Digest, digest, oid } from '../../../src/model/ids.js'
import type { Gate, ObservedPull } from '../../../src/model/pull.js'
import { published, withPull } from './played.js'
import { observe } from './world.js'

const plan = digest('ab'.repeat(32))
const otherPlan = digest('cd'.repeat(32))
const elsewhere = oid('e'.repeat(40))
const group = oid('f'.repeat(40))
const snapshot = observe(published())
const { pull: first } = snapshot.details
if (first === null) throw new Error('there is no pull request')
const pull: ObservedPull = first
const { head } = pull

const gate = (at: Gate['head'], state: Gate['state'], of: Digest = plan): Gate => ({
  head: at,
  state,
  digest: of,
})

function opened(facts: Partial<ObservedPull>): readonly unknown[] {
  const effects = openGates(snapshot, { ...pull, ...facts }, { digest: plan, by: ['bob'] })
  return effects.map((effect) => (effect.kind === 'set-gate' ? [effect.state, effect.head] : effect.kind))
}

/** What is written for a decision that would label the issue, and nothing else. */
function written(state: State, facts: Partial<ObservedPull>): readonly string[] {
  const seen = withPull(facts)(snapshot)
  const decision: Decision = {
    state,
    reasons: ['state/on-hold'],
    problems: [],
    plan: null,
    verdict: null,
    effects: [{ kind: 'ensure-labels', add: ['x'], remove: [] }],
    next: 'done',
  }
  return takeBack(seen, decision).effects.map((effect) =>
    effect.kind === 'set-gate'
      ? `${effect.state} ${effect.head === head ? 'head' : effect.head.charAt(0)}`
      : effect.kind === 'disarm-merge'
        ? `disarm ${effect.by}`
        : effect.kind,
  )
}

test('the gate opens on the head and on what the queue tests, unless it stands open there for this plan', () => {
  expect(opened({ gates: [] })).toEqual([['open', head]])
  expect(opened({ gates: [gate(head, 'open')] })).toEqual([])
  expect(opened({ gates: [gate(head, 'closed')] })).toEqual([['open', head]])
  expect(opened({ gates: [gate(head, 'open', otherPlan)] })).toEqual([['open', head]])
  expect(opened({ gates: [gate(head, 'open')], queued: { group } })).toEqual([['open', group]])
  expect(opened({ gates: [], queued: { group: null } })).toEqual([['open', head]])
})

test('where nothing is approved every open gate is closed before anything else, and closed ones are left alone', () => {
  const gates = [gate(head, 'open'), gate(elsewhere, 'open'), gate(group, 'closed')]
  expect(written('held', { gates })).toEqual(['closed head', 'closed e', 'ensure-labels'])
  expect(written('held', { gates: [gate(head, 'closed')] })).toEqual(['ensure-labels'])
})

test('where the head is approved only the gates of other heads are closed', () => {
  const gates = [gate(head, 'open'), gate(group, 'open'), gate(elsewhere, 'open')]
  expect(written('approved', { gates, queued: { group } })).toEqual(['closed e', 'ensure-labels'])
  expect(written('approved', { gates })).toEqual(['closed f', 'closed e', 'ensure-labels'])
})

test('a merge GitHub was told to make is called off alone and first, and stays where it is approved', () => {
  const facts = { gates: [gate(head, 'open')], autoMerge: true, queued: { group: null } }
  expect(written('held', facts)).toEqual(['disarm auto', 'disarm queue', 'closed head'])
  expect(written('approved', facts)).toEqual(['ensure-labels'])
  expect(written('held', { autoMerge: true })).toEqual(['disarm auto'])
  expect(written('held', { queued: { group } })).toEqual(['disarm queue'])
  expect(written('withdrawn', { ...facts, state: 'closed' })).toEqual(['closed head', 'ensure-labels'])
})

test('after the merge nothing is taken back', () => {
  const gates = [gate(head, 'open')]
  expect(written('merged', { gates })).toEqual(['ensure-labels'])
  expect(written('held', { gates, state: 'merged' })).toEqual(['ensure-labels'])
})
