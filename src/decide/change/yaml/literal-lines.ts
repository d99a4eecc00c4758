/**
 * A text of several lines as a literal block scalar: its header (`|` or `|-`) and its lines without indentation, or null where
 * it has to be quoted to be read back the same: leading space, trailing space, or characters a block cannot carry.
 */
export function literalLines(
  text: string,
): { readonly header: string; readonly lines: readonly string[] } | null {
  if (!text.includes('\n') || text.endsWith('\n\n') || /^[\s]/.test(text)) return null
  const body = text.endsWith('\n') ? text.slice(0, -1) : text
  const lines = body.split('\n')
  const isCarried = lines.every(
    (line) => /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u.test(line) && !line.endsWith(' '),
  )
  return isCarried ? { header: text.endsWith('\n') ? '|' : '|-', lines } : null
}
