import type { Form } from '../../../model/form.js'
import { isList, type Json } from '../../../model/json.js'
import type { Problem } from '../../../model/problem.js'
import type { RequestType } from '../../../model/request-type.js'
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
  const named = namesIn(templateExpressions(type.expires?.at ?? ''))
  const fields = compileFields(type, form).fields.filter(({ field }) => named.has(field.id.toLowerCase()))
  const answers = fields.map((each) => ({ each, possible: possible(each) }))
  // Beside an answer that nobody can make up, no other could be tried.
  if (answers.some((each) => each.possible.length === 0)) return []
  const [sample = new Map<string, Json>()] = sampleAnswers(type, form, [])
  const usual = new Map([
    ...sample,
    ...answers.map(({ each, possible: [first = null] }) => [each.field.id, first] as const),
  ])
  const notes = ({ each, possible: tried }: (typeof answers)[number]) => {
    const found = tried.find((answer) => !saysEnd(type, new Map([...usual, [each.field.id, answer]])))
    return found === undefined ? [] : [problemAt(located, 'expires', noEnd(each, found))]
  }
  // Any text spoils what the others say, so it is told alone.
  const free = answers.filter(({ each }) => takesAnything(each)).flatMap(notes)
  return free.length > 0 ? free : answers.filter(({ each }) => !takesAnything(each)).flatMap(notes)
}

function saysEnd(type: RequestType, request: ReadonlyMap<string, Json>): boolean {
  return endOf(type, { request, requester: { login: 'octocat' } }).ok
}

/** What the field may be answered with, as far as it can be told: an option, or whatever nobody has forbidden. */
function possible(each: CompiledField): readonly Json[] {
  const { field, type, schema, example } = each
  const options = optionsOf(field)
  if (type === 'array') return [options.length > 0 ? options : ['x']]
  if (options.length > 0) return options
  if (schema !== undefined && isList(schema.enum)) return schema.enum
  if (takesAnything(each)) return ['x']
  return example === null ? [] : [example]
}

/** Whether nothing is demanded of a text. */
function takesAnything({ field, type, schema = {} }: CompiledField): boolean {
  const demands = ['format', 'pattern', 'const', 'enum', 'anyOf']
  return (
    type === 'string' && optionsOf(field).length === 0 && !demands.some((key) => Object.hasOwn(schema, key))
  )
}

function noEnd(each: CompiledField, answer: Json): Words {
  const { label, id } = each.field
  return takesAnything(each)
    ? {
        code: 'type/expires-field',
        what: `“${label}” says when a request ends, and takes any text: who answers with something else is told only once the request is filed.`,
        fix: `Say under fields what it is, as in ${id}: { format: date }.`,
      }
    : {
        code: 'type/expires-field',
        what: `“${label}” says when a request ends, and ${JSON.stringify(answer)}, which it takes, is no end.`,
        fix: `Have it take only ends: ${endForms}.`,
      }
}
