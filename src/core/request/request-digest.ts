import type { Digest } from '../../model/ids.js'
import type { JsonObject } from '../../model/json.js'
import { canonicalJson } from '../text/canonical-json.js'
import { sha256 } from '../text/sha256.js'

/** What a request is told by: the name of its type and its typed values. A record of it can be checked against this again. */
export function requestDigest(type: string, values: JsonObject): Digest {
  return sha256(canonicalJson({ type, values }))
}
