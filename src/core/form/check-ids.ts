import type { FormField } from '../../model/form.js'
import { type Decoding, report } from '../decode/decoding.js'

/** Names every JavaScript object has; a careless reader of our output would take its own machinery for a field. */
const refusedIds: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * The fields of a form, each with an id of its own; see `parseForm` for ids made from labels. GitHub refers to a field by its id, or else by
 * its label in lower case and without punctuation, and wants no reference twice; to a check box always by its label.
 * Source: “Common validation errors when creating issue forms”, on labels that are too similar and on checkboxes.
 */
export function checkIds(fields: readonly FormField[], decoding: Decoding): readonly FormField[] {
  const references = new Map<string, FormField>()
  const named = fields.map((field, index) => {
    const reference = referenceOf(field)
    const same = references.get(reference)
    const id = field.id === '' ? slugOf(field.label) || `field-${index + 1}` : field.id
    if (same === undefined) references.set(reference, field)
    else if (field.id === '' || same.id === '') reportLabels(same, field, decoding)
    else reportIds(id, same, field, decoding)
    if (refusedIds.has(id) || !/^[A-Za-z0-9_-]+$/.test(id)) reportId(id, field, decoding)
    return { ...field, id }
  })
  for (const field of fields) checkBoxLabels(field, references, decoding)
  return named
}

/** What GitHub calls a field by. A label without a Latin letter leaves nothing of itself, so it stands for itself. */
function referenceOf({ id, label }: Pick<FormField, 'id' | 'label'>): string {
  return id === '' ? slugOf(label) || label : id
}

/** A check box is called by its label alone; where a field without an id has that label too, GitHub refuses the form. */
function checkBoxLabels(
  field: FormField,
  references: ReadonlyMap<string, FormField>,
  decoding: Decoding,
): void {
  if (field.type !== 'checkboxes') return
  for (const { label } of field.options) {
    const same = references.get(referenceOf({ id: '', label }))
    if (same === undefined || same === field || same.id !== '') continue
    report(decoding, field.line, {
      code: 'form/file-duplicate-label',
      what: `The check box “${label}” of “${field.label}” on line ${field.line} and the field “${same.label}” on line ${same.line} are too much alike for GitHub.`,
      fix: `Change one of the labels, or give the field “${same.label}” an id.`,
    })
  }
}

/** The label as Rails' `parameterize` writes it, as far as that needs no table of transliterations. */
function slugOf(label: string): string {
  const plain = label
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
  return plain
    .split(/[^a-z0-9_]/)
    .filter((part) => part !== '')
    .join('-')
}

function reportLabels(first: FormField, second: FormField, decoding: Decoding): void {
  report(decoding, second.line, {
    code: 'form/file-duplicate-label',
    what: `The labels “${first.label}” on line ${first.line} and “${second.label}” on line ${second.line} are too much alike for GitHub.`,
    fix: 'Change one of the labels, or give both elements an id.',
  })
}

function reportIds(id: string, first: FormField, second: FormField, decoding: Decoding): void {
  report(decoding, second.line, {
    code: 'form/file-duplicate-id',
    what: `The id “${id}” belongs to two fields, “${first.label}” on line ${first.line} and “${second.label}” on line ${second.line}.`,
    fix: 'Give every field an id of its own.',
  })
}

function reportId(id: string, field: FormField, decoding: Decoding): void {
  const reserved = refusedIds.has(id)
  report(decoding, field.line, {
    code: 'form/file-bad-id',
    what: reserved
      ? `The id “${id}” of “${field.label}” is a word every JavaScript program reads as something else.`
      : `The id “${id}” of “${field.label}” has other characters than letters, digits, hyphen and underscore.`,
    fix: `Give the field another id, as in id: my-${slugOf(id) || 'field'}.`,
  })
}
