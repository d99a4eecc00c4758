import type { State } from '../../model/decision.js'
import { type IssueNumber, issueNumber } from '../../model/ids.js'
import type { FieldValue } from '../../model/submission.js'

/** A scenario folder as read: who is there, what the repository holds, what people do one after the other. */
export interface Story {
  readonly name: string
  readonly title: string
  readonly repository: { readonly owner: string; readonly name: string }
  readonly visibility: 'public' | 'private'
  /** Login → role in the repository. */
  readonly people: ReadonlyMap<string, StoryRole>
  /** Team slug → members. */
  readonly teams: ReadonlyMap<string, readonly string[]>
  /** What a team itself may do in the repository; none where nothing is said. */
  readonly teamRoles: ReadonlyMap<string, StoryRole>
  /** Names of checks the target branch demands. */
  readonly requiredChecks: readonly (string | { readonly name: string; readonly app: number })[]
  /** Whether the target branch takes only pull requests that are up to date with it. */
  readonly upToDate: boolean
  /** Approving reviews the target branch demands. */
  readonly requiredReviews: number
  /** Whether the target branch takes changes only through its merge queue. */
  readonly mergeQueue: boolean
  readonly autoMergeAllowed: boolean
  /** Whether the toolkit acts as a GitHub App or as GITHUB_TOKEN. */
  readonly token: 'app' | 'github-token'
  /** Path → text of the repository's first commit. */
  readonly files: ReadonlyMap<string, string>
  /** The repository the manifests live in, where that is not the one of the issues. */
  readonly target: StoryTarget | null
  readonly steps: readonly Step[]
  /** The state it has to end in; null where that is left open. */
  readonly ends: State | null
  /** Whose manifests are played, where that is not plain from the scenario; null otherwise. */
  readonly playedOn: string | null
}

export interface StoryTarget {
  readonly repository: { readonly owner: string; readonly name: string }
  readonly visibility: 'public' | 'private'
  /** Whether the toolkit's token reaches it from the beginning. */
  readonly installed: boolean
  readonly files: ReadonlyMap<string, string>
}

export const storyRoles = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const
export type StoryRole = (typeof storyRoles)[number]

/** The issue a story is about unless a step says otherwise; its pull request and anything else get higher numbers. */
export const firstIssue = issueNumber(1)

/** What one person does, and to which issue; the toolkit then looks at that one. */
export type Step = {
  readonly who: string
  readonly issue: IssueNumber
  /** The event is lost, or the next deed comes before the toolkit has looked. */
  readonly unseen: boolean
} & Deed

export type Deed =
  | { readonly does: 'files'; readonly title: string; readonly text: IssueText }
  | { readonly does: 'edits-issue'; readonly text: IssueText }
  | { readonly does: 'comments'; readonly text: string }
  /** As many strangers, each with an account of their own, comment the same. */
  | { readonly does: 'brings-a-crowd'; readonly count: number; readonly text: string }
  /** Edits, deletes or hides the last comment of somebody; who may write may do that to everybody's. */
  | { readonly does: 'edits-comment'; readonly of: string; readonly to: string }
  | { readonly does: 'deletes-comment' | 'hides-comment'; readonly of: string }
  /** Time goes by, and the sweep looks at the issue. */
  | { readonly does: 'waits'; readonly hours: number }
  | { readonly does: 'labels' | 'unlabels'; readonly label: string }
  /** Changes the newest pull request on its own page. */
  | { readonly does: 'drafts-pull' | 'readies-pull' | 'closes-pull' | 'reopens-pull' }
  | { readonly does: 'retargets-pull'; readonly base: string }
  | { readonly does: 'closes' }
  /** Lets the toolkit's token reach the target as well. */
  | { readonly does: 'installs-app' }
  | { readonly does: 'reopens' }
  | {
      readonly does: 'pushes'
      readonly branch: string
      readonly message: string
      /** Path → new text, or null to delete it. */
      readonly files: ReadonlyMap<string, string | null>
    }
  /** Tries to merge the newest pull request, or approves it on its own page; GitHub may refuse either. */
  | { readonly does: 'merges' | 'approves-pull' }
  /** The merge queue of the target branch takes a step. */
  | { readonly does: 'sees-queue-move' }
  /** A check of the pull request's head ends well. */
  | { readonly does: 'passes-check'; readonly check: string }

/** The text of an issue: as GitHub writes it for answers to a form, or word for word. */
export type IssueText =
  | { readonly kind: 'answers'; readonly form: string; readonly answers: ReadonlyMap<string, FieldValue> }
  | { readonly kind: 'body'; readonly body: string }
