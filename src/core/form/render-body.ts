import type { CheckboxesField, Form, FormField } from '../../model/form.js'
import type { FieldValue } from '../../model/submission.js'
import { unreachable } from '../../model/unreachable.js'
import { noResponse } from './section.js'

/**
 * The issue body GitHub writes when somebody submits the form with these answers, by field id; a missing answer is an empty field. The
 * skeleton has LF, typed text CRLF, as in bodies read from the API (brainhackorg/global2023#63); no newline at the end. Answers are
 * written as they are, so that a wrong one shows what a hand-edited issue would do.
 */
export function renderBody(form: Form, answers: ReadonlyMap<string, FieldValue>): string {
  return form.fields
    .map((field) => `### ${field.label}\n\n${renderValue(field, answers.get(field.id) ?? null)}`)
    .join('\n\n')
}

function renderValue(field: FormField, value: FieldValue): string {
  const parts = value === null ? [] : typeof value === 'string' ? [value] : value
  switch (field.type) {
    case 'input':
      return parts.join(' ') || noResponse
    case 'textarea': {
      const typed = parts.join('\n').replaceAll('\n', '\r\n')
      return field.render === null ? typed || noResponse : `\`\`\`${field.render}\n${typed}\n\`\`\``
    }
    case 'dropdown':
      return parts.join(', ') || noResponse
    case 'checkboxes':
      return checkBoxes(field, parts)
    case 'upload':
      return parts.map(uploaded).join('\n') || noResponse
    default:
      return unreachable(field)
  }
}

function checkBoxes(field: CheckboxesField, ticked: readonly string[]): string {
  return field.options.map(({ label }) => `- [${ticked.includes(label) ? 'X' : ' '}] ${label}`).join('\n')
}

/** Files keep their name in the address, pictures do not. */
function uploaded(address: string): string {
  const name = address.slice(address.lastIndexOf('/') + 1)
  return address.includes('/user-attachments/assets/')
    ? `<img width="100" height="100" alt="Image" src="${address}" />`
    : `[${name}](${address})`
}
