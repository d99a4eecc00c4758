import type { FormField } from '../../model/form.js'
import { isList, type Json, type JsonSchema } from '../../model/json.js'
import type { PlacedProblem } from '../decode/decoding.js'
import { coerceText } from './coerce-value.js'
import { type FieldType, fieldType, formType, isSchema, itemType } from './field-schema.js'
import { linearPattern } from './matches-glob.js'

const numberKeywords = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']

/** The keywords that have an effect on each type; JSON Schema silently ignores the others, which no author wants. */
const effective: ReadonlyMap<FieldType, readonly string[]> = new Map([
  ['string', ['format', 'pattern', 'minLength', 'maxLength']],
  ['integer', numberKeywords],
  ['number', numberKeywords],
  ['boolean', []],
  ['array', ['items', 'minItems', 'maxItems', 'uniqueItems']],
])

const always = ['type', 'description', 'examples', 'enum', 'const', 'not', 'anyOf']

/** What a request type demands of a field that no value of the field could ever meet, or that has no effect. */
export function fieldSchemaProblems(
  field: FormField,
  schema: JsonSchema,
  place: string,
): readonly PlacedProblem[] {
  const type = fieldType(field, schema)
  const permitted = permittedTypes(field)
  if (!permitted.includes(type)) {
    return [
      {
        at: `${place}/type`,
        code: 'type/field-contradiction',
        what: `“${field.label}” is ${fieldNoun(field)}, whose value cannot have the type ${type}.`,
        fix: `Use one of: ${permitted.join(', ')}, or another kind of field in the form.`,
      },
    ]
  }
  return [...schemaProblems(schema, type, place), ...optionProblems(field, schema, type, place)]
}

function permittedTypes(field: FormField): readonly FieldType[] {
  switch (field.type) {
    case 'textarea':
      return ['string', 'array']
    case 'upload':
      return [formType(field)]
    case 'checkboxes':
      return field.options.length === 1 ? ['array', 'boolean'] : ['array']
    case 'dropdown':
      return field.multiple ? ['array'] : ['string', 'integer', 'number', 'boolean']
    case 'input':
      return ['string', 'integer', 'number', 'boolean']
  }
}

function fieldNoun(field: FormField): string {
  if (field.type === 'checkboxes') return 'a group of checkboxes'
  if (field.type === 'dropdown') return field.multiple ? 'a dropdown with several choices' : 'a dropdown'
  return field.type === 'input' || field.type === 'upload'
    ? `an ${field.type} field`
    : `a ${field.type} field`
}

function schemaProblems(schema: JsonSchema, type: FieldType, place: string): readonly PlacedProblem[] {
  const problems: PlacedProblem[] = []
  const contradiction = (keyword: string, what: string, fix: string) =>
    problems.push({ at: `${place}/${keyword}`, code: 'type/field-contradiction', what, fix })
  const usable = effective.get(type) ?? []
  for (const keyword of Object.keys(schema)) {
    if (usable.includes(keyword) || always.includes(keyword)) continue
    const wanted = [...effective].filter(([, keywords]) => keywords.includes(keyword)).map(([each]) => each)
    contradiction(
      keyword,
      `“${keyword}” has no effect on a value of the type ${type}.`,
      `Declare type: ${wanted.join(' or type: ')}, or remove ${keyword}.`,
    )
  }
  for (const [low, high] of [
    ['minLength', 'maxLength'],
    ['minimum', 'maximum'],
    ['minItems', 'maxItems'],
  ] as const) {
    const [least, most] = [schema[low], schema[high]]
    if (typeof least !== 'number' || typeof most !== 'number' || least <= most) continue
    contradiction(
      low,
      `${low} ${least} is more than ${high} ${most}, so no value is accepted.`,
      'Correct one of the two.',
    )
  }
  for (const [keyword, value] of literals(schema)) {
    if (isOfType(value, type)) continue
    contradiction(
      keyword,
      `${JSON.stringify(value)} is not a value of the type ${type}.`,
      type === 'array'
        ? `Put ${keyword} below items.`
        : 'Write it with or without quotes as the type demands, or correct the type.',
    )
  }
  return [...problems, ...patternProblems(schema, place), ...nestedProblems(schema, type, place)]
}

