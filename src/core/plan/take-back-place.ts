import { isList, type Json } from '../../model/json.js'
import type { PathStep, Place } from '../../model/plan.js'
import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import type { SearchedDocument } from '../manifest/choose-document.js'
import type { Edit, NodePath } from '../manifest/edit.js'
import { findPlace } from '../manifest/find-place.js'
import { isMap, mapOf, ownValue, sameData } from '../manifest/json-shapes.js'
import { type Sides, sidesAt, spelledSource } from '../manifest/reading.js'
import { reconcileData } from '../manifest/reconcile-data.js'
import { conflict } from './conflict.js'
import type { NamedPlace } from './places-between.js'
import { positionNow, restoredBeside, restoredIndex } from './restored-order.js'

/** One document before a request, after it, and now. */
export interface ThreeDocuments {
  /** What is to show through: before the request, without requests below it that have been taken back. */
  readonly before: SearchedDocument
  readonly after: SearchedDocument
  readonly now: SearchedDocument
}

/** What takes one place back. */
export interface TakenPlace {
  readonly edits: readonly Edit[]
  readonly place: Place
}

/** Null where the place says already what it is to say. */
export type TakenBackPlace = Result<TakenPlace | null>

/** A value of a document and where it stands. */
export interface Standing extends Sides {
  readonly path: NodePath
}

/** What takes back one place of a document; a conflict for each part of it that somebody changed. */
export function takeBackPlace(documents: ThreeDocuments, place: NamedPlace): TakenBackPlace {
  return place.kind === 'entry' ? takeBackEntry(documents, place.at) : takeBackItem(documents, place)
}

export function standingAt(document: SearchedDocument, at: readonly PathStep[]): Standing | null {
  const found = findPlace(document, at)
  if (!found.ok || found.value.kind !== 'found') return null
  return { path: found.value.path, ...sidesAt(document, found.value.path) }
}

export function same(a: Sides | null, b: Sides | null): boolean {
  return a === null || b === null ? a === b : sameData(a.spelled, b.spelled)
}

function takeBackEntry(documents: ThreeDocuments, at: readonly PathStep[]): TakenBackPlace {
  const before = standingAt(documents.before, at)
  const after = standingAt(documents.after, at)
  const steps = stepsNow(documents, at)
  const now = steps === null ? null : standingAt(documents.now, steps)
  if (steps !== null && same(now, before)) return ok(null)
  if (steps === null || !same(now, after) || (now === null && !hasParent(documents, at, steps)))
    return clashes(documents, at, steps ?? at)
  const place = {
    at: steps,
    ...(now === null ? {} : { old: now.data }),
    ...(before === null ? {} : { new: before.data }),
  }
  if (before === null) return ok({ edits: now === null ? [] : [removal(documents, at, now)], place })
  if (now === null) return ok({ edits: restored(documents, at, steps, before), place })
  const edits = reconcileData(now.path, now.spelled, before.spelled)
  return ok({ edits: edits.map((edit) => inOrder(edit, now, before)), place })
}

/** The way as it goes now: a position follows its item. */
export function stepsNow(documents: ThreeDocuments, at: readonly PathStep[]): readonly PathStep[] | null {
  return followed(documents.after, documents.now, at) ?? followed(documents.before, documents.now, at)
}

function followed(
  from: SearchedDocument,
  to: SearchedDocument,
  at: readonly PathStep[],
): readonly PathStep[] | null {
  const steps: PathStep[] = []
  for (const [index, step] of at.entries()) {
    const [list, now] = [standingAt(from, at.slice(0, index))?.data, standingAt(to, steps)?.data]
    const position =
      typeof step === 'number' && isList(list) && isList(now) ? positionNow(list, now, step) : undefined
    if (position === null) return null
    steps.push(position ?? step)
  }
  return steps
}

function hasParent(
  { after, now }: ThreeDocuments,
  at: readonly PathStep[],
  steps: readonly PathStep[],
): boolean {
  return areAlike(standingAt(after, at.slice(0, -1)), standingAt(now, steps.slice(0, -1)))
}

/** Whether both are maps, or lists, or single values: what is inside of one may be inside of the other. */
export function areAlike(expected: Standing | null, found: Standing | null): boolean {
  if (expected === null || found === null) return false
  return isList(expected.data) === isList(found.data) && isMap(expected.data) === isMap(found.data)
}

