import { isList, type Json } from '../../model/json.js'
import type { PathStep } from '../../model/plan.js'
import { fail, ok } from '../../model/problem.js'
import type { SearchedDocument } from '../manifest/choose-document.js'
import type { Edit } from '../manifest/edit.js'
import { findPlace } from '../manifest/find-place.js'
import { isMap, mapOf } from '../manifest/json-shapes.js'
import type { Sides } from '../manifest/reading.js'
import { reconcileData } from '../manifest/reconcile-data.js'
import { restoreConflict } from './conflict.js'
import type { NamedPlace } from './places-between.js'
import { restoredBeside, restoredIndex } from './restored-order.js'
import {
  areAlike,
  hitsOf,
  inOrder,
  outerPath,
  removal,
  resembling,
  restored,
  type Standing,
  same,
  standingAt,
  stepsNow,
  type TakenBackPlace,
  type ThreeDocuments,
} from './take-back-place.js'

/**
 * What puts one place of a document back as it is to show, whatever stands there now. Maps that were around it are made again where they are gone;
 * a list item that was is not, for nobody can tell what else was in it.
 */
export function restorePlace(documents: ThreeDocuments, place: NamedPlace): TakenBackPlace {
  return place.kind === 'entry' ? restoreEntry(documents, place.at) : restoreItem(documents, place)
}

function restoreEntry(documents: ThreeDocuments, at: readonly PathStep[]): TakenBackPlace {
  const wanted = standingAt(documents.before, at)
  const steps = stepsNow(documents, at)
  if (steps === null) return aroundChanged(documents, at, at)
  const found = findPlace(documents.now, steps)
  // Of several items that fit nobody can tell which one is meant; what has another shape by now does not hold it.
  if (!found.ok && !hasOtherShape(documents.now, steps)) return found
  const now = standingAt(documents.now, steps)
  if (same(now, wanted)) return ok(null)
  const place = {
    at: steps,
    ...(now === null ? {} : { old: now.data }),
    ...(wanted === null ? {} : { new: wanted.data }),
  }
  if (wanted === null) return ok({ edits: now === null ? [] : [removal(documents, at, now)], place })
  if (now !== null) {
    const edits = reconcileData(now.path, now.spelled, wanted.spelled)
    return ok({ edits: edits.map((edit) => inOrder(edit, now, wanted)), place })
  }
  const edits = madeAgain(documents, { at, steps, wanted })
  return edits === null ? aroundChanged(documents, at, steps) : ok({ edits, place })
}

/** Whether the way ends at a value that cannot hold what is inside: a list where a key is looked for, or no list where an item is. */
function hasOtherShape(now: SearchedDocument, steps: readonly PathStep[]): boolean {
  const length = heldUpTo(now, steps)
  const around = standingAt(now, steps.slice(0, length))
  const needsList = typeof steps[length] !== 'string'
  return around !== null && (needsList ? !isList(around.data) : !isMap(around.data))
}

/** How many steps of a way lead somewhere. */
function heldUpTo(now: SearchedDocument, steps: readonly PathStep[]): number {
  return steps.findLastIndex((_, end) => standingAt(now, steps.slice(0, end)) !== null)
}

interface Gone {
  readonly at: readonly PathStep[]
  readonly steps: readonly PathStep[]
  readonly wanted: Standing
}

/** Writes what is gone, and the maps that were around it; null where something else is in their place. */
function madeAgain(documents: ThreeDocuments, { at, steps, wanted }: Gone): readonly Edit[] | null {
  const length = heldUpTo(documents.now, steps)
  const around = standingAt(documents.now, steps.slice(0, length))
  const [first, ...inside] = steps.slice(length)
  if (around === null || first === undefined) return null
  if (inside.length === 0) {
    const isThere = isList(around.data) || isMap(around.data) || typeof first === 'string'
    if (isThere && areAlikeOrEmpty(documents, at, around)) return restored(documents, at, steps, wanted)
  }
  const value = nested(inside, wanted.spelled)
  if (value === null) return null
  // A list that is gone has the item alone again.
  if (typeof first !== 'string') return around.data === null ? replaced(around, [value]) : null
  if (around.data === null || (isMap(around.data) && Object.keys(around.data).length === 0))
    return replaced(around, mapOf([[first, value]]))
  if (!isMap(around.data)) return null
  const old = standingAt(documents.before, at.slice(0, length))
  const beside = old === null ? {} : restoredBeside(old.data, first, around.data)
  return [{ kind: 'add-key', path: around.path, key: first, value, ...beside }]
}

