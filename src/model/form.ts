import type { Oid } from './ids.js'

/**
 * One field of an issue form; `markdown` elements are not submitted and therefore not fields.
 * Source: “Syntax for GitHub's form schema” and “Syntax for issue forms” in GitHub's documentation.
 */
export type FormField = InputField | TextareaField | DropdownField | CheckboxesField | UploadField

interface FieldBase {
  /** The `id` of the element, or an id made from its label where the form gives none. */
  readonly id: string
  /** The heading GitHub writes above the value, exactly as the form has it. */
  readonly label: string
  readonly description: string | null
  readonly required: boolean
  /** Line of the element in the form file, counted from 1. */
  readonly line: number
}

export interface InputField extends FieldBase {
  readonly type: 'input'
}

export interface TextareaField extends FieldBase {
  readonly type: 'textarea'
  /** The language of the code block GitHub wraps the text in, or null for plain text. */
  readonly render: string | null
}

export interface DropdownField extends FieldBase {
  readonly type: 'dropdown'
  readonly multiple: boolean
  readonly options: readonly string[]
}

export interface CheckboxesField extends FieldBase {
  readonly type: 'checkboxes'
  readonly options: readonly { readonly label: string; readonly required: boolean }[]
}

export interface UploadField extends FieldBase {
  readonly type: 'upload'
  /** Permitted file extensions without the dot, or null for every type GitHub permits. */
  readonly accept: readonly string[] | null
}

/** Whether a file of `.github/ISSUE_TEMPLATE` is a form: `config.yml` there is the settings of the chooser. */
export function isFormFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return /\.ya?ml$/.test(name) && !/^config\.ya?ml$/.test(name)
}

/** An issue form: `.github/ISSUE_TEMPLATE/<file>`. */
export interface Form {
  /** File name below `.github/ISSUE_TEMPLATE/`. */
  readonly file: string
  /** The blob the form was read from; null where the form does not come from git. */
  readonly blob: Oid | null
  readonly name: string
  readonly labels: readonly string[]
  readonly fields: readonly FormField[]
}
