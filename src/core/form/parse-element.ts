import type { FormField } from '../../model/form.js'
import { unreachable } from '../../model/unreachable.js'
import {
  type FormReader,
  flagOf,
  formReader,
  missing,
  namesOf,
  nodeAt,
  requiredTextOf,
  slipsMax,
  textOf,
} from '../decode/form-reader.js'
import type { FormNode } from '../decode/read-form-yaml.js'
import { closestName } from '../text/closest-name.js'
import { checkBoxes, dropdownOptions } from './parse-options.js'

/** One element of a form's body; a `markdown` element is no field. */
export interface ParsedElement {
  /** With the `id` as the file has it, or empty where it has none. */
  readonly field: FormField | null
}

const types = ['markdown', 'input', 'textarea', 'dropdown', 'checkboxes', 'upload'] as const
type ElementType = (typeof types)[number]

const attributeKeys: Readonly<Record<ElementType, readonly string[]>> = {
  markdown: ['value'],
  input: ['label', 'description', 'placeholder', 'value'],
  textarea: ['label', 'description', 'placeholder', 'value', 'render'],
  dropdown: ['label', 'description', 'multiple', 'options', 'default'],
  checkboxes: ['label', 'description', 'options'],
  upload: ['label', 'description'],
}

/** What an upload may accept. Source: “Syntax for GitHub's form schema”, `accept` of `upload`. */
const fileExtensions: ReadonlySet<string> = new Set(
  (
    'zip gz tar.gz pdf docx xlsx pptx png jpg jpeg gif svg webp mp4 mov webm ' + 'json py js ts log txt csv'
  ).split(' '),
)

/** Reads one element; null when it cannot be told what it is. `index` counts from 1. */
export function parseElement(
  node: FormNode,
  index: number,
  report: FormReader['report'],
): ParsedElement | null {
  const where = `element ${index}`
  const element = formReader(node, where, ['type', 'id', 'attributes', 'validations'], report)
  if (element === null) return null
  const type = typeOf(element)
  const id = nodeAt(element, 'id') === null ? '' : (textOf(element, 'id') ?? '')
  const attributesNode = nodeAt(element, 'attributes')
  if (attributesNode === null) missing(element, 'attributes')
  if (type === null || attributesNode === null) return null
  const attributes = formReader(attributesNode, `the attributes of ${where}`, attributeKeys[type], report)
  if (attributes === null) return null
  if (type === 'markdown') {
    requiredTextOf(attributes, 'value')
    return { field: null }
  }
  const label = labelOf(attributes, type)
  if (label === null) return null
  const required = validations(element, type)
  const base = {
    id,
    label,
    description: textOf(attributes, 'description'),
    required: required.required,
    line: node.line,
  }
  return { field: fieldOf(type, base, attributes, required.accept) }
}

type FieldType = Exclude<ElementType, 'markdown'>
type FieldBase = Pick<FormField, 'id' | 'label' | 'description' | 'required' | 'line'>

function fieldOf(
  type: FieldType,
  base: FieldBase,
  attributes: FormReader,
  accept: readonly string[] | null,
): FormField {
  switch (type) {
    case 'input':
      checkHints(attributes)
      return { ...base, type }
    case 'textarea':
      checkHints(attributes)
      return { ...base, type, render: renderOf(attributes) }
    case 'dropdown':
      return { ...base, type, multiple: flagOf(attributes, 'multiple'), options: dropdownOptions(attributes) }
    case 'checkboxes': {
      const options = checkBoxes(attributes)
      return { ...base, type, options, required: base.required || options.some((option) => option.required) }
    }
    case 'upload':
      return { ...base, type, accept }
    default:
      return unreachable(type)
  }
}

/** What is shown in a field before somebody fills it in; GitHub refuses an empty text there. */
function checkHints(attributes: FormReader): void {
  textOf(attributes, 'placeholder')
  textOf(attributes, 'value')
}

function typeOf(element: FormReader): ElementType | null {
  const text = requiredTextOf(element, 'type')
  const type = types.find((each) => each === text)
  if (type !== undefined) return type
  if (text === null) return null
  const meant = closestName(text, types, slipsMax)
  element.report(
    'form/file-unknown-type',
    element.entries.get('type')?.line ?? element.line,
    `“${text}” is not a type of element.`,
    meant === null
      ? `Use one of: ${types.join(', ')}.`
      : `Did you mean “${meant}”? The types are ${types.join(', ')}.`,
  )
  return null
}

/** The label, which becomes a heading of the issue. */
function labelOf(attributes: FormReader, type: FieldType): string | null {
  const label = requiredTextOf(attributes, 'label')
  if (label === null) return null
  const line = attributes.entries.get('label')?.line ?? attributes.line
  if (label.includes('\n') || label.startsWith('#')) {
    attributes.report(
      'form/file-label',
      line,
      `The label “${label.replaceAll('\n', ' ')}” cannot be told from the text of the issue, because it ${label.includes('\n') ? 'has a line break in it' : 'begins with #'}.`,
      'Write the label on one line and begin it with another character.',
    )
    return null
  }
  if ((type === 'input' || type === 'textarea') && /\bpassword\b/i.test(label)) {
    attributes.report(
      'form/file-label',
      line,
      `The label “${label}” asks for a password; GitHub refuses such a form, because issues are no place for secrets.`,
      'Use another word, and never ask for a secret in an issue.',
    )
  }
  return label
}

function renderOf(attributes: FormReader): string | null {
  const render = textOf(attributes, 'render')
  if (render === null || /^[^\s`]+$/.test(render)) return render
  attributes.report(
    'form/file-wrong-type',
    attributes.entries.get('render')?.line ?? attributes.line,
    `“${render}” is not the name of a language for render.`,
    'Write one word, as in render: shell.',
  )
  return null
}

function validations(
  element: FormReader,
  type: ElementType,
): { readonly required: boolean; readonly accept: readonly string[] | null } {
  const node = nodeAt(element, 'validations')
  if (node === null) return { required: false, accept: null }
  const keys = type === 'upload' ? ['required', 'accept'] : ['required']
  const reader = formReader(node, `the validations of ${element.where}`, keys, element.report)
  if (reader === null) return { required: false, accept: null }
  return { required: flagOf(reader, 'required'), accept: type === 'upload' ? acceptOf(reader) : null }
}

function acceptOf(reader: FormReader): readonly string[] | null {
  const accept = namesOf(reader, 'accept')?.map((name) => name.toLowerCase().replace(/^\./, '')) ?? null
  for (const extension of accept ?? []) {
    if (fileExtensions.has(extension)) continue
    reader.report(
      'form/file-accept',
      reader.entries.get('accept')?.line ?? reader.line,
      `GitHub does not take files that end in “.${extension}”.`,
      'Remove it from accept, or ask for the file in a zip archive.',
    )
  }
  return accept
}
