import type { Beside } from '../../model/change.js'
import { ok, type Result } from '../../model/problem.js'
import type { ExpressionContext } from '../expression/context.js'
import { evaluateText } from '../expression/evaluate-text.js'

/** The neighbour of a new entry with its expression evaluated; nothing where none is named. A key that is not there is no problem. */
export function resolveBeside(
  beside: Beside | undefined,
  context: ExpressionContext,
): Result<{ readonly beside?: Beside }> {
  if (beside === undefined) return ok({})
  const [name, text] = 'before' in beside ? ['before', beside.before] : ['after', beside.after]
  const key = evaluateText(text, context, { code: 'expression/empty', key: name })
  if (!key.ok) return key
  return ok({ beside: 'before' in beside ? { before: key.value } : { after: key.value } })
}
