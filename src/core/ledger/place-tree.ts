import type { RecordedPlace } from '../../model/record.js'
import type { LineName } from './line-names.js'

/** What is kept of the places of one file, so that whatever stands at, around or inside a place is found without looking at the others. */
export interface PlaceTree<T> {
  /** By the document, oldest first. */
  readonly here: Map<string, T[]>
  readonly below: Map<string, PlaceTree<T>>
}

/** The way to a place: the name of its document, empty where the file had only one, and of each step. */
export interface PlaceWay {
  readonly document: string
  readonly steps: readonly string[]
}

export function emptyTree<T>(): PlaceTree<T> {
  return { here: new Map(), below: new Map() }
}

/** By names alone. An item that nothing else tells from others is a step of its own, so that its list encloses it. */
export function placeWay({ document, at, item }: RecordedPlace, lineName: LineName): PlaceWay {
  const line = lineName(at)
  const steps = line === null ? at.map(stepName) : [line]
  return { document: documentName(document), steps: item === undefined ? steps : [...steps, `item ${item}`] }
}

function documentName(document: RecordedPlace['document']): string {
  if (document === undefined) return ''
  return typeof document === 'number' ? String(document) : JSON.stringify([document.kind, document.name])
}

/** A number may be the name of an entry of a map, as the text of its digits may. */
function stepName(step: RecordedPlace['at'][number]): string {
  if (typeof step !== 'object') return `entry ${step}`
  const entries = Object.entries(step).sort(([a], [b]) => (a < b ? -1 : 1))
  return `item with ${JSON.stringify(entries)}`
}

export function plant<T>(tree: PlaceTree<T>, { document, steps }: PlaceWay, value: T): void {
  let at = tree
  for (const step of steps) {
    const next = at.below.get(step) ?? emptyTree()
    at.below.set(step, next)
    at = next
  }
  const found = at.here.get(document)
  if (found === undefined) at.here.set(document, [value])
  else found.push(value)
}

/** What stands at the place itself and at those that enclose it, a list for each of them, the outermost first. */
export function* listsAround<T>(tree: PlaceTree<T>, { document, steps }: PlaceWay): Generator<readonly T[]> {
  yield* inDocument(tree, document)
  let at = tree
  for (const step of steps) {
    const next = at.below.get(step)
    if (next === undefined) return
    at = next
    yield* inDocument(at, document)
  }
}

/** What stands inside the place, without the place itself; a list for each place there, none before one that encloses it. */
export function* listsInside<T>(tree: PlaceTree<T>, { document, steps }: PlaceWay): Generator<readonly T[]> {
  let at = tree
  for (const step of steps) {
    const next = at.below.get(step)
    if (next === undefined) return
    at = next
  }
  const open = [at]
  for (const parent of open) {
    for (const child of parent.below.values()) {
      yield* inDocument(child, document)
      open.push(child)
    }
  }
}

/** Whatever names no document may be in any: it was the only one of the file then. */
function* inDocument<T>({ here }: PlaceTree<T>, document: string): Generator<readonly T[]> {
  if (document === '') {
    yield* here.values()
    return
  }
  for (const name of ['', document]) {
    const found = here.get(name)
    if (found !== undefined) yield found
  }
}
