import type { LineRange, Splice } from './splice.js'

/**
 * Whether two texts differ in the given lines only. Parsers prove the data; this proves that no comment, blank line or
 * spelling outside the declared places goes, over the whole file. Linear in its length.
 * @param before the text the splices and ranges count in.
 */
export function keepsOtherLines(
  before: string,
  after: string,
  splices: readonly Splice[],
  lines: readonly LineRange[],
): boolean {
  let from = 0
  let shift = 0
  let spliced = 0
  for (const range of merged(lines)) {
    const inside = splices.filter((splice) => range.start <= splice.start && splice.end <= range.end)
    spliced += inside.length
    const grown = inside.reduce((sum, { start, end, text }) => sum + text.length - (end - start), 0)
    if (before.slice(from, range.start) !== after.slice(from + shift, range.start + shift)) return false
    const written = { start: range.start + shift, end: range.end + shift + grown }
    if (!isWholeLines(before, range, after, written)) return false
    from = range.end
    shift += grown
  }
  return spliced === splices.length && before.slice(from) === after.slice(from + shift)
}

function merged(lines: readonly LineRange[]): readonly LineRange[] {
  const ranges: LineRange[] = []
  for (const range of lines.toSorted((a, b) => a.start - b.start)) {
    const last = ranges.at(-1)
    if (last === undefined || last.end < range.start) ranges.push(range)
    else ranges[ranges.length - 1] = { start: last.start, end: Math.max(last.end, range.end) }
  }
  return ranges
}

/** Nothing may run into the line before or the line behind. */
function isWholeLines(before: string, range: LineRange, after: string, written: LineRange): boolean {
  const begins =
    range.start === 0 ||
    before[range.start - 1] === '\n' ||
    /^(?:$|\r?\n)/.test(after.slice(written.start, Math.min(written.end, written.start + 2)))
  const ends = range.end === before.length || written.end === 0 || after[written.end - 1] === '\n'
  return begins && ends
}
