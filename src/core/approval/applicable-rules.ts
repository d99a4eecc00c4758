import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import type { ApprovalRule, RequestType } from '../../model/request-type.js'
import type { ExpressionContext } from '../expression/context.js'
import { type Evaluated, evaluateExpression } from '../expression/evaluate-expression.js'
import type { Unmet } from '../expression/meet-nothing.js'

/**
 * The approval rules whose `when` holds for a request, in the order of the file. A `when` must come out as true or false:
 * anything else is a mistake in the request type, and nobody can approve until it is mended. Where a rule approves by itself nobody looks
 * again, so there an empty field may only be asked whether it is empty: no size is not a small size.
 */
export function applicableRules(
  type: RequestType,
  context: ExpressionContext,
): Result<readonly ApprovalRule[]> {
  const applicable: ApprovalRule[] = []
  const problems: Problem[] = []
  for (const rule of type.approval) {
    if (rule.when === null) {
      applicable.push(rule)
      continue
    }
    const manner = rule.needs.kind === 'automatic' ? 'unwatched' : 'question'
    const result = evaluateExpression(rule.when, context, manner)
    if (!result.ok) problems.push(...undecided(type, rule.number, result, { context, when: rule.when }))
    else if (typeof result.value !== 'boolean') problems.push(notBoolean(type, rule.number, rule.when))
    else if (result.value) applicable.push(rule)
  }
  if (problems.length === 0 && applicable.length === 0) problems.push(noRule(type))
  const [first, ...more] = problems
  return first === undefined ? ok(applicable) : fail(first, ...more)
}

/** The file the approval rules of a request type stand in. */
export function rulesFile({ path, policy }: RequestType): string {
  return policy?.path ?? path
}

interface Condition {
  readonly when: string
  readonly context: ExpressionContext
}

/** Why a condition is neither true nor false: where it meets nothing, that says more than the expression's own problem. */
function undecided(
  type: RequestType,
  number: number,
  { problems, unmet }: Evaluated & { readonly ok: false },
  condition: Condition,
): readonly Problem[] {
  return unmet === null ? problems : [unmetRule(type, number, unmet, condition)]
}

function unmetRule(
  type: RequestType,
  number: number,
  { field, kind }: Unmet,
  { context: { labels }, when }: Condition,
): Problem {
  const label = field === null ? null : (labels?.get(field) ?? field)
  const place = { file: rulesFile(type), ...(field === null ? {} : { field }) }
  const rule = `Approval rule ${number} approves without a person where ${when}`
  if (kind === 'unfit') {
    return {
      code: 'approval/when-unfit',
      ...place,
      what: `${rule}, and that uses ${label === null ? 'a value' : `“${label}”`} as something it is not, such as a text as a number.`,
      fix: `A maintainer has to declare under fields in ${type.path} what the field holds, as in type: integer, or to compare it as what it is in ${rulesFile(type)}.`,
    }
  }
  const name = field === null ? 'request.cpu' : `request.${field}`
  return {
    code: 'approval/when-empty',
    ...place,
    what: `${rule}, and ${label === null ? 'something it uses is empty' : `“${label}” was left empty`}.`,
    fix: `The requester has to edit the issue and fill it in. So that it cannot be left empty, a maintainer makes the field required in the form, or says in ${rulesFile(type)} what empty means, as in ${name} != '' && ${when}.`,
  }
}

function notBoolean(type: RequestType, number: number, when: string): Problem {
  return {
    code: 'approval/when-not-boolean',
    file: rulesFile(type),
    what: `The condition of approval rule ${number} (${when}) is neither true nor false for this request.`,
    fix: `A maintainer has to write the condition in ${rulesFile(type)} as a comparison, as in request.environment == 'prod'.`,
  }
}

function noRule(type: RequestType): Problem {
  return {
    code: 'approval/no-rule',
    file: rulesFile(type),
    what: 'No approval rule applies to this request, so nobody could ever approve it.',
    fix: `A maintainer has to add an approval rule without a condition to ${rulesFile(type)}.`,
  }
}
