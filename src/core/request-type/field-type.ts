import type { FormField } from '../../model/form.js'
import type { JsonSchema } from '../../model/json.js'
import { type FieldType, fieldTypes } from './field-schema.js'

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
