import type { Oid } from './ids.js'
import type { Instant } from './instant.js'

/**
 * How the systems that apply manifests say on GitHub what became of a commit: a commit status, a check run, or a deployment to an environment.
 * Source: GitHub's REST reference, “Commit statuses”, “Check runs” and “Deployment statuses”.
 */
export const signalKinds = ['status', 'check', 'deployment'] as const
export type SignalKind = (typeof signalKinds)[number]

/** What a signal says, in words for all three kinds. `pending`: it is still under way, or what was said is no verdict. */
export type SignalState = 'success' | 'failure' | 'pending'

/** What somebody has said of a commit, the last time they said it under this name. */
export interface Signal {
  readonly kind: SignalKind
  /** The context of a status, the name of a check run, the environment of a deployment. */
  readonly name: string
  /** Who said it: a login without `[bot]`, or the slug of an app; empty where the account is gone. */
  readonly app: string
  readonly state: SignalState
  /** The commit it was said of. */
  readonly commit: Oid
  readonly at: Instant
  /** When it was begun to find out, where that is told; what is recorded leaves it out. */
  readonly begun?: Instant
  /** Where to read more, as its sender says; null where they do not. */
  readonly url: string | null
}

/** A commit of a target branch with what was said of it. */
export interface SignalledCommit {
  readonly commit: Oid
  readonly signals: readonly Signal[]
}

/** What was said of a merge: of its commit, and of those that came after it or before. */
export interface ObservedOutcome {
  /** The first parents from the tip of the target branch, newest first; as far as they were read. */
  readonly commits: readonly SignalledCommit[]
}

/** A signal that a request waits for after its merge. */
export interface ExpectedSignal {
  readonly kind: SignalKind
  /** A glob as in `kustomization/**`, once it is evaluated. */
  readonly name: string
  /** The login without `[bot]`, or the slug of the app, of whom it counts. */
  readonly app: string
}

/** What has to be said, by when. */
export interface Reached<Name extends ExpectedSignal = ExpectedSignal> {
  /** All of them. */
  readonly by: readonly Name[]
  /** How long after the merge it is waited for, and a failure has to last before it counts, in seconds. */
  readonly within: number
}
