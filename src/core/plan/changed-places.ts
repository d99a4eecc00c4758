import type { Manifests } from '../../model/manifest.js'
import type { Place } from '../../model/plan.js'
import { ok, type Result } from '../../model/problem.js'
import type { RecordedPlace } from '../../model/record.js'
import { fileLengthMax } from '../manifest/limits.js'
import { manifestFormat } from '../manifest/manifest-format.js'
import { type FileToRestore, restore } from './restore.js'

/** A place that says something else than its request had merged there. */
export interface ChangedPlace {
  readonly place: RecordedPlace
  /** What stands there now, as `old`, and what was merged, as `new`; empty where what was around the place is another thing by now. */
  readonly sides: readonly Place[]
}

/**
 * The places of a file that are not as they were merged: those that would be written if the request were restored, and those whose surroundings somebody has
 * changed, so that they could not be. What cannot be read is a problem, and so is what nobody can tell from the word of others inside.
 * @param manifests as they are now, with an entry for the file.
 */
export function changedPlaces(file: FileToRestore, manifests: Manifests): Result<readonly ChangedPlace[]> {
  const { places } = file
  if (places.length === 0) return ok([])
  const inside = file.inside.filter(({ place }) => places.some((outer) => isInside(place, outer)))
  const restored = restore([{ ...file, inside }], manifests)
  if (!restored.ok && !isReadable(file.path, manifests)) return restored
  if (restored.ok && restored.value.files.length === 0) return ok([])
  const [place, ...others] = places
  if (place !== undefined && others.length === 0) {
    if (!restored.ok) return inside.length > 0 ? restored : ok([{ place, sides: [] }])
    return ok([{ place, sides: restored.value.files.flatMap((each) => each.places) }])
  }
  // Half of them at a time: a file may have hundreds of places, of which one has changed.
  const half = Math.ceil(places.length / 2)
  const first = changedPlaces({ ...file, places: places.slice(0, half) }, manifests)
  if (!first.ok) return first
  const second = changedPlaces({ ...file, places: places.slice(half) }, manifests)
  return second.ok ? ok([...first.value, ...second.value]) : second
}

/** Whether a file can be read as what it is, so that what cannot be put back in it has only lost its surroundings. */
function isReadable(path: string, { files }: Manifests): boolean {
  const observed = files.find((each) => each.path === path)
  if (observed?.kind === 'absent') return true
  if (observed?.kind !== 'text' || observed.text.length > fileLengthMax) return false
  return manifestFormat(path)?.readExactly(observed.text.replace(/^\ufeff/, ''), path).ok ?? true
}

/** Whether the way to one place begins with that to another; what names no document may be in any. */
function isInside(inner: RecordedPlace, outer: RecordedPlace): boolean {
  const documents = [inner.document, outer.document]
  const isElsewhere =
    !documents.includes(undefined) && JSON.stringify(inner.document) !== JSON.stringify(outer.document)
  return (
    !isElsewhere && outer.at.every((step, index) => JSON.stringify(step) === JSON.stringify(inner.at[index]))
  )
}
