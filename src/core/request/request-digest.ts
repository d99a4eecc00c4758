import type { Digest } from '../../model/ids.js'
import type { JsonObject } from '../../model/json.js'
import { canonicalJson, sha256 } from '../text/digest.js'

/** What a request is told by: the name of its type and its typed values. A record of it can be checked against this again. */
export function requestDigest(type: string, values: JsonObject): Digest {
  return sha256(canonicalJson({ type, values }))
}
