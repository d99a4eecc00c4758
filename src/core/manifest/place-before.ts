import type { Edit, NodePath } from './edit.js'

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
