import type { Problem } from '../../model/problem.js'
import type { NodePath } from './edit.js'
import { pointerText } from './pointer-text.js'

/** What is said where somebody changed a place after a plan had written it; the whole file without steps. */
export function conflict(file: string, at: NodePath): Problem {
  const place = at.length === 0 ? file : `${pointerText(at)} in ${file}`
  return {
    code: 'change/conflict',
    file,
    what: `Somebody changed ${place} after the request had written it, so undoing the request would undo that too.`,
    fix: 'Decide by hand what the place should be, and change it in a pull request.',
  }
}
