import type { Json, JsonSchema } from '../../model/json.js'
import type { Problem } from '../../model/problem.js'
import type { ExpressionContext } from '../expression/context.js'
import { soleField } from '../expression/field-of.js'
import { quoteText } from '../form/show-text.js'
import { type LineFormat, type LinePart, lineFormat, readLine } from '../manifest/lines/read-line.js'
import { itemSchema } from '../request-type/field-schema.js'
import { linearPattern } from '../request-type/matches-glob.js'

/** A piece of a line: what the request type says, or a value that is put into it. */
export type LinePiece =
  | { readonly kind: 'said'; readonly text: string }
  | {
      readonly kind: 'value'
      readonly text: string
      /** The expression it comes from. */
      readonly source: string
      /** What is declared of the field, where it comes from one. */
      readonly declared: JsonSchema | undefined
    }

/** Why a value cannot be put into a line. */
interface LineFault {
  readonly source: string
  readonly text: string
  /** Continues “cannot stand there, because …”. */
  readonly why: string
}

/**
 * The first value that would not stay what it is in a line: one part of one line, as a reader of the format takes it. The line is read with
 * a plain word in the place of each value and again with the values, and has to have the same parts.
 */
export function valueFault(format: LineFormat, pieces: readonly LinePiece[]): LineFault | null {
  const said = pieces.map((piece) => (piece.kind === 'said' ? piece.text : '')).join('')
  let word = 'x'
  while (said.includes(word)) word += 'x'
  const marks = pieces.map((piece, index) => (piece.kind === 'said' ? piece.text : `${word}${index}${word}`))
  const filled = (text: string) =>
    pieces.reduce(
      (result, piece, index) =>
        piece.kind === 'said' ? result : result.replaceAll(marks[index] ?? '', () => piece.text),
      text,
    )
  const wanted = readLine(format, marks.join(''))
  for (const [index, piece] of pieces.entries()) {
    const part = wanted.find(({ text }) => piece.kind === 'value' && text.includes(marks[index] ?? ''))
    if (piece.kind === 'said' || part === undefined) continue
    const why = partFault(part.kind, piece)
    if (why !== null) return { source: piece.source, text: piece.text, why }
  }
  const expected = wanted.map(({ kind, text }) => ({ kind, text: filled(text) }))
  const found = readLine(format, pieces.map(({ text }) => text).join(''))
  const value = pieces.find((piece) => piece.kind === 'value')
  if (value?.kind !== 'value' || isSame(expected, found)) return null
  return { source: value.source, text: value.text, why: 'the line would have other parts with it' }
}

function isSame(a: readonly LinePart[], b: readonly LinePart[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ kind, text }, index) => kind === b[index]?.kind && text === b[index]?.text)
  )
}

function partFault(
  kind: LinePart['kind'],
  { text, declared }: LinePiece & { readonly kind: 'value' },
): string | null {
  if (kind === 'plain')
    return mayStandInText(text, declared)
      ? null
      : 'it has characters that may separate something there, and no pattern of its field names them'
  const { takes, says } = parts[kind]
  return takes.test(text) && !/^\.+$/.test(text) ? null : `${says} may stand there`
}

/** What a value that is put into a part may have, whatever its field declares. */
const parts: Readonly<
  Record<Exclude<LinePart['kind'], 'plain'>, { readonly takes: RegExp; readonly says: string }>
