import { allProblems } from '../../model/all-problems.js'
import type { Beside, CopyChange, Ensure, LineOrder } from '../../model/change.js'
import type { Json } from '../../model/json.js'
import type { PathStep } from '../../model/plan.js'
import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import type { ChangeTemplate, Template } from '../../model/request-type.js'
import type { ExpressionContext } from '../expression/context.js'
import { evaluateTemplate } from '../expression/evaluate-template.js'
import type { Sink } from '../expression/meet-nothing.js'
import { unsafeDataProblem } from '../manifest/obstacle-problem.js'
import { resolveContent, resolveCopy } from './resolve-content.js'
import { type ResolvedTarget, resolveLine } from './resolve-line.js'
import { resolveBeside, resolvePlace } from './resolve-place.js'

/** What a change declares, besides the file it is about. */
export type State =
  | { readonly kind: 'file'; readonly content: Json }
  | {
      readonly kind: 'value'
      readonly at: readonly PathStep[]
      readonly value: Json
      readonly beside?: Beside
    }
  | {
      readonly kind: 'item'
      readonly at: readonly PathStep[]
      readonly item: Json
      readonly key: string | null
    }
  | { readonly kind: 'line'; readonly line: string; readonly order: LineOrder }
  | Pick<CopyChange, 'kind' | 'from' | 'at' | 'beside'>

/**
 * The declared states of a change with every expression evaluated; a value can become data, never structure. It is one, except where several
 * places are copied.
 * @param target the file the change is about, and whether the state shall be there: of what shall
 * be gone, only what tells it from its neighbours is asked for.
 */
export function resolveStates(
  template: ChangeTemplate,
  target: ResolvedTarget & { readonly ensure: Ensure },
  context: ExpressionContext,
): Result<readonly State[]> {
  if (template.kind === 'copy') return resolveCopy(template, context)
  const whole = resolveState(template, target, context)
  const state =
    whole.ok || target.ensure === 'present' ? whole : resolveState(identityOf(template), target, context)
  return state.ok ? ok([state.value]) : state
}

type Plain = Exclude<ChangeTemplate, { readonly kind: 'copy' }>

/** A removal needs no answer that only goes into what is removed. */
function identityOf(template: Plain): Plain {
  switch (template.kind) {
    case 'file':
      return { ...template, content: '' }
    case 'value':
      return { ...template, value: null }
    case 'item': {
      const { item, key } = template
      const name = entriesOf(item).find(([entry]) => entry === key)
      return name === undefined ? template : { ...template, item: Object.fromEntries([name]) }
    }
    case 'line':
      return template
  }
}

function entriesOf(item: Template): readonly (readonly [string, Json])[] {
  return item === null || typeof item !== 'object' || Array.isArray(item) ? [] : Object.entries(item)
}

function resolveState(template: Plain, target: ResolvedTarget, context: ExpressionContext): Result<State> {
  switch (template.kind) {
    case 'file': {
      const content = resolveContent(template.content, target, context)
      return content.ok ? ok({ kind: 'file', content: content.value }) : content
    }
    case 'value': {
      const at = resolvePlace(template.at, context)
      const value = resolveData(template.value, context, { code: 'expression/empty', key: 'value' })
      const beside = resolveBeside(template.beside, context)
      return at.ok && value.ok && beside.ok
        ? ok({ kind: 'value', at: at.value, value: value.value, ...beside.value })
        : allProblems([at, value, beside])
    }
    case 'item':
      return resolveItem(template, context)
    case 'line':
      return resolveLine(template, target, context)
  }
}

function resolveItem(
  template: ChangeTemplate & { readonly kind: 'item' },
  context: ExpressionContext,
): Result<State> {
  const at = resolvePlace(template.at, context)
  const item = resolveEntry(template, context)
  if (!at.ok || !item.ok) return allProblems([at, item])
  const problem = itemProblem(item.value, template.key)
  if (problem !== null) return fail(problem)
  return ok({ kind: 'item', at: at.value, item: item.value, key: template.key })
}

/** What identifies an item is told apart from its other entries. */
function resolveEntry(
  { item, key }: ChangeTemplate & { readonly kind: 'item' },
  context: ExpressionContext,
): Result<Json> {
  if (item === null || typeof item !== 'object')
    return resolveData(item, context, { code: 'change/item-empty', key: 'item' })
  const name = entriesOf(item).find(([entry]) => entry === key)
  if (name !== undefined) {
    const identity = evaluateTemplate(name[1], context, { code: 'change/item-key', key: 'item' })
    if (!identity.ok) return identity
  }
  return resolveData(item, context, { code: 'expression/empty', key: 'item' })
}

function resolveData(template: Template, context: ExpressionContext, sink: Sink): Result<Json> {
  const data = evaluateTemplate(template, context, sink)
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
