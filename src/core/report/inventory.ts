import type { IssueNumber, Oid } from '../../model/ids.js'
import type { Instant } from '../../model/instant.js'
import type { FinalRecord, LedgerRecord, RecordedPlace } from '../../model/record.js'
import { type InForce, type Standing, type StandingPlace, standing } from '../ledger/in-force.js'
import { stageOf } from '../ledger/own-standing.js'
import { owed, reviewOf } from '../ledger/review.js'
import { placeText } from '../manifest/place-text.js'
import { visible } from '../text/markdown.js'

/** A request that is in force, as programs are told it; fields are public API. */
export interface InventoryRequest {
  readonly issue: IssueNumber
  /** The name of the request type, and what it was called when the request was merged. */
  readonly type: string
  readonly title: string
  /** The stage that is in force; left out where there are none. */
  readonly stage?: string
  readonly requestedBy: string
  /** Empty where rules alone let it in, or where it was merged without an approval, which `findings` say then. */
  readonly approvedBy: readonly string[]
  readonly since: Instant
  /** Null where it does not end by itself. */
  readonly until: Instant | null
  readonly repository: string
  readonly branch: string
  /** The merge commit. */
  readonly commit: Oid | null
  /** What the toolkit told of the merge, in sentences. */
  readonly findings: readonly string[]
  /** The review of what was let in as an emergency; left out where it is none. */
  readonly emergency?: InventoryReview
  readonly places: readonly InventoryPlace[]
}

export interface InventoryReview {
  /** By when it was promised. */
  readonly due: Instant
  /** Who has confirmed it; empty before anybody has. */
  readonly reviewedBy: readonly string[]
  /** Null before that. */
  readonly reviewedAt: Instant | null
}

export interface InventoryPlace extends Pick<RecordedPlace, 'document' | 'item'> {
  readonly path: string
  /** The steps to it; empty for the whole file; null where the place is not told. */
  readonly at: RecordedPlace['at'] | null
  /** The same as people say it, as in `spec › replicas`. */
  readonly place: string | null
  /** The later request that has the word there, which is the same one where a later stage of it has; null where this one has. */
  readonly supersededBy: IssueNumber | null
  /** The stage of that; left out where it has none. */
  readonly supersededByStage?: string
}

/** What is in force, by target and issue, each request with its places. @param records of all issues, which tell of reviews. */
export function inventory(
  found: InForce,
  records: readonly LedgerRecord[] = [],
): readonly InventoryRequest[] {
  return standing(found)
    .flatMap((each) => requestOf(each, records))
    .sort((a, b) => compare(a.repository, b.repository) || compare(a.branch, b.branch) || a.issue - b.issue)
}

function requestOf(
  { issue, record, since, until, places }: Standing,
  records: readonly LedgerRecord[],
): readonly InventoryRequest[] {
  const { request, plan, merge, evidence } = record.predicate
  if (plan === null) return []
  return [
    {
      issue,
      type: request.type,
      title: request.title,
      ...(plan.stage === undefined ? {} : { stage: plan.stage }),
      requestedBy: request.requester.login,
      approvedBy: evidence.map(({ person }) => person.login),
      since,
      until,
      repository: plan.repository,
      branch: plan.branch,
      commit: merge?.commit ?? null,
      findings: merge?.findings ?? [],
      ...reviewed(record, records),
      places: places
        .map(placeOf)
        .sort((a, b) => compare(a.path, b.path) || compare(a.place ?? '', b.place ?? '')),
    },
  ]
}

function reviewed(
  record: FinalRecord,
  records: readonly LedgerRecord[],
): Pick<InventoryRequest, 'emergency'> {
  const open = owed(record)
  if (open === null) return {}
  const own = records.filter(({ predicate }) => predicate.issue === record.predicate.issue)
  const { evidence = [], observedAt = null } = reviewOf(own, record)?.predicate ?? {}
  const reviewedBy = evidence.map(({ person }) => person.login)
  return { emergency: { due: open.due, reviewedBy, reviewedAt: observedAt } }
}

