/** Replaces the characters from `start` up to `end` by `text`. */
export interface Splice {
  readonly start: number
  readonly end: number
  readonly text: string
}

/**
 * Whole lines of a text, from the offset of the first character up to the one behind the last line end. Where the last line
 * of a file has no line end, a range may begin with the line end before it: that goes when the line goes.
 */
export interface LineRange {
  readonly start: number
  readonly end: number
}

/** The splices of one edit, what they may touch, and what decides which other edits may share its parse. */
export interface SplicePlan {
  readonly splices: readonly Splice[]
  /** The lines of the place: every other line stays as it is. */
  readonly lines: LineRange
  /** The nodes on the way, compared by identity. */
  readonly ancestors: readonly object[]
  /** The collection that gains or loses an entry, or null. */
  readonly container: object | null
  /** Whether that collection is a list, whose later items move. */
  readonly isList: boolean
  /** Whether others may be added in the same parse: it is a key, or an item behind the last one there was. */
  readonly isAppend: boolean
  /** The position an item is added at, in the list as it is by then; null for keys and removals. */
  readonly position: number | null
}

/** `text` with all splices applied; several at one offset keep their order. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const pieces: string[] = []
  let from = 0
  for (const splice of splices.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (splice.start < from) throw new Error('two splices overlap')
    pieces.push(text.slice(from, splice.start), splice.text)
    from = splice.end
  }
  pieces.push(text.slice(from))
  return pieces.join('')
}
