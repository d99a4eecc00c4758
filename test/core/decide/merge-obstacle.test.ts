import { expect, test } from 'vitest'
import { mergeObstacle } from '../../../src/core/decide/merge-obstacle.js'
import { latest } from '../../../src/model/instant.js'
import type { ObservedPull } from '../../../src/model/pull.js'
import type { Details, ReachedTarget } from '../../../src/model/snapshot.js'
import { published } from './played.js'
import { observe } from './world.js'

/** Why a published pull request cannot be merged while GitHub says this of it, or null. */
function obstacle(
  pull: Partial<ObservedPull>,
  target: Partial<ReachedTarget> = {},
  facts: Partial<Details> = {},
): string | null {
  const snapshot = observe(published())
  const { details } = snapshot
  if (details.pull === null || !details.target.reached) throw new Error('the request is not published')
  const seen = { ...details, ...facts, target: { ...details.target, ...target } }
  return mergeObstacle({ ...snapshot, details: seen }, { ...details.pull, ...pull })?.reason ?? null
}

test.each<[string, Partial<ObservedPull>, string | null]>([
  ['mergeable and clean', {}, null],
  ['mergeable with a failed check that is not required', { mergeState: 'unstable' }, null],
  ['mergeable with hooks', { mergeState: 'has-hooks' }, null],
  ['waiting for required checks', { mergeState: 'blocked' }, 'merge/blocked'],
  ['behind a branch that has to be up to date', { mergeState: 'behind' }, 'merge/behind'],
  ['in conflict', { mergeable: 'no', mergeState: 'clean' }, 'merge/conflict'],
  ['in conflict by its state alone', { mergeState: 'dirty' }, 'merge/conflict'],
  ['a draft', { draft: true, mergeState: 'clean' }, 'merge/draft'],
  ['a draft by its state alone', { mergeState: 'draft' }, 'merge/draft'],
  ['not computed yet', { mergeable: 'unknown', mergeState: 'clean' }, 'merge/mergeability-unknown'],
  ['not weighed yet', { mergeState: 'unknown' }, 'merge/mergeability-unknown'],
  ['read before the last write', { mergeState: 'outdated' }, 'merge/state-outdated'],
])('of a pull request that is %s that is said', (_, pull, reason) => {
  expect(obstacle(pull)).toBe(reason)
})

test('what GitHub refused once is not tried again in the same run', () => {
  expect(obstacle({}, {}, { mergeRefusal: 'Repository rule violations found' })).toBe('merge/refused')
})

test('a repository that allows no way of merging merges nothing', () => {
  expect(obstacle({}, { mergeMethods: [] })).toBe('merge/no-method')
})

test.each([
  ['GITHUB_TOKEN opened it, and ten minutes have passed', 'github-actions[bot]', 600, true],
  ['GITHUB_TOKEN opened it a moment ago', 'github-actions[bot]', 599, false],
  ['an App opened it, however long ago', 'acme-issueops[bot]', 86_400, false],
])('where %s, whether it is said that nothing may start: %s %i', (_title, login, after, said) => {
  const snapshot = observe(published())
  const { details, viewer } = snapshot
  if (details.pull === null) throw new Error('the request is not published')
  const blocked = { ...details.pull, mergeState: 'blocked' as const }
  const since = latest(blocked.createdAt, ...blocked.forcedPushes.map(({ at }) => at))
  const observedAt = new Date(Date.parse(since) + after * 1000).toISOString().replace('.000Z', 'Z')
  const told = mergeObstacle({ ...snapshot, viewer: { ...viewer, login, observedAt } }, blocked)
  expect(told?.reason).toBe('merge/blocked')
  expect(told?.waitsFor.includes('no workflow starts by itself')).toBe(said)
})
