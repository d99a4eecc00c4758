import { indentAt } from './block-start.js'

/** A block of raw HTML that begins on a line. */
export interface HtmlBlockStart {
  /** 1 to 7 as CommonMark numbers them: 1 to 5 run through blank lines to their end mark, 6 and 7 end at a blank line. */
  readonly type: number
  /** Whether versions of CommonMark disagree on it, so that nobody can say where it ends. */
  readonly doubtful: boolean
}

/**
 * The HTML block that begins at `at`, or null. Source: CommonMark, “HTML blocks”. A block of type 7 cannot interrupt a paragraph.
 */
export function htmlBlockStart(text: string, at: number, inParagraph: boolean): HtmlBlockStart | null {
  if (text[at] !== '<') return null
  if (text.startsWith('<!--', at)) return { type: 2, doubtful: false }
  if (text.startsWith('<?', at)) return { type: 3, doubtful: false }
  if (text.startsWith('<![CDATA[', at)) return { type: 5, doubtful: false }
  // Before version 0.30 only a capital letter began a declaration.
  if (/^<![A-Za-z]$/.test(text.slice(at, at + 3)))
    return { type: 4, doubtful: !/[A-Z]/.test(text[at + 2] ?? '') }
  const match = /^<(\/?)([A-Za-z][A-Za-z0-9-]{0,19})(?= |>|\/>|$)/.exec(text.slice(at, at + tagHeadMax))
  const name = match?.[2]?.toLowerCase() ?? ''
  if (match?.[1] === '' && rawTextNames.has(name)) return { type: 1, doubtful: name === 'textarea' }
  if (blockNames.has(name)) return { type: 6, doubtful: disputedNames.has(name) }
  return !inParagraph && isLoneTag(text, at) ? { type: 7, doubtful: false } : null
}

/** Whether an open HTML block of this type ends with this line; types 6 and 7 end before a blank line instead. */
export function htmlBlockEnds(type: number, text: string, position: number): boolean {
  switch (type) {
    case 1:
      return /<\/(?:script|pre|style|textarea)>/i.test(text.slice(position))
    case 2:
      return text.includes('-->', position)
    case 3:
      return text.includes('?>', position)
    case 4:
      return text.includes('>', position)
    case 5:
      return text.includes(']]>', position)
    default:
      return false
  }
}

/** Longest beginning of a tag that is looked at for a block name, in characters: the longest name and what stands around it. */
const tagHeadMax = 24

const rawTextNames: ReadonlySet<string> = new Set(['script', 'pre', 'style', 'textarea'])

/** In the list of CommonMark 0.31 or in the one before, but not in both. */
const disputedNames: ReadonlySet<string> = new Set(['search', 'source'])

const blockNames: ReadonlySet<string> = new Set(
  (
    'address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset figcaption ' +
    'figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link main menu menuitem nav noframes ol ' +
    'optgroup option p param search section source summary table tbody td tfoot th thead title tr track ul'
  ).split(' '),
)

/** Whether one complete tag, and nothing else, stands on the rest of the line. Source: CommonMark, “Raw HTML”. */
function isLoneTag(text: string, start: number): boolean {
  const end = text[start + 1] === '/'
  let at = start + (end ? 2 : 1)
  const name = nameEnd(text, at)
  if (!/[A-Za-z]/.test(text[at] ?? '')) return false
  at = name
  while (!end) {
    const next = attributeEnd(text, at)
    if (next === null) return false
    if (next === at) break
    at = next
  }
  at += indentAt(text, at)
  if (!end && text[at] === '/') at += 1
  return text[at] === '>' && at + 1 + indentAt(text, at + 1) >= text.length
}

function nameEnd(text: string, at: number): number {
  let end = at
  while (/[A-Za-z0-9-]/.test(text[end] ?? '')) end += 1
  return end
}

/** Where the attribute behind some spaces ends; `at` when there is none; null when it is not well formed. */
function attributeEnd(text: string, at: number): number | null {
  const begin = at + indentAt(text, at)
  if (begin === at || !/[A-Za-z_:]/.test(text[begin] ?? '')) return at
  let end = begin
  while (/[A-Za-z0-9_.:-]/.test(text[end] ?? '')) end += 1
  const equals = end + indentAt(text, end)
  if (text[equals] !== '=') return end
  const value = equals + 1 + indentAt(text, equals + 1)
  const quote = text[value]
  if (quote === '"' || quote === "'") {
    const closing = text.indexOf(quote, value + 1)
    return closing < 0 ? null : closing + 1
  }
  let bare = value
  while (/[^\s"'=<>`]/.test(text[bare] ?? ' ')) bare += 1
  return bare === value ? null : bare
}
