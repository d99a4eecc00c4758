import { sha256 as sha256Bytes } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import canonicalizeModule from 'canonicalize'
import { type Digest, digest } from '../../model/ids.js'
import type { Json } from '../../model/json.js'

/** SHA-256 of the UTF-8 bytes of `text`. `@noble/hashes` rather than `node:crypto`, because deciding touches no machine. */
export function sha256(text: string): Digest {
  return digest(bytesToHex(sha256Bytes(utf8ToBytes(text))))
}

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
