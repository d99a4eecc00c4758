import type { PlannedEmergency } from '../../model/plan.js'
import { fail, ok, type Result } from '../../model/problem.js'
import type { Emergency, RequestType } from '../../model/request-type.js'
import type { ExpressionContext } from '../expression/context.js'
import { evaluateExpression } from '../expression/evaluate-expression.js'
import { principalText } from './principal.js'

/**
 * Whether a request is an emergency, and which review it gets; null where it is none. The condition must come out as true or false: anything else is a
 * mistake in the request type, and nobody can approve until it is mended.
 */
export function emergencyOf(
  { emergency, path }: RequestType,
  context: ExpressionContext,
): Result<PlannedEmergency | null> {
  if (emergency === undefined) return ok(null)
  const { when } = emergency
  const result = evaluateExpression(when, context)
  if (!result.ok) return result
  if (typeof result.value === 'boolean') return ok(result.value ? promised(emergency) : null)
  return fail({
    code: 'approval/when-not-boolean',
    file: path,
    what: `The condition of emergency (${when}) is neither true nor false for this request.`,
    fix: `A maintainer has to write the condition in ${path} as a comparison, as in request.severity == 'outage'.`,
  })
}

function promised({ review: { within, from, count } }: Emergency): PlannedEmergency {
  return { review: { within, from: from.map(principalText), count } }
}

/** The type with the rules that approve its emergencies, and no others. */
export function byEmergencyRules(type: RequestType): RequestType {
  const { emergency } = type
  return emergency === undefined ? type : { ...type, ...emergency.approval }
}

/**
 * The same with everybody who approves any other request, because they may stop this one as well; which rules apply is told apart from it. It waits for no
 * window, and for everything else like any other.
 */
export function inEmergency({ windows: _, ...type }: RequestType): RequestType {
  const { approval, policy } = byEmergencyRules(type)
  return { ...type, approval: [...approval, ...type.approval], policy }
}
