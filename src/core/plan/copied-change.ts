import { findNodeAtLocation, type Node as JsonNode, parseTree } from 'jsonc-parser'
import { isAlias, isMap, isScalar, isSeq, type Node, parseAllDocuments } from 'yaml'
import type { Change, CopyChange, FileChange, PlainChange } from '../../model/change.js'
import { isList, type Json } from '../../model/json.js'
import type { Manifests, ObservedFile } from '../../model/manifest.js'
import type { PathStep, PlannedFile } from '../../model/plan.js'
import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import {
  chooseDocument,
  linesBefore,
  named,
  at as placeOf,
  quoted,
  type SearchedDocument,
} from '../manifest/choose-document.js'
import type { NodePath } from '../manifest/edit.js'
import { type FoundPlace, findPlace } from '../manifest/find-place.js'
import { isMap as isObject, sameData } from '../manifest/json-shapes.js'
import { fileLengthMax } from '../manifest/limits.js'
import { lineFinder } from '../manifest/line-finder.js'
import { manifestFormat } from '../manifest/manifest-format.js'
import {
  closedProblem,
  fileTooLarge,
  obstacleProblem,
  sealedProblem,
  unsafeDataProblem,
} from '../manifest/obstacle-problem.js'
import { placeText, stepText } from '../manifest/place-text.js'
import { sidesAt, spelledSource } from '../manifest/reading.js'
import { isAmbiguous } from '../manifest/yaml/ambiguous-scalar.js'
import { gitBlobOid } from '../text/git-oid.js'

type Source = ObservedFile & { readonly kind: 'text' }

/**
 * What a copy means: the file, or the value at the place, that its source has. From here on it is planned, spliced and proven like any
 * other. The source is refused for whatever would refuse it as a target: links, SOPS, templates, size.
 * @throws if the source was not observed: whoever observes asks `changePaths`.
 */
function copiedChange(change: CopyChange, sources: readonly ObservedFile[]): Result<PlainChange> {
  const { file } = change.from
  const observed = sources.find(({ path }) => path === file)
  if (observed === undefined) throw new Error(`the source ${file} was not observed`)
  const obstacle = obstacleProblem(observed, 'copied')
  if (obstacle !== null) return fail(obstacle)
  if (observed.kind !== 'text') return missing(change, { what: `${file} is not in the target repository` })
  if (observed.text.length > fileLengthMax) return fail(fileTooLarge(file))
  return change.at === null ? wholeFile(change, observed) : onePlace(change, change.at, observed)
}

function wholeFile(change: CopyChange, { text, path, mode }: Source): Result<FileChange> {
  const sealed = sealedProblem(text, path)
  if (sealed !== null) return fail(sealed)
  const { file, ensure, document, validate } = change
  return ok({ kind: 'file', file, ensure, document, validate, content: text, mode })
}

function onePlace(
  change: CopyChange,
  at: NonNullable<CopyChange['at']>,
  source: Source,
): Result<PlainChange> {
  const value = valueAt(change, source)
  if (!value.ok) return value
  const { file, ensure, document, validate, beside } = change
  const more = beside === undefined ? {} : { beside }
  return ok({ kind: 'value', file, ensure, document, validate, at, value: value.value, ...more })
}

function valueAt(change: CopyChange, source: Source): Result<Json> {
  const { file, at, document } = change.from
  const format = manifestFormat(file)
  if (format === null) return noPlaces(file)
  const text = source.text.replace(/^\ufeff/, '')
  const reading = format.readExactly(text, file)
  if (!reading.ok) return reading
  const { documents, spelled } = reading.value
  const closed = closedProblem(documents, text, file)
  if (closed !== null) return fail(closed)
  const index = chooseDocument(documents, { file, document })
  if (!index.ok) return index
  const sides = { data: documents[index.value] ?? null, spelled: spelled[index.value] ?? null }
  const searched = { file, ...sides, lineOf: linesBefore(lineFinder(text, file), index.value, []) }
  const found = findPlace(searched, at)
  if (!found.ok) return found
  if (found.value.kind !== 'found') return missing(change, absence(searched, found.value, at))
  const { value, path } = found.value
  const copied = { text, file, document: index.value, path, at, spelled: sidesAt(sides, path).spelled }
  const problem = copiedScalarProblem(copied) ?? unsafeDataProblem(value)
  return problem === null ? ok(value) : fail({ ...placeOf(searched, path), ...problem })
}

