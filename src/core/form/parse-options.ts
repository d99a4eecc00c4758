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
