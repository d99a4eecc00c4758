import type { Json } from '../../model/json.js'

/** The names an expression may use: `request.<field id>`, `requester.login`, `stage.name` and `stage.previous` where there are stages, and `item` inside a
 * `for-each`. */
export interface ExpressionContext {
  /** Typed values by field id; null where nothing was submitted. */
  readonly request: ReadonlyMap<string, Json>
  readonly requester: { readonly login: string }
  /** The stage the request is in; left out where its type has none. */
  readonly stage?: StageNames
  /** What `item` stands for, and the id of the field it comes from where that is certain. */
  readonly item?: {
    readonly value: Json
    readonly field: string | null
    /** Whether the request type writes it out itself. */
    readonly written?: boolean
  }
  /** What people call a field, by its id; a field that is not in it is called by its id. */
  readonly labels?: ReadonlyMap<string, string>
  /** Where the expressions stand, in words, as in `change 3`. */
  readonly within?: string
}

/** What expressions are told of a stage. */
export interface StageNames {
  readonly name: string
  /** The stage before; empty in the first. */
  readonly previous: string
}
