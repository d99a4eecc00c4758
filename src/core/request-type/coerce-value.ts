import type { FormField } from '../../model/form.js'
import type { Json, JsonSchema } from '../../model/json.js'
import type { FieldValue } from '../../model/submission.js'
import { trimUnseen } from '../form/unseen-characters.js'
import { type FieldType, fieldType, itemType } from './field-schema.js'

/** In entries; comparing entries with each other is quadratic, and no manifest lists more at once. */
export const listEntriesMax = 1_000

/** A typed value with the texts of a list's entries, or what could not be read as the declared type. */
export type Coerced =
  | { readonly ok: true; readonly value: Json; readonly entries: readonly ListEntry[] }
  | { readonly ok: false; readonly failures: readonly (ListEntry | null)[] }
  | { readonly ok: false; readonly tooMany: number }

/** One entry of a list that was written one per line. */
export interface ListEntry {
  /** Counts from 1. */
  readonly position: number
  readonly text: string
  /** How many lines below the first line of the value it stands. */
  readonly below: number
}

/**
 * Reads a submitted value as the type its request type declares: a number only in plain decimal notation, `Yes` and `No` (or
 * `true` and `false`) as boolean, one list entry per line of a textarea that is not blank. An empty value stays null.
 * A failure is the entry that cannot be read, or null for the value as a whole.
 */
export function coerceValue(field: FormField, schema: JsonSchema | undefined, value: FieldValue): Coerced {
  const type = fieldType(field, schema)
  if (field.type === 'checkboxes' && type === 'boolean') return whole(value !== null && value.length > 0)
  if (value === null) return whole(null)
  if (typeof value !== 'string')
    return type === 'array' ? list(itemType(schema), optionEntries(value)) : unreadable
  if (type === 'array') return list(itemType(schema), lineEntries(value))
  const read = coerceText(value, type)
  return read === null ? unreadable : whole(read)
}

const unreadable: Coerced = { ok: false, failures: [null] }

function whole(value: Json): Coerced {
  return { ok: true, value, entries: [] }
}

/** A text as a type, or null where it is none of that type. */
export function coerceText(text: string, type: FieldType): Json {
  switch (type) {
    case 'string':
      return text
    case 'integer':
      return number(/^-?(?:0|[1-9][0-9]{0,15})$/, text)
    case 'number':
      return number(/^-?(?:0|[1-9][0-9]{0,15})(?:\.[0-9]{1,15})?$/, text)
    case 'boolean':
      return booleans.get(text.toLowerCase()) ?? null
    case 'array':
      return null
  }
}

const booleans: ReadonlyMap<string, boolean> = new Map([
  ['yes', true],
  ['true', true],
  ['no', false],
  ['false', false],
])

/** Only numbers that are the same again when they are written: `-0` and more digits than a double holds are not. */
function number(grammar: RegExp, text: string): number | null {
  if (!grammar.test(text)) return null
  const value = Number(text)
  const exact = Number.isInteger(value) ? Number.isSafeInteger(value) : digits(text) <= 15
  return exact && !Object.is(value, -0) ? value : null
}

function digits(text: string): number {
  return text.replaceAll(/[-.]/g, '').length
}

function optionEntries(options: readonly string[]): readonly ListEntry[] {
  return options.map((text, index) => ({ position: index + 1, text, below: index }))
}

function lineEntries(text: string): readonly ListEntry[] {
  const entries: ListEntry[] = []
  for (const [below, line] of text.split('\n').entries()) {
    const trimmed = trimUnseen(line)
    if (trimmed !== '') entries.push({ position: entries.length + 1, text: trimmed, below })
  }
  return entries
}

function list(type: FieldType, entries: readonly ListEntry[]): Coerced {
  if (entries.length > listEntriesMax) return { ok: false, tooMany: entries.length }
  const values = entries.map((entry) => coerceText(entry.text, type))
  const failures = entries.filter((_, index) => values[index] === null)
  return failures.length === 0 ? { ok: true, value: values, entries } : { ok: false, failures }
}
