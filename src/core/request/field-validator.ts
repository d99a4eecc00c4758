import { Ajv2020, type ErrorObject, type Format, type Options } from 'ajv/dist/2020.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import type { Json, JsonSchema } from '../../model/json.js'
import { type FieldFormat, fieldFormats } from '../request-type/field-schema.js'
import { linearPattern } from '../request-type/matches-glob.js'

/** One thing a value violates. */
export interface Violation {
  /** The field's id. */
  readonly id: string
  /** Which entry of a list it is about, from 0; null for the value as a whole. */
  readonly entry: number | null
  readonly keyword: string
}

/**
 * A validator of typed values by field id; what a schema says about a value that is not there does not apply.
 * Compiling costs about 15 ms, mostly for ajv's first; it is done once per request type.
 * @param properties a JSON Schema per field id.
 */
export function fieldValidator(
  properties: ReadonlyMap<string, JsonSchema>,
): (values: ReadonlyMap<string, Json>) => readonly Violation[] {
  const validate = compiler().compile({ type: 'object', properties: asObject(properties) })
  return (values) => {
    if (validate(asObject(values)) === true) return []
    return (validate.errors ?? []).map(violation)
  }
}

/** Source of the escapes: RFC 6901, JSON Pointer. */
function violation(error: ErrorObject): Violation {
  const [, id, entry] = error.instancePath
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  return { id: id ?? '', entry: entry === undefined ? null : Number(entry), keyword: error.keyword }
}

let shared: Ajv2020 | null = null

/** Made when it is first needed. The schemas were checked when they were read, so that ajv's own schema of schemas stays out. */
function compiler(): Ajv2020 {
  shared ??= newValidator({ messages: false })
  return shared
}

/** A validator whose patterns take linear time, and whose formats are those of fields. */
export function newValidator(options: Options = {}): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: false,
    meta: false,
    validateSchema: false,
    ownProperties: true,
    logger: false,
    code: { regExp: Object.assign(linearPattern, { code: 'linearPattern' }) },
    ...options,
  })
  for (const name of fieldFormats)
    ajv.addFormat(name, { validate: (text: string) => matchesFormat(name, text) })
  return ajv
}

function asObject(map: ReadonlyMap<string, Json>): { readonly [key: string]: Json } {
  const object: Record<string, Json> = Object.create(null)
  for (const [key, value] of map) object[key] = value
  return object
}

/** In characters; the longest address a browser can be relied on to open. Keeps every format's own pattern harmless. */
const formatLengthMax = 2_000

/**
 * Source of the last two: Semantic Versioning 2.0.0, “Is there a suggested regular expression”; OCI Image Format Specification,
 * “Digests”, for the registered algorithms.
 */
const ownFormats: ReadonlyMap<FieldFormat, RegExp> = new Map([
  [
    'semver',
    /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)(?:\.(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*))*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/,
  ],
  ['digest', /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/],
])

/** Whether a text has one of the formats a field or a manifest can be declared to have. */
function matchesFormat(name: FieldFormat, text: string): boolean {
  if (text.length > formatLengthMax) return false
  const own = ownFormats.get(name)
  if (own !== undefined) return own.test(text)
  return name === 'semver' || name === 'digest' ? false : accepts(fullFormats[name], text)
}

function accepts(format: Format, text: string): boolean {
  if (format instanceof RegExp) return format.test(text)
  if (typeof format === 'function') return format(text) === true
  if (typeof format !== 'object' || format.async === true) return false
  const check = format.validate
  if (check instanceof RegExp) return check.test(text)
  // Every format of the list is one of texts; the library's type also knows formats of numbers.
  return typeof check === 'function' && (check as (value: string) => unknown)(text) === true
}
