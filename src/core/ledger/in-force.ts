import type { IssueNumber } from '../../model/ids.js'
import type { Instant } from '../../model/instant.js'
import {
  type AcceptedRecord,
  type FinalRecord,
  isAccepted,
  type LedgerRecord,
  type Predicate,
  type RecordedFile,
  type RecordedPlace,
} from '../../model/record.js'
import { letsGoOf } from './accepted-places.js'
import { grouped } from './grouped.js'
import { type LineName, lineNames } from './line-names.js'
import { inMergeOrder } from './merge-order.js'
import { chapterEnds, ownStanding, stageOf } from './own-standing.js'
import {
  emptyTree,
  listsAround,
  listsInside,
  type PlaceTree,
  type PlaceWay,
  placeWay,
  plant,
} from './place-tree.js'

/** What one request wrote at one place: a layer of the stack that stands there. */
export interface Layer {
  readonly issue: IssueNumber
  readonly chapter: number
  /** The end of the chapter that wrote it, which has the merge commit, and who asked for it and approved it. */
  readonly record: FinalRecord
  /** Where it was merged; null is the repository of the ledger, under whatever name a record has it. */
  readonly repository: string | null
  readonly branch: string
  /** `before` and `after` are the blobs the merge found and left. */
  readonly file: RecordedFile
  readonly place: RecordedPlace
  /** Whether the place is named. Else only the file is told, and the place is somewhere in it. */
  readonly named: boolean
  /** Counts what took effect, oldest first, over all requests. */
  readonly order: number
  /** What took it away since; null while it is in force. */
  readonly removed: Removal | null
  /**
   * The record that let go of the place, because somebody had changed it by hand and that may stay; null where none has. The layer stays in the stack, so
   * that nothing below it comes back; but nobody owes it any more, and what it wrote is not what shows.
   */
  readonly letGo: AcceptedRecord | null
}

export interface Removal {
  readonly order: number
  readonly record: FinalRecord
}

/** What requests have written and not taken back. Ask it with `standing`, `stackAt` and `layersAt`, and of one request with `footings`. */
export interface InForce {
  /** Of each merged request all its layers, of all its stages, those that were taken back as well; in the order of the merges. */
  readonly requests: ReadonlyMap<IssueNumber, readonly Layer[]>
  /** By repository, branch and path. */
  readonly files: ReadonlyMap<string, FileStacks>
  /** When requests end by themselves; null for one that does not, and for one that is in force no more. */
  readonly ends: ReadonlyMap<IssueNumber, Instant | null>
}

/** The stacks of one file. */
export interface FileStacks {
  readonly lineName: LineName
  readonly all: PlaceTree<Layer>
  readonly inForce: PlaceTree<Layer>
}

/** The places a merge changed in a file, or null where they are not known. */
export type PlacesOf = (file: RecordedFile, record: FinalRecord) => readonly RecordedPlace[] | null

/**
 * What is in force, folded from the merges alone: what is open, was declined or has failed changes nothing, and what needed no merge never was in force.
 * Only a later request for the same or an enclosing place supersedes; one inside rests on it.
 * @param records of all issues, in any order.
 * @param placesOf what is known of the places; who has read the blobs knows more than the records name.
 */
export function inForce(records: readonly LedgerRecord[], placesOf: PlacesOf = namedPlaces): InForce {
  const finals = chapterEnds(records)
  const inTurn = inMergeOrder(finals.filter((record) => turnOf(record) !== null))
  const turns = inTurn.map((record, order) => ({ order, record }))
  const removals = grouped(
    turns.filter(({ record }) => turnOf(record) === 'removes'),
    ({ record }) => record.predicate.issue,
  )
  const accepted = grouped(records.filter(isAccepted), ({ predicate }) => predicate.issue)
  const written = turns
    .filter(({ record }) => turnOf(record) === 'writes')
    .flatMap(({ order, record }) => {
      const { issue } = record.predicate
      const removed = removals.get(issue)?.find((each) => removes(each, record)) ?? null
      return layersOf(record, { order, removed }, placesOf).map((layer) =>
        withLetGo(layer, accepted.get(issue) ?? []),
      )
    })
  const requests = grouped(written, ({ issue }) => issue)
  return { requests, files: stacksOf(written), ends: endsOf(finals) }
}

