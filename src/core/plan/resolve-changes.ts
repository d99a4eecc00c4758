import { allProblems } from '../../model/all-problems.js'
import type { Change, CopyChange, Ensure } from '../../model/change.js'
import { isList, type Json } from '../../model/json.js'
import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import type { ChangeTemplate, RequestType, Template } from '../../model/request-type.js'
import type { ExpressionContext } from '../expression/context.js'
import { evaluateExpression } from '../expression/evaluate-expression.js'
import { evaluateTemplate } from '../expression/evaluate-template.js'
import { soleField } from '../expression/field-of.js'
import { matchesGlob } from '../request-type/matches-glob.js'
import { resolveFilePath } from './resolve-file-path.js'
import { resolveDocument } from './resolve-place.js'
import { resolveStates, type State } from './resolve-state.js'

/** What `item` may stand for in one request; a form's list is never that long, and each gives a change of its own. */
const itemsMax = 200

/**
 * The concrete changes a request asks for: `for-each` spread out, `when` decided, every expression evaluated, every file path
 * checked. Problems that come from one field's value name the field; the others name the request type's file.
 */
export function resolveChanges(type: RequestType, context: ExpressionContext): Result<readonly Change[]> {
  const problems: Problem[] = []
  const changes: Change[] = []
  for (const [index, template] of type.changes.entries()) {
    const resolved = resolveTemplate(template, type, { ...context, within: `change ${index + 1}` })
    if (resolved.ok) changes.push(...resolved.value)
    else
      problems.push(
        ...resolved.problems.map((problem) => (problem.field ? problem : { file: type.path, ...problem })),
      )
  }
  const [first, ...more] = unique(problems)
  return first === undefined ? ok(changes) : fail(first, ...more)
}

/** One change, one for each item, or none. */
function resolveTemplate(
  template: ChangeTemplate,
  type: RequestType,
  context: ExpressionContext,
): Result<readonly Change[]> {
  const contexts = itemContexts(template.forEach, context)
  if (!contexts.ok) return contexts
  const results = contexts.value.map((each) => resolveIfWanted(template, type, each))
  return results.every((result) => result.ok)
    ? ok(results.flatMap(({ value }) => value))
    : allProblems(results)
}

function itemContexts(
  forEach: ChangeTemplate['forEach'],
  context: ExpressionContext,
): Result<readonly ExpressionContext[]> {
  if (forEach === null) return ok([context])
  if (typeof forEach !== 'string')
    return ok(forEach.map((value) => ({ ...context, item: { value, field: null, written: true } })))
  const list = evaluateExpression(forEach, context)
  if (!list.ok) return list
  const field = soleField(forEach, context)
  const values = list.value === null ? [] : isList(list.value) ? list.value : null
  if (values === null || values.length > itemsMax) return fail(noItems(forEach, field, values))
  return ok(values.map((value) => ({ ...context, item: { value, field } })))
}

function noItems(forEach: string, field: string | null, values: readonly Json[] | null): Problem {
  if (values === null) {
    return {
      code: 'change/for-each',
      what: `“for-each” is “${forEach}”, which gives no list.`,
      fix: 'Name a field that holds a list: a dropdown with multiple, checkboxes, or a textarea with type: array.',
    }
  }
  return {
    code: 'change/for-each',
    ...(field === null ? {} : { field }),
    what: `A list has ${values.length} entries, and one change is made for each of at most ${itemsMax}.`,
    fix: 'Split the request into several.',
  }
}

function resolveIfWanted(
  template: ChangeTemplate,
  type: RequestType,
  context: ExpressionContext,
): Result<readonly Change[]> {
  if (template.when !== null) {
    const wanted = evaluateExpression(template.when, context)
    if (!wanted.ok) return wanted
    if (typeof wanted.value !== 'boolean') return fail(noCondition(template.when, wanted.value))
    if (!wanted.value) return ok([])
  }
  return resolveChange(template, type, context)
}

/** GitHub's engine takes any text for true; a condition that is none has to be written as a comparison. */
function noCondition(when: string, value: Json): Problem {
  return {
    code: 'change/when',
    what: `“when” is “${when}”, which gives ${JSON.stringify(value)} instead of true or false.`,
    fix: "In the request type, compare: request.name != '' is true where something was submitted.",
  }
}

function resolveChange(
  template: ChangeTemplate,
  type: RequestType,
  context: ExpressionContext,
): Result<readonly Change[]> {
  const file = allowedPath(resolveFilePath(template.file, context), type)
  const ensure = resolveEnsure(template.ensure ?? type.ensure, context)
  const document = resolveDocument(template.document, context)
  const schema = template.validate === null ? ok(null) : resolveFilePath(template.validate, context)
  if (!file.ok || !ensure.ok || !document.ok || !schema.ok) {
    const wanted = ensure.ok ? ensure.value : 'present'
    const states = resolveStates(
      template,
      { file: file.ok ? file.value : null, ensure: wanted, fields: type.fields },
      context,
    )
    return allProblems([file, ensure, document, states, schema])
  }
  const base = {
    file: file.value,
    ensure: ensure.value,
    document: document.value,
    validate: schema.value,
  }
  const states = resolveStates(template, { ...base, fields: type.fields }, context)
  return states.ok ? ok(states.value.map((state) => withState(base, state))) : states
}

/** Of a copy nothing is left where the file or the place is gone: its source does not matter. */
function withState(base: Omit<CopyChange, 'kind' | 'from' | 'at'>, state: State): Change {
  if (state.kind !== 'copy') return { ...base, ...state }
  const { from, at, ...more } = state
  if (base.ensure === 'absent')
    return at === null ? { ...base, kind: 'file', content: '' } : { ...base, kind: 'value', at, value: null }
  return { ...base, ...more, at, from: { ...from, document: from.document ?? base.document } }
}

/** A path the request type does not list is refused before anything there is read. */
function allowedPath(path: Result<string>, type: RequestType): Result<string> {
  const { paths = null } = type
  if (!path.ok || paths === null || paths.some((glob) => matchesGlob(glob, path.value))) return path
  return fail({
    code: 'change/path-not-listed',
    what: `${path.value} is none of the files this kind of request may change: ${paths.join(', ')}.`,
    fix: 'Correct the value the path is made of, or paths: in the request type.',
  })
}

function resolveEnsure(template: Template, context: ExpressionContext): Result<Ensure> {
  const value = evaluateTemplate(template, context, { code: 'change/ensure-unknown', key: 'ensure' })
  if (!value.ok) return value
  if (value.value === 'present' || value.value === 'absent') return ok(value.value)
  return fail({
    code: 'change/ensure-unknown',
    what: `“ensure” is ${JSON.stringify(value.value)}, which is neither present nor absent.`,
    fix: "Correct the expression in the request type, as in request.action == 'Remove' && 'absent' || 'present'.",
  })
}

/** One wrong value is often used in several changes; a person needs to read about it once. */
function unique(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()]
}
