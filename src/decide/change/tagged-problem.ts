import type { Problem } from '../../model/problem.js'
import type { NodePath } from './edit.js'
import { pointerText } from './pointer-text.js'

/** Why nothing is changed inside a value that has a tag of another tool's. */
export function taggedProblem(file: string, path: NodePath, tag: string): Problem {
  const place = path.length === 0 ? file : `${pointerText(path)} in ${file}`
  return {
    code: 'change/tag',
    file,
    what: `What stands at ${place} has the tag ${tag}, so what it means is up to another tool.`,
    fix: 'Write this part of the file out without the tag, or change it by hand.',
  }
}