/** What was let go of before it was taken back stays as it is. */
function withLetGo(layer: Layer, accepted: readonly AcceptedRecord[]): Layer {
  const { record, file, place, removed } = layer
  const until = removed?.record.predicate.sequence ?? Number.POSITIVE_INFINITY
  const letGo = accepted.find(
    (each) => each.predicate.sequence < until && letsGoOf(each, record, file, place),
  )
  return letGo === undefined ? layer : { ...layer, removed: null, letGo }
}

/** Whether a chapter takes away what was merged before it: all of its request, or one stage. */
function removes({ record: { predicate: taking } }: Removal, written: FinalRecord): boolean {
  const { cause, sequence } = taking
  const stage = cause.kind === 'taken-back' ? cause.stage : undefined
  return sequence > written.predicate.sequence && (stage === undefined || stage === stageOf(written))
}

function endsOf(finals: readonly FinalRecord[]): ReadonlyMap<IssueNumber, Instant | null> {
  const issues = grouped(finals, ({ predicate }) => predicate.issue)
  return new Map(
    [...issues].map(([issue, own]) => {
      const inTurn = own.toSorted(({ predicate: a }, { predicate: b }) => a.sequence - b.sequence)
      return [issue, ownStanding(inTurn)?.until ?? null]
    }),
  )
}

/** What the end of a chapter does to the stacks; null where it does nothing. */
function turnOf(record: FinalRecord): 'writes' | 'removes' | null {
  const { cause, decision } = record.predicate
  switch (cause.kind) {
    case 'asked':
    case 'stage':
      return hasLanded(record.predicate) ? 'writes' : null
    case 'restored':
    case 'extended':
      return null
    case 'ended':
    case 'taken-back':
      // Unchanged: nothing of it was left, or what it wrote is superseded everywhere.
      return hasLanded(record.predicate) || decision === 'unchanged' ? 'removes' : null
  }
}

function hasLanded({ decision, merge }: Predicate): boolean {
  return decision === 'merged' && merge !== null && merge.exact && merge.onTarget
}

/**
 * The places that a record names. A file that comes or goes is written as a whole; one that stays, with nothing told of what stood there before or stands
 * there since, is all that a record names where the places are withheld or would be too many.
 */
export function namedPlaces({ change, places }: RecordedFile): readonly RecordedPlace[] | null {
  const tells = ({ at, item, before, after }: RecordedPlace) =>
    at.length > 0 || item !== undefined || before !== undefined || after !== undefined
  return change !== 'update' || places.some(tells) ? places : null
}

function layersOf(
  record: FinalRecord,
  turn: Pick<Layer, 'order' | 'removed'>,
  placesOf: PlacesOf,
): readonly Layer[] {
  const { issue, chapter, plan } = record.predicate
  if (plan === null) return []
  const { branch } = plan
  const repository = targetOf(record.predicate)
  return plan.files.flatMap((file) => {
    const places = placesOf(file, record)
    return (places ?? [{ at: [] }]).map((place) => ({
      issue,
      chapter,
      record,
      repository,
      branch,
      file,
      place,
      named: places !== null,
      ...turn,
      letGo: null,
    }))
  })
}

function stacksOf(layers: readonly Layer[]): ReadonlyMap<string, FileStacks> {
  const files = grouped(layers, (layer) => fileKey(layer, layer.file.path))
  return new Map([...files].map(([key, found]) => [key, stacksOfFile(found)]))
}

function targetOf({ repository, plan }: Predicate): string | null {
  return plan === null || plan.repository === repository ? null : plan.repository
}

/** The key of a file among those of all targets. */
export function fileKey(
  { repository, branch }: Pick<TargetPlace, 'repository' | 'branch'>,
  path: string,
): string {
  return JSON.stringify([repository?.toLowerCase() ?? null, branch, path])
}

