import type { Fact } from '../model/fact.js'
import type { Gate, ObservedPull } from '../model/pull.js'
import { type Details, type FirstLook, isSnapshot, type Snapshot } from '../model/snapshot.js'
import { unreachable } from '../model/unreachable.js'
import { byChapter } from './decode-ledger.js'

/**
 * The snapshot as it is after a write, as far as GitHub's answer tells. What an answer does not tell (whether a new head can be
 * merged) becomes unknown, so that deciding never takes an old observation for a new one.
 */
export function foldFact(snapshot: FirstLook, fact: Fact): FirstLook {
  const { issue, ledger } = snapshot
  switch (fact.kind) {
    case 'ledger': {
      const all = [...ledger.earlier, ...ledger.records, ...(fact.record === null ? [] : [fact.record])]
      const people = fact.people ?? ledger.people
      const recorded = { ...snapshot, ledger: { ...ledger, head: fact.head, ...byChapter(all), people } }
      // Another chapter has a branch and a pull request of its own, and touches other files.
      if (fact.record?.predicate.decision === 'begun') return withoutDetails(recorded)
      return foldDetails(recorded, (details) => ({
        ...details,
        authority: { ...details.authority, known: people },
      }))
    }
    case 'locks':
      return { ...snapshot, ledger: { ...ledger, head: fact.head, locks: fact.locks } }
    case 'comment': {
      const others = issue.comments.filter((comment) => comment.id !== fact.comment.id)
      const comments = [...others, fact.comment].sort((a, b) => a.id - b.id)
      const commentCount = issue.commentCount + comments.length - issue.comments.length
      return { ...snapshot, issue: { ...issue, comments, commentCount } }
    }
    case 'comment-deleted': {
      const comments = issue.comments.filter(({ id }) => id !== fact.comment)
      return { ...snapshot, issue: { ...issue, comments, commentCount: issue.commentCount - 1 } }
    }
    case 'labels': {
      const kept = issue.labels.filter(
        (label) => !fact.removed.includes(label) && !fact.added.includes(label),
      )
      return { ...snapshot, issue: { ...issue, labels: [...kept, ...fact.added] } }
    }
    case 'closed': {
      const closing = { at: snapshot.viewer.observedAt, own: true }
      return { ...snapshot, issue: { ...issue, state: 'closed', stateReason: fact.reason, closing } }
    }
    case 'reopened':
      return { ...snapshot, issue: { ...issue, state: 'open', stateReason: 'reopened', closing: null } }
    case 'told':
      return { ...snapshot, told: [...(snapshot.told ?? []), fact.told] }
    case 'branch-deleted': {
      const branches = snapshot.branches.filter(({ name }) => name !== fact.name)
      return foldDetails({ ...snapshot, branches }, (details) => ({ ...details, branch: null }))
    }
    case 'branch':
    case 'pull':
    case 'published':
    case 'pull-merged':
    case 'merge-refused':
    case 'pull-closed':
    case 'gate':
    case 'auto-merge':
    case 'queued':
    case 'mergeable-now':
    case 'target-refused':
      return foldDetails(snapshot, (details) => foldDetail(details, fact))
    default:
      return unreachable(fact)
  }
}

/** Facts about branch and pull request, which are where the manifests live. */
type DetailFact = Exclude<
  Fact,
  {
    kind:
      | 'ledger'
      | 'locks'
      | 'comment'
      | 'comment-deleted'
      | 'labels'
      | 'closed'
      | 'reopened'
      | 'told'
      | 'branch-deleted'
  }
>

function withoutDetails(snapshot: FirstLook): FirstLook {
  if (!isSnapshot(snapshot)) return snapshot
  const { details: _, ...first } = snapshot
  return first
}

/** An issue that is decided at first sight has no details that a write could have changed. */
function foldDetails(seen: FirstLook, change: (details: Details) => Details): FirstLook | Snapshot {
  return isSnapshot(seen) ? { ...seen, details: change(seen.details) } : seen
}

function foldDetail(details: Details, fact: DetailFact): Details {
  switch (fact.kind) {
    case 'branch': {
      const { branch } = fact
      const paths = branch.files.map((file) => file.path)
      const replaced = {
        head: branch.head,
        publications: [],
        commits: 1,
        writers: [],
        changedPaths: paths,
        changedFiles: paths.length,
        renames: false,
      }
      const replacements = details.replacements + (details.branch === null ? 0 : 1)
      return {
        ...foldPull(details, (pull) => ({ ...pull, ...replaced, ...unknownMergeability })),
        branch,
        replacements,
      }
    }
    case 'pull':
      return { ...details, pull: fact.pull }
    case 'published':
      return foldPull(details, (pull) => ({
        ...pull,
        publications: [...pull.publications, fact.publication],
      }))
    case 'pull-merged':
      return foldPull(details, (pull) => ({ ...pull, state: 'merged', mergeCommit: fact.commit }))
    case 'pull-closed':
      return foldPull(details, (pull) => ({ ...pull, state: 'closed' }))
    case 'merge-refused':
      return { ...details, mergeRefusal: fact.why }
    case 'gate':
      return foldPull(details, (pull) => foldGate(pull, fact.gate))
    case 'auto-merge':
      return foldPull(details, (pull) => ({ ...pull, autoMerge: fact.on }))
    case 'queued':
      return foldPull(details, (pull) => ({ ...pull, queued: fact.entry }))
    case 'mergeable-now':
      return foldPull(details, (pull) => ({ ...pull, mergeState: 'clean' }))
    case 'target-refused': {
      const { owner, name } = details.target
      const { operation, permission } = fact
      return { ...details, target: { owner, name, reached: false, why: 'refused', operation, permission } }
    }
    default:
      return unreachable(fact)
  }
}

/** A gate that a ruleset demands is the very thing a blocked pull request may have waited for. */
function foldGate(pull: ObservedPull, gate: Gate): ObservedPull {
  const gates = [...pull.gates.filter(({ head }) => head !== gate.head), gate]
  return { ...pull, gates, mergeState: pull.mergeState === 'blocked' ? 'outdated' : pull.mergeState }
}

/** A new head has to be looked at before anything is waited for: GitHub computes it when somebody asks. */
const unknownMergeability = { mergeable: 'unknown', mergeState: 'outdated' } as const

function foldPull(details: Details, change: (pull: ObservedPull) => ObservedPull): Details {
  return details.pull === null ? details : { ...details, pull: change(details.pull) }
}