function placeOf({ layer, supersededBy }: StandingPlace): InventoryPlace {
  const stage = supersededBy === null ? null : stageOf(supersededBy.record)
  const by = {
    supersededBy: supersededBy?.issue ?? null,
    ...(stage === null ? {} : { supersededByStage: stage }),
  }
  const { path } = layer.file
  if (!layer.named) return { path, at: null, place: null, ...by }
  const { document, at, item } = layer.place
  return {
    path,
    ...(document === undefined ? {} : { document }),
    at,
    ...(item === undefined ? {} : { item }),
    place: placeText(at),
    ...by,
  }
}

/** The same for a person to read: a table for each target, and below each request its places. */
export function inventoryLines(requests: readonly InventoryRequest[]): readonly string[] {
  if (requests.length === 0) return ['Nothing is in force.']
  const targets = new Map<string, InventoryRequest[]>()
  for (const request of requests) {
    const target = `${request.repository}, branch ${request.branch}`
    targets.set(target, [...(targets.get(target) ?? []), request])
  }
  return [...targets].flatMap(([target, own], index) => [
    ...(index === 0 ? [] : ['']),
    visible(target),
    '',
    ...tableLines(own),
  ])
}

function tableLines(requests: readonly InventoryRequest[]): readonly string[] {
  const ends = requests.some(({ until }) => until !== null)
  const stages = requests.some(({ stage }) => stage !== undefined)
  const head = [
    'issue',
    'request',
    ...(stages ? ['stage'] : []),
    'asked by',
    'approved by',
    'since',
    ...(ends ? ['until'] : []),
  ]
  const rows = requests.map(({ issue, type, title, stage, requestedBy, approvedBy, since, until }) => [
    `#${issue}`,
    oneLine(`${title} (${type})`),
    ...(stages ? [oneLine(stage ?? '–')] : []),
    requestedBy,
    approvedBy.length === 0 ? '–' : approvedBy.join(', '),
    since,
    ...(ends ? [until ?? '–'] : []),
  ])
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  const indent = ' '.repeat((widths[0] ?? 0) + 2)
  const below = ({ issue, places, findings, emergency }: InventoryRequest) => [
    ...(emergency === undefined ? [] : [`${indent}emergency: ${reviewWords(emergency)}`]),
    ...places.map((place) => `${indent}${placeLine(place, issue)}`),
    ...findings.map((finding) => `${indent}note: ${oneLine(finding)}`),
  ]
  return [line(head), ...requests.flatMap((request, index) => [line(rows[index] ?? []), ...below(request)])]
}

function reviewWords({ due, reviewedBy, reviewedAt }: InventoryReview): string {
  return reviewedAt === null
    ? `not reviewed, due ${due}`
    : `reviewed by ${reviewedBy.join(', ')} at ${reviewedAt}`
}

function placeLine(place: InventoryPlace, issue: IssueNumber): string {
  const by = place.supersededBy === null ? '' : ` (superseded by ${superseding(place, issue)})`
  return `${oneLine(place.path)}: ${oneLine(placeWords(place))}${by}`
}

function superseding({ supersededBy, supersededByStage: stage }: InventoryPlace, issue: IssueNumber): string {
  const named = stage === undefined ? '' : oneLine(stage)
  if (supersededBy === issue) return `its stage ${named}`
  return named === '' ? `#${supersededBy}` : `#${supersededBy}, ${named}`
}

function placeWords({ at, place, document, item }: InventoryPlace): string {
  if (at === null || place === null) return 'some places, which are not told'
  const whole = item !== undefined ? 'the list' : document === undefined ? 'the whole file' : 'the whole'
  const where = place === '' ? whole : place
  const words = item === undefined ? where : `an item of ${where}`
  if (document === undefined) return words
  return `${words} of ${typeof document === 'number' ? `document ${document + 1}` : `${document.kind} ${document.name}`}`
}

/** What cannot be seen is shown, so that no title or name draws lines of its own. */
function oneLine(text: string): string {
  return visible(text).replaceAll(/\s/g, ' ')
}

/** By UTF-16 units, the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
