import { lineEnd, nextLine } from './text-lines.js'

/** Which literal block scalars may be written at a place: all, those whose header strips the last line end, or none. */
export type Literals = 'all' | 'stripped' | 'none'

/**
 * Which of them may be written at a place. At the end of a text without a final line end a block scalar's last line end is not there: to some
 * readers (libyaml, Go's yaml, which is Kubernetes') it is then no part of the text either. And of blank lines below with spaces in them the
 * spaces may become a part of it.
 * @param end where the place ends.
 */
export function literalsAt(text: string, end: number, literals: Literals): Literals {
  if (hasSpacesBelow(text, end)) return 'none'
  return literals === 'all' && text.indexOf('\n', end) < 0 && !text.endsWith('\n') ? 'stripped' : literals
}

function hasSpacesBelow(text: string, end: number): boolean {
  for (let at = nextLine(text, end); at < text.length; at = nextLine(text, at)) {
    const line = text.slice(at, lineEnd(text, at))
    if (line.trim() !== '') return false
    if (line !== '') return true
  }
  return false
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
