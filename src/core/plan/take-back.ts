import type { IssueNumber } from '../../model/ids.js'
import type { FileMode, Manifests, ObservedFile } from '../../model/manifest.js'
import type { FileState, LeftPlace, Place, PlannedFile } from '../../model/plan.js'
import { fail, ok, okUnless, type Problem, type Result } from '../../model/problem.js'
import type { RecordedPlace } from '../../model/record.js'
import { fileLengthMax } from '../manifest/limits.js'
import { manifestFormat } from '../manifest/manifest-format.js'
import { fileTooLarge, obstacleProblem } from '../manifest/obstacle-problem.js'
import { placeText } from '../manifest/place-text.js'
import { gitBlobOid } from '../text/git-oid.js'
import { textConflict } from './conflict.js'
import type { FileTexts } from './lines-back.js'
import { isWholeFile, recordedPlace, wholeFile } from './recorded-place.js'
import { type TakingBack, takeBackData } from './take-back-data.js'
import { takeBackLines } from './take-back-lines.js'

/** One file as the merge of a request changed it, and the places the record names of it. */
export interface MergedFile {
  readonly path: string
  readonly mode: FileMode
  /** Null where there was no file. */
  readonly before: FileState | null
  readonly after: FileState | null
  readonly places: readonly RecordedPlace[]
}

/** A file of the request that is taken back. */
export interface FileToTakeBack extends MergedFile {
  /** Those of its places to which a later request in force has the word: they are left as they are, and named. */
  readonly superseded: readonly SupersededPlace[]
  /** What shows through where that is not what stood before the request, from the outside in. */
  readonly shows: readonly ShownPlace[]
}

/**
 * A place that is to say what it says in another state of its file: there requests below had written something that was taken back while this one
 * lay on top of them.
 */
export interface ShownPlace {
  readonly place: RecordedPlace
  readonly file: FileState | null
}

export interface SupersededPlace {
  readonly place: RecordedPlace
  readonly by: IssueNumber
}

/** What takes a request back. */
export interface TakenBack {
  readonly files: readonly PlannedFile[]
  readonly left: readonly LeftPlace[]
}

/**
 * The plan that takes a request back. Each of its places gets what shows through there; where a file is as the request left it, and nothing of it
 * is superseded, that is every byte of before. What somebody has changed by hand is a problem for each place, and nothing is overwritten. What is
 * taken back already is left out.
 * @param manifests as they are now, with an entry for every file of the request.
 * @throws if a file of the request was not observed.
 */
export function takeBack(request: readonly FileToTakeBack[], manifests: Manifests): Result<TakenBack> {
  const problems: Problem[] = []
  const files: PlannedFile[] = []
  for (const file of request) {
    const observed = manifests.files.find((candidate) => candidate.path === file.path)
    if (observed === undefined) throw new Error(`the manifest ${file.path} was not observed`)
    const taken = takeBackFile(file, observed)
    if (!taken.ok) problems.push(...taken.problems)
    else if (taken.value !== null) files.push(taken.value)
  }
  return okUnless(problems, () => ({ files, left: request.flatMap(leftPlaces) }))
}

/** A file of a plan of which nothing is superseded; where its places are not known, it is compared as a whole. */
export function fileAsPlanned({ path, mode, before, after, places }: PlannedFile): FileToTakeBack {
  const named = places.length === 0 ? [wholeFile] : places.map(recordedPlace)
  return { path, mode, before, after, places: named, superseded: [], shows: [] }
}

/** What is told of the places of a file that are left alone. */
export function leftPlaces({
  path,
  superseded,
}: Pick<FileToTakeBack, 'path' | 'superseded'>): readonly LeftPlace[] {
  return superseded.map(({ place, by }) => ({ path, place: placeText(place.at), by }))
}

function takeBackFile(request: FileToTakeBack, observed: ObservedFile): Result<PlannedFile | null> {
  const kept = new Set(request.superseded.map(({ place }) => placeKey(place)))
  const file = { ...request, places: request.places.filter((place) => !kept.has(placeKey(place))) }
  if (file.places.length === 0) return ok(null)
  const obstacle = obstacleProblem(observed)
  if (obstacle !== null) return fail(obstacle)
  const now = observed.kind === 'text' ? observed : null
  if (now !== null && now.text.length > fileLengthMax) return fail(fileTooLarge(file.path))
  const shown = shownThrough(file)
  if (!shown.ok) return shown
  const texts = { shown: shown.value, now: now?.text ?? null }
  const outcome = backIn(file, texts)
  if (!outcome.ok || outcome.value.text === texts.now) return outcome.ok ? ok(null) : outcome
  return ok(plannedFile(file, now, outcome.value))
}

