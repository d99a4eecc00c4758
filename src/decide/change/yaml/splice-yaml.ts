import { isSeq, parseAllDocuments } from 'yaml'
import { ok, type Result } from '../../../model/problem.js'
import type { Edit } from '../edit.js'
import { detectLayout } from './detect-layout.js'
import { applySplices, type SplicePlan } from './splice.js'
import { type EditedDocument, spliceEdit } from './splice-edit.js'
import { majorityLineEnd } from './text-lines.js'

/** An edit of one document of a stream, the first being 0. */
export interface DocumentEdit {
  readonly document: number
  readonly edit: Edit
}

/**
 * The text with all edits spliced in, in order. Edits that do not meet share one parse; one that needs the result of an earlier
 * one waits for the next. The result is not proven yet.
 * @param text without a byte order mark; js-yaml has accepted it, which bounds its depth.
 */
export function spliceYaml(text: string, edits: readonly DocumentEdit[]): Result<string> {
  let current = text
  let waiting = edits
  while (waiting.length > 0) {
    const batch = nextBatch(current, waiting)
    if (!batch.ok) return batch
    current = applySplices(
      current,
      batch.value.flatMap((plan) => plan.splices),
    )
    waiting = waiting.slice(batch.value.length)
  }
  return ok(current)
}

/** The longest run of edits that can be located in one parse of the same text. */
function nextBatch(text: string, edits: readonly DocumentEdit[]): Result<readonly SplicePlan[]> {
  const documents = editedDocuments(text)
  const batch: SplicePlan[] = []
  for (const { document, edit } of edits) {
    const edited = documents[document]
    if (edited === undefined) throw new Error(`the text has no document ${document}`)
    const plan = spliceEdit(edited, edit)
    if (!plan.ok) return batch.length === 0 ? plan : ok(batch)
    if (batch.some((earlier) => meet(earlier, plan.value))) return ok(batch)
    batch.push(plan.value)
  }
  return ok(batch)
}

function editedDocuments(text: string): readonly EditedDocument[] {
  // Keys are compared where an edit meets them: `uniqueKeys` would make parsing quadratic.
  const parsed = parseAllDocuments(text, { keepSourceTokens: true, uniqueKeys: false, logLevel: 'silent' })
  if (!Array.isArray(parsed)) return []
  const eol = majorityLineEnd(text)
  return parsed.map((document) => ({ document, text, eol, layout: detectLayout(document, text) }))
}

function meet(earlier: SplicePlan, later: SplicePlan): boolean {
  const shared = earlier.container !== null && earlier.container === later.container
  if (shared) return !(earlier.isAppend && later.isAppend && isBehind(later.position, earlier.position))
  // Positions in a list shift when one before them comes or goes.
  const shifts = isSeq(earlier.container) && !earlier.isAppend
  if (shifts && [...later.ancestors, later.container].includes(earlier.container)) return true
  return earlier.splices.some((a) => later.splices.some((b) => a.start <= b.end && b.start <= a.end))
}

/** Keys are added in order; an item that goes before one added in the same parse cannot be located in it. */
function isBehind(later: number | null, earlier: number | null): boolean {
  return later === null || earlier === null || later > earlier
}
