import type { IssueNumber } from './ids.js'
import type { Instant } from './instant.js'

/** What somebody can be told of. Most are records of the ledger; the words are those of labels and of the status comment. */
export const noticeEvents = [
  'awaiting-approval',
  'approved',
  'revoked',
  'merged',
  'unchanged',
  'reached',
  'failed',
  'rejected',
  'withdrawn',
  'lapsed',
  'on-hold',
  'released',
  'taken-back',
  'restored',
  'extended',
  'ended',
  'overdue',
] as const
export type NoticeEvent = (typeof noticeEvents)[number]

/** What `.github/issueops/notify.yml` says. */
export interface NoticePlan {
  readonly receivers: readonly Receiver[]
  readonly routes: readonly Route[]
}

/** Somebody who is told, outside of GitHub or by an event of this repository. */
export type Receiver =
  | { readonly name: string; readonly kind: 'dispatch' }
  | {
      readonly name: string
      readonly kind: 'slack' | 'cloudevents'
      /** Under which name the run is given its address; an address is a secret and stands in no file. */
      readonly address: string
      /** Header → the name under which the run is given what it says. */
      readonly headers: Readonly<Record<string, string>>
    }

/** Who is told of what. */
export interface Route {
  readonly on: readonly NoticeEvent[]
  /** Names of request types, as globs. */
  readonly types: readonly string[]
  /** Only of these stages; null for every stage, and for requests without. */
  readonly stages: readonly string[] | null
  readonly to: readonly string[]
}

/**
 * Which of the events of an issue: within a stream, such as the records of the ledger, numbers only grow, so that the last one that was told says that
 * all before it were.
 */
export interface Occasion {
  readonly stream: 'record' | 'overdue'
  readonly number: number
}

/** What is told. Nothing in it is a value of the request, or of what stands in a manifest. */
export interface Notice {
  /** The same whenever it is sent: whoever gets it twice can tell. */
  readonly id: string
  readonly event: NoticeEvent
  readonly at: Instant
  /** As in `acme/platform`. */
  readonly repository: string
  readonly issue: IssueNumber
  readonly url: string
  readonly type: string
  readonly title: string
  readonly stage: string | null
  readonly requester: string
  /** Who has to do what; null where nobody has to act. */
  readonly next: string | null
  readonly planDigest: string | null
}

/** A notice as its receiver takes it. */
export type Message =
  | {
      readonly by: 'https'
      readonly address: string
      readonly headers: Readonly<Record<string, string>>
      readonly contentType: string
      readonly body: string
    }
  | {
      readonly by: 'dispatch'
      readonly event: string
      readonly payload: Readonly<Record<string, string | number | null>>
    }

/** That a receiver was told of an event, or could not be. */
export interface Told extends Occasion {
  readonly receiver: string
  readonly delivered: boolean
}

/** Delivers one message; the answer is why it was not, in words without the address, or null. Never throws. */
export type Send = (receiver: string, message: Message) => Promise<string | null>