function literals(schema: JsonSchema): readonly (readonly [keyword: string, value: Json])[] {
  const { enum: options, const: constant } = schema
  const found: (readonly [string, Json])[] = isList(options) ? options.map((value) => ['enum', value]) : []
  if (constant !== undefined) found.push(['const', constant])
  return found
}

function isOfType(value: Json, type: FieldType): boolean {
  if (type === 'integer') return typeof value === 'number' && Number.isInteger(value)
  return type === 'array' ? false : typeof value === type
}

function patternProblems(schema: JsonSchema, place: string): readonly PlacedProblem[] {
  const { pattern } = schema
  if (typeof pattern !== 'string') return []
  try {
    linearPattern(pattern)
    return []
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return [
      {
        at: `${place}/pattern`,
        code: 'type/pattern',
        what: `The pattern ${pattern} cannot be used: ${error.message}.`,
        fix: 'Write it without look-ahead, look-behind and back-references, and with fewer repetitions; a pattern that could run for ever is not accepted.',
      },
    ]
  }
}

function nestedProblems(schema: JsonSchema, type: FieldType, place: string): readonly PlacedProblem[] {
  const { items, not, anyOf } = schema
  const nested: (readonly [JsonSchema, FieldType, string])[] = []
  if (isSchema(items)) nested.push([items, itemType(schema), `${place}/items`])
  if (isSchema(not)) nested.push([not, type, `${place}/not`])
  if (isList(anyOf))
    for (const [index, each] of anyOf.entries())
      if (isSchema(each)) nested.push([each, type, `${place}/anyOf/${index}`])
  return nested.flatMap(([inner, innerType, innerPlace]) => {
    const declared = inner.type
    if (innerType === 'array' || (declared !== undefined && declared !== innerType)) {
      return [
        {
          at: innerPlace,
          code: 'type/field-contradiction',
          what:
            innerType === 'array'
              ? 'Lists of lists, and exceptions for a whole list, are not supported.'
              : `The type here differs from the field’s, ${type}.`,
          fix: innerType === 'array' ? 'Say what every entry has to be, below items.' : 'Remove type here.',
        },
      ]
    }
    return schemaProblems(inner, innerType, innerPlace)
  })
}

/** A dropdown's options must be readable as the declared type, and an `enum` may only name options. */
function optionProblems(
  field: FormField,
  schema: JsonSchema,
  type: FieldType,
  place: string,
): readonly PlacedProblem[] {
  if (field.type !== 'dropdown' && field.type !== 'checkboxes') return []
  if (field.type === 'checkboxes' && type === 'boolean') return []
  const options = field.type === 'dropdown' ? field.options : field.options.map((option) => option.label)
  const read = type === 'array' ? itemType(schema) : type
  const odd = options.filter((option) => coerceText(option, read) === null)
  const problems: PlacedProblem[] = odd.map((option) => ({
    at: `${place}/type`,
    code: 'type/field-contradiction',
    what: `The option “${option}” of “${field.label}” cannot be read as ${read}.`,
    fix: 'Correct the type, or the options of the form.',
  }))
  const inner = type === 'array' ? schema.items : schema
  if (read !== 'string' || !isSchema(inner)) return problems
  for (const [keyword, value] of literals(inner)) {
    if (typeof value !== 'string' || options.includes(value)) continue
    problems.push({
      at: type === 'array' ? `${place}/items/${keyword}` : `${place}/${keyword}`,
      code: 'type/option-unknown',
      what: `The form does not offer “${value}” for “${field.label}”.`,
      fix: `The options are: ${options.join(', ')}.`,
    })
  }
  return problems
}
