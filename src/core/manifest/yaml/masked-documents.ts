import { maskedFrom } from './masked-text.js'

/**
 * A text of several documents with those overwritten by spaces that no edit is in, every offset and the number of documents as they were; null
 * where that cannot be seen from the lines: directives, `...`. As with `maskedText`, a mistake costs time only.
 * @param edited the documents that stay, counted from 0.
 */
export function maskedDocuments(text: string, edited: ReadonlySet<number>): string | null {
  if (text.length < maskedFrom) return null
  const starts = documentStarts(text)
  if (starts === null) return null
  const pieces = starts.map((start, index) => {
    const piece = text.slice(start, starts[index + 1] ?? text.length)
    return edited.has(index) ? piece : hidden(piece)
  })
  return [text.slice(0, starts[0]), ...pieces].join('')
}

/** The first document may begin without a marker. */
function documentStarts(text: string): readonly number[] | null {
  const marks: number[] = []
  for (const { index, 0: mark } of text.matchAll(/^(?:---(?=\s|$)|\.\.\.|%)/gm)) {
    if (mark !== '---') return null
    marks.push(index)
  }
  const head = text.slice(0, marks[0])
  return /^[ \t]*[^\s#]/m.test(head) ? [0, ...marks] : marks
}

/** The marker stays, and the last line end, so that what follows begins on a line of its own. Without a marker nothing would be left of a document. */
function hidden(document: string): string {
  if (!document.startsWith('---')) return document
  const end = document.endsWith('\n') ? '\n' : ''
  return `${document.slice(0, 3)}${' '.repeat(document.length - end.length - 3)}${end}`
}
