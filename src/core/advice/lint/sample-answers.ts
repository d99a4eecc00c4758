import type { Form, FormField } from '../../../model/form.js'
import type { Json } from '../../../model/json.js'
import type { RequestType } from '../../../model/request-type.js'
import { type CompiledField, compileFields } from '../../request/compile-fields.js'

/** Typed values by field id, as a request could have them. */
export type SampleAnswers = ReadonlyMap<string, Json>

/** Most values of one field tried together with those of others, and most combinations in all. */
const valuesMax = 6
const combinationsMax = 600

/**
 * Answers that take the expressions through their cases: every field they name gets its options, its examples and what it is compared with; one that
 * may be left empty is, too. All other fields have one value each. Bounded: where there are too many combinations, fewer values of each are tried.
 */
export function sampleAnswers(
  type: RequestType,
  form: Form,
  sources: readonly string[],
): readonly SampleAnswers[] {
  const { fields } = compileFields(type, form)
  const named = namesIn(sources)
  const choices = fields.map((each) => {
    const values = valuesOf(each, sources)
    return { id: each.field.id, values: named.has(each.field.id.toLowerCase()) ? values : values.slice(-1) }
  })
  let most = valuesMax
  while (
    most > 2 &&
    choices.reduce((count, { values }) => count * Math.min(most, values.length), 1) > combinationsMax
  )
    most -= 1
  let samples: readonly SampleAnswers[] = [new Map()]
  for (const { id, values } of choices) {
    if (samples.length * Math.min(most, values.length) > combinationsMax) most = 1
    samples = samples.flatMap((sample) =>
      values.slice(0, most).map((value) => new Map([...sample, [id, value]])),
    )
  }
  return samples
}

/** The ids of the fields some expressions name, in small letters. */
export function namesIn(sources: readonly string[]): ReadonlySet<string> {
  const names = sources.flatMap((source) =>
    [...source.matchAll(/\brequest(?:\.([A-Za-z0-9_-]+)|\['([^']+)'\])/gi)].map(
      (match) => match[1] ?? match[2] ?? '',
    ),
  )
  return new Set(names.map((name) => name.toLowerCase()))
}

/** Nothing first, where it may be: that is what is looked for. */
function valuesOf(each: CompiledField, sources: readonly string[]): readonly Json[] {
  const { field, type, example } = each
  if (field.type === 'checkboxes' && type === 'boolean') return [false, true]
  const nothing: readonly Json[] = field.required ? [] : [null]
  const texts = sources.flatMap((source) =>
    [...source.matchAll(/'((?:[^']|'')*)'/g)].map(([, text = '']) => text),
  )
  const written = sources.flatMap((source) =>
    [...source.matchAll(/(?<![\w.'])-?\d+(?:\.\d+)?/g)].map(([text]) => Number(text)),
  )
  if (type === 'boolean') return [...nothing, false, true]
  if (type === 'integer' || type === 'number')
    return unique([...nothing, ...written.flatMap((n) => [n, n + 1]), example ?? 1])
  const options = optionsOf(field)
  if (type === 'array') return [...nothing, options.length > 0 ? options : [entryOf(each)]]
  if (options.length > 0) return [...nothing, ...options]
  return unique([...nothing, ...texts.filter((text) => text !== ''), example ?? 'x'])
}

function entryOf({ entry }: CompiledField): Json {
  return entry.example ?? 'x'
}

/** The choices a field offers; none where it offers none. */
export function optionsOf(field: FormField): readonly string[] {
  if (field.type === 'dropdown') return field.options
  return field.type === 'checkboxes' ? field.options.map(({ label }) => label) : []
}

function unique(values: readonly Json[]): readonly Json[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()]
}
