import type { FormField } from '../../model/form.js'
import type { FormReader } from './form-reader.js'
import type { ParsedElement } from './parse-element.js'

/** Names every JavaScript object has; a careless reader of our output would take its own machinery for a field. */
const refusedIds: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * The fields of a form, each with an id of its own; see `parseForm` for ids made from labels. Labels that read alike are allowed only
 * where ids tell the fields apart, as on GitHub, which compares them in lower case and without punctuation.
 */
export function checkIds(
  elements: readonly ParsedElement[],
  report: FormReader['report'],
): readonly FormField[] {
  const fields = elements.map((element) => element.field).filter((field) => field !== null)
  const ids = new Map<string, FormField>()
  const labels = new Map<string, FormField>()
  return fields.map((field, index) => {
    const slug = slugOf(field.label)
    const id = field.id === '' ? slug || `field-${index + 1}` : field.id
    const sameLabel = labels.get(slug || field.label)
    const sameId = ids.get(id)
    if (sameLabel !== undefined && (field.id === '' || sameLabel.id === '')) {
      reportLabels(sameLabel, field, report)
    } else if (sameId !== undefined) {
      reportIds(id, sameId, field, report)
    }
    if (refusedIds.has(id) || !/^[A-Za-z0-9_-]+$/.test(id)) reportId(id, field, report)
    ids.set(id, field)
    labels.set(slug || field.label, field)
    return { ...field, id }
  })
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

function reportLabels(first: FormField, second: FormField, report: FormReader['report']): void {
  report(
    'form/file-duplicate-label',
    second.line,
    `The labels “${first.label}” on line ${first.line} and “${second.label}” on line ${second.line} are too much alike for GitHub.`,
    'Change one of the labels, or give both elements an id.',
  )
}

function reportIds(id: string, first: FormField, second: FormField, report: FormReader['report']): void {
  report(
    'form/file-duplicate-id',
    second.line,
    `The id “${id}” belongs to two fields, “${first.label}” on line ${first.line} and “${second.label}” on line ${second.line}.`,
    'Give every field an id of its own.',
  )
}

function reportId(id: string, field: FormField, report: FormReader['report']): void {
  const reserved = refusedIds.has(id)
  report(
    'form/file-bad-id',
    field.line,
    reserved
      ? `The id “${id}” of “${field.label}” is a word every JavaScript program reads as something else.`
      : `The id “${id}” of “${field.label}” has other characters than letters, digits, hyphen and underscore.`,
    `Give the field another id, as in id: my-${slugOf(id) || 'field'}.`,
  )
}
