import type { Form, FormField } from '../../model/form.js'
import type { Json, JsonSchema } from '../../model/json.js'
import type { RequestType } from '../../model/request-type.js'
import { formSchema } from '../form/form-schema.js'
import { expectation } from '../request-type/expectation.js'
import {
  type FieldType,
  fieldType,
  formType,
  isSchema,
  itemSchema,
  itemType,
} from '../request-type/field-schema.js'
import { exampleValue } from './example-value.js'
import { fieldValidator, type Violation } from './field-validator.js'

/** One field with everything that is demanded of it. */
export interface CompiledField {
  readonly field: FormField
  /** What the request type demands on top of the form; undefined where it demands nothing. */
  readonly schema: JsonSchema | undefined
  readonly type: FieldType
  /** What is demanded, to continue “… must be ”. */
  readonly expectation: string
  /** A value that is accepted, or null where none can be told. */
  readonly example: Json
  /** The same for one entry of a list. */
  readonly entry: { readonly expectation: string; readonly example: Json }
}

export interface CompiledFields {
  readonly fields: readonly CompiledField[]
  readonly violations: (values: ReadonlyMap<string, Json>) => readonly Violation[]
}

/** Compiling is the dearest part of a run's thinking, and a run validates against one type several times. */
const compiledTypes = new WeakMap<RequestType, WeakMap<Form, CompiledFields>>()

/**
 * The intersection of what form and request type demand, compiled once.
 * @throws if the request type has problems that `checkRequestType` names.
 */
export function compileFields(type: RequestType, form: Form): CompiledFields {
  const known = compiledTypes.get(type)?.get(form)
  if (known !== undefined) return known
  const compiled = compile(type, form)
  const forms = compiledTypes.get(type) ?? new WeakMap<Form, CompiledFields>()
  compiledTypes.set(type, forms.set(form, compiled))
  return compiled
}

function compile(type: RequestType, form: Form): CompiledFields {
  const byForm = formSchema(form).properties
  const properties = new Map<string, JsonSchema>()
  for (const field of form.fields) {
    const ofForm = isSchema(byForm) && Object.hasOwn(byForm, field.id) ? byForm[field.id] : undefined
    properties.set(field.id, intersection(field, isSchema(ofForm) ? ofForm : {}, type.fields.get(field.id)))
  }
  const violations = fieldValidator(properties)
  const accepts = (id: string, value: Json) => violations(new Map([[id, value]])).length === 0
  return {
    fields: form.fields.map((field) => describeField(field, type.fields.get(field.id), accepts)),
    violations,
  }
}

/** A value that was coerced is no text any more: the form's own schema was satisfied before, by reading the submission. */
function intersection(field: FormField, ofForm: JsonSchema, ofType: JsonSchema | undefined): JsonSchema {
  if (ofType === undefined) return ofForm
  const declared = fieldType(field, ofType)
  const coerced = declared !== formType(field) || (declared === 'array' && itemType(ofType) !== 'string')
  const demanded: JsonSchema = { ...ofType, type: declared }
  return coerced ? demanded : { allOf: [ofForm, demanded] }
}

function describeField(
  field: FormField,
  schema: JsonSchema | undefined,
  accepts: (id: string, value: Json) => boolean,
): CompiledField {
  const type = fieldType(field, schema)
  const items = itemSchema(schema)
  return {
    field,
    schema,
    type,
    expectation: expectation(schema ?? {}, type),
    example: exampleValue(schema ?? {}, type, (value) => accepts(field.id, value)),
    entry: {
      expectation: expectation(items, itemType(schema)),
      example:
        type === 'array'
          ? exampleValue(items, itemType(schema), (value) => acceptsEntry(field.id, value, accepts))
          : null,
    },
  }
}

/** A list of this one entry may be too short, but must have nothing against the entry. Lists too short accept nothing, and that is fine. */
function acceptsEntry(id: string, value: Json, accepts: (id: string, value: Json) => boolean): boolean {
  return accepts(id, [value])
}
