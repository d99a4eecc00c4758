import type { Json, JsonSchema } from '../../model/json.js'
import { itemSchema } from '../request-type/field-type.js'
import { linearPattern } from '../request-type/linear-pattern.js'

/** Characters that separate nothing in any usual text. A hyphen at the beginning makes an option of a word, two dots another folder. */
const harmless = /^[\p{L}\p{N}_.@/+][\p{L}\p{M}\p{N}_.@/+-]*$/u

/** Whether a value may go into a text whose separators nobody knows: harmless by itself, or as its field declares. */
export function mayStandInText(text: string, schema: JsonSchema | undefined): boolean {
  if (harmless.test(text) && !/(?:^|\/)\.\.?(?:\/|$)/.test(text)) return true
  if (schema === undefined) return false
  if (isOneOf(schema, text) || hasColons(schema, text)) return true
  const { pattern } = schema
  return typeof pattern === 'string' && fitsWhole(pattern, text) && isWrittenOut(pattern, text)
}

/** Times, addresses and digests have colons, and are checked for what they are before. */
function hasColons({ format }: JsonSchema, text: string): boolean {
  const known = format === 'digest' || format === 'ipv6' || format === 'date-time' || format === 'time'
  return known && /^[A-Za-z0-9:.+-]+$/.test(text)
}

/** What is declared of a field, or of the entries of a list. */
export function declaredOf(schema: JsonSchema | undefined, isEntry: boolean): JsonSchema | undefined {
  return isEntry && schema !== undefined ? itemSchema(schema) : schema
}

function isOneOf({ enum: options, const: constant }: JsonSchema, text: string): boolean {
  const values: readonly Json[] = Array.isArray(options) ? options : []
  return [...values, constant ?? null].includes(text)
}

/** Patterns are found anywhere in a text; here the whole of it has to fit. */
export function fitsWhole(pattern: string, text: string): boolean {
  return linearPattern(`^(?:${pattern})$`).test(text)
}

/** Whether every character that could separate something stands in the pattern: what `.` or `[^,]` lets through was not meant. */
function isWrittenOut(pattern: string, text: string): boolean {
  const named = pattern.replace(/\[\^(?:\\.|[^\]\\])*\]/g, '')
  return [...text].every((character) => {
    if (/[\p{L}\p{M}\p{N}_.@/+-]/u.test(character)) return true
    if (character === ' ' && named.includes('\\s')) return true
    const written = /[$()*?[\\\]^{|}]/.test(character) ? `\\${character}` : character
    return named.includes(written)
  })
}