export function placeKey({ document, at, item }: RecordedPlace): string {
  return JSON.stringify([document ?? null, at, item ?? null])
}

/** What is to show through: what stood before the request, but for the places that are to say what they say elsewhere. */
function shownThrough({ path, before, shows }: FileToTakeBack): Result<string | null> {
  let text = before?.text ?? null
  for (const { place, file } of shows) {
    const other = file?.text ?? null
    if (isWholeFile(place)) text = other
    else if (text === null || other === null) return fail(textConflict(path, text, other))
    else {
      const texts = { file: path, before: other, shown: other, after: text, now: text }
      const said = backInText(texts, [place], 'shown')
      if (!said.ok) return said
      text = said.value.text
    }
  }
  return ok(text)
}

export interface Outcome {
  /** Null where there is to be no file. */
  readonly text: string | null
  readonly places: readonly Place[]
}

/**
 * What becomes of one file.
 * @param shown what is to show through.
 */
function backIn(
  file: FileToTakeBack,
  { shown, now }: { readonly shown: string | null; readonly now: string | null },
): Result<Outcome> {
  const [before, after] = [file.before?.text ?? null, file.after?.text ?? null]
  if (now === shown) return ok({ text: now, places: [] })
  const isUntouched = now === after && file.superseded.length === 0
  if (before === null || after === null || shown === null || now === null)
    return isUntouched ? ok(whole(now, shown)) : fail(textConflict(file.path, after, now))
  // A line the request removed, and a later one wrote anew elsewhere, must not come back beside it.
  const by = file.superseded.some(({ place }) => place.after === undefined) ? 'places' : 'lines'
  const edited = backInText({ file: file.path, before, shown, after, now }, file.places, by)
  if (!isUntouched) return edited
  const places = edited.ok ? edited.value.places : []
  return ok(places.length === 0 ? whole(now, shown) : { text: shown, places })
}

function backInText(texts: FileTexts, places: readonly RecordedPlace[], by: TakingBack): Result<Outcome> {
  const format = manifestFormat(texts.file)
  const isOfLines = format === null || places.some((place) => isLine(place, texts))
  return isOfLines ? takeBackLines(texts, places) : takeBackData(texts, places, { format, by })
}

/** In a manifest, lines may be changed as in any text; an item of a list may have the same name for its key. */
export function isLine(
  { at: [step, ...below], before, after }: RecordedPlace,
  texts: Pick<FileTexts, 'before' | 'after'>,
): boolean {
  if (below.length > 0 || typeof step !== 'object' || typeof step.line !== 'string') return false
  const { line } = step
  return [
    ...(after === undefined ? [] : [texts.after]),
    ...(before === undefined ? [] : [texts.before]),
  ].some((text) => text.split(/\r?\n/).includes(line))
}

export function whole(now: string | null, shown: string | null): Outcome {
  const place = { at: [], ...(now === null ? {} : { old: now }), ...(shown === null ? {} : { new: shown }) }
  return { text: shown, places: [place] }
}

export function plannedFile(
  file: MergedFile,
  now: (ObservedFile & { readonly kind: 'text' }) | null,
  { text, places }: Outcome,
): PlannedFile {
  const base = { path: file.path, mode: now?.mode ?? file.mode, places }
  const known = now?.oid ?? file.before?.oid ?? file.after?.oid ?? ''
  const format = known.length === 64 ? 'sha256' : 'sha1'
  const before = now === null ? null : { oid: now.oid, text: now.text }
  const after = text === null ? null : { oid: gitBlobOid(text, format), text }
  if (before === null && after !== null) return { ...base, change: 'create', before, after }
  if (before !== null && after === null) return { ...base, change: 'delete', before, after }
  if (before !== null && after !== null) return { ...base, change: 'update', before, after }
  throw new Error(`nothing becomes of ${file.path}`)
}
