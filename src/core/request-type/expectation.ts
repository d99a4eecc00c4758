import { isList, type Json, type JsonSchema } from '../../model/json.js'
import { type FieldFormat, type FieldType, isSchema, itemSchema, itemType } from './field-schema.js'

const formatNouns: ReadonlyMap<Json, string> = new Map<FieldFormat, string>([
  ['date', 'a date as year-month-day'],
  ['time', 'a time with seconds and time zone'],
  ['date-time', 'a date and time with time zone'],
  ['email', 'an e-mail address'],
  ['hostname', 'a host name'],
  ['ipv4', 'an IPv4 address'],
  ['ipv6', 'an IPv6 address'],
  ['uri', 'a full web address or other URI'],
  ['uuid', 'a UUID'],
  ['semver', 'a version of three numbers'],
  ['digest', 'an image digest'],
])

/**
 * What a field demands, to continue “… must be ”, for somebody who knows no JSON Schema. The schema's own `description` goes first.
 */
export function expectation(schema: JsonSchema, type: FieldType): string {
  const { description, enum: options, const: constant, anyOf } = schema
  if (typeof description === 'string') return description.trim().replace(/\.$/, '')
  if (constant !== undefined) return `exactly ${shown(constant)}`
  if (isList(options)) return `one of: ${options.map(plain).join(', ')}`
  if (isList(anyOf))
    return anyOf
      .filter(isSchema)
      .map((each) => expectation({ ...rest(schema), ...each }, type))
      .join(', or ')
  switch (type) {
    case 'boolean':
      return 'Yes or No'
    case 'integer':
      return `a whole number${numberLimits(schema)}${exclusion(schema)}`
    case 'number':
      return `a number${numberLimits(schema)}${exclusion(schema)}`
    case 'array':
      return listPhrase(schema)
    case 'string':
      return textPhrase(schema)
  }
}

/** A value as a person would write it in the form. */
export function plain(value: Json): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function rest(schema: JsonSchema): JsonSchema {
  const { anyOf: _, ...others } = schema
  return others
}

function shown(value: Json): string {
  return `“${plain(value)}”`
}

function numberLimits(schema: JsonSchema): string {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema
  const limits: string[] = []
  if (typeof minimum === 'number' && typeof maximum === 'number') limits.push(`from ${minimum} to ${maximum}`)
  else if (typeof minimum === 'number') limits.push(`of at least ${minimum}`)
  else if (typeof maximum === 'number') limits.push(`of at most ${maximum}`)
  if (typeof exclusiveMinimum === 'number') limits.push(`greater than ${exclusiveMinimum}`)
  if (typeof exclusiveMaximum === 'number') limits.push(`less than ${exclusiveMaximum}`)
  if (typeof multipleOf === 'number') limits.push(`divisible by ${multipleOf}`)
  return limits.length === 0 ? '' : ` ${limits.join(' and ')}`
}

function textPhrase(schema: JsonSchema): string {
  const { format, pattern, minLength, maxLength } = schema
  const noun = formatNouns.get(format ?? null) ?? 'text'
  const length = countPhrase(minLength, maxLength, 'character')
  const matching = typeof pattern === 'string' ? ` that matches the pattern ${pattern}` : ''
  return `${noun}${length === '' ? '' : ` of ${length}`}${matching}${exclusion(schema)}`
}

function listPhrase(schema: JsonSchema): string {
  const { minItems, maxItems, uniqueItems } = schema
  const count = countPhrase(minItems, maxItems, 'entry')
  const once = uniqueItems === true ? ' without repetitions' : ''
  const items = itemSchema(schema)
  const each = Object.keys(items).length === 0 ? '' : `, each of them ${expectation(items, itemType(schema))}`
  return `a list${count === '' ? '' : ` of ${count}`}${once}${each}`
}

function countPhrase(least: Json | undefined, most: Json | undefined, noun: 'character' | 'entry'): string {
  const named = (count: number) =>
    `${count} ${count === 1 ? noun : noun === 'entry' ? 'entries' : 'characters'}`
  if (typeof least === 'number' && typeof most === 'number') {
    return least === most ? `exactly ${named(least)}` : `${least} to ${named(most)}`
  }
  if (typeof least === 'number') return `at least ${named(least)}`
  return typeof most === 'number' ? `at most ${named(most)}` : ''
}

function exclusion(schema: JsonSchema): string {
  const { not } = schema
  if (!isSchema(not)) return ''
  const { description, enum: options, const: constant, pattern } = not
  if (typeof description === 'string') return `, but not ${description.trim().replace(/\.$/, '')}`
  if (constant !== undefined) return ` other than ${shown(constant)}`
  if (isList(options)) return ` other than ${options.map(plain).join(', ')}`
  if (typeof pattern === 'string') return ` that does not match the pattern ${pattern}`
  return ', with an exception the request type makes'
}
