import type { Json } from '../../model/json.js'
import { fail, type Problem, type Result } from '../../model/problem.js'
import type { ManifestFormat } from './manifest-format.js'
import { sameData } from './same-data.js'
import type { DocumentEdit } from './splice-in-batches.js'

/** The edits of one file and the data they have to lead to. */
export interface WantedEdits {
  /** Without a byte order mark. */
  readonly text: string
  readonly file: string
  readonly format: ManifestFormat
  readonly edits: readonly DocumentEdit[]
  /** Every document of the file afterwards. */
  readonly wanted: readonly Json[]
}

/** The text with the edits in it, read back by the second parser as exactly the wanted data; else a problem. */
export function spliceAndProve(asked: WantedEdits): Result<string> {
  const { text, file, format, edits } = asked
  const fast = format.spliceFast?.(text, edits) ?? null
  if (fast?.ok && isProven(fast.value, asked)) return fast
  const spliced = format.splice(text, edits)
  if (!spliced.ok) return fail(inFile(spliced.problems[0], file))
  return isProven(spliced.value, asked) ? spliced : notProvable(file)
}

function isProven(text: string, { file, format, wanted }: WantedEdits): boolean {
  const proven = format.read(text, file)
  return proven.ok && sameDocuments(proven.value, wanted)
}

function sameDocuments(a: readonly Json[], b: readonly Json[]): boolean {
  return a.length === b.length && a.every((document, index) => sameData(document, b[index] ?? null))
}

function inFile(problem: Problem, file: string): Problem {
  return { file, ...problem, what: problem.what.replace(/\.$/, () => ` (in ${file}).`) }
}

function notProvable(file: string) {
  return fail({
    code: 'change/not-provable',
    file,
    what: `The change of ${file} could not be proven to touch nothing else, so it is not made.`,
    fix: 'Write the part of the file that is to change out plainly, without anchors, or change it by hand.',
  })
}
