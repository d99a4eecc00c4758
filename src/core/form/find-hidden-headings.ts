import type { FormField } from '../../model/form.js'
import type { Problem } from '../../model/problem.js'
import type { LineView } from '../text/visible-lines.js'
import { listed } from './section.js'

/** A line that is exactly the heading GitHub writes above a field. */
export interface Heading {
  readonly label: string
  readonly line: number
}

/** One problem for each thing that hides headings, not one for each heading behind it. */
export function findHiddenHeadings(
  headings: readonly Heading[],
  views: readonly LineView[],
  repeated: ReadonlySet<string>,
  fields: ReadonlyMap<string, readonly FormField[]>,
): readonly Problem[] {
  const byOpener = new Map<number, { readonly view: LineView; readonly found: Heading[] }>()
  for (const heading of headings) {
    const view = views[heading.line]
    if (view === undefined || view.kind === 'text' || repeated.has(heading.label)) continue
    const group = byOpener.get(view.openedAt)
    if (group === undefined) byOpener.set(view.openedAt, { view, found: [heading] })
    else group.found.push(heading)
  }
  return [...byOpener.values()].map(({ view, found }) => {
    const field = fields.get(found[0]?.label ?? '')?.[0]
    const opener = headings.findLast((heading) => heading.line < view.openedAt)
    const inside = opener === undefined ? '' : ` in “${opener.label}”`
    const { what, fix } = hiders[view.kind]
    return {
      code: 'form/hidden-heading',
      ...(field === undefined ? {} : { field: field.id, label: field.label }),
      line: (found[0]?.line ?? 0) + 1,
      what: `A reader of the issue does not see the heading of ${listed(found.map((heading) => heading.label))}: ${what} that begins on line ${view.openedAt + 1}${inside} hides it.`,
      fix: `Edit the issue${inside}: ${fix}.`,
    }
  })
}

const hiders: Readonly<Record<LineView['kind'], { readonly what: string; readonly fix: string }>> = {
  text: { what: 'text', fix: 'remove it' },
  fence: { what: 'a code block', fix: 'close the code block with a line of ``` like the one that opens it' },
  indented: { what: 'an indented code block', fix: 'remove the indentation' },
  quote: { what: 'a quotation', fix: 'end the quotation with an empty line' },
  html: {
    what: 'an HTML comment or tag',
    fix: 'close the comment with --> or finish the tag, or put it into a code block',
  },
  folded: {
    what: 'a folded section',
    fix: 'close it with </details> (or the end tag of its element) on a line of its own',
  },
}

/** A heading written in HTML. */
export interface HtmlHeading {
  /** Index of the line its tag begins on. */
  readonly line: number
  readonly level: number
  /** From its tag to the next tag of a heading. */
  readonly text: string
}

/** Finds `<h1>` to `<h6>`, which GitHub renders like headings in Markdown, over several lines too. Linear. */
export function findHtmlHeadings(lines: readonly string[]): readonly HtmlHeading[] {
  const headings: HtmlHeading[] = []
  let open: { readonly line: number; readonly level: number; readonly parts: string[] } | null = null
  const close = () => {
    if (open !== null) headings.push({ line: open.line, level: open.level, text: open.parts.join('') })
    open = null
  }
  for (let line = 0; line < lines.length; line += 1) {
    const text = lines[line] ?? ''
    let from = 0
    for (const tag of text.includes('<') ? text.matchAll(headingTag) : []) {
      open?.parts.push(text.slice(from, tag.index))
      close()
      from = tag.index
      if (tag[1] === '') open = { line, level: Number(tag[2]), parts: [] }
    }
    open?.parts.push(text.slice(from), '\n')
  }
  close()
  return headings
}

const headingTag = /<(\/?)h([1-6])(?![A-Za-z0-9])/gi

/** A line that is, or to a reader looks like, a heading. */
export interface HeadingLine {
  /** 1 to 6, the number of its number signs. */
  readonly level: number
  /** What stands behind the number signs. */
  readonly text: string
  /** Whether GitHub renders it as a heading; others only look like one in the text of the issue. */
  readonly genuine: boolean
}

/**
 * The heading a line could be taken for, or null. Invisible characters and the blank behind the number signs do not count; four columns of
 * indentation make a line code. Linear. Source: CommonMark, “ATX headings”.
 */
export function headingLine(line: string): HeadingLine | null {
  // Most lines begin with a visible character of ASCII; the search below costs much more.
  const first = line.charCodeAt(0)
  if (line === '' || (first > 0x20 && first < 0x7f && first !== numberSign)) return null
  const start = headingStart.exec(line)
  if (start === null || /^(?: {4}| {0,3}\t)/.test(line.slice(0, 4))) return null
  const level = (start[1] ?? '').replace(/[^#\uFE5F\uFF03]/g, '').length
  const text = line.slice(start[0].length)
  if (level > 6 || text === '') return null
  return { level, text, genuine: /^ {0,3}#{1,6}[ \t]/.test(line.slice(0, 10)) }
}

const numberSign = 0x23

/** Everything that NFKC turns into `#` counts: NUMBER SIGN, SMALL NUMBER SIGN, FULLWIDTH NUMBER SIGN. No part can match what another does. */
const headingStart =
  /^[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]*((?:[#\uFE5F\uFF03][\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]*)+)/u
