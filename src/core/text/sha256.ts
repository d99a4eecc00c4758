import { sha256 as sha256Bytes } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { type Digest, digest } from '../../model/ids.js'

/** SHA-256 of the UTF-8 bytes of `text`. `@noble/hashes` rather than `node:crypto`, because deciding touches no machine. */
export function sha256(text: string): Digest {
  return digest(bytesToHex(sha256Bytes(utf8ToBytes(text))))
}
