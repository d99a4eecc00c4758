import type { JsonSchema } from '../../model/json.js'
import type { LineFormat } from '../manifest/lines/line-format.js'
import { type LinePart, readLine } from '../manifest/lines/read-line.js'
import { mayStandInText } from './declared-text.js'

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
export interface LineFault {
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
