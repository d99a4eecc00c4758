import type { Form } from '../../model/form.js'
import type { Problem } from '../../model/problem.js'
import { readFormYaml } from '../form/read-form-yaml.js'
import { listOf, valueAt } from './form-node.js'

/**
 * The fields without an `id` in a form that a request type uses. GitHub shows such a form; but the name the request type knows the field by is
 * then made from its label, and changes with it.
 * @param source the form's file, with its path in the repository.
 */
export function missingIds(
  form: Form,
  source: { readonly path: string; readonly text: string },
): readonly Problem[] {
  const yaml = readFormYaml(form.file, source.text)
  const elements = yaml.ok ? listOf(valueAt(yaml.value, 'body')) : []
  return elements.flatMap((element) => {
    const field = form.fields.find(({ line }) => line === element.line)
    const id = valueAt(element, 'id')
    if (field === undefined || (id?.kind === 'text' && id.text.trim() !== '')) return []
    return [
      {
        code: 'type/form-id-missing',
        file: source.path,
        line: element.line,
        field: field.id,
        label: field.label,
        what: `“${field.label}” has no id, so that request types know it as “${field.id}”, which would change with the label.`,
        fix: `Add id: ${field.id} to the element.`,
      },
    ]
  })
}
