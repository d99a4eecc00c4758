import { type ParseError, parse } from 'jsonc-parser'
import type { Json } from '../../../model/json.js'
import { fail, ok, type Result } from '../../../model/problem.js'
import { isList, isMap, mapOf } from '../json-shapes.js'
import { lineOf } from '../line-of.js'
import type { Reading } from '../reading.js'
import { sameData } from '../same-data.js'
import { onLine } from '../searched-document.js'
import { isJsonWithComments } from './json-with-comments.js'
import { plainJson } from './plain-json.js'

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
