import type { State } from '../../model/decision.js'
import type { Step } from './deeds.js'

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
  /** Whether a ruleset lets the toolkit's App alone write to the ledger; none can for GITHUB_TOKEN. */
  readonly ledger: 'protected' | 'unprotected'
  /** Path → text of the repository's first commit. */
  readonly files: ReadonlyMap<string, string>
  /** The repository the manifests live in, where that is not the one of the issues. */
  readonly target: StoryTarget | null
  /** Receivers of `notify.yml` that take nothing. */
  readonly deadReceivers: readonly string[]
  readonly steps: readonly Step[]
  /** The state it has to end in; null where that is left open. */
  readonly ends: State | null
  /** Whose manifests are played, where that is not plain from the scenario; null otherwise. */
  readonly playedOn: string | null
}

/** The App the toolkit acts as in stories. */
export const toolkitApp = { slug: 'acme-issueops', id: 4242 } as const

export interface StoryTarget {
  readonly repository: { readonly owner: string; readonly name: string }
  readonly visibility: 'public' | 'private'
  /** Whether the toolkit's token reaches it from the beginning. */
  readonly installed: boolean
  readonly files: ReadonlyMap<string, string>
}

export const storyRoles = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const
export type StoryRole = (typeof storyRoles)[number]
