import type { CodesOf } from '../../model/problem.js'
import { closestName } from '../text/closest-name.js'
import type { FormEntry, FormNode } from './read-form-yaml.js'

/** Most slips with which a word of GitHub's forms is still taken for it. */
export const slipsMax = 2

/** A map of the form file while it is read: problems are collected, and a key that is missing or wrong reads as null. */
export interface FormReader {
  readonly line: number
  /** Where the map stands, in words, as in `the attributes of element 3`. */
  readonly where: string
  readonly entries: ReadonlyMap<string, FormEntry>
  readonly report: (code: CodesOf<'form'>, line: number, what: string, fix: string) => void
}

/** Reads a map with these keys and reports every other key. Null, and a problem, when it is no map. */
export function formReader(
  node: FormNode,
  where: string,
  keys: readonly string[],
  report: FormReader['report'],
): FormReader | null {
  if (node.kind !== 'map') {
    report(
      'form/file-wrong-type',
      node.line,
      `${capital(where)} must be a map of keys and values.`,
      `Give ${where} these keys as needed: ${keys.join(', ')}.`,
    )
    return null
  }
  for (const { key, line } of node.entries) {
    if (keys.includes(key)) continue
    const meant = closestName(key, keys, slipsMax)
    report(
      'form/file-unknown-key',
      line,
      `GitHub does not know the key “${key}” in ${where}.`,
      meant === null
        ? `Remove it; the keys are ${keys.join(', ')}.`
        : `Did you mean “${meant}”? If not, remove it.`,
    )
  }
  return { line: node.line, where, entries: new Map(node.entries.map((entry) => [entry.key, entry])), report }
}

/** A value that is there, or null; an optional key without a value counts as absent, as on GitHub. */
export function nodeAt(reader: FormReader, key: string): FormNode | null {
  const value = reader.entries.get(key)?.value ?? null
  return value === null || isNothing(value) ? null : value
}

function isNothing(value: FormNode): boolean {
  return value.kind === 'text' && value.plain && ['', '~', 'null', 'Null', 'NULL'].includes(value.text)
}

/** A text, white space at both ends dropped; null when absent. Empty text is a problem: GitHub refuses it. */
export function textOf(reader: FormReader, key: string): string | null {
  const value = nodeAt(reader, key)
  if (value === null) return null
  if (value.kind === 'text' && value.text.trim() !== '') return value.text.trim()
  reader.report(
    'form/file-wrong-type',
    value.line,
    `${key} in ${reader.where} must be text that is not empty.`,
    `Write the text behind ${key}, in quotes if it has special characters, or remove the key.`,
  )
  return null
}

/** A text that must be there. */
export function requiredTextOf(reader: FormReader, key: string): string | null {
  if (nodeAt(reader, key) !== null) return textOf(reader, key)
  missing(reader, key)
  return null
}

/** Reports a key that must be there. */
export function missing(reader: FormReader, key: string): void {
  reader.report(
    'form/file-missing-key',
    reader.line,
    `${capital(reader.where)} has no ${key}; GitHub does not show such a form.`,
    `Add ${key}.`,
  )
}

/** `true` or `false` as GitHub reads it, which is YAML 1.1; absent is false. */
export function flagOf(reader: FormReader, key: string): boolean {
  const value = nodeAt(reader, key)
  if (value === null) return false
  if (value.kind === 'text' && value.plain) {
    if (/^(?:true|True|TRUE|yes|Yes|YES|on|On|ON)$/.test(value.text)) return true
    if (/^(?:false|False|FALSE|no|No|NO|off|Off|OFF)$/.test(value.text)) return false
  }
  const found = value.kind === 'text' ? `“${value.text}”` : `a ${value.kind}`
  reader.report(
    'form/file-wrong-type',
    value.line,
    `${key} in ${reader.where} is ${found}; it must be true or false, without quotes.`,
    `Write ${key}: true or ${key}: false.`,
  )
  return false
}

/** A list of texts, or one text with commas in it; null when absent. */
export function namesOf(reader: FormReader, key: string): readonly string[] | null {
  const value = nodeAt(reader, key)
  if (value === null) return null
  if (value.kind === 'text' && value.text.trim() !== '') return commaList(value.text)
  // An item without a value stands in public forms that GitHub shows; it names nobody.
  const items = value.kind === 'list' ? value.items.filter((item) => !isNothing(item)) : [value]
  const texts = items.map((item) => (item.kind === 'text' ? item.text.trim() : ''))
  if (!texts.includes('')) return texts
  reader.report(
    'form/file-wrong-type',
    value.line,
    `${key} in ${reader.where} must be a list of texts, or one text with commas between them.`,
    `Write ${key}: [first, second].`,
  )
  return null
}

function commaList(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
