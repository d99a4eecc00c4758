import type { ItemChange, ValueChange } from '../../model/change.js'
import type { Place } from '../../model/plan.js'
import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import {
  chooseDocument,
  documentOf,
  documentWithoutLines,
  type LineOf,
  linesBefore,
  named,
  onLine,
} from './choose-document.js'
import { findEdits } from './find-edits.js'
import { type LineFinder, lineFinder } from './line-finder.js'
import type { ManifestFormat } from './manifest-format.js'
import { closedProblem } from './obstacle-problem.js'
import { editedReading, type Reading, type Sides } from './reading.js'
import { spliceAndProve } from './splice-and-prove.js'
import { type DocumentEdit, linesOfEdits } from './splice-in-batches.js'
import { templateProblem } from './template-problem.js'

/** A manifest after its changes, and the places that changed. */
export interface EditedManifest {
  readonly text: string
  readonly places: readonly Place[]
  /** Where the places of the edited documents stand in the file as it was. */
  readonly lineBefore?: LineFinder
}

const byteOrderMark = '\ufeff'

/**
 * A manifest's text with all changes of values and items in it: spliced at the places one parser locates, then proven by
 * another, which must read back exactly the data the changes ask for. An edit that cannot be proven is refused.
 * @param original at most `fileLengthMax` long.
 */
export function editManifest(
  original: string,
  file: string,
  format: ManifestFormat,
  changes: readonly (ValueChange | ItemChange)[],
): Result<EditedManifest> {
  const mark = original.startsWith(byteOrderMark) ? byteOrderMark : ''
  const text = original.slice(mark.length)
  const reading = format.readExactly(text, file)
  if (!reading.ok) return reading
  const closed = closedProblem(reading.value.documents, text, file)
  if (closed !== null) return fail(closed)
  const find = lineFinder(text, file)
  const before = atLeastOne(reading.value)
  const wanted = applyChanges(before, changes, file, find)
  if (!wanted.ok) return wanted
  const { reading: after, edits, places } = wanted.value
  if (edits.length === 0) return ok({ text: original, places: [] })
  const proven = spliceAndProve({ text, file, format, edits, before, wanted: after })
  if (!proven.ok) return proven
  const injected = templateProblem(file, { before: text, after: proven.value }, after.documents)
  if (injected !== null) return fail({ ...onLine(soleLine(edits)), ...injected })
  const lineBefore: LineFinder = (document, path) => linesAfter(find, document, edits)(path)
  return ok({ text: `${mark}${proven.value}`, places, lineBefore })
}

/** Of several edits it is not known which one brought about what is wrong with the result. */
function soleLine(edits: readonly DocumentEdit[]): number | null {
  const [line = null, ...more] = linesOfEdits(edits)
  return more.length === 0 ? line : null
}

function linesAfter(find: LineFinder, document: number, edits: readonly DocumentEdit[]): LineOf {
  return linesBefore(
    find,
    document,
    edits.filter((edit) => edit.document === document).map(({ edit }) => edit),
  )
}

/** A file without a document is one to which an entry can be added, as to a document that is empty. */
function atLeastOne(reading: Reading): Reading {
  if (reading.documents.length > 0) return reading
  const documents = [null]
  return { documents, spelled: documents }
}

interface Wanted {
  readonly reading: Reading
  readonly edits: readonly DocumentEdit[]
  readonly places: readonly Place[]
}

function applyChanges(
  before: Reading,
  changes: readonly (ValueChange | ItemChange)[],
  file: string,
  find: LineFinder,
): Result<Wanted> {
  let after = before
  const edits: DocumentEdit[] = []
  const places: Place[] = []
  const problems: Problem[] = []
  for (const change of changes) {
    const document = chooseDocument(before.documents, change)
    if (!document.ok) {
      problems.push(...document.problems)
      continue
    }
    const index = document.value
    const lineOf = linesAfter(find, index, edits.slice())
    const found = findEdits({ file, ...sidesOf(after, index), lineOf }, change)
    if (!found.ok) {
      problems.push(...found.problems)
      continue
    }
    for (const edit of found.value.edits) {
      after = editedReading(after, index, edit)
      edits.push({ document: index, edit, lineOf: linesAfter(find, index, edits.slice()) })
    }
    if (found.value.place !== null)
      places.push({ ...documentOf(before.documents, index), ...found.value.place })
  }
  const [first, ...more] = problems
  if (first !== undefined) return fail(first, ...more)
  const broken = changes.find((change) => !holds(before, after, change))
  return broken === undefined ? ok({ reading: after, edits, places }) : fail(contradiction(broken))
}

/** Applied once more, no change may find anything to do; otherwise two of them want different things. */
function holds(before: Reading, after: Reading, change: ValueChange | ItemChange): boolean {
  const document = chooseDocument(before.documents, change)
  const found = document.ok
    ? findEdits(documentWithoutLines(change.file, sidesOf(after, document.value)), change)
    : document
  return found.ok && found.value.edits.length === 0
}

function sidesOf({ documents, spelled }: Reading, index: number): Sides {
  return { data: documents[index] ?? null, spelled: spelled[index] ?? null }
}

function contradiction({ file, at }: ValueChange | ItemChange): Problem {
  return {
    code: 'change/contradiction',
    file,
    what: `Two changes of the request want different things of ${named(at)} in ${file}.`,
    fix: 'Correct the changes in the request type.',
  }
}
