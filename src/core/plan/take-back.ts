import type { Manifests } from '../../model/manifest.js'
import type { FileState, PlannedFile } from '../../model/plan.js'
import { fail, ok, type Result } from '../../model/problem.js'
import type { RecordedPlace } from '../../model/record.js'
import { manifestFormat } from '../manifest/manifest-format.js'
import { textConflict } from './conflict.js'
import type { FileTexts } from './lines-back.js'
import { type MergedFile, type Outcome, type PlannedFiles, planMergedFiles, whole } from './merged-file.js'
import { isWholeFile, recordedPlace, wholeFile } from './recorded-place.js'
import { type TakingBack, takeBackData } from './take-back-data.js'
import { takeBackLines } from './take-back-lines.js'

/** A file of the request that is taken back. */
export interface FileToTakeBack extends MergedFile {
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

/**
 * The plan that takes a request back. Each of its places gets what shows through there; where a file is as the request left it, and nothing of it
 * is superseded, that is every byte of before. What somebody has changed by hand is a problem for each place, and nothing is overwritten. What is
 * taken back already is left out.
 * @param manifests as they are now, with an entry for every file of the request.
 * @throws if a file of the request was not observed.
 */
export function takeBack(request: readonly FileToTakeBack[], manifests: Manifests): Result<PlannedFiles> {
  return planMergedFiles(request, manifests, (file, now) => {
    const shown = shownThrough(file)
    return shown.ok ? backIn(file, { shown: shown.value, now }) : shown
  })
}

/** A file of a plan of which nothing is superseded; where its places are not known, it is compared as a whole. */
export function fileAsPlanned({ path, mode, before, after, places }: PlannedFile): FileToTakeBack {
  const named = places.length === 0 ? [wholeFile] : places.map(recordedPlace)
  return { path, mode, before, after, places: named, superseded: [], shows: [] }
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
