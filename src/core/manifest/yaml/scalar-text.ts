import { isList, type Json } from '../../../model/json.js'
import { spelledSource } from '../reading.js'
import { lineEnd, nextLine } from './text-lines.js'

/** How the text at a place was quoted before, or is quoted around it. */
export type QuoteStyle = 'plain' | 'single' | 'double'

/** Words that some reader of YAML 1.1 or 1.2 takes for a boolean, null or number. */
const ambiguousWords: ReadonlySet<string> = new Set([
  'y',
  'n',
  'yes',
  'no',
  'on',
  'off',
  'true',
  'false',
  'null',
  'nan',
  'inf',
  'infinity',
  'undefined',
])
/** Begins with a letter, `_` or `/`, and goes on with characters that mean nothing to YAML inside a plain text. */
const plainText = /^[\p{L}_/][\p{L}\p{M}\p{N} _./:@+=%~()$^&*;,?!<>|\\'"…-]*$/u

/** A single value on one line. Texts are plain only where every reader of YAML 1.1 and 1.2 sees the same text. */
export function scalarText(
  value: null | boolean | number | string,
  style: QuoteStyle,
  flow: boolean,
): string {
  if (typeof value === 'number') return numberText(value)
  if (typeof value !== 'string') return String(value)
  if (style === 'plain' && isPlain(value, flow)) return value
  if (style === 'single' && isSingleQuotable(value)) return `'${value.replaceAll("'", "''")}'`
  return doubleQuoted(value)
}

/** A key of a map on one line. */
export function keyText(key: string, style: QuoteStyle, flow: boolean): string {
  return scalarText(key, style, flow)
}

/** Whether data is a single value and no list or map. */
export function isScalarData(value: Json): value is null | boolean | number | string {
  return value === null || typeof value !== 'object'
}

function isPlain(text: string, flow: boolean): boolean {
  if (!plainText.test(text) || text.endsWith(' ') || text.endsWith(':')) return false
  if (text.includes(': ') || text.includes(' #') || ambiguousWords.has(text.toLowerCase())) return false
  return !flow || !/[,:?[\]{}]/.test(text)
}

function isSingleQuotable(text: string): boolean {
  return !/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.test(text)
}

/** JSON's escapes are YAML's; what JSON leaves as it is and a reader of YAML might take for a line end is escaped too. */
function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff\u200b-\u200f\u202a-\u202e\u2060-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** YAML 1.1 needs a point before the exponent: `1e+21` is a text to it. */
function numberText(value: number): string {
  const text = String(value)
  return text.includes('e') && !text.includes('.') ? text.replace('e', '.0e') : text
}

/** Which literal block scalars may be written at a place: all, those whose header strips the last line end, or none. */
export type Literals = 'all' | 'stripped' | 'none'

/**
 * Which of them may be written at a place. At the end of a text without a final line end a block scalar's last line end is not there: to some
 * readers (libyaml, Go's yaml, which is Kubernetes') it is then no part of the text either. And of blank lines below with spaces in them the
 * spaces may become a part of it.
 * @param end where the place ends.
 */
export function literalsAt(text: string, end: number, literals: Literals): Literals {
  if (hasSpacesBelow(text, end)) return 'none'
  return literals === 'all' && text.indexOf('\n', end) < 0 && !text.endsWith('\n') ? 'stripped' : literals
}

function hasSpacesBelow(text: string, end: number): boolean {
  for (let at = nextLine(text, end); at < text.length; at = nextLine(text, at)) {
    const line = text.slice(at, lineEnd(text, at))
    if (line.trim() !== '') return false
    if (line !== '') return true
  }
  return false
}

/**
 * A text of several lines as a literal block scalar: its header (`|` or `|-`) and its lines without indentation, or null where
 * it has to be quoted to be read back the same: leading space, trailing space, or characters a block cannot carry.
 */
export function literalLines(
  text: string,
  literals: Literals,
): { readonly header: string; readonly lines: readonly string[] } | null {
  if (literals === 'none' || (literals === 'stripped' && text.endsWith('\n'))) return null
  if (!text.includes('\n') || text.endsWith('\n\n') || /^[\s]/.test(text)) return null
  const body = text.endsWith('\n') ? text.slice(0, -1) : text
  const lines = body.split('\n')
  const isCarried = lines.every(
    (line) => /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u.test(line) && !line.endsWith(' '),
  )
  return isCarried ? { header: text.endsWith('\n') ? '|' : '|-', lines } : null
}

/** Data on one line, in YAML's flow style. */
export function flowText(value: Json, quotes: QuoteStyle): string {
  // Only an undo writes one, as it stood there before.
  const spelled = spelledSource(value)
  if (spelled !== null) return spelled
  if (isScalarData(value)) return scalarText(value, quotes, true)
  if (isList(value)) return `[${value.map((item) => flowText(item, quotes)).join(', ')}]`
  const entries = Object.entries(value).map(
    ([key, entry]) => `${keyText(key, quotes, true)}: ${flowText(entry, quotes)}`,
  )
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
}
