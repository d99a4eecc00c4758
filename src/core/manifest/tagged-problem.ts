import type { PathStep } from '../../model/plan.js'
import type { Problem } from '../../model/problem.js'
import { placeText } from './place-text.js'

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