function areAlikeOrEmpty({ before }: ThreeDocuments, at: readonly PathStep[], around: Standing): boolean {
  const was = standingAt(before, at.slice(0, -1))
  return areAlike(was, around) || (around.data === null && was !== null && isMap(was.data))
}

function replaced({ path }: Standing, value: Json): readonly Edit[] {
  return [{ kind: 'replace', path, value }]
}

/** A value inside of the maps that lead to it, and of the list whose item it is; null where the way leads through an item. */
function nested(steps: readonly PathStep[], value: Json): Json | null {
  const [first, ...inside] = steps
  if (first === undefined) return value
  if (typeof first !== 'string') return inside.length === 0 ? [value] : null
  const inner = nested(inside, value)
  return inner === null ? null : mapOf([[first, inner]])
}

/** Where nothing can be put back any more: the outermost part of the way that is another thing than it was. */
function aroundChanged(
  { before, now }: ThreeDocuments,
  at: readonly PathStep[],
  steps: readonly PathStep[],
): TakenBackPlace {
  for (let length = 0; length < at.length; length++) {
    const [expected, found] = [
      standingAt(before, at.slice(0, length)),
      standingAt(now, steps.slice(0, length)),
    ]
    if (expected === null || areAlike(expected, found)) continue
    const line = now.lineOf(found?.path ?? outerPath(now, steps.slice(0, length)))
    return fail(
      restoreConflict(now.file, at.slice(0, length), {
        expected: expected.data,
        found: found?.data,
        line,
      }),
    )
  }
  const sides = { expected: standingAt(before, at)?.data, found: standingAt(now, steps)?.data }
  return fail(restoreConflict(now.file, at, { ...sides, line: now.lineOf(outerPath(now, steps)) }))
}

/** An item that only its value tells from the others. What somebody has made of it is not told from what they have added. */
function restoreItem(
  documents: ThreeDocuments,
  { at, item }: NamedPlace & { readonly kind: 'item' },
): TakenBackPlace {
  const steps = stepsNow(documents, at) ?? at
  const [wanted, now] = [standingAt(documents.before, at), standingAt(documents.now, steps)]
  const [meant, found] = [hitsOf(wanted, item), hitsOf(now, item)]
  if (meant.length === 0) {
    const edits = found
      .toReversed()
      .map((index): Edit => ({ kind: 'delete-item', path: now?.path ?? [], index }))
    return ok(found.length === 0 ? null : { edits, place: { at: [...steps, found[0] ?? 0], old: item } })
  }
  if (found.length > 0) return ok(null)
  const [position = 0] = meant
  const spelled = itemAt(wanted, position) ?? item
  if (now === null || now.data === null) {
    const list: Sides = { data: [item], spelled: [spelled] }
    const gone = { at, steps, wanted: { path: wanted?.path ?? [], ...list } }
    const edits = now === null ? madeAgain(documents, gone) : replaced(now, [spelled])
    return edits === null
      ? aroundChanged(documents, at, steps)
      : ok({ edits, place: { at: [...steps, 0], new: item } })
  }
  if (!isList(now.data) || wanted === null || !isList(wanted.data))
    return aroundChanged(documents, [...at, 0], [...steps, 0])
  const other = resembling([wanted, wanted, now], item)
  if (other !== undefined) {
    const line = documents.now.lineOf(now.path)
    return fail(restoreConflict(documents.now.file, at, { expected: item, found: other, line }))
  }
  const index = restoredIndex(wanted.data, position, now.data, undefined)
  return ok({
    edits: [{ kind: 'insert-item', path: now.path, index, value: spelled }],
    place: { at: [...steps, index], new: item },
  })
}

function itemAt(list: Standing | null, position: number): Json | undefined {
  return list !== null && isList(list.spelled) ? list.spelled[position] : undefined
}
