import type { IssueNumber } from '../../model/ids.js'
import type { FinalRecord, RecordedPlace } from '../../model/record.js'
import { type FileStacks, fileKey, type InForce, inOrder, type Layer, wayOf } from './in-force.js'
import { listsAround, listsInside } from './place-tree.js'

/** How a request stands at one of its places, for whoever would take it back. */
export interface Footing {
  readonly layer: Layer
  /**
   * What others wrote there or around it since and is in force, from bottom to top; the last one supersedes it. Empty where it is on top itself. A later stage
   * of the same request is another. Of a place that was let go of it is the layer itself: what stands there is nobody's, and stays as it is.
   */
  readonly above: readonly Layer[]
  /** What others wrote inside the place since and is in force: it rests on this layer. */
  readonly resting: readonly Layer[]
  /**
   * What shows through once the layer is gone: at the place itself, and then, from the outside in, at places inside it where something else shows. Written
   * in this order, it leaves what the topmost requests in force wrote, else what stood there before the first. Empty where the layer is superseded: then
   * nothing is to be written.
   */
  readonly shows: readonly Shown[]
}

/** What a place says once a layer is gone: what the file of another layer, or of itself, says there in one of its blobs. */
export interface Shown {
  readonly place: RecordedPlace
  /** As in a layer. */
  readonly named: boolean
  readonly of: Layer
  /** `after`: `of` is still in force, and wrote it. `before`: nobody in force wrote it, and the merge of `of` was the first to find it. */
  readonly side: 'before' | 'after'
}

/**
 * How a request stands at each of its places; nothing where it was never merged or is taken back.
 * @param merges those of the request that are meant, where not all are: of stages that write the same place, one lies above the other.
 */
export function footings(
  { requests, files }: InForce,
  issue: IssueNumber,
  merges?: readonly FinalRecord[],
): readonly Footing[] {
  const meant = merges?.map(({ predicate }) => predicate.sequence)
  return (requests.get(issue) ?? []).flatMap((layer) => {
    const stacks = files.get(fileKey(layer, layer.file.path))
    const isMeant = meant === undefined || meant.includes(layer.record.predicate.sequence)
    return stacks === undefined || layer.removed !== null || !isMeant ? [] : [footing(stacks, layer)]
  })
}

function footing(stacks: FileStacks, layer: Layer): Footing {
  if (layer.letGo !== null) return { layer, above: [layer], resting: [], shows: [] }
  const way = wayOf(stacks, layer)
  const above = inOrder(listsAround(stacks.inForce, way)).filter((other) => isLater(other, layer))
  const [next] = above
  const resting = inOrder(listsInside(stacks.inForce, way)).filter(
    (other) => isLater(other, layer) && (next === undefined || other.order < next.order),
  )
  return { layer, above, resting, shows: above.length === 0 ? shownBelow(stacks, layer) : [] }
}

function isLater(other: Layer, layer: Layer): boolean {
  return other.order > layer.order
}

/** What shows through at a place of a layer that nobody supersedes, and at the places inside it that others wrote. */
function shownBelow(stacks: FileStacks, layer: Layer): readonly Shown[] {
  const shown = shownAt(stacks, layer, layer)
  const inside: Shown[] = []
  for (const [other] of listsInside(stacks.all, wayOf(stacks, layer)))
    if (other !== undefined) inside.push(shownAt(stacks, layer, other))
  return [shown, ...inside.filter(({ of }) => of !== shown.of)]
}

/**
 * What shows below a layer at a place of it or inside. What was taken back while something stood on it is still in the blob that the layer above found; so
 * the way down leads through every layer that stood there then, to the first that is still in force or that found nothing of anybody's. What was let go
 * of has shown nothing of its own since: what shows is what the layer above it found.
 */
function shownAt(stacks: FileStacks, layer: Layer, at: Layer): Shown {
  const { place, named } = at
  let top = layer
  for (const below of inOrder(listsAround(stacks.all, wayOf(stacks, at))).toReversed()) {
    if (!isLater(top, below)) continue
    if (below.letGo !== null) break
    if (below.removed === null) return { place, named, of: below, side: 'after' }
    if (below.removed.order > top.order) top = below
  }
  return { place, named, of: top, side: 'before' }
}
