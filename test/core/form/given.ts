import { parseSubmission } from '../../../src/core/form/parse-submission.js'
import type {
  CheckboxesField,
  DropdownField,
  Form,
  FormField,
  TextareaField,
  UploadField,
} from '../../../src/model/form.js'
import type { Problem } from '../../../src/model/problem.js'
import type { FieldValue } from '../../../src/model/submission.js'

export function givenForm(...fields: readonly FormField[]): Form {
  return { file: 'request.yml', blob: null, name: 'Request', labels: [], fields }
}

export function input(label: string, more: Partial<FormField> = {}): FormField {
  return { ...base(label, more), type: 'input' }
}

export function textarea(label: string, more: Partial<TextareaField> = {}): FormField {
  return { ...base(label, more), type: 'textarea', render: more.render ?? null }
}

export function dropdown(
  label: string,
  options: readonly string[],
  more: Partial<DropdownField> = {},
): FormField {
  return { ...base(label, more), type: 'dropdown', options, multiple: more.multiple ?? false }
}

export function checkboxes(label: string, options: CheckboxesField['options']): FormField {
  return {
    ...base(label, { required: options.some((option) => option.required) }),
    type: 'checkboxes',
    options,
  }
}

export function upload(label: string, more: Partial<UploadField> = {}): FormField {
  return { ...base(label, more), type: 'upload', accept: more.accept ?? null }
}

function base(label: string, more: { readonly id?: string; readonly required?: boolean }) {
  const id = more.id ?? label.toLowerCase()
  return { id, label, description: null, required: more.required ?? false, line: 1 }
}

/** What the machine reads: values by id, or the codes with their lines. */
export function reads(form: Form, body: string): Readonly<Record<string, FieldValue>> | readonly string[] {
  const result = parseSubmission(form, body)
  if (!result.ok) return result.problems.map((problem) => `${problem.line ?? '-'} ${problem.code}`)
  return Object.fromEntries(result.value.fields.map((field) => [field.id, field.value]))
}

export function problems(form: Form, body: string): readonly Problem[] {
  const result = parseSubmission(form, body)
  return result.ok ? [] : result.problems
}
