import { parseDocument } from 'yaml'
import type { Form } from '../../model/form.js'
import type { Problem } from '../../model/problem.js'
import { type FormNode, readFormYaml } from '../form/read-form-yaml.js'
import { ambiguousOption } from './ambiguous-options.js'
import { listOf, valueAt } from './form-node.js'

/**
 * What is doubtful about a form that can be read: words GitHub reads as something else than they look like, and dropdowns whose
 * choices cannot be told apart.
 * @param source the form's file, with its path in the repository.
 */
export function lintForm(
  form: Form,
  source: { readonly path: string; readonly text: string },
): readonly Problem[] {
  const yaml = readFormYaml(form.file, source.text)
  const dialect = yaml.ok ? shownTexts(yaml.value).flatMap((node) => dialectProblems(node, source.path)) : []
  return [...dialect, ...ambiguityProblems(form, source.path)]
}

type TextNode = Extract<FormNode, { readonly kind: 'text' }>

/** The labels and options of all elements: what GitHub writes into the issue. */
function shownTexts(root: FormNode): readonly TextNode[] {
  const elements = listOf(valueAt(root, 'body'))
  return elements.flatMap((element) => {
    const attributes = valueAt(element, 'attributes')
    const options = listOf(valueAt(attributes, 'options'))
    const nodes = [
      valueAt(attributes, 'label'),
      ...options,
      ...options.map((option) => valueAt(option, 'label')),
    ]
    return nodes.filter((node): node is TextNode => node?.kind === 'text')
  })
}

/** Source: YAML 1.1, “Language-Independent Types for YAML”, which GitHub's reader follows; ours takes the text as it is written. */
function dialectProblems(node: TextNode, file: string): readonly Problem[] {
  if (!node.plain) return []
  const document = parseDocument(node.text, { version: '1.1', logLevel: 'silent' })
  if (document.errors.length > 0) return []
  const value: unknown = document.toJS()
  if (typeof value === 'string' || (typeof value === 'number' && String(value) === node.text)) return []
  return [
    {
      code: 'type/form-yaml-dialect',
      file,
      line: node.line,
      what: `Without quotes GitHub reads “${node.text}” as ${kindOf(value)}, not as this text.`,
      fix: `Put it in quotes, as in "${node.text}".`,
    },
  ]
}

function kindOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (typeof value === 'number') return `the number ${value}`
  return value instanceof Date ? 'a date' : 'something else'
}

function ambiguityProblems(form: Form, file: string): readonly Problem[] {
  return form.fields.flatMap((field) => {
    const option = field.type === 'dropdown' && field.multiple ? ambiguousOption(field.options) : null
    if (option === null) return []
    return [
      {
        code: 'type/form-options-ambiguous',
        file,
        line: field.line,
        field: field.id,
        label: field.label,
        what: `GitHub writes the choices of “${field.label}” with commas between them, and because of “${option}” two different choices look the same.`,
        fix: 'Reword that option without a comma.',
      },
    ]
  })
}
