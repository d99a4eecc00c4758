import type { Form } from '../../../model/form.js'
import type { Problem } from '../../../model/problem.js'
import type { Tree } from '../../decode/tree.js'
import { listOf, valueAt } from './form-names.js'

/**
 * The fields without an `id` in a form that a request type uses. GitHub shows such a form; but the name the request type knows the field by is
 * then made from its label, and changes with it.
 * @param path of the form's file in the repository.
 */
export function missingIds(form: Form, yaml: Tree | null, path: string): readonly Problem[] {
  const elements = listOf(valueAt(yaml, 'body'))
  return elements.flatMap((element) => {
    const field = form.fields.find(({ line }) => line === element.line)
    const id = valueAt(element, 'id')
    if (field === undefined || (id?.kind === 'scalar' && id.source.trim() !== '')) return []
    return [
      {
        code: 'type/form-id-missing',
        file: path,
        line: element.line,
        field: field.id,
        label: field.label,
        what: `“${field.label}” has no id, so that request types know it as “${field.id}”, which would change with the label.`,
        fix: `Add id: ${field.id} to the element.`,
      },
    ]
  })
}
