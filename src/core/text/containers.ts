import { mark, skipSpaces } from './block-start.js'

/** A block that holds other blocks. `quotedAt` is the line that began the outermost quotation around what stands in it, or null. */
export type Container =
  | { readonly kind: 'quote'; readonly quotedAt: number }
  /** `width` is how far a line must be indented to belong to the item; `begun` is false while it holds nothing at all. */
  | { readonly kind: 'item'; readonly quotedAt: number | null; readonly width: number; begun: boolean }

/** How many containers may be nested, so that a line costs at most this many steps; GitHub's own parser stops at 100 lists. */
export const containersDeepMax = 100

/** The containers that are open, the outermost first; the functions below are the only ones that change them. */
export interface Containers {
  readonly open: Container[]
  /** Which of them are quotations, by their place. */
  readonly quotes: number[]
}

/** Opens a container inside the innermost. */
export function openContainer({ open, quotes }: Containers, container: Container): void {
  if (container.kind === 'quote') quotes.push(open.length)
  open.push(container)
}

/** Closes the containers beyond `depth`. */
export function closeContainers({ open, quotes }: Containers, depth: number): void {
  while (open.length > depth) open.pop()
  while ((quotes.at(-1) ?? -1) >= depth) quotes.pop()
}

/** To how many of the open containers a line belongs, and where its text goes on behind their marks. */
export interface Matched {
  depth: number
  at: number
}

/** Finds the containers to which the line from `at` to `end` belongs. */
export function matchContainers(
  containers: Containers,
  text: string,
  start: number,
  end: number,
  matched: Matched,
): void {
  const { open } = containers
  matched.at = start
  let quotes = 0
  // The first character that is not a blank: looked for once, because a deeply indented line has many containers.
  let content = start
  for (matched.depth = 0; matched.depth < open.length; matched.depth += 1) {
    const container = open[matched.depth]
    content = skipSpaces(text, Math.max(content, matched.at), end)
    if (container?.kind === 'item') {
      if (content === end) {
        matchBlank(containers, quotes, end, matched)
        return
      }
      if (content - matched.at < container.width) return
      container.begun = true
      matched.at += container.width
    } else {
      if (content - matched.at >= 4 || text.charCodeAt(content) !== mark.greater) return
      matched.at = behindQuoteMark(text, content)
      quotes += 1
    }
  }
}

/**
 * A line of which nothing is left belongs to every item up to the next quotation, unless the innermost holds nothing. Looked up, because blank
 * lines come by the thousand and lists lie a hundred deep.
 * @param quotes how many quotations it belongs to.
 */
function matchBlank(containers: Containers, quotes: number, end: number, matched: Matched): void {
  const { open } = containers
  const innermost = open.at(-1)
  const isEmpty = innermost?.kind === 'item' && !innermost.begun
  const depth = containers.quotes[quotes] ?? (isEmpty ? open.length - 1 : open.length)
  if (depth > matched.depth) matched.at = end
  matched.depth = depth
}

/** Where the text goes on behind the mark of a quotation at `at`. */
export function behindQuoteMark(text: string, at: number): number {
  return text.charCodeAt(at + 1) === 0x20 ? at + 2 : at + 1
}
