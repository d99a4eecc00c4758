import type { End } from '../../model/end.js'
import type { Form } from '../../model/form.js'
import { type Instant, isBefore } from '../../model/instant.js'
import type { Json } from '../../model/json.js'
import { fail, type Problem, type Problems } from '../../model/problem.js'
import type { Request } from '../../model/request.js'
import type { Expiry, RequestType } from '../../model/request-type.js'
import type { ExpressionContext } from '../expression/context.js'
import { evaluateExpression } from '../expression/evaluate-expression.js'
import { evaluateTemplate } from '../expression/evaluate-template.js'
import { soleField } from '../expression/field-of.js'
import { templateExpressions } from '../expression/split-template.js'
import { endForms, readEnd } from '../request-type/written-end.js'

/** When a request ends, or why that cannot be told: nothing says it, what says it is no end, or an expression has no value. */
export type EndReading =
  | { readonly ok: true; readonly value: End | null }
  | {
      readonly ok: false
      readonly problems: Problems
      readonly why: 'left-empty' | 'no-end' | 'no-value'
      /** The field that says it, where it is one alone. */
      readonly field: string | null
    }

/**
 * When a request ends, or null where it never does. An end that is left empty is only none where the type says that it may be: nothing shall stay
 * for ever because somebody forgot a field.
 */
export function endOf(type: RequestType, context: ExpressionContext): EndReading {
  const { expires } = type
  if (expires === undefined) return { ok: true, value: null }
  const sources = templateExpressions(expires.at)
  const empty = sources.filter((source) => isEmpty(source, context))
  const [first] = empty
  if (first !== undefined) {
    if (expires.optional && empty.length === sources.length) return { ok: true, value: null }
    const field = soleField(first, context)
    return { ...fail(endMissing(type, field, context)), why: 'left-empty', field }
  }
  const field = namedField(expires, context)
  const written = evaluateTemplate(expires.at, context)
  if (!written.ok) return { ...written, why: 'no-value', field }
  const end = typeof written.value === 'string' ? readEnd(written.value.trim(), expires.zone ?? 'UTC') : null
  return end === null
    ? { ...fail(noEnd(type, written.value, field)), why: 'no-end', field }
    : { ok: true, value: end }
}

/** Whether an expression gives nothing, because something it is made of was left empty or because it says so. */
function isEmpty(source: string, context: ExpressionContext): boolean {
  const result = evaluateExpression(source, context, 'value')
  return result.ok ? result.value === null || result.value === '' : result.unmet?.kind === 'empty'
}

/** The field that says when a request ends, where it is one alone. */
function namedField({ at }: Expiry, context: Fields): string | null {
  const [only, ...more] = templateExpressions(at)
  return only === undefined || more.length > 0 ? null : soleField(only, context)
}

/** What is wrong with a request whose end is over, and who has to mend it; null where it is still to come. */
export function endPassed(
  { type, form, request, end }: EndedRequest,
  now: Instant,
): { readonly problem: Problem; readonly by: 'requester' | 'maintainer' } | null {
  const { expires } = type
  if (expires === undefined || end === null || end.kind === 'after' || isBefore(now, end.at)) return null
  const context = { request: request.values, labels: labelsOf(form) }
  const said = templateExpressions(expires.at).length > 0
  const field = namedField(expires, context)
  const problem: Problem = {
    code: 'request/end-passed',
    ...placeOf(type, field, context),
    what: `The end of this request, ${end.at}, has passed: it would be taken back as soon as it is merged.`,
    fix: said
      ? 'Edit the issue and write a later end, or close it.'
      : `A maintainer has to write a later end under expires in ${type.path}.`,
  }
  return { problem, by: said ? 'requester' : 'maintainer' }
}

interface EndedRequest {
  readonly type: RequestType
  readonly form: Form
  readonly request: Request
  readonly end: End | null
}

/** What people call the fields of a form, by their ids. */
export function labelsOf({ fields }: Form): ReadonlyMap<string, string> {
  return new Map(fields.map(({ id, label }) => [id, label]))
}

type Fields = Pick<ExpressionContext, 'request' | 'labels'>

function placeOf(
  type: RequestType,
  field: string | null,
  { labels }: Fields,
): Pick<Problem, 'field' | 'label' | 'file'> {
  if (field === null) return { file: type.path }
  const label = labels?.get(field)
  return { field, ...(label === undefined ? {} : { label }) }
}

function endMissing(type: RequestType, field: string | null, context: Fields): Problem {
  const label = field === null ? null : (context.labels?.get(field) ?? field)
  return {
    code: 'request/end-missing',
    ...placeOf(type, field, context),
    what: `A request of this kind has to say when it ends, and ${label === null ? 'what says it' : `“${label}”`} was left empty.`,
    fix: `Edit the issue and fill ${label === null ? 'it' : `“${label}”`} in. Where requests may last for ever, a maintainer writes optional: true beside at under expires in ${type.path}.`,
  }
}

function noEnd(type: RequestType, found: Json, field: string | null): Problem {
  const text = typeof found === 'string' ? `“${found}”` : JSON.stringify(found)
  return {
    code: 'request/end-unreadable',
    ...(field === null ? { file: type.path } : { field }),
    what: `The request is to end at ${text}, which is no end.`,
    fix: `Write ${endForms}.`,
  }
}
