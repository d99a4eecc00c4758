import type { Plan } from '../../model/plan.js'
import { isOver, type LedgerRecord, type RecordedFile } from '../../model/record.js'
import type { Details, OtherRequest, Snapshot } from '../../model/snapshot.js'
import { type Overlap, overlaps, touchedPlace } from '../plan/overlaps.js'
import type { ContestedRequest, OtherRequestsView } from '../report/other-requests.js'

/**
 * The other open requests that change places of this plan, for people to see. It follows from what is open now, so the line goes
 * when the other request ends, and nothing else depends on it: neither the plan's digest nor whether anything is merged.
 */
export function contestedPlaces({ details }: Snapshot, plan: Plan): OtherRequestsView {
  if (details.others === null) return { requests: [], looked: 'unknown' }
  return {
    requests: contenders(details).flatMap((other) => contested(other, lastRecord(details, other), plan)),
    looked: details.others.complete ? 'all' : 'part',
  }
}

/** The other open requests that touch a file this one may change; what the ledger has of them is worth a read. */
export function contenders({ others, manifests }: Details): readonly OtherRequest[] {
  const paths = new Set(manifests.files.map(({ path }) => path))
  return (others?.open ?? []).filter((other) => other.paths.some((path) => paths.has(path)))
}

function lastRecord({ otherRecords }: Details, { issue }: OtherRequest): LedgerRecord | null {
  return issue === null ? null : (otherRecords?.find((each) => each.issue === issue)?.last ?? null)
}

function contested(other: OtherRequest, last: LedgerRecord | null, plan: Plan): readonly ContestedRequest[] {
  if (last !== null && isOver(last)) return []
  const places = sharedPlaces(plan, filesOf(other, last))
  return places.length === 0 ? [] : [{ issue: other.issue, pull: other.pull, places }]
}

type NamedFile = Pick<RecordedFile, 'path'> & Partial<Pick<RecordedFile, 'places'>>

/** The places are those of the head the ledger has as proposed; of any other head only the files are known. */
function filesOf(other: OtherRequest, last: LedgerRecord | null): readonly NamedFile[] {
  const { pull = null, plan = null } = last?.predicate ?? {}
  if (pull?.number === other.pull && pull.head === other.head && plan !== null) return plan.files
  return other.paths.map((path) => ({ path }))
}

/** Where a file's places are not known, the whole file is named: that much is true of both. */
function sharedPlaces(plan: Plan, files: readonly NamedFile[]): readonly Overlap[] {
  const known = files.flatMap(({ path, places }) =>
    places === undefined ? [] : [{ path, places: places.map(touchedPlace) }],
  )
  const unknown = files.flatMap(({ path, places }) => (places === undefined ? [path] : []))
  const whole = plan.files.filter(({ path }) => unknown.includes(path)).map(({ path }) => ({ path, at: '' }))
  return [...overlaps(plan.files, known), ...whole]
}
