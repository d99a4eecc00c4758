import { sha1 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { type Oid, oid } from '../../model/ids.js'

/**
 * The id git gives a file of this text: the hash of `blob <bytes>\0` and the UTF-8 bytes.
 * Source: git's documentation, “Git Internals - Git Objects”.
 * @param format the repository's object format; GitHub's repositories use `sha1`.
 */
export function gitBlobOid(text: string, format: 'sha1' | 'sha256' = 'sha1'): Oid {
  const bytes = utf8ToBytes(text)
  const object = concatBytes(utf8ToBytes(`blob ${bytes.length}\0`), bytes)
  return oid(bytesToHex(format === 'sha1' ? sha1(object) : sha256(object)))
}
