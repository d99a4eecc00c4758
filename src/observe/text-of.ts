/** What the bytes of a file say, or null where they are no UTF-8. A byte order mark stays what it is, a character of the text. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}
