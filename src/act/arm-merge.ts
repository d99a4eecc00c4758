import { GitHubError } from '../github/errors.js'
import type { Writer } from '../github/writer.js'
import type { Effect } from '../model/effect.js'
import { oid } from '../model/ids.js'
import type { Written } from './written.js'

/**
 * Has GitHub merge exactly this head by itself, or through its merge queue. Where GitHub sees nothing to wait for, it refuses and says
 * so: then the toolkit merges. Any other refusal is an answer to show.
 */
export async function armMerge(
  writer: Writer,
  { by, node, head, method, title, message }: Extract<Effect, { kind: 'arm-merge' }>,
): Promise<Written> {
  try {
    if (by === 'auto') {
      await writer.enableAutoMerge(node, { head, method, title, message })
      return { did: 'created', fact: { kind: 'auto-merge', on: true } }
    }
    const group = await writer.enqueuePull(node, head)
    return { did: 'created', fact: { kind: 'queued', entry: { group: group === null ? null : oid(group) } } }
  } catch (error) {
    if (!(error instanceof GitHubError) || !['refused', 'forbidden'].includes(error.failure)) throw error
    // GitHub's words for it: “Pull request is in clean status”, as in peter-evans/enable-pull-request-automerge#343.
    if (by === 'auto' && /in (?:clean|unstable|has_hooks) status/i.test(error.detail)) {
      return { did: 'refused', fact: { kind: 'mergeable-now' } }
    }
    if (/head .*modified/i.test(error.detail))
      throw new GitHubError({ ...error, detail: error.detail, failure: 'moved', cause: error })
    return { did: 'refused', fact: { kind: 'merge-refused', why: error.detail } }
  }
}

/** Calls a merge off that GitHub was told to make. What GitHub has dropped already needs no calling off. */
export async function disarmMerge(
  writer: Writer,
  { by, node }: Extract<Effect, { kind: 'disarm-merge' }>,
): Promise<Written> {
  try {
    if (by === 'auto') await writer.disableAutoMerge(node)
    else await writer.dequeuePull(node)
  } catch (error) {
    const dropped = error instanceof GitHubError && ['refused', 'not-found'].includes(error.failure)
    // Merged meanwhile, taken out by somebody, or not to be taken out: only another look can tell.
    if (dropped) throw new GitHubError({ ...error, detail: error.detail, failure: 'moved', cause: error })
    throw error
  }
  return {
    did: 'deleted',
    fact: by === 'auto' ? { kind: 'auto-merge', on: false } : { kind: 'queued', entry: null },
  }
}
