import type { End } from './end.js'
import type { Place } from './plan.js'
import type { FieldValue } from './submission.js'

/** One entry of a request type's `tests:`: what somebody answers in the form, and what has to come of it. */
export interface RequestTest {
  readonly name: string
  /** The login of whoever files the request. */
  readonly requester: string
  /** By field id; a field without an answer is left empty. */
  readonly answers: ReadonlyMap<string, FieldValue>
  /** The stage that is tried; left out for the first, and where the type has none. */
  readonly stage?: string
  /** Path → text of the only manifests there are; null means those of the repository as they stand now. */
  readonly existing: ReadonlyMap<string, string> | null
  /** What comes after the merge; left out where the test ends with it. */
  readonly later?: LaterInTest
  readonly expect: TestExpectation
}

/** What a test lets happen once its request is merged: time passes, until a moment or for so long from the merge, or somebody takes the request back. */
export type LaterInTest = { readonly kind: 'time'; readonly passed: End } | { readonly kind: 'rollback' }

export type TestExpectation =
  /** The codes of all problems, in any order: texts, because a test file may name what does not exist. */
  | { readonly kind: 'problems'; readonly codes: readonly string[] }
  /** The request is accepted; null is what the test says nothing about. */
  | {
      readonly kind: 'accepted'
      /** Every file the plan changes, by path; empty when all is as requested already. */
      readonly plan: ReadonlyMap<string, ExpectedFile> | null
      /** Every approval rule that applies, as in `2 of team:platform, role:maintain`. */
      readonly approvers: readonly string[] | null
      /** When the request ends; left out where the test says nothing about it. */
      readonly ends?: End | 'never'
      /**
       * What of the request is left after what comes later: all of it, or nothing, and then the files named here are otherwise than before the
       * request, a file that is gone being null. Left out, every byte is as before.
       */
      readonly afterwards?: 'in-force' | ReadonlyMap<string, string | null>
    }

export type ExpectedFile =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'deleted' }
  /** Every place that changes. What is there afterwards is `new`, nothing without it; `old` is only compared where it is given. */
  | { readonly kind: 'places'; readonly places: readonly Place[] }
