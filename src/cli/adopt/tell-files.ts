import { print, printJson } from '../print.js'
import type { SettledFile } from './proposal.js'

/** What adopting did, or would do. */
export interface Adoption {
  readonly dryRun: boolean
  readonly files: readonly SettledFile[]
  /** What is left for a person to do, one sentence each, in order. */
  readonly next: readonly string[]
}

const did = { write: 'wrote', append: 'added to', keep: 'kept' } as const
const wouldDo = { write: 'would write', append: 'would add to', keep: 'would keep' } as const

/** Tells it to a person, with the texts if nothing was written. */
export function tellFiles({ dryRun, files, next }: Adoption): void {
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

/** The JSON contract of `init` and `new`. */
export function tellFilesAsJson({ dryRun, files, next }: Adoption): void {
  printJson({ ok: true, dryRun, files, next })
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
