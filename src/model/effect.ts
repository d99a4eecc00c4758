import type { KnownPerson } from './authority.js'
import type { Digest, IssueNumber, Oid, PullNumber } from './ids.js'
import type { LockRecord, Locks } from './lock.js'
import type { Message, Occasion } from './notice.js'
import type { PlannedFile } from './plan.js'
import type { LedgerRecord } from './record.js'
import type { MergeMethod } from './snapshot.js'

/**
 * One idempotent write of one GitHub object. Everything it needs is known: a write that depends on the answer of another
 * belongs to a later round of deciding.
 */
export type Effect =
  /** Begins the ledger branch, where there is none. */
  | { readonly kind: 'ensure-ledger' }
  /** One commit with exactly the planned files on top of `base`, at the tip of `branch`. */
  | {
      readonly kind: 'ensure-branch'
      readonly branch: string
      readonly base: Oid
      readonly baseTree: Oid
      /** The head this replaces, or null when there is no branch. Any other head is left alone. */
      readonly replaces: Oid | null
      readonly files: readonly PlannedFile[]
      readonly message: string
    }
  | {
      readonly kind: 'ensure-pull'
      /** The pull request to bring up to date, or null to open one. */
      readonly pull: PullNumber | null
      readonly branch: string
      readonly head: Oid
      readonly base: string
      readonly title: string
      readonly body: string
      /** The planned paths, which GitHub's answer does not list. */
      readonly paths: readonly string[]
    }
  /** A check run on the head whose `external_id` is the plan digest; always a new one, never an update. */
  | {
      readonly kind: 'publish-plan'
      readonly head: Oid
      readonly digest: Digest
      readonly title: string
      readonly summary: string
    }
  /** The toolkit's word on a commit, for a ruleset to demand: always a new check run, never an update. */
  | {
      readonly kind: 'set-gate'
      readonly state: 'open' | 'closed'
      readonly head: Oid
      readonly digest: Digest | null
      readonly title: string
      readonly summary: string
    }
  /** The one status comment, edited in place. */
  | { readonly kind: 'ensure-status'; readonly comment: number | null; readonly body: string }
  /** An answer to one comment, written once. */
  | { readonly kind: 'reply'; readonly to: number; readonly body: string }
  /** A comment of its own about something, written once. */
  | { readonly kind: 'notice'; readonly about: string; readonly body: string }
  | { readonly kind: 'ensure-labels'; readonly add: readonly string[]; readonly remove: readonly string[] }
  | {
      readonly kind: 'append-record'
      readonly path: string
      readonly record: LedgerRecord
      /** Everybody known by login from now on, in the same commit; left out where nobody is new. */
      readonly people?: readonly KnownPerson[]
    }
  /** Records that somebody has locked or unlocked something, and what follows from it. */
  | {
      readonly kind: 'append-lock'
      readonly path: string
      readonly record: LockRecord
      readonly locks: Locks
    }
  /** Merges exactly this head, or nothing. */
  | {
      readonly kind: 'merge-pull'
      readonly pull: PullNumber
      readonly head: Oid
      readonly method: MergeMethod
      readonly title: string
      readonly message: string
    }
  /** Has GitHub merge exactly this head once its requirements are met, or puts it into the merge queue. */
  | {
      readonly kind: 'arm-merge'
      readonly by: 'auto' | 'queue'
      readonly pull: PullNumber
      readonly node: string
      readonly head: Oid
      readonly method: MergeMethod
      readonly title: string
      readonly message: string
    }
  /** Calls that off again, whoever asked for it. */
  | {
      readonly kind: 'disarm-merge'
      readonly by: 'auto' | 'queue'
      readonly pull: PullNumber
      readonly node: string
    }
  | { readonly kind: 'close-pull'; readonly pull: PullNumber }
  /** Deletes a branch, if it is still where it was seen. */
  | { readonly kind: 'delete-branch'; readonly branch: string; readonly head: Oid }
  /** Takes back a second status comment, written by two runs at once. */
  | { readonly kind: 'delete-comment'; readonly comment: number }
  | { readonly kind: 'close-issue'; readonly reason: 'completed' | 'not-planned' }
  /** The issue is open while a chapter is: a later one opens it again. */
  | { readonly kind: 'reopen-issue' }
  /** Tells a receiver of one event. It is no write of GitHub's: the status comment vouches for it. */
  | {
      readonly kind: 'notify'
      readonly receiver: string
      readonly of: Occasion
      readonly message: Message
    }

