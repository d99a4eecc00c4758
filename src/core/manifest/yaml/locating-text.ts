import { YAMLException } from 'js-yaml'
import { type Document, parseAllDocuments } from 'yaml'
import type { SplicePlan } from '../splice.js'
import { parseLenient, unindented, withoutIndentation } from './parse-lenient.js'

/** A text as the parser that locates has it. */
export interface LocatingText {
  readonly documents: readonly Document.Parsed[]
  /** What the offsets of the documents count in: the text, with lines indented that this parser would not take for a part of brackets or quotes. */
  readonly source: string
  /** Where these lines begin in the text itself. */
  readonly indented: readonly number[]
}

/** In levels; the text was read before, which bounds its depth. */
const depthMax = 100

/**
 * Parses a text to find places in it. The lines of source and text are the same.
 * @param text what js-yaml has accepted, which bounds its depth, or that with some edits in it.
 */
export function locatingText(text: string): LocatingText {
  const documents = parsed(text)
  const asItIs = { documents, source: text, indented: [] }
  if (documents.every(({ errors }) => errors.length === 0)) return asItIs
  const lenient = indentedText(text)
  return lenient === null ? asItIs : { ...lenient, documents: parsed(lenient.source) }
}

/** Null where nothing has to be indented, or nothing can be: whatever is located there has to be proven. */
function indentedText(text: string): Omit<LocatingText, 'documents'> | null {
  try {
    const { source, indented } = parseLenient(text, depthMax)
    return indented.length === 0 ? null : { source, indented }
  } catch (error) {
    if (error instanceof YAMLException) return null
    throw error
  }
}

/** The documents of a text that is only located in as it is. */
export function parsed(text: string): readonly Document.Parsed[] {
  // Keys are compared where an edit meets them: `uniqueKeys` would make parsing quadratic.
  const documents = parseAllDocuments(text, { keepSourceTokens: true, uniqueKeys: false, logLevel: 'silent' })
  return Array.isArray(documents) ? documents : []
}

/** A plan of splices in the source as one in the text itself. */
export function inText(plan: SplicePlan, { indented }: LocatingText): SplicePlan {
  const back = (offset: number): number => unindented(offset, indented)
  return {
    ...plan,
    splices: plan.splices.map(({ start, end, text }) => ({
      start: back(start),
      end: back(end),
      text: withoutIndentation(text),
    })),
    lines: { start: back(plan.lines.start), end: back(plan.lines.end) },
  }
}
