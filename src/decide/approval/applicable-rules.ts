import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import type { ApprovalRule, RequestType } from '../../model/request-type.js'
import type { ExpressionContext } from '../expression/context.js'
import { evaluateExpression } from '../expression/evaluate-expression.js'

/**
 * The approval rules whose `when` holds for a request, in the order of the file. A `when` must come out as true or false:
 * anything else is a mistake in the request type, and nobody can approve until it is mended. Where a rule approves by itself nobody looks
 * again, so there an empty field is not taken for 0, as GitHub's expressions do: no size is not a small size.
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
    const result = evaluateExpression(rule.when, context)
    if (!result.ok) problems.push(...result.problems)
    else if (rule.needs.kind === 'automatic' && !evaluateExpression(rule.when, context, 'refused').ok)
      problems.push(emptyField(type, rule.number, rule.when))
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

function emptyField(type: RequestType, number: number, when: string): Problem {
  return {
    code: 'approval/when-empty',
    file: rulesFile(type),
    what: `Approval rule ${number} approves without a person where ${when}, and a field it compares was left empty.`,
    fix: `Edit the issue and fill it in. So that it cannot be left empty, a maintainer makes the field required in the form, or says in ${rulesFile(type)} what empty means, as in request.cpu != '' && request.cpu <= 2.`,
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