function stacksOfFile(layers: readonly Layer[]): FileStacks {
  const [path = ''] = layers.map(({ file }) => file.path)
  const places = layers.map(({ place }) => place)
  const stacks: FileStacks = { lineName: lineNames(path, places), all: emptyTree(), inForce: emptyTree() }
  for (const layer of layers) {
    const way = wayOf(stacks, layer)
    plant(stacks.all, way, layer)
    if (layer.removed === null) plant(stacks.inForce, way, layer)
  }
  return stacks
}

/** A place that is not named is nobody else's, and inside the file. */
export function wayOf({ lineName }: FileStacks, { place, named, issue, chapter }: Layer): PlaceWay {
  return named
    ? placeWay(place, lineName)
    : { document: '', steps: [`not named by chapter ${chapter} of ${issue}`] }
}

/** A request that stands in some stack, or a stage of one. */
export interface Standing {
  readonly issue: IssueNumber
  /** The end of the chapter that is in force. */
  readonly record: FinalRecord
  /** When it was merged. */
  readonly since: Instant
  /** When it ends by itself; null where it does not. */
  readonly until: Instant | null
  /** Its places; it is in force at those that nobody supersedes. */
  readonly places: readonly StandingPlace[]
}

export interface StandingPlace {
  readonly layer: Layer
  /** The topmost layer of the stack, where that is another request's, or another stage's of the same. */
  readonly supersededBy: Layer | null
}

/** What was merged, not taken back and not let go of, oldest merge first: of each request, or of each stage of one that has stages. */
export function standing(found: InForce): readonly Standing[] {
  const left = [...found.requests.values()]
    .flat()
    .filter(({ removed, letGo }) => removed === null && letGo === null)
  const merges = grouped(left, ({ record }) => record)
  return [...merges]
    .sort(([, [a]], [, [b]]) => (a?.order ?? 0) - (b?.order ?? 0))
    .flatMap(([record, layers]) => {
      const { issue, merge } = record.predicate
      if (merge === null) return []
      const places = layers.map((layer) => ({ layer, supersededBy: topAbove(found, layer) }))
      return [{ issue, record, since: merge.at, until: found.ends.get(issue) ?? null, places }]
    })
}

function topAbove({ files }: InForce, layer: Layer): Layer | null {
  const stacks = files.get(fileKey(layer, layer.file.path))
  if (stacks === undefined) return null
  let top = layer
  for (const list of listsAround(stacks.inForce, wayOf(stacks, layer))) {
    const last = list.at(-1)
    if (last !== undefined && last.order > top.order) top = last
  }
  return top === layer ? null : top
}

/** A place in a file of some target. */
export interface TargetPlace {
  /** Null is the one of the ledger. */
  readonly repository: string | null
  readonly branch: string
  readonly path: string
  readonly place: RecordedPlace
}

/** The stack of a place: the layers in force at it and around it, from bottom to top. */
export function stackAt({ files }: InForce, target: TargetPlace): readonly Layer[] {
  const stacks = files.get(fileKey(target, target.path))
  if (stacks === undefined) return []
  return inOrder(listsAround(stacks.inForce, placeWay(target.place, stacks.lineName)))
}

/**
 * What may be in force at a place: the topmost of its stack, all that stands inside, and what is somewhere in the file and does not say where. What was let
 * go of is among them: nobody owes it, but nobody else has the word there either.
 */
export function layersAt(found: InForce, target: TargetPlace): readonly Layer[] {
  const stacks = found.files.get(fileKey(target, target.path))
  if (stacks === undefined) return []
  const inside = listsInside(stacks.inForce, placeWay(target.place, stacks.lineName))
  const anywhere = listsInside(stacks.inForce, placeWay({ at: [] }, stacks.lineName))
  const untold = inOrder(anywhere).filter(({ named }) => !named)
  return [...new Set([...stackAt(found, target).slice(-1), ...inOrder(inside), ...untold])]
}

/** Layers from bottom to top. */
export function inOrder(lists: Iterable<readonly Layer[]>): readonly Layer[] {
  return [...lists].flat().sort((a, b) => a.order - b.order)
}
