import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import type { RequestType } from '../../model/request-type.js'
import type { ExpectedSignal, Reached } from '../../model/signal.js'
import type { ExpressionContext } from '../expression/context.js'
import { evaluateText } from '../expression/evaluate-text.js'
import { templateExpressions } from '../expression/split-template.js'

/** What is waited for after the merge of a request, with the names evaluated; null where its type waits for nothing. */
export function expectedSignals(type: RequestType, context: ExpressionContext): Result<Reached | null> {
  const { reached } = type
  if (reached === undefined) return ok(null)
  const problems: Problem[] = []
  const by: ExpectedSignal[] = []
  for (const each of reached.by) {
    const name = evaluateText(each.name, context)
    const trouble = name.ok ? patternProblem(type, each.name, context) : null
    if (!name.ok) problems.push(...name.problems)
    else if (trouble !== null) problems.push(trouble)
    else by.push({ ...each, name: name.value })
  }
  const [first, ...more] = problems
  return first === undefined ? ok({ by, within: reached.within }) : fail(first, ...more)
}

/** What somebody submitted never widens what counts: in a name it stands for itself, and is there. */
function patternProblem({ path }: RequestType, name: string, context: ExpressionContext): Problem | null {
  for (const source of templateExpressions(name)) {
    const value = evaluateText(`\${{ ${source} }}`, context)
    if (!value.ok || (value.value.trim() !== '' && !value.value.includes('*'))) continue
    return {
      code: 'type/reached',
      file: path,
      what: `Under “reached” stands “${name}”, and ${source} is ${value.value.trim() === '' ? 'empty' : `“${value.value}”, which would stand for many names`} in this request.`,
      fix: 'A maintainer has to correct the name in the request type, or to demand a plain value of the field.',
    }
  }
  return null
}
