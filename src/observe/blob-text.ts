import { createHash } from 'node:crypto'
import type { Reader } from '../github/reader.js'
import { type Oid, oid } from '../model/ids.js'
import { type Fields, objectId, whole } from './answer.js'

/** Largest text read, in bytes: beyond it editing would take too long. GraphQL cuts off long texts, which are read once more as blobs. */
const textBytesMax = 4 * 1024 * 1024
/** Of all texts read together: what a run holds and reads is bounded. */
export const allTextBytesMax = 32 * 1024 * 1024

/** What {@link blobText} reads of a blob. */
export const blobSelection = '{ ... on Blob { oid text byteSize isBinary isTruncated } }'

/** What a file says, or why that is not known. */
export type BlobText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly why: 'too-large' | 'not-utf-8' }

/** What is in a blob that GraphQL answered; a text that is not whole there is read once more as bytes. @throws GitHubError */
export async function blobText(reader: Reader, blob: Fields, what: string): Promise<BlobText> {
  const id = objectId(blob.oid, `${what}: blob`)
  if (sizeOf(blob, what) > textBytesMax) return { kind: 'unreadable', why: 'too-large' }
  if (typeof blob.text === 'string' && isExactly(id, Buffer.from(blob.text, 'utf8')))
    return { kind: 'text', text: blob.text }
  const text = textOf(await reader.blob(id))
  return text !== null && isExactly(id, Buffer.from(text, 'utf8'))
    ? { kind: 'text', text }
    : { kind: 'unreadable', why: 'not-utf-8' }
}

/** In bytes. @throws GitHubError where GitHub does not tell it. */
export function sizeOf(blob: Fields, what: string): number {
  return whole(blob.byteSize, `${what}: size`)
}

/** Whether these are the bytes git has under this id; a text that GitHub cut or converted is not. */
function isExactly(id: Oid, bytes: Uint8Array): boolean {
  return blobOid(bytes, id.length === 40 ? 'sha1' : 'sha256') === id
}

/** The id git gives a file of these bytes. */
export function blobOid(bytes: Uint8Array, format: 'sha1' | 'sha256'): Oid {
  return oid(createHash(format).update(`blob ${bytes.length}\0`).update(bytes).digest('hex'))
}

/** What bytes say, or null where they are no UTF-8. A byte order mark stays what it is, a character of the text. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}
