import type { PlannedFile } from '../../model/plan.js'
import type { Problem } from '../../model/problem.js'
import { changedLengthMax, changedLinesMax, filesMax } from '../manifest/limits.js'

/** Why a plan is too large for people to look through before they approve it, or null. Linear in the length of its texts. */
export function planSizeProblem(files: readonly PlannedFile[]): Problem | null {
  if (files.length > filesMax) return tooManyFiles(files.length)
  let lines = 0
  let length = 0
  for (const { before, after } of files) {
    const changed = changedLines(before?.text ?? '', after?.text ?? '')
    lines += changed.length
    length += changed.reduce((sum, line) => sum + line.length, 0)
  }
  if (lines <= changedLinesMax && length <= changedLengthMax) return null
  return {
    code: 'change/too-much',
    what: `The request changes ${lines} lines with ${length} characters; at most ${changedLinesMax} lines and ${changedLengthMax} characters can be looked through.`,
    fix: 'Split the request into several.',
  }
}

/** Why a plan of so many files is refused. */
export function tooManyFiles(count: number): Problem {
  return {
    code: 'change/too-many-files',
    what: `The request changes ${count} files, and at most ${filesMax} can be compared with what was approved.`,
    fix: 'Split the request into several.',
  }
}

/** The lines only one of two texts has. A line that only moved counts as kept, so that this is at most what a diff shows. */
function changedLines(before: string, after: string): readonly string[] {
  const counts = new Map<string, number>()
  for (const line of linesOf(before)) counts.set(line, (counts.get(line) ?? 0) + 1)
  for (const line of linesOf(after)) counts.set(line, (counts.get(line) ?? 0) - 1)
  return [...counts].flatMap(([line, count]) => Array.from({ length: Math.abs(count) }, () => line))
}

/** The line end at the end of a text begins no further line. */
function linesOf(text: string): readonly string[] {
  const lines = text.split('\n')
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}
