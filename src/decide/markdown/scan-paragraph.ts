import { type HtmlTag, trackedElement } from './scan-raw-html.js'

/** What a paragraph's inline HTML does to a reader. */
export interface ParagraphHtml {
  /** Tags of elements that matter, in order, with the row of the paragraph they stand in. */
  readonly tags: readonly (HtmlTag & { readonly row: number })[]
  /** For each row the earlier row whose comment or tag it lies in, or null. */
  readonly hiddenBy: readonly (number | null)[]
}

interface Walk {
  readonly text: string
  readonly tags: (HtmlTag & { readonly row: number })[]
  readonly hiddenBy: (number | null)[]
  /** Where each backtick run of a length begins, ascending, and how many of them are behind. */
  readonly runs: ReadonlyMap<number, { readonly starts: readonly number[]; passed: number }>
  /** Where the next end of a comment or tag was found, so that none is looked for twice. */
  readonly ends: Map<string, number>
  /** Rows that begin before `until` lie inside what began in row `by`. */
  hidden: { readonly until: number; readonly by: number }
  row: number
  /**
   * Set by anything that may be a link or a tag: from there on a backtick may be part of a link target and no code span. An opening tag then
   * counts even where it looks like code, and an end tag does not count, so that a mistake can only hide a line.
   */
  doubt: boolean
}

/**
 * Finds the inline HTML of a paragraph that folds text away or hides it. Not an inline parser: what cannot be told without one counts as
 * hiding. Linear. Source: CommonMark, “Raw HTML”, “Code spans” and “Backslash escapes”.
 */
export function scanParagraph(rows: readonly string[]): ParagraphHtml {
  const text = rows.join('\n')
  const hiddenBy: (number | null)[] = rows.map(() => null)
  if (!text.includes('<')) return { tags: [], hiddenBy }
  const walk: Walk = {
    text,
    tags: [],
    hiddenBy,
    runs: backtickRuns(text),
    ends: new Map(),
    hidden: { until: 0, by: 0 },
    row: 0,
    doubt: false,
  }
  let at = 0
  while (at < text.length) {
    const next = step(walk, at)
    while (at < next) {
      if (text[at] === '\n') {
        walk.row += 1
        if (at < walk.hidden.until) hiddenBy[walk.row] = walk.hidden.by
      }
      at += 1
    }
  }
  return walk
}

function backtickRuns(text: string): Walk['runs'] {
  const runs = new Map<number, { starts: number[]; passed: number }>()
  for (const match of text.matchAll(/`+/g)) {
    const known = runs.get(match[0].length)
    if (known === undefined) runs.set(match[0].length, { starts: [match.index], passed: 0 })
    else known.starts.push(match.index)
  }
  return runs
}

/** Where to go on behind what stands at `at`. */
function step(walk: Walk, at: number): number {
  switch (walk.text.charAt(at)) {
    case '\\':
      return at + 2
    case ']':
      walk.doubt = true
      return at + 1
    case '`':
      return behindBackticks(walk, at)
    case '<':
      return behindTag(walk, at)
    default:
      return at + 1
  }
}

function behindBackticks(walk: Walk, at: number): number {
  let behind = at
  while (walk.text[behind] === '`') behind += 1
  const length = behind - at
  const runs = walk.runs.get(length)
  if (runs === undefined || walk.doubt) return behind
  while ((runs.starts[runs.passed] ?? walk.text.length) < behind) runs.passed += 1
  const closing = runs.starts[runs.passed]
  return closing === undefined ? behind : closing + length
}

function behindTag(walk: Walk, at: number): number {
  const { text } = walk
  if (!/[A-Za-z/!?]/.test(text[at + 1] ?? '')) return at + 1
  const head = /^<(\/?)([A-Za-z][A-Za-z0-9-]{0,19})(?=[\s/>]|$)/.exec(text.slice(at, at + 24))
  const name = head?.[2]?.toLowerCase() ?? ''
  const end = head?.[1] === '/'
  const behind = at + (head?.[0].length ?? 1)
  const plain = head !== null && text[behind] === '>'
  if (trackedElement(name) !== null && !(end && (walk.doubt || !plain))) {
    walk.tags.push({ name, end, row: walk.row })
  }
  if (plain) return behind + 1
  walk.doubt = true
  hideRows(walk, at)
  return at + 1
}

/** Notes that the rows between the beginning of a comment or tag and its end, if it has one, lie inside it. */
function hideRows(walk: Walk, at: number): void {
  const mark = walk.text.startsWith('<!--', at) ? '-->' : '>'
  let end = walk.ends.get(mark) ?? -1
  if (end < at) {
    const found = walk.text.indexOf(mark, at)
    end = found < 0 ? walk.text.length : found
    walk.ends.set(mark, end)
  }
  if (end < walk.text.length && end > walk.hidden.until) walk.hidden = { until: end, by: walk.row }
}
