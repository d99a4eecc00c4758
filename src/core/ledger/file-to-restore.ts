import type { IssueNumber, Oid } from '../../model/ids.js'
import type { Problem } from '../../model/problem.js'
import type { RecordedFile } from '../../model/record.js'
import type { FileToRestore } from '../plan/restore.js'
import { fileToTakeBack } from './file-to-take-back.js'
import type { Footing } from './footings.js'
import { type InForce, layersAt } from './in-force.js'

/**
 * A file with what becomes of each of its places when its request is restored; null where a text is not known.
 * @param own how the request stands at all of its places.
 * @param textOf the text of a blob; null where it is none, or not there.
 */
export function fileToRestore(
  file: RecordedFile,
  own: readonly Footing[],
  textOf: (blob: Oid) => string | null,
): FileToRestore | null {
  // What would show below is no matter: the merge itself is what is to show.
  const there = own.filter(({ layer }) => layer.file.path === file.path)
  const known = fileToTakeBack(
    file,
    there.map((footing) => ({ ...footing, shows: [] })),
    textOf,
  )
  if (known === null) return null
  const { path, mode, before, after, places, superseded } = known
  // What rests on a place that somebody else has the word to is left with that.
  const inside = there
    .filter(({ above }) => above.length === 0)
    .flatMap(({ resting }) => resting.map(({ place, issue: by }) => ({ place, by })))
  return { path, mode, before, after, places, superseded, inside }
}

/**
 * Why nobody can tell which places of a file are the request's to put back: it, or somebody who has written there since, does not say which places
 * it wrote. Null where that is known.
 * @param own how the request stands at all of its places.
 */
export function untoldSince(found: InForce, own: readonly Footing[], path: string): Problem | null {
  const there = own.flatMap(({ layer, above }) =>
    layer.file.path === path && above.length === 0 ? [layer] : [],
  )
  const [first] = there
  if (first === undefined) return null
  const since = layersAt(found, { ...first, path, place: { at: [] } }).filter(
    (layer) => layer.order > first.order,
  )
  const untold = there.some(({ named }) => !named) ? since : since.filter(({ named }) => !named)
  if (untold.length === 0) return null
  return placesUntold(path, [...new Set(untold.map(({ issue }) => issue))])
}

function placesUntold(path: string, issues: readonly IssueNumber[]): Problem {
  const told = issues.map((issue) => `#${issue}`).join(', ')
  return {
    code: 'state/places-untold',
    file: path,
    what: `${told} has written in ${path} since, and the ledger does not say in which places each request wrote there, so nobody can tell what of it is to be put back.`,
    fix: 'A maintainer has to compare the file with the merge of this request, and to change by hand what is not as it should be.',
  }
}
