import type { Change, DocumentChoice, Ensure } from '../../model/change.js'
import type { Json } from '../../model/json.js'
import type { PathStep } from '../../model/plan.js'
import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import type { ChangeTemplate, RequestType, Template } from '../../model/request-type.js'
import type { ExpressionContext } from '../expression/context.js'
import { evaluateTemplate } from '../expression/evaluate-template.js'
import { resolveContent } from './resolve-content.js'
import { resolveFilePath } from './resolve-file-path.js'
import { resolvePlace } from './resolve-place.js'
import { unsafeDataProblem } from './unsafe-data-problem.js'

/**
 * The concrete changes a request asks for: every expression evaluated, every file path checked. Problems that come from one
 * field's value name the field; the others name the request type's file.
 */
export function resolveChanges(type: RequestType, context: ExpressionContext): Result<readonly Change[]> {
  const problems: Problem[] = []
  const changes: Change[] = []
  for (const template of type.changes) {
    const change = resolveChange(template, type, context)
    if (change.ok) changes.push(change.value)
    else
      problems.push(
        ...change.problems.map((problem) => (problem.field ? problem : { file: type.path, ...problem })),
      )
  }
  const [first, ...more] = unique(problems)
  return first === undefined ? ok(changes) : fail(first, ...more)
}

function resolveChange(
  template: ChangeTemplate,
  type: RequestType,
  context: ExpressionContext,
): Result<Change> {
  const file = resolveFilePath(template.file, context)
  const ensure = resolveEnsure(template.ensure ?? type.ensure, context)
  const document = resolveDocument(template.document, context)
  const state = resolveState(template, context)
  if (!file.ok || !ensure.ok || !document.ok || !state.ok) return allProblems([file, ensure, document, state])
  return ok({ file: file.value, ensure: ensure.value, document: document.value, ...state.value })
}

type State =
  | { readonly kind: 'file'; readonly content: Json }
  | { readonly kind: 'value'; readonly at: readonly PathStep[]; readonly value: Json }
  | {
      readonly kind: 'item'
      readonly at: readonly PathStep[]
      readonly item: Json
      readonly key: string | null
    }

function resolveState(template: ChangeTemplate, context: ExpressionContext): Result<State> {
  if (template.kind === 'file') {
    const content = resolveContent(template.content, template.file, context)
    return content.ok ? ok({ kind: 'file', content: content.value }) : content
  }
  const at = resolvePlace(template.at, context)
  const data = resolveData(template.kind === 'value' ? template.value : template.item, context)
  if (!at.ok || !data.ok) return allProblems([at, data])
  if (template.kind === 'value') return ok({ kind: 'value', at: at.value, value: data.value })
  const problem = itemProblem(data.value, template.key)
  if (problem !== null) return fail(problem)
  return ok({ kind: 'item', at: at.value, item: data.value, key: template.key })
}

function resolveData(template: Template, context: ExpressionContext): Result<Json> {
  const data = evaluateTemplate(template, context)
  if (!data.ok) return data
  const problem = unsafeDataProblem(data.value)
  return problem === null ? data : fail(problem)
}

function itemProblem(item: Json, key: string | null): Problem | null {
  const isMap = item !== null && typeof item === 'object' && !Array.isArray(item)
  const identity =
    isMap && key !== null && Object.hasOwn(item, key)
      ? Object.entries(item).find(([name]) => name === key)
      : undefined
  if (key === null && (typeof item !== 'object' || item === null)) {
    return item === null || item === '' ? emptyItem() : null
  }
  if (identity !== undefined && isName(identity[1])) return null
  return {
    code: 'change/item-key',
    what:
      key === null
        ? 'A list item is a map and nothing says which of its entries identifies it.'
        : `A list item has no text or number under its key “${key}”.`,
    fix: 'In the request type, set key: to the entry that identifies the item, as in key: name, and give the item that entry.',
  }
}

function isName(value: Json): boolean {
  return (
    (typeof value === 'string' && value !== '') || typeof value === 'number' || typeof value === 'boolean'
  )
}

function emptyItem(): Problem {
  return {
    code: 'change/item-empty',
    what: 'The list item the request asks for is empty.',
    fix: 'Make the field required in the issue form, or correct the expression in the request type.',
  }
}

function resolveEnsure(template: Template, context: ExpressionContext): Result<Ensure> {
  const value = evaluateTemplate(template, context)
  if (!value.ok) return value
  if (value.value === 'present' || value.value === 'absent') return ok(value.value)
  return fail({
    code: 'change/ensure-unknown',
    what: `“ensure” is ${JSON.stringify(value.value)}, which is neither present nor absent.`,
    fix: "Correct the expression in the request type, as in request.action == 'Remove' && 'absent' || 'present'.",
  })
}

function resolveDocument(template: Template, context: ExpressionContext): Result<DocumentChoice | null> {
  const evaluated = evaluateTemplate(template, context)
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

function allProblems(results: readonly Result<unknown>[]) {
  const [first, ...more] = results.flatMap((result) => (result.ok ? [] : result.problems))
  if (first === undefined) throw new Error('no result failed')
  return fail(first, ...more)
}

/** One wrong value is often used in several changes; a person needs to read about it once. */
function unique(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()]
}
