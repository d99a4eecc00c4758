import { createTwoFilesPatch } from 'diff'
import type { Plan, PlannedFile } from '../../model/plan.js'

/** Lines of context around a change, as `git diff` shows. */
const contextLines = 3

/** The plan as a unified diff, the way `git diff` prints it; empty for an empty plan. */
export function planDiff(plan: Pick<Plan, 'files'>): string {
  return plan.files.map(fileDiff).join('')
}

function fileDiff(file: PlannedFile): string {
  const before = file.before === null ? '/dev/null' : `a/${file.path}`
  const after = file.after === null ? '/dev/null' : `b/${file.path}`
  const patch = createTwoFilesPatch(
    before,
    after,
    file.before?.text ?? '',
    file.after?.text ?? '',
    undefined,
    undefined,
    {
      context: contextLines,
    },
  )
  // The library puts a line of `=` above every file, which no diff viewer needs.
  return patch.slice(patch.indexOf('--- '))
}
