import { isList, type Json, type JsonSchema } from '../../model/json.js'
import type { FieldFormat, FieldType } from '../request-type/field-schema.js'

const formatExamples: ReadonlyMap<Json, string> = new Map<FieldFormat, string>([
  ['date', '2027-01-31'],
  ['time', '14:30:00Z'],
  ['date-time', '2027-01-31T14:30:00Z'],
  ['email', 'name@example.com'],
  ['hostname', 'shop.example.com'],
  ['ipv4', '192.0.2.10'],
  ['ipv6', '2001:db8::10'],
  ['uri', 'https://example.com/shop'],
  ['uuid', '123e4567-e89b-42d3-a456-426614174000'],
  ['semver', '1.4.2'],
  ['digest', `sha256:${'0123456789abcdef'.repeat(4)}`],
])

/** A value the field accepts, or null where none can be told: the schema's own `examples` first, then what its limits suggest. */
export function exampleValue(schema: JsonSchema, type: FieldType, accepts: (value: Json) => boolean): Json {
  return candidates(schema, type).find((value) => accepts(value)) ?? null
}

function candidates(schema: JsonSchema, type: FieldType): readonly Json[] {
  const { examples, enum: options, const: constant, format } = schema
  const given = [...(isList(examples) ? examples : []), ...(isList(options) ? options : [])]
  if (constant !== undefined) given.push(constant)
  if (type === 'boolean') return [...given, true, false]
  if (type === 'integer' || type === 'number') return [...given, ...numbers(schema)]
  const usual = formatExamples.get(format ?? null)
  return type === 'string' && usual !== undefined ? [...given, usual] : given
}

function numbers(schema: JsonSchema): readonly number[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema
  const step = typeof multipleOf === 'number' ? multipleOf : 1
  const found: number[] = []
  if (typeof maximum === 'number') found.push(maximum)
  if (typeof minimum === 'number') found.push(minimum)
  if (typeof exclusiveMaximum === 'number') found.push(exclusiveMaximum - step)
  if (typeof exclusiveMinimum === 'number') found.push(exclusiveMinimum + step)
  return [...found, step]
}
