import type { FileChange, PlainChange } from '../../model/change.js'
import type { Json } from '../../model/json.js'
import type { ObservedFile } from '../../model/manifest.js'
import type { Place } from '../../model/plan.js'
import { fail, ok, type Result } from '../../model/problem.js'
import { editLines } from '../manifest/edit-lines.js'
import { editManifest } from '../manifest/edit-manifest.js'
import { sameData } from '../manifest/json-shapes.js'
import { fileLengthMax } from '../manifest/limits.js'
import type { LineFinder } from '../manifest/line-finder.js'
import { type ManifestFormat, manifestFormat } from '../manifest/manifest-format.js'
import { fileTooLarge, obstacleProblem, sealedProblem } from '../manifest/obstacle-problem.js'
import { templateProblem } from '../manifest/template-problem.js'
import { majorityLineEnd } from '../manifest/yaml/text-lines.js'

/** What becomes of one file: its text afterwards, null where it is not there, and the places that changed. */
export interface FileOutcome {
  readonly text: string | null
  readonly places: readonly Place[]
  /** Where places of the new text stand in the file as it is; nothing where it was not edited place by place. */
  readonly lineBefore?: LineFinder
}

/** The text of one file after all changes of it. */
export function planFile(observed: ObservedFile, changes: readonly PlainChange[]): Result<FileOutcome> {
  const obstacle = obstacleProblem(observed)
  if (obstacle !== null) return fail(obstacle)
  const before = observed.kind === 'text' ? observed.text : null
  if (before !== null && before.length > fileLengthMax) return fail(fileTooLarge(observed.path))
  const outcome = planText(before, observed.path, changes)
  if (outcome.ok && (outcome.value.text ?? '').length > fileLengthMax)
    return fail(fileTooLarge(observed.path))
  return outcome
}

function planText(before: string | null, path: string, changes: readonly PlainChange[]): Result<FileOutcome> {
  const wholes: FileChange[] = []
  const parts: Exclude<PlainChange, FileChange>[] = []
  for (const change of changes) {
    if (change.kind === 'file') wholes.push(change)
    else parts.push(change)
  }
  const [whole, ...others] = wholes
  if (whole === undefined) return planParts(before, path, parts)
  const agree = others.every(
    (other) => other.ensure === whole.ensure && sameData(other.content, whole.content),
  )
  return agree && parts.length === 0 ? planWhole(before, whole) : contradiction(path)
}

function planParts(
  before: string | null,
  path: string,
  changes: readonly Exclude<PlainChange, FileChange>[],
): Result<FileOutcome> {
  if (before === null) {
    return changes.every((change) => change.ensure === 'absent')
      ? ok({ text: null, places: [] })
      : fileMissing(path)
  }
  const lines = changes.filter((change) => change.kind === 'line')
  const places = changes.filter((change) => change.kind !== 'line')
  if (lines.length > 0) return places.length === 0 ? editLines(before, lines) : noFormat(path)
  const format = manifestFormat(path)
  return format === null ? noFormat(path) : editManifest(before, path, format, places)
}

function planWhole(before: string | null, change: FileChange): Result<FileOutcome> {
  const format = manifestFormat(change.file)
  const old = before === null ? null : oldContent(before, change, format)
  if (change.ensure === 'absent')
    return ok({ text: null, places: old === null ? [] : [{ at: [], old: old.value }] })
  if (old !== null && sameData(old.spelled, change.content)) return ok({ text: before, places: [] })
  const sealed = before === null ? null : sealedProblem(before, change.file)
  if (sealed !== null) return fail(sealed)
  const text = writeContent(change, format, before === null ? '\n' : majorityLineEnd(before))
  if (!text.ok) return text
  // What a copy brings was written by whoever may write its source, and is the same byte for byte.
  const injected = change.mode === undefined ? injectedProblem(before, text.value, change.file, format) : null
  if (injected !== null) return fail(injected)
  const place: Place = { at: [], ...(old === null ? {} : { old: old.value }), new: change.content }
  return ok({ text: text.value, places: [asData(place, change.file, format)] })
}

function injectedProblem(before: string | null, after: string, file: string, format: ManifestFormat | null) {
  const documents = format?.read(after.replace(/^\ufeff/, ''), file)
  return templateProblem(file, { before, after }, documents?.ok === true ? documents.value : [])
}

/** Two texts that can be read as one document each, and differ in their data, are shown as data: the places inside can be told then. */
function asData(place: Place, file: string, format: ManifestFormat | null): Place {
  if (format === null || typeof place.old !== 'string' || typeof place.new !== 'string') return place
  const [old, written] = [place.old, place.new].map((text) => format.read(text.replace(/^\ufeff/, ''), file))
  if (old?.ok !== true || written?.ok !== true) return place
  const [[before, ...more], [after, ...others]] = [old.value, written.value]
  if (before === undefined || after === undefined || more.length + others.length > 0) return place
  return sameData(before, after) ? place : { at: [], old: before, new: after }
}

/** The data of the file there is when the change is data and the file can be read as one document, else its text. */
function oldContent(
  before: string,
  change: FileChange,
  format: ManifestFormat | null,
): { readonly value: Json; readonly spelled: Json } {
  const asText = { value: before, spelled: before }
  if (format === null || typeof change.content === 'string') return asText
  const reading = format.readExactly(before.replace(/^\ufeff/, ''), change.file)
  if (!reading.ok || reading.value.documents.length !== 1) return asText
  const [value, spelled] = [reading.value.documents[0], reading.value.spelled[0]]
  return value === undefined || spelled === undefined ? asText : { value, spelled }
}

function writeContent(change: FileChange, format: ManifestFormat | null, eol: string): Result<string> {
  if (typeof change.content === 'string') return ok(change.content)
  if (format === null) return noFormat(change.file)
  const text = format.write(change.content, eol)
  const proven = format.readExactly(text, change.file)
  const [only] = proven.ok ? proven.value.spelled : []
  if (only === undefined || !sameData(only, change.content)) return notProvable(change.file)
  return ok(text)
}

function fileMissing(path: string) {
  return fail({
    code: 'change/file-missing',
    file: path,
    what: `${path} is not in the target repository, so nothing in it can be changed.`,
    fix: 'Correct the request, or add the file first.',
  })
}

function noFormat(path: string) {
  return fail({
    code: 'change/no-format',
    file: path,
    what: `${path} is neither YAML nor JSON by the ending of its name, so only lines of it and its whole text can be given.`,
    fix: 'In the request type, give line:, or content: as one text; parts of a file can be changed where its name ends in .yaml, .yml, .json or .jsonc.',
  })
}

function notProvable(path: string) {
  return fail({
    code: 'change/not-provable',
    file: path,
    what: `The new text of ${path} would not be read back as the requested data, so it is not written.`,
    fix: 'Tell the maintainers of the request type; nothing was changed.',
  })
}

function contradiction(path: string) {
  return fail({
    code: 'change/contradiction',
    file: path,
    what: `A change of the whole file ${path} stands beside other changes of it.`,
    fix: 'Correct the changes in the request type.',
  })
}
