import type { Beside, CopyChange, Ensure, LineOrder } from '../../model/change.js'
import type { Json } from '../../model/json.js'
import type { PathStep } from '../../model/plan.js'
import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import type { ChangeTemplate, LineOrderTemplate, Template } from '../../model/request-type.js'
import type { ExpressionContext } from '../expression/context.js'
import { evaluateTemplate } from '../expression/evaluate-template.js'
import { evaluateText } from '../expression/evaluate-text.js'
import type { Sink } from '../expression/unmet-problem.js'
import { allProblems } from './all-problems.js'
import { manifestFormat } from './manifest-format.js'
import { resolveBeside } from './resolve-beside.js'
import { resolveContent } from './resolve-content.js'
import { resolveCopy } from './resolve-copy.js'
import { resolvePlace } from './resolve-place.js'
import { unsafeDataProblem } from './unsafe-data-problem.js'

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
 * @param target the file the change is about, whose name decides what text may be put into it, and whether the state shall be there: of what shall
 * be gone, only what tells it from its neighbours is asked for.
 */
export function resolveStates(
  template: ChangeTemplate,
  { file, ensure }: { readonly file: string; readonly ensure: Ensure },
  context: ExpressionContext,
): Result<readonly State[]> {
  if (template.kind === 'copy') return resolveCopy(template, context)
  const whole = resolveState(template, file, context)
  const state = whole.ok || ensure === 'present' ? whole : resolveState(identityOf(template), file, context)
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

function resolveState(template: Plain, file: string, context: ExpressionContext): Result<State> {
  switch (template.kind) {
    case 'file': {
      const content = resolveContent(template.content, file, context)
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
      return resolveLine(template, file, context)
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

function resolveLine(
  template: ChangeTemplate & { readonly kind: 'line' },
  file: string,
  context: ExpressionContext,
): Result<State> {
  if (manifestFormat(file) !== null) return fail(structuredLine(file))
  const value = evaluateTemplate(template.line, context, { code: 'change/line-empty', key: 'line' })
  const line = value.ok ? lineText(value.value) : value
  const order = resolveOrder(template.order, context)
  if (!line.ok || !order.ok) return allProblems([line, order])
  return ok({ kind: 'line', line: line.value, order: order.value })
}

function resolveOrder(template: LineOrderTemplate, context: ExpressionContext): Result<LineOrder> {
  if (template.by !== 'after') return ok(template)
  const line = evaluateText(template.line, context, { code: 'expression/empty', key: 'after' })
  return line.ok ? ok({ by: 'after', line: line.value }) : line
}

function lineText(value: Json): Result<string> {
  if (value === null || value === '' || typeof value === 'object') {
    return fail({
      code: 'change/line-empty',
      what: 'The line the request asks for is empty, or is a list or a map.',
      fix: 'Make the field required in the issue form, or correct the expression in the request type.',
    })
  }
  const text = String(value)
  if (!/[\p{Cc}\p{Cs}\u2028\u2029\ufeff]/u.test(text)) return ok(text)
  return fail({
    code: 'change/line-break',
    what: 'The line the request asks for has a line break or an invisible character in it.',
    fix: 'Write the value on one line.',
  })
}

function structuredLine(file: string): Problem {
  return {
    code: 'change/structured-text',
    what: `A line is to be added to ${file}, where it could change the structure.`,
    fix: 'In the request type, name the place with at:, and give it value: or item:.',
  }
}
