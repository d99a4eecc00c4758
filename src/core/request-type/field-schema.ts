import type { FormField } from '../../model/form.js'
import type { JsonSchema } from '../../model/json.js'

/** The types a field's value can be declared to have. Source: JSON Schema 2020-12, “Validation”, 6.1.1. */
export const fieldTypes = ['string', 'integer', 'number', 'boolean', 'array'] as const
export type FieldType = (typeof fieldTypes)[number]

/**
 * The formats a text can be declared to have. All but the last two are JSON Schema's own (2020-12, “Validation”, chapter 7);
 * `semver` is a version by Semantic Versioning 2.0.0, `digest` a container image digest as in the OCI Image Format Specification.
 */
export const fieldFormats = [
  'date',
  'time',
  'date-time',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'uri',
  'uuid',
  'semver',
  'digest',
] as const
export type FieldFormat = (typeof fieldFormats)[number]

/** The type a field's values have: what the request type declares, else what the form gives. Never guessed from a value. */
export function fieldType(field: FormField, schema: JsonSchema | undefined): FieldType {
  const declared = schema === undefined ? undefined : schema.type
  return fieldTypes.find((each) => each === declared) ?? formType(field)
}

/** The type a form gives a field's values. */
export function formType(field: FormField): 'string' | 'array' {
  if (field.type === 'upload') return 'array'
  return field.type === 'checkboxes' || (field.type === 'dropdown' && field.multiple) ? 'array' : 'string'
}

/** What a list's entries have to be. */
export function itemSchema(schema: JsonSchema | undefined): JsonSchema {
  const items = schema === undefined ? undefined : schema.items
  return isSchema(items) ? items : {}
}

/** The type of a list's entries. */
export function itemType(schema: JsonSchema | undefined): FieldType {
  const declared = itemSchema(schema).type
  return fieldTypes.find((each) => each === declared) ?? 'string'
}

/** Whether a value is a JSON object, as schemas are. */
export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