/** Where an effect writes: on the issue, to the ledger, in the repository the manifests live in, or to somebody else. */
const grounds = {
  'ensure-status': 'issue',
  reply: 'issue',
  notice: 'issue',
  'ensure-labels': 'issue',
  'delete-comment': 'issue',
  'close-issue': 'issue',
  'reopen-issue': 'issue',
  'ensure-ledger': 'ledger',
  'append-record': 'ledger',
  'append-lock': 'ledger',
  'ensure-branch': 'target',
  'ensure-pull': 'target',
  'publish-plan': 'target',
  'set-gate': 'target',
  'arm-merge': 'target',
  'disarm-merge': 'target',
  'merge-pull': 'target',
  'close-pull': 'target',
  'delete-branch': 'target',
  notify: 'elsewhere',
} as const satisfies Readonly<Record<Effect['kind'], 'issue' | 'ledger' | 'target' | 'elsewhere'>>

type KindAt<Place> = {
  [Kind in Effect['kind']]: (typeof grounds)[Kind] extends Place ? Kind : never
}[Effect['kind']]

/** An effect on branch, pull request or check runs, which are where the manifests live. */
export type TargetEffect = Extract<Effect, { readonly kind: KindAt<'target'> }>

export function isOnTarget(effect: Effect): effect is TargetEffect {
  return grounds[effect.kind] === 'target'
}

export function isOnIssue({ kind }: Effect): boolean {
  return grounds[kind] === 'issue'
}

/** The deterministic name of the object an effect writes: two effects with one key would write the same thing. */
export function effectKey(effect: Effect): string {
  switch (effect.kind) {
    case 'ensure-ledger':
    case 'ensure-status':
    case 'ensure-labels':
    case 'close-issue':
    case 'reopen-issue':
      return effect.kind
    case 'ensure-branch':
    case 'delete-branch':
      return `${effect.kind}:${effect.branch}`
    case 'ensure-pull':
      return `${effect.kind}:${effect.branch}`
    case 'publish-plan':
      return `${effect.kind}:${effect.digest}@${effect.head}`
    case 'set-gate':
      return `${effect.kind}-${effect.state}:${effect.digest ?? 'no-plan'}@${effect.head}`
    case 'arm-merge':
    case 'disarm-merge':
      return `${effect.kind}-${effect.by}:${effect.pull}`
    case 'reply':
      return `${effect.kind}:${effect.to}`
    case 'notice':
      return `${effect.kind}:${effect.about}`
    case 'delete-comment':
      return `${effect.kind}:${effect.comment}`
    case 'append-record':
    case 'append-lock':
      return `${effect.kind}:${effect.path}`
    case 'merge-pull':
    case 'close-pull':
      return `${effect.kind}:${effect.pull}`
    case 'notify':
      return `${effect.kind}:${effect.receiver}:${effect.of.stream}-${effect.of.number}`
  }
}

/** One idempotent write of an issue of the toolkit's own, which is a view: nobody reads it back to decide. */
export type ViewEffect =
  | {
      readonly kind: 'open-issue'
      /** What it is about, as in `drift:namespace`. */
      readonly about: string
      readonly title: string
      readonly body: string
      readonly labels: readonly string[]
    }
  /** Title, text and whether it is open, in one write. */
  | {
      readonly kind: 'edit-issue'
      readonly about: string
      readonly issue: IssueNumber
      readonly title: string
      readonly body: string
      readonly state: 'open' | 'completed' | 'not-planned'
    }

/** The deterministic name of the issue an effect writes. */
export function viewEffectKey(effect: ViewEffect): string {
  return effect.kind === 'open-issue'
    ? `${effect.kind}:${effect.about}`
    : `${effect.kind}:${effect.about}@${effect.issue}`
}
