import type { Form } from '../../../model/form.js'
import { isList, type Json } from '../../../model/json.js'
import type { Problem } from '../../../model/problem.js'
import type { Words } from '../../decode/decoding.js'
import { templateExpressions } from '../../expression/split-template.js'
import { type CompiledField, compileFields } from '../../request/compile-fields.js'
import { endOf } from '../../request/end-of.js'
import type { LocatedRequestType } from '../../request-type/parse-request-type.js'
import { endForms } from '../../request-type/written-end.js'
import { problemAt } from './problem-at.js'
import { namesIn, optionsOf, sampleAnswers } from './sample-answers.js'

/**
 * Fields that say when a request ends and can be answered with what is no end: people learn it only once they have filed the request. Found by
 * trying, with the evaluation a run uses.
 */
export function expiringFields(located: LocatedRequestType, form: Form): readonly Problem[] {
  const { type } = located
  const sources = templateExpressions(type.expires?.at ?? '')
  const named = namesIn(sources)
  const [others = new Map<string, Json>()] = sampleAnswers(type, form, [])
  return compileFields(type, form)
    .fields.filter(({ field }) => named.has(field.id.toLowerCase()))
    .flatMap((each) => {
      const { id } = each.field
      const found = possible(each).find((answer) => {
        const context = { request: new Map([...others, [id, answer]]), requester: { login: 'octocat' } }
        const end = endOf(type, context)
        return !end.ok && end.why === 'no-end'
      })
      return found === undefined ? [] : [problemAt(located, 'expires', noEnd(each, found))]
    })
}

/** What the field may be answered with, as far as it can be told: an option, or whatever nobody has forbidden. */
function possible(each: CompiledField): readonly Json[] {
  const { field, schema, example } = each
  const options = optionsOf(field)
  if (options.length > 0) return options
  if (schema !== undefined && isList(schema.enum)) return schema.enum
  if (isFree(each)) return ['x']
  return example === null ? [] : [example]
}

/** Whether nothing is demanded of a text. */
function isFree({ type, schema = {} }: CompiledField): boolean {
  const demands = ['format', 'pattern', 'const', 'anyOf', 'items']
  return type === 'string' && !demands.some((key) => Object.hasOwn(schema, key))
}

function noEnd(each: CompiledField, answer: Json): Words {
  const { label, id } = each.field
  const free = isFree(each) && optionsOf(each.field).length === 0 && answer === 'x'
  return {
    code: 'type/expires-field',
    what: free
      ? `“${label}” says when a request ends, and takes any text: who answers with something else is told only once the request is filed.`
      : `“${label}” says when a request ends, and ${JSON.stringify(answer)}, which it takes, is no end.`,
    fix: free
      ? `Say under fields what it is, as in ${id}: { format: date }.`
      : `Have it take only ends: ${endForms}.`,
  }
}
