import type { Json } from '../../model/json.js'
import type { PathStep, Place } from '../../model/plan.js'

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
