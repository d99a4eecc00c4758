import type { Decision, State } from '../../model/decision.js'
import type { Effect } from '../../model/effect.js'
import type { Digest, Oid } from '../../model/ids.js'
import type { Code } from '../../model/problem-codes.js'
import type { ObservedPull } from '../../model/pull.js'
import type { Snapshot } from '../../model/snapshot.js'
import { code, joined, type Markdown, markdown, reference } from '../text/markdown.js'
import { elsewhere } from './target-place.js'

/** An approval that holds, as the gate tells it. */
export interface Approved {
  readonly digest: Digest
  /** Empty where the rules ask for nobody. */
  readonly by: readonly string[]
}

/**
 * Opens the gate on the head of an approved pull request, and on the commit the merge queue tests for it, where it does not stand open for
 * this very plan. A required check is demanded of both. Source: GitHub's documentation, “Managing a merge queue”.
 */
export function openGates(snapshot: Snapshot, pull: ObservedPull, approved: Approved): readonly Effect[] {
  const { digest, by } = approved
  const who =
    by.length === 0
      ? markdown`without a person, as its rules say`
      : markdown`by ${joined(by.map(code), ', ')}`
  const summary = markdown`Approved on issue ${issueFrom(snapshot)} ${who}. The approval holds for exactly this plan: ${code(digest)}`
  return approvedHeads(pull)
    .filter((head) => {
      const gate = pull.gates.find((each) => each.head === head)
      return gate?.state !== 'open' || gate.digest !== digest
    })
    .map((head) => ({
      kind: 'set-gate',
      state: 'open',
      head,
      digest,
      title: `Approved: plan ${digest.slice(0, 12)}`,
      summary: summary.source,
    }))
}

/** Closes the gate of what is approved and must not be merged now: whoever merges by hand waits as well. */
export function shutGates(snapshot: Snapshot, pull: ObservedPull, reason: Code): readonly Effect[] {
  const approved = approvedHeads(pull)
  const others = pull.gates.map(({ head }) => head).filter((head) => !approved.includes(head))
  return closeGates(snapshot, pull, `Approved, and nothing is merged now (${reason})`, others)
}

/**
 * Adds to a decision what takes back whatever an earlier one had allowed: gates that stand open on commits which are not approved (any
 * more), also on heads that were replaced, because somebody could push them again; and a merge that GitHub was told to make.
 * The latter goes alone and before anything else: it must not meet a branch that has been moved on.
 */
export function takeBack(snapshot: Snapshot, decision: Decision): Decision {
  const { pull, target } = snapshot.details
  if (pull === null || pull.state === 'merged' || decision.state === 'merged') return decision
  if (!target.reached) return decision
  const approved = decision.state === 'approved'
  const { reasons, state } = decision
  const title = `${gateClosed(state)} (${reasons[0] ?? state})`
  const closing = closeGates(snapshot, pull, title, approved ? approvedHeads(pull) : [])
  const calledOff = approved || pull.state === 'closed' ? [] : callOff(pull)
  if (calledOff.length > 0) return { ...decision, effects: [...calledOff, ...closing] }
  return closing.length === 0 ? decision : { ...decision, effects: [...closing, ...decision.effects] }
}

/** The issue, as the repository of the pull request has to name it. */
function issueFrom(snapshot: Snapshot): Markdown {
  const { repository, issue } = snapshot
  return reference(elsewhere(snapshot) === null ? null : repository, issue.number)
}

function approvedHeads(pull: ObservedPull): readonly Oid[] {
  const group = pull.queued?.group ?? null
  return group === null || group === pull.head ? [pull.head] : [pull.head, group]
}

function closeGates(
  snapshot: Snapshot,
  pull: ObservedPull,
  title: string,
  except: readonly Oid[],
): readonly Effect[] {
  const summary = markdown`Nothing may be merged here now. Issue ${issueFrom(snapshot)} says what is missing and who has to act.`
  return pull.gates
    .filter((gate) => gate.state === 'open' && !except.includes(gate.head))
    .map(({ head, digest }) => ({
      kind: 'set-gate',
      state: 'closed',
      head,
      digest,
      title,
      summary: summary.source,
    }))
}

function gateClosed(state: State): string {
  switch (state) {
    case 'invalid':
      return 'Not approved: the request has to be corrected'
    case 'held':
      return 'Not approved: the request is on hold'
    case 'rejected':
      return 'The request was rejected'
    case 'withdrawn':
      return 'The request was withdrawn'
    case 'approved':
      return 'Not approved: another commit has taken the place of this one'
    case 'awaiting-approval':
    case 'ignored':
    case 'merged':
    case 'reached':
    case 'unchanged':
    case 'lapsed':
    case 'failed':
      return 'Not approved: no approval covers this commit any more'
  }
}

/** Calls off what GitHub was told to merge; it goes before a branch is moved, and alone. */
export function callOff({ number, nodeId, autoMerge, queued }: ObservedPull): readonly Effect[] {
  const by = [...(autoMerge ? ['auto' as const] : []), ...(queued === null ? [] : ['queue' as const])]
  return by.map((each) => ({ kind: 'disarm-merge', by: each, pull: number, node: nodeId }))
}
