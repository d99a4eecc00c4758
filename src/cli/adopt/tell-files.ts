import { print, printJson } from '../print.js'
import type { SettledFile } from './proposal.js'
import { writeFiles } from './settle-files.js'

/** What adopting did, or would do. */
export interface Adoption {
  readonly dryRun: boolean
  readonly files: readonly SettledFile[]
  /** What is left for a person to do, one sentence each, in order. */
  readonly next: readonly string[]
}

const did = { write: 'wrote', append: 'added to', keep: 'kept' } as const
const wouldDo = { write: 'would write', append: 'would add to', keep: 'would keep' } as const

/** Writes the files, unless that is only tried, and tells what was done. */
export function carryOut(root: string, adoption: Adoption, json: boolean): void {
  const { dryRun, files, next } = adoption
  if (!dryRun) writeFiles(root, files)
  if (json) printJson({ ok: true, dryRun, files, next })
  else tellFiles(adoption)
}

/** Tells it to a person, with the texts if nothing was written. */
function tellFiles({ dryRun, files, next }: Adoption): void {
  const words = dryRun ? wouldDo : did
  const width = Math.max(...Object.values(words).map((word) => word.length))
  for (const { path, does, text } of files) {
    print(`${words[does].padEnd(width)}  ${path}`)
    if (dryRun && does !== 'keep') print(indented(text))
  }
  print('')
  print(dryRun ? 'Nothing was written. Then:' : 'Next:')
  for (const [index, step] of next.entries()) print(`  ${index + 1}. ${step}`)
}

/** Lines of one text that a dry run shows: all of what somebody would read, not the thousand of the schema. */
const shownLinesMax = 100

function indented(text: string): string {
  const lines = text.split('\n')
  const more = lines.length - shownLinesMax
  const shown =
    more <= 0 ? lines : [...lines.slice(0, shownLinesMax), `… and ${more} more lines; --json has them all`]
  return shown.map((line) => `    ${line}`.trimEnd()).join('\n')
}
