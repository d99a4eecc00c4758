import type { Problem } from '../../model/problem.js'
import type { ExpressionContext } from './context.js'
import type { Unmet } from './meet-nothing.js'

/** What is made of an expression's value: the code of a problem with it, and the key it stands under, as in `value`. */
export interface Sink {
  readonly code: string
  readonly key: string
}

export const usualSink: Sink = { code: 'expression/empty', key: 'value' }

/** Why an expression that meets nothing, or something it cannot use, is not written: by the field's label, with the place in the request type. */
export function unmetProblem(
  { field, kind }: Unmet,
  source: string,
  context: ExpressionContext,
  sink?: Sink,
): Problem {
  const label = field === null ? undefined : (context.labels?.get(field) ?? field)
  const place = field === null ? {} : { field, ...(context.labels?.has(field) === true ? { label } : {}) }
  const where =
    sink === undefined ? 'it' : `“${sink.key}”${context.within === undefined ? '' : ` of ${context.within}`}`
  if (kind === 'unfit') {
    return {
      code: 'expression/unfit',
      ...place,
      what: `The expression “${source}” uses ${label === undefined ? 'a value' : `“${label}”`} as something it is not, such as a list as a text.`,
      fix: 'In the request type, use the value as what it is, as in join(request.zones) for a list.',
    }
  }
  const subject =
    label === undefined ? `The expression “${source}” gives nothing` : `“${label}” was left empty`
  const name = field === null ? 'request.cloud' : `request.${field}`
  return {
    code: sink?.code ?? 'expression/empty',
    ...place,
    what: `${subject}, and ${where} in the request type is made of it${label === undefined ? '' : `: ${source}`}.`,
    fix: `${label === undefined ? 'Edit the issue and fill in what is missing' : `Edit the issue and fill in “${label}”`}. Where it may be empty, a maintainer says in the request type what that means, as in ${name} || 'none', or leaves the change out with when: ${name} != ''.`,
  }
}
