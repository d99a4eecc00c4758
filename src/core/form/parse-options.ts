import type { CheckboxesField } from '../../model/form.js'
import {
  type FormReader,
  flagOf,
  formReader,
  missing,
  nodeAt,
  requiredTextOf,
  textOf,
} from '../decode/form-reader.js'
import type { FormNode } from '../decode/read-form-yaml.js'

interface Option {
  readonly text: string
  readonly line: number
}

/** The options of a dropdown. GitHub refuses the word None: it adds that option itself where nothing must be chosen. */
export function dropdownOptions(attributes: FormReader): readonly string[] {
  const options: Option[] = []
  for (const item of optionItems(attributes)) {
    const text = item.kind === 'text' ? item.text.trim() : ''
    if (text.toLowerCase() === 'none') {
      attributes.report(
        'form/file-option',
        item.line,
        `“${text}” is a reserved word among options; GitHub does not show such a form.`,
        'Remove the option: GitHub offers None by itself where the field is not required.',
      )
    }
    options.push({ text, line: item.line })
  }
  checkOptions(options, attributes)
  checkDefault(attributes, options.length)
  return options.map((option) => option.text)
}

/** The options of a group of check boxes. */
export function checkBoxes(attributes: FormReader): CheckboxesField['options'] {
  const boxes: { readonly label: string; readonly required: boolean }[] = []
  const options: Option[] = []
  for (const [index, item] of optionItems(attributes).entries()) {
    const reader = formReader(
      item,
      `option ${index + 1} in ${attributes.where}`,
      ['label', 'required'],
      attributes.report,
    )
    const label = reader === null ? null : requiredTextOf(reader, 'label')
    if (reader === null || label === null) continue
    boxes.push({ label, required: flagOf(reader, 'required') })
    options.push({ text: label, line: item.line })
  }
  checkOptions(options, attributes)
  return boxes
}

function optionItems(attributes: FormReader): readonly FormNode[] {
  const node = nodeAt(attributes, 'options')
  if (node === null) missing(attributes, 'options')
  if (node?.kind === 'list' && node.items.length > 0) return node.items
  if (node !== null) {
    attributes.report(
      'form/file-wrong-type',
      node.line,
      `The options in ${attributes.where} must be a list with at least one option.`,
      'Write one option per line and begin each with “- ”.',
    )
  }
  return []
}

function checkOptions(options: readonly Option[], attributes: FormReader): void {
  const seen = new Set<string>()
  for (const { text, line } of options) {
    if (text === '' || text.includes('\n')) {
      attributes.report(
        'form/file-option',
        line,
        'An option must be one line of text.',
        'Write the option on one line, in quotes if it has special characters.',
      )
    } else if (seen.has(text)) {
      attributes.report(
        'form/file-option',
        line,
        `The option “${text}” stands twice.`,
        'Remove one of the two.',
      )
    }
    seen.add(text)
  }
}

function checkDefault(attributes: FormReader, count: number): void {
  const text = textOf(attributes, 'default')
  if (text === null || (/^\d{1,4}$/.test(text) && Number(text) < count)) return
  attributes.report(
    'form/file-wrong-type',
    attributes.entries.get('default')?.line ?? attributes.line,
    `The default “${text}” is not the place of an option.`,
    `Write a number from 0 (the first option) to ${Math.max(0, count - 1)}.`,
  )
}

/** What a text of options means. */
export type DecodedOptions =
  /** In the order of the form. */
  | { readonly kind: 'chosen'; readonly options: readonly string[] }
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'repeated'; readonly option: string }
  /** The part that is no option. */
  | { readonly kind: 'unknown'; readonly piece: string }

/** GitHub joins the chosen options with this and escapes nothing. Seen in public issues (schmelto/Portfolio#90). */
const separator = ', '

/** A place where an option may begin: how many ways lead there (2 stands for more), by how few options, and by which of them last. */
interface Reached {
  readonly ways: 1 | 2
  readonly pieces: number
  readonly from: number
  readonly option: string
}

/**
 * Decodes `Smith, John, Doe, Jane` against the options of a dropdown, by dynamic programming over the places where an option may begin. Every
 * option is taken at most once, so that a path longer than the list of options is not followed, and the work is bounded by the form.
 */
export function decodeOptions(text: string, options: readonly string[]): DecodedOptions {
  const end = text.length + separator.length
  const reached = new Map<number, Reached>()
  let furthest = 0
  for (let at = 0; at < end; at += 1) {
    const here = reached.get(at) ?? null
    if (at > 0 && here === null) continue
    furthest = at
    if ((here?.pieces ?? 0) >= options.length) break
    for (const option of options) {
      const behind = at + option.length
      if (!text.startsWith(option, at) || !(behind === text.length || text.startsWith(separator, behind)))
        continue
      const next = behind + separator.length
      reached.set(next, join(reached.get(next) ?? null, here, at, option))
    }
  }
  const repeated = firstRepeated(pathTo(reached.has(end) ? end : furthest, reached))
  if (!reached.has(end)) {
    return repeated === null
      ? { kind: 'unknown', piece: firstPiece(text.slice(furthest)) }
      : { kind: 'repeated', option: repeated }
  }
  if (reached.get(end)?.ways !== 1) return { kind: 'ambiguous' }
  if (repeated !== null) return { kind: 'repeated', option: repeated }
  const chosen = new Set(pathTo(end, reached))
  return { kind: 'chosen', options: options.filter((option) => chosen.has(option)) }
}

function join(known: Reached | null, here: Reached | null, from: number, option: string): Reached {
  const pieces = (here?.pieces ?? 0) + 1
  if (known === null) return { ways: here?.ways ?? 1, pieces, from, option }
  return pieces < known.pieces ? { ways: 2, pieces, from, option } : { ...known, ways: 2 }
}

/** The options on the shortest way to a place. */
function pathTo(end: number, reached: ReadonlyMap<number, Reached>): readonly string[] {
  const options: string[] = []
  for (let step = reached.get(end); step !== undefined; step = reached.get(step.from))
    options.push(step.option)
  return options.reverse()
}

function firstRepeated(options: readonly string[]): string | null {
  return options.find((option, index) => options.indexOf(option) < index) ?? null
}

function firstPiece(text: string): string {
  const comma = text.indexOf(separator)
  const line = text.indexOf('\n')
  const ends = [comma, line].filter((at) => at >= 0)
  return ends.length === 0 ? text : text.slice(0, Math.min(...ends))
}