/** What the source has instead, as far as the way to the place goes. */
function absence(
  source: SearchedDocument,
  found: Exclude<FoundPlace, { kind: 'found' }>,
  wanted: readonly PathStep[],
): Absence {
  const { file, lineOf } = source
  const line = lineOf(found.path)
  const reached = named(wanted.slice(0, found.path.length))
  const where = line === null ? reached : `${reached} (line ${line})`
  const what =
    found.kind === 'no-item'
      ? `${file} has nothing at ${named(wanted)}: no item of ${where} is “${stepText(found.step)}”`
      : `${file} has nothing at ${named(wanted)}: ${where} has no “${found.missing[0]}”, it is ${quoted(found.value)}`
  return line === null ? { what } : { what, line }
}

interface Absence {
  readonly what: string
  readonly line?: number
}

function missing(change: CopyChange, { what, ...line }: Absence) {
  const { file } = change.from
  return fail({
    code: 'change/source-missing',
    file,
    ...line,
    what: `${what}, so nothing can be copied from there to ${change.file}.`,
    fix: `Put into ${file} first what is to be copied, then comment /retry; or correct the request, if it names the wrong source.`,
  })
}

function noPlaces(file: string) {
  return fail({
    code: 'change/no-format',
    file,
    what: `${file} is neither YAML nor JSON by its extension, so no place of it can be copied.`,
    fix: 'Copy the whole file in the request type, without at: and places:.',
  })
}

/** A place of a source, all matchers resolved. */
export interface CopiedPlace {
  /** Without a byte order mark; it was read as data before, which bounds its depth. */
  readonly text: string
  readonly file: string
  readonly document: number
  readonly path: NodePath
  /** The steps that led there, for people. */
  readonly at: readonly PathStep[]
  /** What stands there, with what readers disagree about as it is spelled. */
  readonly spelled: Json
}

/**
 * Why a value is not copied although it was read, or null: data does not tell how a number was spelled, nor whether `yes` stood in quotes. What
 * would be written otherwise than it stands there, or what readers of YAML 1.1 and 1.2 take for different things, is refused.
 */
function copiedScalarProblem(place: CopiedPlace): Problem | null {
  const fault = /\.jsonc?$/i.test(place.file)
    ? jsonFault(place)
    : (yamlFault(place) ?? firstSpelling(place.spelled))
  if (fault === null) return null
  return fault === 'tag'
    ? {
        code: 'change/tag',
        file: place.file,
        what: `The value at “${placeText(place.at)}” that is to be copied from ${place.file} has a tag, or cannot be found for certain.`,
        fix: 'Write this part of the file out plainly, or copy it by hand.',
      }
    : {
        code: 'change/copy-spelling',
        file: place.file,
        what: `The value ${fault} at “${placeText(place.at)}” that is to be copied from ${place.file} can be read or written in more than one way.`,
        fix: 'Put it in quotes there if it is a text; if it is a number, write it plainly, as in 8, -1 or 0.5.',
      }
}

function jsonFault({ text, path }: CopiedPlace): string | null {
  const root = parseTree(text, [], { allowTrailingComma: true })
  const node = root === undefined ? undefined : findNodeAtLocation(root, [...path])
  return node === undefined ? 'tag' : numberFault(node, text)
}

function numberFault(node: JsonNode, text: string): string | null {
  if (node.type === 'number') {
    const source = text.slice(node.offset, node.offset + node.length)
    return source === String(node.value) ? null : source
  }
  for (const child of node.children ?? []) {
    const fault = numberFault(child, text)
    if (fault !== null) return fault
  }
  return null
}

function yamlFault({ text, document, path }: CopiedPlace): string | null {
  const documents = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent' })
  const parsed = Array.isArray(documents) ? documents[document] : undefined
  if (parsed === undefined) return 'tag'
  const resolve = (node: unknown): Node | null => {
    if (isAlias(node)) return node.resolve(parsed) ?? null
    return isScalar(node) || isMap(node) || isSeq(node) ? node : null
  }
  let node = resolve(parsed.contents)
  for (const step of path) node = resolve(childOf(node, step))
  return nodeFault(node, resolve)
}

