import type { Json } from '../../model/json.js'

/** The names an expression may use: `request.<field id>` and `requester.login`. */
export interface ExpressionContext {
  /** Typed values by field id; null where nothing was submitted. */
  readonly request: ReadonlyMap<string, Json>
  readonly requester: { readonly login: string }
}