/** Where a place was changed: its parts that are, else what is around it. */
function clashes(
  { after, now }: ThreeDocuments,
  at: readonly PathStep[],
  steps: readonly PathStep[],
): { readonly ok: false; readonly problems: readonly [Problem, ...Problem[]] } {
  const { file } = now
  for (let length = 0; length < at.length; length++) {
    const [outer, outerNow] = [at.slice(0, length), steps.slice(0, length)]
    const [expected, found] = [standingAt(after, outer), standingAt(now, outerNow)]
    if (expected === null) break
    if (areAlike(expected, found)) continue
    const sides = {
      expected: expected.data,
      found: found?.data,
      line: now.lineOf(found?.path ?? outerPath(now, outerNow)),
    }
    return fail(conflict(file, outer, sides))
  }
  const unfound = findPlace(now, steps)
  if (!unfound.ok) return unfound
  const [expected, found] = [standingAt(after, at), standingAt(now, steps)]
  const differing = differences(at, expected?.data, found?.data)
  const problems = differing.map((clash) =>
    conflict(file, clash.at, {
      ...clash,
      line: now.lineOf([...(found?.path ?? outerPath(now, steps)), ...clash.inside]),
    }),
  )
  const [first = conflict(file, at), ...more] = problems
  return fail(first, ...more)
}

export function outerPath(document: SearchedDocument, at: readonly PathStep[]): NodePath {
  const found = findPlace(document, at)
  return found.ok ? found.value.path : []
}

interface Difference {
  readonly at: readonly PathStep[]
  /** The way from the place. */
  readonly inside: readonly string[]
  readonly expected: Json | undefined
  readonly found: Json | undefined
}

/** Maps are told apart entry by entry, so that what somebody added is named. */
function differences(
  at: readonly PathStep[],
  expected: Json | undefined,
  found: Json | undefined,
  inside: readonly string[] = [],
): readonly Difference[] {
  if (expected !== undefined && found !== undefined && sameData(expected, found)) return []
  if (!isMap(expected) || !isMap(found)) return [{ at, inside, expected, found }]
  const keys = new Set([...Object.keys(expected), ...Object.keys(found)])
  return [...keys].flatMap((key) =>
    sameEntry(expected, found, key)
      ? []
      : differences([...at, key], ownValue(expected, key), ownValue(found, key), [...inside, key]),
  )
}

function sameEntry(a: Json & object, b: Json & object, key: string): boolean {
  const [one, other] = [isMap(a) ? ownValue(a, key) : undefined, isMap(b) ? ownValue(b, key) : undefined]
  return one === undefined || other === undefined ? one === other : sameData(one, other)
}

/** What the request added goes, and with it the maps it made on the way, where nobody has put anything else into them. */
export function removal({ before, now }: ThreeDocuments, at: readonly PathStep[], standing: Standing): Edit {
  let path = standing.path
  for (let length = at.length - 1; length >= 0; length--) {
    const step = path.at(-1)
    const parent = path.slice(0, -1)
    const around = sidesAt(now, parent)
    const old = standingAt(before, at.slice(0, length))
    if (typeof step === 'number') return { kind: 'delete-item', path: parent, index: step }
    const isLast = isMap(around.data) && Object.keys(around.data).length === 1
    if (!isLast || (old !== null && isMap(old.data))) return deletion(parent, step)
    if (old !== null) return { kind: 'replace', path: parent, value: old.spelled }
    path = parent
  }
  return deletion(path.slice(0, -1), path.at(-1))
}

function deletion(path: NodePath, step: string | number | undefined): Edit {
  return typeof step === 'number'
    ? { kind: 'delete-item', path, index: step }
    : { kind: 'delete-key', path, key: step ?? '' }
}

