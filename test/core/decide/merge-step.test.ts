import { expect, test } from 'vitest'
import { mergeStep, type Obstacle } from '../../../src/core/decide/merge-step.js'
import { pullNumber } from '../../../src/model/ids.js'
import type { ObservedPull } from '../../../src/model/pull.js'
import type { MergeMode } from '../../../src/model/request-type.js'
import type { Snapshot } from '../../../src/model/snapshot.js'
import { at } from './given.js'
import { beginning, observe } from './world.js'

const { repository } = observe(beginning(''))

const pull: ObservedPull = {
  number: pullNumber(43),
  nodeId: 'PR_43',
  url: 'https://github.example/acme/platform/pull/43',
  state: 'open',
  draft: false,
  title: 'Namespace: payments',
  body: '',
  head: repository.commit,
  baseBranch: 'main',
  createdAt: at('10:00'),
  forcedPushes: [],
  commits: 1,
  changedPaths: [],
  renames: false,
  writers: [],
  changedFiles: 0,
  mergeable: 'yes',
  mergeState: 'clean',
  publications: [],
  gates: [],
  autoMerge: false,
  queued: null,
  queueEnabled: true,
  mergeCommit: null,
  mergedAt: null,
}

const reasons: Readonly<Record<Obstacle['kind'], Obstacle['reason']>> = {
  refused: 'merge/refused',
  'no-method': 'merge/no-method',
  draft: 'merge/draft',
  conflict: 'merge/conflict',
  outdated: 'merge/state-outdated',
  unknown: 'merge/mergeability-unknown',
  blocked: 'merge/blocked',
  behind: 'merge/behind',
}

function step(
  mode: MergeMode,
  why: Obstacle['kind'] | 'lagging' | null,
  facts: Partial<ObservedPull> = {},
  settings: Partial<Snapshot['repository']> = { autoMergeAllowed: true },
): string {
  const lagging = why === 'lagging'
  const kind = lagging ? 'behind' : why
  const update = lagging ? { update: true as const } : {}
  const obstacle: Obstacle | null =
    kind === null ? null : { kind, reason: reasons[kind], waitsFor: 'It waits.', ...update }
  const found = mergeStep(mode, { ...pull, ...facts }, { ...repository, ...settings }, obstacle)
  return found.kind === 'wait' ? found.waiting.reason : found.kind === 'arm' ? `arm-${found.by}` : found.kind
}

const group = { group: null }

test.each<[MergeMode, Obstacle['kind'] | 'lagging' | null, Partial<ObservedPull>, string]>([
  ['now', null, {}, 'merge'],
  ['now', 'blocked', {}, 'merge/blocked'],
  ['now', 'blocked', { autoMerge: true }, 'merge/blocked'],
  ['auto', null, {}, 'merge'],
  ['auto', null, { autoMerge: true }, 'merge'],
  ['auto', 'blocked', {}, 'arm-auto'],
  ['auto', 'blocked', { autoMerge: true }, 'merge/auto-merge'],
  ['auto', 'outdated', {}, 'merge/state-outdated'],
  ['auto', 'conflict', {}, 'merge/conflict'],
  ['auto', 'refused', {}, 'merge/refused'],
  ['queue', null, {}, 'arm-queue'],
  ['queue', 'blocked', {}, 'merge/blocked'],
  ['queue', null, { queued: group }, 'merge/queued'],
  ['queue', 'unknown', { queued: group }, 'merge/queued'],
  ['queue', null, { queueEnabled: false }, 'merge/no-queue'],
  ['manual', null, {}, 'merge/manual'],
  ['manual', 'blocked', {}, 'merge/manual'],
  ['manual', 'unknown', {}, 'merge/manual'],
  ['manual', 'conflict', {}, 'merge/conflict'],
  ['manual', 'draft', {}, 'merge/draft'],
  ['now', 'lagging', {}, 'update'],
  ['auto', 'lagging', {}, 'update'],
  ['manual', 'lagging', {}, 'update'],
  ['queue', 'lagging', {}, 'arm-queue'],
  ['now', 'behind', {}, 'merge/behind'],
  ['auto', 'behind', {}, 'merge/behind'],
  ['manual', 'behind', {}, 'merge/behind'],
  ['queue', 'behind', {}, 'arm-queue'],
  ['queue', 'behind', { queued: group }, 'merge/queued'],
])('merge: %s, with the obstacle %s and %j, leads to %s', (mode, why, facts, expected) => {
  expect(step(mode, why, facts)).toBe(expected)
})

test('where the settings do not allow auto-merge, the toolkit waits and merges itself', () => {
  expect(step('auto', 'blocked', {}, { autoMergeAllowed: false })).toBe('merge/blocked')
  expect(step('auto', null, {}, { autoMergeAllowed: false })).toBe('merge')
})
