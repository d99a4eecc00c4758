import type { Json } from '../../model/json.js'
import type { Problem } from '../../model/problem.js'
import { isUnsafeName } from '../text/is-unsafe-name.js'

/** In UTF-16 units. A longer key cannot stand on one line in YAML (1,024), and none is meant to be that long. */
const keyLengthMax = 250
/** In levels, well below js-yaml's limit of 100, so that a value fits below any place of a manifest. */
const depthMax = 40
/** In maps, lists and single values, so that the work one change causes is bounded. */
const nodesMax = 10_000

/** Why data may not be written into a manifest, or null. Refused are names that change objects, and text that is no text. */
export function unsafeDataProblem(data: Json): Problem | null {
  const fault = dataFault(data, 0, { nodes: 0 })
  if (fault === null) return null
  return {
    code: 'change/unsafe-data',
    what: fault,
    fix: 'Correct the value, or the request type that uses it.',
  }
}

function dataFault(data: Json, depth: number, seen: { nodes: number }): string | null {
  seen.nodes += 1
  if (seen.nodes > nodesMax) return `The data to write has more than ${nodesMax} values.`
  if (depth > depthMax) return `The data to write is nested more than ${depthMax} levels deep.`
  if (typeof data === 'string') return textFault(data)
  if (data === null || typeof data !== 'object') return null
  for (const [key, value] of Object.entries(data)) {
    const fault = (Array.isArray(data) ? null : keyFault(key)) ?? dataFault(value, depth + 1, seen)
    if (fault !== null) return fault
  }
  return null
}

function keyFault(key: string): string | null {
  if (isUnsafeName(key)) return `“${key}” cannot be the name of an entry.`
  if (key === '') return 'The name of an entry is empty.'
  if (key === '<<') return 'The name “<<” merges another entry instead of naming one.'
  return key.length > keyLengthMax
    ? `The name of an entry is longer than ${keyLengthMax} characters.`
    : textFault(key)
}

/** Half a character (a lone surrogate) has no UTF-8 form, and YAML cannot carry U+0000 everywhere. */
function textFault(text: string): string | null {
  return /\p{Cs}|\0/u.test(text) ? 'A text has a character that no file can hold.' : null
}
