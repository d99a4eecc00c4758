import type { Digest } from './ids.js'
import type { Json } from './json.js'

/** A submission that passed its request type's validation. */
export interface Request {
  /** Name of the request type. */
  readonly type: string
  /** Typed values by field id, in form order; null where nothing was submitted. */
  readonly values: ReadonlyMap<string, Json>
  /** SHA-256 of the canonical JSON (RFC 8785) of `{ type, values }`. White space in the body does not change it. */
  readonly digest: Digest
}
