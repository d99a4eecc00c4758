import type { Json } from '../../model/json.js'
import { fail, type Problem, type Result } from '../../model/problem.js'
import { onLine } from './choose-document.js'
import { sameData } from './json-shapes.js'
import { lineOf, onLines } from './line-finder.js'
import type { ManifestFormat } from './manifest-format.js'
import { editedReading, type Reading } from './reading.js'
import { type DocumentEdit, linesOfEdits } from './splice-in-batches.js'

/** The edits of one file, the data they begin with, and the data they have to lead to. */
export interface WantedEdits {
  /** Without a byte order mark. */
  readonly text: string
  readonly file: string
  readonly format: ManifestFormat
  readonly edits: readonly DocumentEdit[]
  readonly before: Reading
  /** What the file says afterwards, to all readers. */
  readonly wanted: Reading
}

/** The text with the edits in it, read back by the second parser as exactly the wanted data; else a problem. */
export function spliceAndProve(asked: WantedEdits): Result<string> {
  const { text, file, format, edits } = asked
  const fast = format.spliceFast?.(text, edits) ?? null
  if (fast?.ok && proofOf(fast.value, asked) === 'proven') return fast
  const spliced = format.splice(text, edits)
  if (!spliced.ok) return fail(inFile(spliced.problems[0], file))
  const proof = proofOf(spliced.value, asked)
  if (proof === 'proven') return spliced
  return proof === 'to-some-readers' && !text.endsWith('\n')
    ? finalLineEnd(text, file)
    : notProvable(firstUnproven(asked), file)
}

/** Whether a text, however it was made, says to all readers what is wanted. */
export function isProven(text: string, asked: Pick<WantedEdits, 'file' | 'format' | 'wanted'>): boolean {
  return proofOf(text, asked) === 'proven'
}

/** Whether a text says what is wanted: to all readers, to some, or to none. */
function proofOf(
  text: string,
  { file, format, wanted }: Pick<WantedEdits, 'file' | 'format' | 'wanted'>,
): 'proven' | 'to-some-readers' | 'other-data' {
  const proven = format.readExactly(text, file)
  if (!proven.ok || !sameDocuments(proven.value.documents, wanted.documents)) return 'other-data'
  const agree = proven.value.spelled === proven.value.documents && wanted.spelled === wanted.documents
  return agree || sameDocuments(proven.value.spelled, wanted.spelled) ? 'proven' : 'to-some-readers'
}

function sameDocuments(a: readonly Json[], b: readonly Json[]): boolean {
  return a.length === b.length && a.every((document, index) => sameData(document, b[index] ?? null))
}

function inFile(problem: Problem, file: string): Problem {
  return { file, ...problem, what: problem.what.replace(/\.$/, () => ` (in ${file}).`) }
}

/** The first edit with which those before it cannot be proven any more, found in as many steps as the number of edits has binary digits. */
function firstUnproven(asked: WantedEdits): DocumentEdit | undefined {
  const { text, format, edits, before } = asked
  let [proven, unproven] = [0, edits.length]
  while (unproven - proven > 1) {
    const count = Math.floor((proven + unproven) / 2)
    const some = edits.slice(0, count)
    const wanted = some.reduce(
      (reading, { document, edit }) => editedReading(reading, document, edit),
      before,
    )
    const spliced = format.splice(text, some)
    if (spliced.ok && proofOf(spliced.value, { ...asked, wanted }) === 'proven') proven = count
    else unproven = count
  }
  return edits[unproven - 1]
}

function notProvable(edit: DocumentEdit | undefined, file: string) {
  const lines = edit === undefined ? [] : linesOfEdits([edit])
  return fail({
    code: 'change/not-provable',
    file,
    ...onLine(lines[0]),
    what: `The change of ${file}${onLines(lines)} could not be proven to touch nothing else, so it is not made.`,
    fix: 'Write the part of the file that is to change out plainly, without anchors, or change it by hand.',
  })
}

function finalLineEnd(text: string, file: string) {
  return fail({
    code: 'change/final-line-end',
    file,
    line: lineOf(text, text.length),
    what: `${file} ends inside a text in block style (| or >) without a line end, and the change would give it one: to Kubernetes that text would be another one then.`,
    fix: 'Add a line end at the end of the file, or write |- or >- above its last text, in a pull request of its own; then file the request again.',
  })
}
