import type { Json } from '../../model/json.js'
import type { Problem } from '../../model/problem.js'
import type { NodePath } from '../manifest/edit.js'
import { placeText } from '../manifest/place-text.js'
import { onLine } from '../manifest/searched-document.js'

/** In characters of a value that a problem quotes. */
const quoteLengthMax = 80

/** What the plan had written at a place and what is there now; undefined where there is nothing. */
export interface Clash {
  readonly expected: Json | undefined
  readonly found: Json | undefined
  /** Where it stands now, as far as that can be told. */
  readonly line?: number | null
}

/** What is said where somebody changed a place after a plan had written it; the whole file without steps and without data. */
export function conflict(file: string, at: NodePath, clash?: Clash): Problem {
  const place = at.length === 0 ? file : `${placeText(at)} in ${file}`
  const sides =
    clash === undefined ? '' : `; expected is ${quoted(clash.expected)}, found is ${quoted(clash.found)}`
  return {
    code: 'change/conflict',
    file,
    ...onLine(clash?.line),
    what: `Somebody changed ${place} after the request had written it, so undoing the request would undo that too${sides}.`,
    fix: 'Decide by hand what the place should be, and change it in a pull request.',
  }
}

function quoted(side: Json | undefined): string {
  if (side === undefined) return 'nothing'
  const text = JSON.stringify(side)
  return text.length > quoteLengthMax ? `${text.slice(0, quoteLengthMax)}…` : text
}
