import type { Oid } from './ids.js'
import type { ExpectedSignal, Signal } from './signal.js'

/** What can be said by now of a merge of which something is waited for. */
export type Judgement =
  /** Everything that was waited for has said that it works; by which signals. */
  | { readonly kind: 'reached'; readonly signals: readonly Signal[] }
  /** It is waited for what is missing; what fails at present may pass. */
  | {
      readonly kind: 'waiting'
      readonly missing: readonly ExpectedSignal[]
      readonly failing: readonly Signal[]
    }
  /** It has failed, and nothing but this merge can be the reason. */
  | { readonly kind: 'failed'; readonly signals: readonly Signal[] }
  | Unclear

/** The time is over, and nobody can say without looking whether it works. */
export type Unclear =
  /** It fails, and nothing shows that it is this merge that has done it. */
  | {
      readonly kind: 'one-of'
      readonly signals: readonly Signal[]
      /** The commits with which it may have begun, oldest first; without the merge where it failed before that. */
      readonly commits: readonly Oid[]
      /** The commit before them, with which it worked; null where none such is known, so that it may have begun earlier still. */
      readonly since: Oid | null
    }
  /** Nobody has said that it works or fails; some of it may be under way still. */
  | {
      readonly kind: 'silent'
      readonly missing: readonly ExpectedSignal[]
      readonly pending: readonly Signal[]
    }
