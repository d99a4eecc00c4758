import type { IssueNumber } from '../../model/ids.js'
import type { FileMode, Manifests, ObservedFile } from '../../model/manifest.js'
import type { FileState, LeftPlace, Place, PlannedFile } from '../../model/plan.js'
import { fail, ok, okUnless, type Problem, type Result } from '../../model/problem.js'
import type { RecordedPlace } from '../../model/record.js'
import { fileLengthMax } from '../manifest/limits.js'
import { fileTooLarge, obstacleProblem } from '../manifest/obstacle-problem.js'
import { placeText } from '../manifest/place-text.js'
import { gitBlobOid } from '../text/git-oid.js'

/** One file as the merge of a request changed it, and the places the record names of it. */
export interface MergedFile {
  readonly path: string
  readonly mode: FileMode
  /** Null where there was no file. */
  readonly before: FileState | null
  readonly after: FileState | null
  readonly places: readonly RecordedPlace[]
  /** Those of its places to which a later request in force has the word: they are left as they are, and named. */
  readonly superseded: readonly SupersededPlace[]
  /** What else stays and is named, because later requests have the word inside of its places; left out where nothing does. */
  readonly inside?: readonly SupersededPlace[]
}

export interface SupersededPlace {
  readonly place: RecordedPlace
  readonly by: IssueNumber
  /** Whether nobody else has the word there, but the request has let go of it; left out where somebody has. */
  readonly letGo?: true
}

/** What becomes of the files of a merge, and which of its places stay as they are. */
export interface PlannedFiles {
  readonly files: readonly PlannedFile[]
  readonly left: readonly LeftPlace[]
}

/** What becomes of one file. */
export interface Outcome {
  /** Null where there is to be no file. */
  readonly text: string | null
  readonly places: readonly Place[]
}

/**
 * The plan of what becomes of the files of a merge: of each, at those of its places that nobody else has the word to. A file that says it already is
 * left out.
 * @param manifests as they are now, with an entry for every file.
 * @param become what a file is to say; its text of now is null where there is none.
 * @throws if a file was not observed.
 */
export function planMergedFiles<File extends MergedFile>(
  merged: readonly File[],
  manifests: Manifests,
  become: (file: File, now: string | null) => Result<Outcome>,
): Result<PlannedFiles> {
  const problems: Problem[] = []
  const files: PlannedFile[] = []
  for (const file of merged) {
    const observed = manifests.files.find((candidate) => candidate.path === file.path)
    if (observed === undefined) throw new Error(`the manifest ${file.path} was not observed`)
    const planned = planFile(withoutSuperseded(file), observed, become)
    if (!planned.ok) problems.push(...planned.problems)
    else if (planned.value !== null) files.push(planned.value)
  }
  return okUnless(problems, () => ({ files, left: merged.flatMap(leftPlaces) }))
}

function planFile<File extends MergedFile>(
  file: File,
  observed: ObservedFile,
  become: (file: File, now: string | null) => Result<Outcome>,
): Result<PlannedFile | null> {
  if (file.places.length === 0) return ok(null)
  const obstacle = obstacleProblem(observed)
  if (obstacle !== null) return fail(obstacle)
  const now = observed.kind === 'text' ? observed : null
  if (now !== null && now.text.length > fileLengthMax) return fail(fileTooLarge(file.path))
  const outcome = become(file, now?.text ?? null)
  if (!outcome.ok) return outcome
  return ok(outcome.value.text === (now?.text ?? null) ? null : plannedFile(file, now, outcome.value))
}

function withoutSuperseded<File extends MergedFile>(file: File): File {
  const kept = new Set(file.superseded.map(({ place }) => placeKey(place)))
  return { ...file, places: file.places.filter((place) => !kept.has(placeKey(place))) }
}

function placeKey({ document, at, item }: RecordedPlace): string {
  return JSON.stringify([document ?? null, at, item ?? null])
}

/** What is told of the places of a file that are left alone. */
function leftPlaces({ path, superseded, inside = [] }: MergedFile): readonly LeftPlace[] {
  return [...superseded, ...inside].map(({ place, ...whose }) => ({
    path,
    place: placeText(place.at),
    ...whose,
  }))
}

/** A file that changes, comes or goes as a whole. */
export function whole(now: string | null, shown: string | null): Outcome {
  const place = { at: [], ...(now === null ? {} : { old: now }), ...(shown === null ? {} : { new: shown }) }
  return { text: shown, places: [place] }
}

function plannedFile(
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
