import type { Oid } from '../../model/ids.js'
import type { FileState } from '../../model/plan.js'
import type { Problem } from '../../model/problem.js'
import type { RecordedFile } from '../../model/record.js'
import { placeText } from '../manifest/place-text.js'
import type { FileToTakeBack } from '../plan/take-back.js'
import type { Footing } from './footings.js'

/**
 * A file with what becomes of each of its places when its request is taken back; null where a text is not known.
 * @param own how the request stands at all of its places.
 * @param textOf the text of a blob; null where it is none, or not there.
 */
export function fileToTakeBack(
  file: RecordedFile,
  own: readonly Footing[],
  textOf: (blob: Oid) => string | null,
): FileToTakeBack | null {
  const { path, mode, places } = file
  const [before, after] = [stateOf(file.before, textOf), stateOf(file.after, textOf)]
  if (before === undefined || after === undefined) return null
  const there = own.filter(({ layer }) => layer.file.path === path)
  const superseded = there.flatMap(({ layer, above }) => {
    const { place, letGo, issue } = layer
    if (letGo !== null) return [{ place, by: issue, letGo: true as const }]
    const by = above.at(-1)?.issue
    return by === undefined ? [] : [{ place, by }]
  })
  const shows = there
    .flatMap((footing) => footing.shows.filter(({ of, side }) => of !== footing.layer || side !== 'before'))
    // Of a request that names no places nobody can tell which of its file is to show.
    .map(({ place, named, of, side }) => ({
      place,
      file: named ? stateOf(of.file[side], textOf) : undefined,
    }))
  const known = shows.flatMap(({ place, file: state }) =>
    state === undefined ? [] : [{ place, file: state }],
  )
  return known.length < shows.length ? null : { path, mode, before, after, places, superseded, shows: known }
}

/** Undefined where the text is not known. */
function stateOf(blob: Oid | null, textOf: (blob: Oid) => string | null): FileState | null | undefined {
  if (blob === null) return null
  const text = textOf(blob)
  return text === null ? undefined : { oid: blob, text }
}

/** Who has written inside of what would go, and would go with it unasked. */
export function restingOn({ layer, resting }: Footing): Problem | null {
  // What was let go of is a change by hand, as which it is told.
  const owed = resting.filter(({ letGo }) => letGo === null)
  if (owed.length === 0) return null
  const issues = [...new Set(owed.map(({ issue }) => issue))].map((issue) => `#${issue}`).join(', ')
  const place =
    layer.place.at.length === 0 ? layer.file.path : `${placeText(layer.place.at)} in ${layer.file.path}`
  return {
    code: 'state/rested-on',
    file: layer.file.path,
    what: `${place} cannot go, because other requests have written inside it since and are in force: ${issues}.`,
    fix: 'Whoever wants this gone has to take these back first, with /rollback on each, or a maintainer has to change the place by hand.',
  }
}
