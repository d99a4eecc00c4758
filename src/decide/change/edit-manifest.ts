import type { ItemChange, ValueChange } from '../../model/change.js'
import type { Json } from '../../model/json.js'
import type { Place } from '../../model/plan.js'
import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import { applyEdit } from './apply-edit.js'
import { chooseDocument } from './choose-document.js'
import { findEdits } from './find-edits.js'
import { isMap, ownValue } from './json-shapes.js'
import type { ManifestFormat } from './manifest-format.js'
import { sameData } from './same-data.js'
import type { DocumentEdit } from './splice-in-batches.js'

/** A manifest after its changes, and the places that changed. */
export interface EditedManifest {
  readonly text: string
  readonly places: readonly Place[]
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
  const documents = format.read(text, file)
  if (!documents.ok) return documents
  const closed = closedProblem(documents.value, text, file)
  if (closed !== null) return fail(closed)
  const wanted = applyChanges(documents.value, changes, file)
  if (!wanted.ok) return wanted
  const { edits, places } = wanted.value
  if (edits.length === 0) return ok({ text: original, places: [] })
  const spliced = format.splice(text, edits)
  if (!spliced.ok) return fail(inFile(spliced.problems[0], file))
  const proven = format.read(spliced.value, file)
  if (!proven.ok || !sameDocuments(proven.value, wanted.value.documents)) return notProvable(file)
  return ok({ text: `${mark}${spliced.value}`, places })
}

/** Files whose text means something else than their data. */
function closedProblem(documents: readonly Json[], text: string, file: string): Problem | null {
  if (documents.some((document) => isMap(document) && isMap(ownValue(document, 'sops')))) {
    return {
      code: 'change/sops-file',
      file,
      what: `${file} is encrypted with SOPS, and any edit would break its seal.`,
      fix: 'Change it with the sops command, or keep the value in another file.',
    }
  }
  if (!file.split('/').includes('templates') || !text.includes('{{')) return null
  return {
    code: 'change/template-file',
    file,
    what: `${file} is a template with {{ }} in it, not YAML.`,
    fix: 'Let the request change the values the template is filled with, not the template.',
  }
}

interface Wanted {
  readonly documents: readonly Json[]
  readonly edits: readonly DocumentEdit[]
  readonly places: readonly Place[]
}

function applyChanges(
  before: readonly Json[],
  changes: readonly (ValueChange | ItemChange)[],
  file: string,
): Result<Wanted> {
  let documents = before
  const edits: DocumentEdit[] = []
  const places: Place[] = []
  const problems: Problem[] = []
  for (const change of changes) {
    const document = chooseDocument(before, change)
    const found = document.ok ? findEdits(documents[document.value] ?? null, change) : document
    if (!document.ok || !found.ok) {
      problems.push(...(found.ok ? [] : found.problems))
      continue
    }
    for (const edit of found.value.edits) {
      const index = document.value
      documents = documents.with(index, applyEdit(documents[index] ?? null, edit))
      edits.push({ document: index, edit })
    }
    if (found.value.place !== null) places.push(found.value.place)
  }
  const [first, ...more] = problems
  if (first !== undefined) return fail(first, ...more)
  return allHold(before, documents, changes) ? ok({ documents, edits, places }) : contradiction(file)
}

/** Applied once more, no change may find anything to do; otherwise two of them want different things. */
function allHold(
  before: readonly Json[],
  after: readonly Json[],
  changes: readonly (ValueChange | ItemChange)[],
): boolean {
  return changes.every((change) => {
    const document = chooseDocument(before, change)
    const found = document.ok ? findEdits(after[document.value] ?? null, change) : document
    return found.ok && found.value.edits.length === 0
  })
}

function sameDocuments(a: readonly Json[], b: readonly Json[]): boolean {
  return a.length === b.length && a.every((document, index) => sameData(document, b[index] ?? null))
}

function inFile(problem: Problem, file: string): Problem {
  return { file, ...problem, what: problem.what.replace(/\.$/, () => ` (in ${file}).`) }
}

function contradiction(file: string) {
  return fail({
    code: 'change/contradiction',
    file,
    what: `Two changes of the request want different things of the same place in ${file}.`,
    fix: 'Correct the changes in the request type.',
  })
}

function notProvable(file: string) {
  return fail({
    code: 'change/not-provable',
    file,
    what: `The change of ${file} could not be proven to touch nothing else, so it is not made.`,
    fix: 'Write the part of the file that is to change out plainly, without anchors, or change it by hand.',
  })
}
