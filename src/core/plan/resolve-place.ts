import type { Json } from '../../model/json.js'
import type { PathStep } from '../../model/plan.js'
import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import type { PathStepTemplate } from '../../model/request-type.js'
import type { ExpressionContext } from '../expression/context.js'
import { evaluateTemplate } from '../expression/evaluate-template.js'
import { unsafeDataProblem } from '../manifest/unsafe-data-problem.js'

/** In steps. Deeper places do not occur, and each step is one call deep. */
const stepsMax = 50

/** The way to a place with every expression evaluated: a text is a key, a number an index, a map the matcher of one list item. */
export function resolvePlace(
  at: readonly PathStepTemplate[],
  context: ExpressionContext,
): Result<readonly PathStep[]> {
  const problems: Problem[] = []
  const steps: PathStep[] = []
  for (const template of at.slice(0, stepsMax + 1)) {
    const value = evaluateTemplate(template, context, { code: 'change/step', key: 'at' })
    const step = value.ok ? pathStep(value.value) : null
    if (!value.ok) problems.push(...value.problems)
    else if (step === null) problems.push(stepProblem(value.value))
    else steps.push(step)
  }
  if (at.length > stepsMax) problems.push(tooManySteps())
  const [first, ...more] = problems
  return first === undefined ? ok(steps) : fail(first, ...more)
}

function pathStep(value: Json): PathStep | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value : null
  if (typeof value === 'string')
    return value !== '' && unsafeDataProblem({ [value]: null }) === null ? value : null
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null
  const matcher: Record<string, string | number | boolean> = Object.create(null)
  for (const [key, expected] of Object.entries(value)) {
    if (expected === null || expected === '' || typeof expected === 'object') return null
    matcher[key] = expected
  }
  return Object.keys(matcher).length > 0 && unsafeDataProblem(value) === null ? matcher : null
}

function stepProblem(value: Json): Problem {
  return {
    code: 'change/step',
    what: `${JSON.stringify(value)} is no step to a place in a manifest.`,
    fix: 'A step is a name, a position in a list counted from 0, or what a list item must have, as in { name: app }.',
  }
}

function tooManySteps(): Problem {
  return {
    code: 'change/step',
    what: `The way to a place has more than ${stepsMax} steps.`,
    fix: 'Shorten “at” in the request type.',
  }
}
