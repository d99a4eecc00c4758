/** Longest HTML comment that is passed over on its line, in characters without its marks. */
export const hiddenCommentMax = 500

/**
 * Tells of each place, asked for in ascending order, where the HTML comment that begins there ends; -1 where none begins, or none that ends on
 * the line and near enough. Linear, however many begin before one ends, or end close together: each end is looked for once, and characters are
 * only counted where their number in UTF-16 leaves it open.
 */
function hiddenCommentReader(line: string): (at: number) => number {
  let close = 0
  let reach: number | null = null
  return (at) => {
    if (!line.startsWith('<!--', at)) return -1
    const from = at + 4
    if (close >= 0 && close < from) {
      close = line.indexOf('-->', from)
      reach = null
    }
    if (close < 0 || close - from > 2 * hiddenCommentMax) return -1
    if (close - from > hiddenCommentMax) {
      reach ??= reachBefore(line, close)
      if (from < reach) return -1
    }
    return close + 3
  }
}

/** Where the text of the longest comment begins that may end at `close`. */
function reachBefore(line: string, close: number): number {
  let from = close
  for (let count = 0; count < hiddenCommentMax && from > 0; count += 1) {
    const isPair = (line.codePointAt(from - 2) ?? 0) > 0xffff
    from -= isPair ? 2 : 1
  }
  return from
}

/** A line without the comments that begin and end on it. */
export function withoutHiddenComments(line: string): string {
  let at = line.indexOf('<!--')
  if (at < 0) return line
  const endOf = hiddenCommentReader(line)
  let kept = ''
  let from = 0
  while (at >= 0) {
    const end = endOf(at)
    if (end >= 0) {
      kept += line.slice(from, at)
      from = end
    }
    at = line.indexOf('<!--', end >= 0 ? end : at + 1)
  }
  return kept + line.slice(from)
}
