/** Which literal block scalars may be written at a place: all, those whose header strips the last line end, or none. */
export type Literals = 'all' | 'stripped' | 'none'

/**
 * At the end of a text without a final line end a block scalar's last line end is not there: to some readers (libyaml, Go's yaml, which is
 * Kubernetes') it is then no part of the text either.
 * @param end where the place ends.
 */
export function literalsAt(text: string, end: number, literals: Literals): Literals {
  return literals === 'all' && text.indexOf('\n', end) < 0 && !text.endsWith('\n') ? 'stripped' : literals
}

/**
 * A text of several lines as a literal block scalar: its header (`|` or `|-`) and its lines without indentation, or null where
 * it has to be quoted to be read back the same: leading space, trailing space, or characters a block cannot carry.
 */
export function literalLines(
  text: string,
  literals: Literals,
): { readonly header: string; readonly lines: readonly string[] } | null {
  if (literals === 'none' || (literals === 'stripped' && text.endsWith('\n'))) return null
  if (!text.includes('\n') || text.endsWith('\n\n') || /^[\s]/.test(text)) return null
  const body = text.endsWith('\n') ? text.slice(0, -1) : text
  const lines = body.split('\n')
  const isCarried = lines.every(
    (line) => /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u.test(line) && !line.endsWith(' '),
  )
  return isCarried ? { header: text.endsWith('\n') ? '|' : '|-', lines } : null
}
