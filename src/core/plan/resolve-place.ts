import type { Beside, DocumentChoice } from '../../model/change.js'
import type { Json } from '../../model/json.js'
import type { PathStep } from '../../model/plan.js'
import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import type { PathStepTemplate, Template } from '../../model/request-type.js'
import type { ExpressionContext } from '../expression/context.js'
import { evaluateTemplate } from '../expression/evaluate-template.js'
import { evaluateText } from '../expression/evaluate-text.js'
import { unsafeDataProblem } from '../manifest/obstacle-problem.js'

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

/** Which document of a file a change means, with every expression evaluated. */
export function resolveDocument(
  template: Template,
  context: ExpressionContext,
): Result<DocumentChoice | null> {
  const evaluated = evaluateTemplate(template, context, { code: 'change/document-choice', key: 'document' })
  if (!evaluated.ok) return evaluated
  const choice = documentChoice(evaluated.value)
  if (choice !== undefined) return ok(choice)
  return fail({
    code: 'change/document-choice',
    what: `“document” is ${JSON.stringify(evaluated.value)}, which chooses no document.`,
    fix: 'Write its number from 0, or its kind and name, as in { kind: Deployment, name: web }.',
  })
}

function documentChoice(value: Json): DocumentChoice | null | undefined {
  if (value === null) return null
  if (typeof value === 'number')
    return Number.isInteger(value) && value >= 0 ? { by: 'index', index: value } : undefined
  if (typeof value !== 'object' || Array.isArray(value)) return undefined
  const entries = new Map(Object.entries(value))
  const kind = entries.get('kind') ?? null
  const name = entries.get('name') ?? null
  const known = [...entries.keys()].every((key) => key === 'kind' || key === 'name')
  if (!known || !isTextOrNull(kind) || !isTextOrNull(name) || (kind === null && name === null))
    return undefined
  return { by: 'resource', kind, name }
}

function isTextOrNull(value: Json): value is string | null {
  return value === null || (typeof value === 'string' && value !== '')
}
