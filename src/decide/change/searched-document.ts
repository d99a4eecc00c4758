import type { Json } from '../../model/json.js'
import type { PathStep } from '../../model/plan.js'
import type { Problem } from '../../model/problem.js'
import type { NodePath } from './edit.js'
import { lineOfPlace } from './line-of-place.js'
import { placeText } from './place-text.js'
import { pointerText } from './pointer-text.js'
import type { Sides } from './reading.js'

/** A document in which places are looked for, and where they stand in its file. */
export interface SearchedDocument extends Sides {
  readonly file: string
  /** The line of the file on which a place begins, counted from 1; null where that cannot be told. */
  readonly lineOf: (path: NodePath) => number | null
}

/** A document as its file has it. Lines are only looked for where something is wrong: that reads the file once more. */
export function documentOf(text: string, file: string, index: number, sides: Sides): SearchedDocument {
  return { file, ...sides, lineOf: (path) => lineOfPlace(text, file, index, pointerText(path)) }
}

/** The same document after a change, which may have moved its lines. */
export function changedDocument(file: string, sides: Sides): SearchedDocument {
  return { file, ...sides, lineOf: () => null }
}

/** A place as a problem names it: `images › registry.example/shop`, or the document. */
export function named(steps: readonly PathStep[]): string {
  return steps.length === 0 ? 'the document' : `“${placeText(steps)}”`
}

/** Where a problem is: the file, and the line where it can be told. */
export function at({ file, lineOf }: SearchedDocument, path: NodePath): Pick<Problem, 'file' | 'line'> {
  const line = lineOf(path)
  return line === null ? { file } : { file, line }
}

/** In characters of a value that a problem quotes. */
const quoteLengthMax = 80

/** A value as a problem quotes it. */
export function quoted(value: Json): string {
  const text = JSON.stringify(value)
  return text.length > quoteLengthMax ? `${text.slice(0, quoteLengthMax)}…` : text
}
