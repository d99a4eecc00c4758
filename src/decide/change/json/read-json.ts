import type { Json } from '../../../model/json.js'
import { fail, ok, type Result } from '../../../model/problem.js'
import { isList, isMap, mapOf } from '../json-shapes.js'

/** In levels, as for YAML: what reads and compares data nests one call per level. */
const depthMax = 100

/** The data of a JSON text, by the language's own parser: independent of the one that locates. Always one document. */
export function readJson(text: string, file: string): Result<readonly Json[]> {
  const depth = bracketDepth(text)
  if (depth > depthMax) return unreadable(file, `it is nested more than ${depthMax} levels deep`)
  try {
    const data: Json = JSON.parse(text)
    return ok([withoutPrototypes(data)])
  } catch (error) {
    if (error instanceof SyntaxError) return unreadable(file, error.message)
    throw error
  }
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

function unreadable(file: string, why: string) {
  return fail({
    code: 'change/json-unreadable',
    file,
    what: `${file} cannot be read as JSON: ${why}.`,
    fix: 'Correct the file in the target repository; comments are not JSON.',
  })
}