/** What the request removed comes back where it stood. */
export function restored(
  { before, now }: ThreeDocuments,
  at: readonly PathStep[],
  steps: readonly PathStep[],
  value: Standing,
): readonly Edit[] {
  const [old, found] = [standingAt(before, at.slice(0, -1)), standingAt(now, steps.slice(0, -1))]
  if (old === null || found === null) return []
  const step = value.path.at(-1)
  if (typeof step === 'number' && isList(old.data) && isList(found.data)) {
    const index = restoredIndex(old.data, step, found.data, at.at(-1))
    return [{ kind: 'insert-item', path: found.path, index, value: value.spelled }]
  }
  const key = String(step)
  if (!isMap(found.data) || Object.keys(found.data).length === 0)
    return [{ kind: 'replace', path: found.path, value: mapOf([[key, value.spelled]]) }]
  const beside = restoredBeside(old.data, key, found.data)
  return [{ kind: 'add-key', path: found.path, key, value: value.spelled, ...beside }]
}

/** An entry that comes back inside of a value stands where it stood there. */
export function inOrder(edit: Edit, now: Standing, before: Standing): Edit {
  if (edit.kind !== 'add-key') return edit
  const inside = edit.path.slice(now.path.length)
  const [old, found] = [before, now].map(({ data, spelled }) => sidesAt({ data, spelled }, inside).data)
  const { beside: _, ...plain } = edit
  return { ...plain, ...restoredBeside(old ?? null, edit.key, found ?? null) }
}

/** An item that only its value tells from the others: it goes where it is, and comes back where it stood. */
function takeBackItem(
  documents: ThreeDocuments,
  place: NamedPlace & { readonly kind: 'item' },
): TakenBackPlace {
  const { at, item } = place
  const steps = stepsNow(documents, at) ?? at
  const lists = [
    standingAt(documents.before, at),
    standingAt(documents.after, at),
    standingAt(documents.now, steps),
  ]
  const [before = null, , now = null] = lists
  const [wanted = [], written = [], found = []] = lists.map((list) => hitsOf(list, item))
  const isMade = wanted.length < written.length && resembling(lists, item) !== undefined
  if (found.length === wanted.length && !isMade) return ok(null)
  if (found.length !== written.length || now === null || !isList(now.data))
    return listClash(documents, at, lists, item)
  if (wanted.length === 0) {
    const edits = found.toReversed().map((index): Edit => ({ kind: 'delete-item', path: now.path, index }))
    return ok({ edits, place: { at: [...steps, found[0] ?? 0], old: item } })
  }
  if (found.length > 0 || before === null || !isList(before.data))
    return listClash(documents, at, lists, item)
  const edits: Edit[] = []
  let list: readonly Json[] = now.data
  for (const position of wanted) {
    const index = restoredIndex(before.data, position, list, undefined)
    const value = isList(before.spelled) ? (before.spelled[position] ?? null) : item
    edits.push({ kind: 'insert-item', path: now.path, index, value })
    list = list.toSpliced(index, 0, item)
  }
  const [first] = edits
  const index = first?.kind === 'insert-item' ? first.index : 0
  return ok({ edits, place: { at: [...steps, index], new: item } })
}

export function hitsOf(list: Standing | null, item: Json): readonly number[] {
  if (list === null || !isList(list.data)) return []
  const { data } = list
  return [...data.keys()].filter((index) => sameData(data[index] ?? null, item))
}

/**
 * What somebody has made of an added item: one that stood in the list neither before nor after the request, and shares at least half of the
 * entries. Of single values nobody can tell that.
 */
export function resembling([before, after, now]: readonly (Standing | null)[], item: Json): Json | undefined {
  if (now == null || !isList(now.data) || !isMap(item) || spelledSource(item) !== null) return undefined
  const entries = Object.entries(item)
  const isKnown = (each: Json) => [before, after].some((list) => hitsOf(list ?? null, each).length > 0)
  return now.data.find((each) => {
    if (!isMap(each)) return false
    const shared = entries.filter(([key, value]) => sameData(ownValue(each, key) ?? null, value))
    return shared.length > 0 && shared.length * 2 >= entries.length && !isKnown(each)
  })
}

function listClash(
  { now: document }: ThreeDocuments,
  at: readonly PathStep[],
  lists: readonly (Standing | null)[],
  item: Json,
): TakenBackPlace {
  const [, after = null, now = null] = lists
  const other = resembling(lists, item)
  const sides =
    other === undefined ? { expected: after?.data, found: now?.data } : { expected: item, found: other }
  return fail(
    conflict(document.file, at, { ...sides, line: now === null ? null : document.lineOf(now.path) }),
  )
}
