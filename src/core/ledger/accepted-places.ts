import {
  type AcceptedRecord,
  type FinalRecord,
  isAccepted,
  type LedgerRecord,
  type RecordedFile,
  type RecordedPlace,
} from '../../model/record.js'
import { isWholeFile } from '../plan/recorded-place.js'

/** Whether a record lets go of one place of a merge of the same request. Where it names the whole file, of every place in it. */
export function letsGoOf(
  { predicate: { accepted } }: AcceptedRecord,
  merge: FinalRecord,
  file: Pick<RecordedFile, 'path'>,
  place: RecordedPlace,
): boolean {
  if (accepted === undefined || accepted.of !== merge.predicate.sequence) return false
  const places = accepted.files.filter(({ path }) => path === file.path).flatMap((each) => each.places)
  return places.some((each) => isWholeFile(each) || samePlace(each, place))
}

/** Whether two places have one name; what stood there is no part of it. */
export function samePlace(a: RecordedPlace, b: RecordedPlace): boolean {
  return nameOf(a) === nameOf(b)
}

function nameOf({ document, at, item }: RecordedPlace): string {
  return JSON.stringify([document ?? null, at, item ?? null])
}

/** Whether somebody has let go of every place of a merge, so that nothing of it is in force any more. @param records of its request. */
export function isLetGo(merge: FinalRecord, records: readonly LedgerRecord[]): boolean {
  const accepted = records
    .filter(isAccepted)
    .filter((each) => each.predicate.accepted?.of === merge.predicate.sequence)
  const files = merge.predicate.plan?.files ?? []
  return (
    accepted.length > 0 &&
    files.every((file) =>
      file.places.every((place) => accepted.some((each) => letsGoOf(each, merge, file, place))),
    )
  )
}
