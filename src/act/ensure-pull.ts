import type { Writer } from '../github/writer.js'
import type { Effect } from '../model/effect.js'
import { oid, pullNumber } from '../model/ids.js'
import type { ObservedPull, Snapshot } from '../model/snapshot.js'
import type { Written } from './written.js'

/** Opens the pull request of a request's branch, or brings its title, text and base up to date. */
export async function ensurePull(
  writer: Writer,
  snapshot: Snapshot,
  effect: Extract<Effect, { kind: 'ensure-pull' }>,
): Promise<Written> {
  const { title, body, base } = effect
  const known = snapshot.details?.pull ?? null
  const answer =
    effect.pull === null
      ? await writer.openPull({ title, body, base, head: effect.branch })
      : await writer.updatePull(effect.pull, { title, body, base })
  const pull: ObservedPull = {
    number: pullNumber(answer.number),
    nodeId: answer.nodeId,
    url: answer.url,
    state: 'open',
    draft: known?.draft ?? false,
    title: answer.title,
    body: answer.body,
    head: oid(answer.head),
    baseBranch: answer.base,
    createdAt: answer.createdAt,
    forcedPushes: known?.forcedPushes ?? [],
    commits: 1,
    changedPaths: effect.paths,
    changedFiles: effect.paths.length,
    renames: false,
    writers: [],
    mergeable: known?.mergeable ?? 'unknown',
    mergeState: known?.mergeState ?? 'unknown',
    publications: known?.publications ?? [],
    gates: known?.gates ?? [],
    autoMerge: known?.autoMerge ?? false,
    queued: known?.queued ?? null,
    queueEnabled: known?.queueEnabled ?? false,
    mergeCommit: null,
    mergedAt: null,
  }
  return { did: effect.pull === null ? 'created' : 'updated', fact: { kind: 'pull', pull } }
}
