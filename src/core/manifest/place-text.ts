import type { Json } from '../../model/json.js'
import type { PathStep, Place } from '../../model/plan.js'
import type { Edit, NodePath } from './edit.js'

/**
 * The way to a place as people say it, the same everywhere: `images › registry.example/shop › digest`. An item of a list is named by what
 * tells it from the others. Empty for the whole document.
 */
export function placeText(at: readonly PathStep[]): string {
  return at.map(stepText).join(' › ')
}

/** The same for a place that changes. An item that comes or goes is named by what it is: its position says nothing to whoever reads it. */
export function placeName({ at, old, new: written }: Pick<Place, 'at' | 'old' | 'new'>): string {
  const only = old === undefined ? written : written === undefined ? old : undefined
  const isItem = typeof at.at(-1) === 'number' && isWord(only)
  return placeText(isItem ? [...at.slice(0, -1), only] : at)
}

function isWord(value: Json | undefined): value is string | number {
  return typeof value === 'string' || typeof value === 'number'
}

/** One step of it: `app`; with more than one value, `kind Deployment, name app`; a line of a text file as it is. */
export function stepText(step: PathStep): string {
  if (typeof step !== 'object') return word(step)
  const entries = Object.entries(step)
  const [only] = entries
  if (only !== undefined && entries.length === 1) return word(only[1])
  return entries.map(([key, value]) => `${key} ${word(value)}`).join(', ')
}

/** A name that could not be seen, or that looks like the way itself, stands in quotes. */
function word(value: string | number | boolean): string {
  const text = String(value)
  return text.trim() !== text || text === '' || text.includes('›') ? JSON.stringify(text) : text
}

/** Where a place was before some edits of its document. */
export interface EarlierPlace {
  /** The place, or the nearest one around it where an edit has made it. */
  readonly path: NodePath
  readonly isNew: boolean
}

/** Where a place of an edited document stands in the document as it was: items of a list move when others come and go. */
export function placeBefore(path: NodePath, edits: readonly Edit[]): EarlierPlace {
  let place: EarlierPlace = { path, isNew: false }
  for (const edit of edits.toReversed()) {
    const made = beforeEdit(place.path, edit)
    place = { path: made.path, isNew: place.isNew || made.isNew }
  }
  return place
}

function beforeEdit(path: NodePath, edit: Edit): EarlierPlace {
  const inside = path.length > edit.path.length && edit.path.every((step, index) => step === path[index])
  if (!inside) return { path, isNew: false }
  const around = { path: edit.path, isNew: true }
  const at = edit.path.length
  const step = path[at]
  switch (edit.kind) {
    case 'replace':
      return around
    case 'add-key':
      return step === edit.key ? around : { path, isNew: false }
    case 'insert-item':
      if (step === edit.index) return around
      return { path: moved(path, at, edit.index, -1), isNew: false }
    case 'delete-item':
      return { path: moved(path, at, edit.index, 1), isNew: false }
    case 'delete-key':
      return { path, isNew: false }
  }
}

function moved(path: NodePath, at: number, from: number, by: 1 | -1): NodePath {
  const step = path[at]
  return typeof step === 'number' && step >= from ? path.with(at, step + by) : path
}

/**
 * The way to a place, one text for each: a JSON Pointer, with matchers in JSON, as in `/spec/containers/{"name":"app"}/image`; people read
 * `placeText`. Empty for the whole document. Source of the escapes: RFC 6901.
 */
export function pointerText(at: readonly PathStep[]): string {
  return at
    .map((step) => `/${typeof step === 'object' ? JSON.stringify(step) : escaped(String(step))}`)
    .join('')
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}