> = {
  comment: { takes: /^[^\\]*$/u, says: 'everything but a backslash' },
  pattern: { takes: /^[\p{L}\p{M}\p{N}_.+-]+$/u, says: 'only letters, digits and _ . + -' },
  owner: { takes: /^[A-Za-z0-9_.-]+$/, says: 'only letters, digits and _ . -' },
  word: { takes: /^[A-Za-z0-9_.:-]+$/, says: 'only letters, digits and _ . : -' },
  section: { takes: /^[\p{L}\p{M}\p{N}_. -]+$/u, says: 'only letters, digits, blanks and _ . -' },
  key: { takes: /^[\p{L}\p{M}\p{N}_.-]+$/u, says: 'only letters, digits and _ . -' },
  value: { takes: /^[\p{L}\p{M}\p{N}_.,:/@%+=-]+$/u, says: 'only letters, digits and _ . , : / @ % + = -' },
  'single-quoted': { takes: /^(?!.*%\()[^'\\$`]*$/u, says: "everything but ' \\ $ ` and %(" },
  'double-quoted': { takes: /^(?!.*%\()[^"\\$`]*$/u, says: 'everything but " \\ $ ` and %(' },
  prose: { takes: /^[^<>[\]`*_#|\\~@&{}$]*$/u, says: 'everything but < > [ ] ` * _ # | \\ ~ @ & { } $' },
}

/** A value that would be more than one part of a line of plain text. */
export function separatorProblem(file: string, fault: LineFault, context: ExpressionContext): Problem {
  const field = soleField(fault.source, context)
  const label = field === null ? null : (context.labels?.get(field) ?? field)
  const plain = lineFormat(file) === 'plain'
  return {
    code: 'change/separator',
    ...(field === null ? {} : { field }),
    what: `${quoteText(fault.text)} cannot be part of a line of ${file}, because ${fault.why}.`,
    fix: plain
      ? `Edit the issue and use letters, digits and single signs such as - _ . and /. Where more is meant, a maintainer declares under fields in the request type a pattern for ${label === null ? 'the field' : `“${label}”`} that names the characters, or an enum.`
      : 'Edit the issue and correct the value; where more is meant, a maintainer writes it into the request type.',
  }
}

/** Characters that separate nothing in any usual text. A hyphen at the beginning makes an option of a word, two dots another folder. */
const harmless = /^[\p{L}\p{N}_.@/+][\p{L}\p{M}\p{N}_.@/+-]*$/u

/** Whether a value may go into a text whose separators nobody knows: harmless by itself, or as its field declares. */
export function mayStandInText(text: string, schema: JsonSchema | undefined): boolean {
  if (harmless.test(text) && !/(?:^|\/)\.\.?(?:\/|$)/.test(text)) return true
  if (schema === undefined) return false
  if (isOneOf(schema, text) || hasColons(schema, text)) return true
  const { pattern } = schema
  return typeof pattern === 'string' && fitsWhole(pattern, text) && isWrittenOut(pattern, text)
}

/** Times, addresses and digests have colons, and are checked for what they are before. */
function hasColons({ format }: JsonSchema, text: string): boolean {
  const known = format === 'digest' || format === 'ipv6' || format === 'date-time' || format === 'time'
  return known && /^[A-Za-z0-9:.+-]+$/.test(text)
}

/** What is declared of a field, or of the entries of a list. */
export function declaredOf(schema: JsonSchema | undefined, isEntry: boolean): JsonSchema | undefined {
  return isEntry && schema !== undefined ? itemSchema(schema) : schema
}

function isOneOf({ enum: options, const: constant }: JsonSchema, text: string): boolean {
  const values: readonly Json[] = Array.isArray(options) ? options : []
  return [...values, constant ?? null].includes(text)
}

/** Patterns are found anywhere in a text; here the whole of it has to fit. */
export function fitsWhole(pattern: string, text: string): boolean {
  return linearPattern(`^(?:${pattern})$`).test(text)
}

/** Whether every character that could separate something stands in the pattern: what `.` or `[^,]` lets through was not meant. */
function isWrittenOut(pattern: string, text: string): boolean {
  const named = pattern.replace(/\[\^(?:\\.|[^\]\\])*\]/g, '')
  return [...text].every((character) => {
    if (/[\p{L}\p{M}\p{N}_.@/+-]/u.test(character)) return true
    if (character === ' ' && named.includes('\\s')) return true
    const written = /[$()*?[\\\]^{|}]/.test(character) ? `\\${character}` : character
    return named.includes(written)
  })
}
