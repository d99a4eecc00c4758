import { type ParseError, parse } from 'jsonc-parser'
import { isList, type Json } from '../../../model/json.js'
import { fail, ok, type Result } from '../../../model/problem.js'
import { onLine } from '../choose-document.js'
import { isMap, mapOf, sameData } from '../json-shapes.js'
import { lineOf } from '../line-finder.js'
import type { Reading } from '../reading.js'

/** In levels, as for YAML: what reads and compares data nests one call per level. */
const depthMax = 100

/**
 * The data of a JSON text, by the language's own parser: independent of the one that locates. Always one document. A text with comments
 * is read without them, and without commas behind a last entry. The locating parser has to read the same data.
 */
export function readJson(text: string, file: string): Result<readonly Json[]> {
  const plain = plainJson(text, isJsonWithComments(file))
  const depth = bracketDepth(plain ?? text)
  if (depth > depthMax) return unreadable(file, `it is nested more than ${depthMax} levels deep`)
  const data = parsed(plain ?? text)
  if (typeof data === 'string') return unreadable(file, data, mistakeLine(plain ?? text))
  // Two parsers have to agree, also on a text without comments: JSON.parse of Node 24.21 (V8 13.6) reads the key `"\""` as a backslash once it
  // has seen an object of the same shape with that key.
  if (!sameData(located(text), data.json))
    return unreadable(file, 'its keys, comments or commas can be read in two ways')
  return ok([data.json])
}

/** All readers of JSON agree. */
export function readJsonExactly(text: string, file: string): Result<Reading> {
  const documents = readJson(text, file)
  return documents.ok ? ok({ documents: documents.value, spelled: documents.value }) : documents
}

/** The data, or the parser's sentence about what is wrong. */
function parsed(text: string): { readonly json: Json } | string {
  try {
    const data: Json = JSON.parse(text)
    return { json: withoutPrototypes(data) }
  } catch (error) {
    if (error instanceof SyntaxError) return error.message
    throw error
  }
}

/** Null, which no file that is worth a change holds, where the locating parser finds a mistake. */
function located(text: string): Json {
  const errors: ParseError[] = []
  const data: Json = parse(text, errors, { allowTrailingComma: true })
  return errors.length > 0 ? null : data
}

/** The line of the first mistake, as the locating parser finds it: the other one tells it in the words of its version. */
function mistakeLine(text: string): number | null {
  const errors: ParseError[] = []
  parse(text, errors)
  const [first] = errors
  return first === undefined ? null : lineOf(text, first.offset)
}

function bracketDepth(text: string): number {
  let depth = 0
  let deepest = 0
  let quoted = false
  for (let index = 0; index < text.length; index++) {
    const character = text[index]
    if (quoted && character === '\\') index += 1
    else if (character === '"') quoted = !quoted
    else if (!quoted && (character === '{' || character === '[')) deepest = Math.max(deepest, ++depth)
    else if (!quoted && (character === '}' || character === ']')) depth -= 1
  }
  return deepest
}

function withoutPrototypes(data: Json): Json {
  if (isList(data)) return data.map(withoutPrototypes)
  return isMap(data)
    ? mapOf(Object.entries(data).map(([key, value]) => [key, withoutPrototypes(value)]))
    : data
}

function unreadable(file: string, why: string, line: number | null = null) {
  return fail({
    code: 'change/json-unreadable',
    file,
    ...onLine(line),
    what: `${file} cannot be read as JSON: ${why}.`,
    fix: 'Correct the file in the target repository.',
  })
}

/** A new JSON file, indented by two columns, with a final line end. */
export function writeJson(data: Json, eol: string): string {
  return `${JSON.stringify(data, null, 2).replaceAll('\n', eol)}${eol}`
}

/** Files whose readers take JSON with comments and commas behind a last entry, whatever they end in. */
const names =
  /^(?:[tj]sconfig(?:\..+)?|devcontainer|\.eslintrc|tslint|api-extractor|language-configuration)\.json$/i

/** Whether a file is JSON with comments (JSONC): by its ending, its name, or because it is an editor's. */
function isJsonWithComments(file: string): boolean {
  const steps = file.split('/')
  const name = steps.at(-1) ?? ''
  return /\.jsonc$/i.test(name) || names.test(name) || (/\.json$/i.test(name) && steps.at(-2) === '.vscode')
}

/** A part of a text, from `start` up to `end`. */
type Range = readonly [start: number, end: number]

/**
 * A JSON text with its comments, and its commas behind a last entry, overwritten by spaces, so that line and column of everything
 * else stay; null where there is no comment and the file is of a kind that has none. Own code, because it is what proves the edits of the
 * library that locates. Linear.
 * @param allowsCommas whether a comma behind a last entry is read also where there is no comment.
 */
function plainJson(text: string, allowsCommas: boolean): string | null {
  const comments: Range[] = []
  for (let at = 0; at < text.length; ) {
    const character = text[at]
    const end = character === '"' ? stringEnd(text, at) : character === '/' ? commentEnd(text, at) : at + 1
    if (character === '/' && end > at + 1) comments.push([at, end])
    at = end
  }
  return comments.length === 0 && !allowsCommas ? null : withoutLastCommas(blanked(text, comments))
}

function withoutLastCommas(text: string): string {
  const commas: Range[] = []
  let comma: number | null = null
  for (let at = 0; at < text.length; ) {
    const character = text[at] ?? ''
    if (comma !== null && (character === ']' || character === '}')) commas.push([comma, comma + 1])
    if (character === ',') comma = at
    else if (!' \t\r\n'.includes(character)) comma = null
    at = character === '"' ? stringEnd(text, at) : at + 1
  }
  return commas.length === 0 ? text : blanked(text, commas)
}

function blanked(text: string, ranges: readonly Range[]): string {
  const pieces: string[] = []
  let from = 0
  for (const [start, end] of ranges) {
    pieces.push(text.slice(from, start), text.slice(start, end).replace(/[^\r\n]/g, ' '))
    from = end
  }
  return [...pieces, text.slice(from)].join('')
}

function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '"') return at + 1
  }
  return text.length
}

/** `start + 1` where no comment begins. */
function commentEnd(text: string, start: number): number {
  if (text[start + 1] === '/') {
    const newline = text.indexOf('\n', start)
    return newline < 0 ? text.length : newline
  }
  if (text[start + 1] !== '*') return start + 1
  const close = text.indexOf('*/', start + 2)
  return close < 0 ? text.length : close + 2
}
