import type { Manifests } from '../../model/manifest.js'
import { fail, ok, type Result } from '../../model/problem.js'
import type { RecordedPlace } from '../../model/record.js'
import { sameData } from '../manifest/json-shapes.js'
import { manifestFormat } from '../manifest/manifest-format.js'
import { restoreConflict, textConflict } from './conflict.js'
import {
  type MergedFile,
  type Outcome,
  type PlannedFiles,
  planMergedFiles,
  type SupersededPlace,
  whole,
} from './merged-file.js'
import { isWholeFile, wholeFile } from './recorded-place.js'
import { linesBetween, restoreLines } from './restore-lines.js'
import { isLine } from './take-back.js'
import { takeBackData } from './take-back-data.js'

/** A file of the request that is restored. */
export interface FileToRestore extends MergedFile {
  /** The places inside of its own to which later requests in force have the word. */
  readonly inside: readonly SupersededPlace[]
}

/**
 * The plan that puts a request back as it was merged. Each of its places gets what the merge left there, or nothing where it left nothing, whatever
 * stands there now; everything else keeps its bytes, and so does what later requests have the word to. Equal data that is written otherwise is as it
 * was merged.
 * @param manifests as they are now, with an entry for every file of the request.
 * @throws if a file of the request was not observed.
 */
export function restore(request: readonly FileToRestore[], manifests: Manifests): Result<PlannedFiles> {
  return planMergedFiles(request, manifests, asMerged)
}

/** What becomes of one file. */
function asMerged(file: FileToRestore, now: string | null): Result<Outcome> {
  const [before, after] = [file.before?.text ?? null, file.after?.text ?? null]
  const asItIs: Outcome = { text: now, places: [] }
  if (now === after) return ok(asItIs)
  if (after === null) return ok(file.inside.length > 0 ? asItIs : whole(now, null))
  if (now === null)
    return before === null || isWritten(file)
      ? ok(whole(null, after))
      : fail(textConflict(file.path, after, null, restoreConflict))
  const shown = withOthers({ file: file.path, after, now }, file.inside)
  if (!shown.ok) return shown
  const texts = { file: file.path, after, shown: shown.value, now }
  if (before === null || isWritten(file)) return wholeAsShown(texts, file.inside.length > 0)
  return asShown({ ...texts, before }, file.places)
}

/** Whether the request has written the file as a whole; one that stays, and tells nothing of that, is all that is known of its places. */
function isWritten({ places }: FileToRestore): boolean {
  return places.some((place) => isWholeFile(place) && place.after !== undefined)
}

interface Texts {
  readonly file: string
  /** As the merge left it. */
  readonly after: string
  /** The same with what later requests have the word to as it is now. */
  readonly shown: string
  readonly now: string
}

/** What is to show: what the merge left there, with what others have the word to as it is now. */
function withOthers(
  { file, after, now }: Omit<Texts, 'shown'>,
  inside: readonly SupersededPlace[],
): Result<string> {
  let text = after
  for (const { place } of inside) {
    const said = asShown({ file, before: now, after: now, shown: now, now: text }, [place])
    if (!said.ok) return said
    text = said.value.text ?? ''
  }
  return ok(text)
}

/** A file that the request has written as a whole: its bytes, unless it says the same; and where others have the word inside, only what differs. */
function wholeAsShown({ file, shown, now }: Texts, hasOthers: boolean): Result<Outcome> {
  const format = manifestFormat(file)
  if (format === null) return ok(whole(now, shown))
  const [wanted, found] = [shown, now].map((text) => format.readExactly(text.replace(/^\ufeff/, ''), file))
  const isReadable = wanted?.ok === true && found?.ok === true
  if (isReadable && sameData([...wanted.value.spelled], [...found.value.spelled]))
    return ok({ text: now, places: [] })
  if (!hasOthers) return ok(whole(now, shown))
  // What was written since counts as a change that is taken back, wherever it differs.
  const texts = { file, before: shown, shown, after: now, now }
  return takeBackData(texts, [wholeFile], { format, by: 'merged' })
}

/** The text of now with places as they are to show. */
function asShown(
  texts: Texts & { readonly before: string },
  places: readonly RecordedPlace[],
): Result<Outcome> {
  const { file, before, after } = texts
  const format = manifestFormat(file)
  if (format !== null && !places.some((place) => isLine(place, texts)))
    return takeBackData(texts, places, { format, by: 'merged' })
  const lines = places.flatMap((place) => (isWholeFile(place) ? linesBetween(before, after) : [place]))
  if (!lines.some(isWholeFile)) return restoreLines(texts, lines)
  return fail(textConflict(file, after, texts.now, restoreConflict))
}
