import type { Json } from '../../model/json.js'
import type { PathStep } from '../../model/plan.js'
import type { Problem } from '../../model/problem.js'
import { isMap, ownValue } from './json-shapes.js'
import { placeText } from './place-text.js'

// U+0000 cannot stand in YAML: nothing in a file is mistaken for these keys.

/** The key under which the tag of a value with a tag of another tool is kept. */
export const tagKey = '\0tag'
/** The key under which the value itself is kept. */
export const taggedKey = '\0value'

/** The tag of a value that has one of another tool's, as in `!vault`; null for any other. */
export function tagOf(value: Json | undefined): string | null {
  const tag = isMap(value) ? ownValue(value, tagKey) : undefined
  return typeof tag === 'string' ? tag : null
}

/** Why nothing is changed inside a value that has a tag of another tool's. */
export function taggedProblem(file: string, at: readonly PathStep[], tag: string): Problem {
  const place = at.length === 0 ? file : `“${placeText(at)}” in ${file}`
  return {
    code: 'change/tag',
    file,
    what: `What stands at ${place} has the tag ${tag}, so what it means is up to another tool.`,
    fix: 'Write this part of the file out without the tag, or change it by hand.',
  }
}
