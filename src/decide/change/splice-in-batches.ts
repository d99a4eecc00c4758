import { fail, ok, type Result } from '../../model/problem.js'
import type { Edit } from './edit.js'
import { keepsOtherLines } from './keeps-other-lines.js'
import { applySplices, type SplicePlan } from './splice.js'

/** An edit of one document of a stream, the first being 0. */
export interface DocumentEdit {
  readonly document: number
  readonly edit: Edit
}

/**
 * The text with all edits spliced in, in order. Edits that do not meet share one parse; one that needs the result of an earlier
 * one waits for the next. After each round every line outside the places has to be as it was; the data is not proven yet.
 * @param parse reads a text once, and plans edits in it.
 */
export function spliceInBatches(
  text: string,
  edits: readonly DocumentEdit[],
  parse: (text: string) => (edit: DocumentEdit) => Result<SplicePlan>,
): Result<string> {
  let current = text
  let waiting = edits
  while (waiting.length > 0) {
    const batch = nextBatch(waiting, parse(current))
    if (!batch.ok) return batch
    const splices = batch.value.flatMap((plan) => plan.splices)
    const next = applySplices(current, splices)
    const lines = batch.value.map((plan) => plan.lines)
    if (!keepsOtherLines(current, next, splices, lines)) return otherLines()
    current = next
    waiting = waiting.slice(batch.value.length)
  }
  return ok(current)
}

/** The longest run of edits that can be located in one parse of the same text. */
function nextBatch(
  edits: readonly DocumentEdit[],
  planIn: (edit: DocumentEdit) => Result<SplicePlan>,
): Result<readonly SplicePlan[]> {
  const batch: SplicePlan[] = []
  for (const edit of edits) {
    const plan = planIn(edit)
    if (!plan.ok) return batch.length === 0 ? plan : ok(batch)
    if (batch.some((earlier) => meet(earlier, plan.value))) return ok(batch)
    batch.push(plan.value)
  }
  return ok(batch)
}

function meet(earlier: SplicePlan, later: SplicePlan): boolean {
  const shared = earlier.container !== null && earlier.container === later.container
  if (shared) return !(earlier.isAppend && later.isAppend && isBehind(later.position, earlier.position))
  // Positions in a list shift when one before them comes or goes.
  const shifts = earlier.container !== null && earlier.isList && !earlier.isAppend
  if (shifts && [...later.ancestors, later.container].includes(earlier.container)) return true
  return earlier.splices.some((a) => later.splices.some((b) => a.start <= b.end && b.start <= a.end))
}

/** Keys are added in order; an item that goes before one added in the same parse cannot be located in it. */
function isBehind(later: number | null, earlier: number | null): boolean {
  return later === null || earlier === null || later > earlier
}

function otherLines() {
  return fail({
    code: 'change/other-lines',
    what: 'The change would touch lines outside the place it is meant for, so it is not made.',
    fix: 'Write the part of the file that is to change out plainly, one entry per line, or change it by hand.',
  })
}
