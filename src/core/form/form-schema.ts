import type { Form, FormField } from '../../model/form.js'
import type { Json, JsonObject, JsonSchema } from '../../model/json.js'
import { unreachable } from '../../model/unreachable.js'

/**
 * The JSON Schema (draft 2020-12) of the values a form can submit, by field id. Every id is there; an empty field is null, which a required
 * field must not be. Written without unions in `type`, so that strict validators take it.
 */
export function formSchema(form: Form): JsonSchema {
  // Ids may be named like properties every object has.
  const properties: Record<string, Json> = Object.create(null)
  for (const field of form.fields) properties[field.id] = fieldSchema(field)
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: form.name,
    type: 'object',
    properties,
    required: form.fields.map((field) => field.id),
    additionalProperties: false,
  }
}

function fieldSchema(field: FormField): JsonSchema {
  const about = {
    title: field.label,
    ...(field.description === null ? {} : { description: field.description }),
  }
  const value = valueSchema(field)
  return field.required ? { ...about, ...value } : { ...about, anyOf: [value, { type: 'null' }] }
}

function valueSchema(field: FormField): JsonObject {
  switch (field.type) {
    case 'input':
    case 'textarea':
      return { type: 'string', minLength: 1 }
    case 'dropdown':
      return field.multiple ? someOf(field.options) : { type: 'string', enum: field.options }
    case 'checkboxes': {
      const labels = field.options.map((option) => option.label)
      const ticked = field.options.filter((option) => option.required)
      const contains = ticked.map(({ label }) => ({ type: 'array', contains: { const: label } }))
      return { ...someOf(labels), ...(contains.length === 0 ? {} : { allOf: contains }) }
    }
    case 'upload':
      return { type: 'array', items: { type: 'string', minLength: 1 }, minItems: 1 }
    default:
      return unreachable(field)
  }
}

function someOf(labels: readonly string[]): JsonObject {
  return { type: 'array', items: { type: 'string', enum: labels }, minItems: 1, uniqueItems: true }
}
