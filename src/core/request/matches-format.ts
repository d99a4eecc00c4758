import type { Format } from 'ajv/dist/2020.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import type { FieldFormat } from '../request-type/field-schema.js'

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
export function matchesFormat(name: FieldFormat, text: string): boolean {
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