/** Of two equal keys readers use the last. */
function childOf(node: Node | null, step: string | number): unknown {
  if (isSeq(node)) return node.items[Number(step)]
  if (!isMap(node)) return null
  return node.items.findLast(({ key }) => isScalar(key) && String(key.value) === String(step))?.value
}

/** An entry without a value is null, and nothing is there. */
function nodeFault(node: Node | null, resolve: (node: unknown) => Node | null): string | null {
  if (node === null) return null
  if ('tag' in node && node.tag !== undefined && node.tag.startsWith('!')) return 'tag'
  if (isScalar(node)) return node.type === 'PLAIN' ? plainFault(node.source ?? '', node.value) : null
  const parts: readonly unknown[] = isMap(node)
    ? node.items.flatMap(({ key, value }) => [key, value])
    : isSeq(node)
      ? node.items
      : []
  for (const part of parts) {
    const fault = nodeFault(resolve(part), resolve)
    if (fault !== null) return fault
  }
  return null
}

/** Of keys as well; the merge key is refused for what it does. */
function plainFault(source: string, value: unknown): string | null {
  if (typeof value === 'number') return source === String(value) ? null : source
  return source !== '<<' && isAmbiguous(source) ? source : null
}

/** The first value readers take for different things, on one line. */
function firstSpelling(value: Json): string | null {
  const source = spelledSource(value)
  if (source !== null) return source.trim()
  const parts = isList(value) ? value : isObject(value) ? Object.values(value) : []
  for (const part of parts) {
    const found = firstSpelling(part)
    if (found !== null) return found
  }
  return null
}

/** The changes with every copy replaced by what it copies; a copy that cannot be made is left out, with the reason. */
export function withoutCopies(
  changes: readonly Change[],
  sources: readonly ObservedFile[],
): { readonly changes: readonly PlainChange[]; readonly problems: readonly Problem[] } {
  const plain: PlainChange[] = []
  const problems: Problem[] = []
  for (const change of changes) {
    if (change.kind !== 'copy') plain.push(change)
    else {
      const copied = copiedChange(change, sources)
      if (copied.ok) plain.push(copied.value)
      else problems.push(...copied.problems)
    }
  }
  return { changes: plain, problems }
}

/**
 * The copies whose source the same plan changes: applied again, they would copy something else, and no run would be the last.
 * @param copied what `withoutCopies` made of the same changes, none left out.
 */
export function movedSources(
  input: { readonly changes: readonly Change[]; readonly manifests: Manifests },
  copied: readonly PlainChange[],
  files: readonly PlannedFile[],
): readonly Problem[] {
  const changed = new Map(files.map((file) => [file.path, file]))
  if (!input.changes.some((change) => change.kind === 'copy' && changed.has(change.from.file))) return []
  const left = input.manifests.files.map((file) => afterwards(file, changed.get(file.path)))
  return input.changes.flatMap((change, index) => {
    if (change.kind !== 'copy') return []
    const again = copiedChange(change, left)
    return again.ok && same(copied[index], again.value) ? [] : [moved(change.from.file, change.file)]
  })
}

function afterwards(file: ObservedFile, planned: PlannedFile | undefined): ObservedFile {
  if (planned === undefined) return file
  const { path, mode, after } = planned
  return after === null
    ? { kind: 'absent', path }
    : { kind: 'text', path, mode, oid: gitBlobOid(after.text), text: after.text }
}

function same(a: PlainChange | undefined, b: PlainChange | undefined): boolean {
  if (a?.kind === 'file' && b?.kind === 'file') return sameData(a.content, b.content)
  if (a?.kind === 'value' && b?.kind === 'value') return sameData(a.value, b.value)
  return a?.kind === b?.kind
}

function moved(from: string, to: string): Problem {
  return {
    code: 'change/contradiction',
    file: from,
    what: `The request changes in ${from} what it copies from there to ${to}.`,
    fix: 'Correct the changes in the request type: copy what another request has settled, or declare both values.',
  }
}
