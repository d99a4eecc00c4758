import { mark } from './block-start.js'

/** Whether a table begins with two rows: a head and a delimiter row of as many columns. Source: GitHub Flavored Markdown, “Tables”. */
export function startsTable(header: () => string, text: string, at: number, end: number): boolean {
  if (!mayDelimit(text, at, end)) return false
  const columns = delimiterRow(text.slice(at, end))
  return columns !== null && columns === cellsOf(header()).length
}

/** Whether a row holds nothing that no delimiter row holds, and what each of them does. Most rows need no further look. */
function mayDelimit(text: string, at: number, end: number): boolean {
  let dashes = false
  let marks = false
  for (let next = at; next < end; next += 1) {
    const code = text.charCodeAt(next)
    if (code === mark.dash) dashes = true
    else if (code === mark.bar || code === mark.colon) marks = true
    else if (code > 0x20 && code < 0x7f) return false
  }
  return dashes && marks
}

/** The number of columns of a table's delimiter row, or null. */
function delimiterRow(text: string): number | null {
  const cells = cellsOf(text)
  return cells.every((cell) => /^:?-+:?$/.test(cell.trim())) ? cells.length : null
}

/** The cells of a table row. */
function cellsOf(text: string): readonly string[] {
  const row = text.trim()
  const cells: string[] = []
  let from = row.startsWith('|') ? 1 : 0
  for (let at = from; at < row.length; at += 1) {
    if (row[at] === '\\') at += 1
    else if (row[at] === '|') {
      cells.push(row.slice(from, at))
      from = at + 1
    }
  }
  if (from < row.length) cells.push(row.slice(from))
  return cells
}
