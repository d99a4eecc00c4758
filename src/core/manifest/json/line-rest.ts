/** What stands behind an entry on its line. */
export interface LineRest {
  /** The offset of the comma, or null where there is none on this line. */
  readonly comma: number | null
  readonly hasComment: boolean
  /** Behind the last comment, or behind the comma or entry where there is none. */
  readonly end: number
  /** Whether nothing else follows on the line. */
  readonly isLast: boolean
}

/** Reads the comma and the comments behind the entry that ends at `offset`, up to the line end or the next entry or bracket. */
export function lineRest(text: string, offset: number): LineRest {
  let comma: number | null = null
  let hasComment = false
  let end = offset
  for (let at = offset; ; ) {
    const character = text[at]
    if (character === ' ' || character === '\t' || character === '\r') at += 1
    else if (character === ',' && comma === null) {
      comma = at
      at += 1
      end = at
    } else if (text.startsWith('//', at)) {
      return {
        comma,
        hasComment: true,
        end: text.slice(0, lineEndAt(text, at)).trimEnd().length,
        isLast: true,
      }
    } else if (text.startsWith('/*', at)) {
      const close = text.indexOf('*/', at + 2) + 2
      if (close < 2 || text.slice(at, close).includes('\n')) return { comma, hasComment, end, isLast: false }
      hasComment = true
      at = close
      end = close
    } else return { comma, hasComment, end, isLast: character === undefined || character === '\n' }
  }
}

function lineEndAt(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset)
  return newline < 0 ? text.length : newline
}
