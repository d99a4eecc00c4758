import canonicalizeModule from 'canonicalize'
import type { Json } from '../../model/json.js'

// The package is CommonJS whose types name a default export; under Node's ESM the function is the module itself.
const canonicalize = canonicalizeModule as unknown as (value: unknown) => string | undefined

/**
 * The canonical JSON of a value: RFC 8785 (JSON Canonicalization Scheme), so that equal values have equal text and digest.
 * @throws if a number is not finite.
 */
export function canonicalJson(value: Json): string {
  const text = canonicalize(value)
  if (text === undefined) throw new Error('not a JSON value')
  return text
}
