import { parseDocument } from 'yaml'
import type { Form } from '../../../model/form.js'
import type { Problem } from '../../../model/problem.js'
import type { Tree, TreeScalar } from '../../decode/tree.js'
import { ambiguousOption } from './ambiguous-options.js'
import { listOf, valueAt } from './form-names.js'

/**
 * What is doubtful about a form: words GitHub reads as something else than they look like, and dropdowns whose choices cannot be told apart.
 * @param path of the form's file in the repository.
 */
export function lintForm(form: Form, yaml: Tree | null, path: string): readonly Problem[] {
  return [
    ...wantedTexts(yaml).flatMap((node) => wordProblems(node, path)),
    ...offeredOptions(yaml).flatMap((node) => optionProblems(node, path)),
    ...ambiguityProblems(form, path),
  ]
}

const topTexts = ['name', 'description', 'title', 'type', 'labels', 'assignees', 'projects'] as const
const attributeTexts = ['label', 'description', 'placeholder', 'value', 'render'] as const

/** Where GitHub wants a text: a number or a yes without quotes is none. Source: “Common validation errors”, `key` must be a string. */
function wantedTexts(root: Tree | null): readonly TreeScalar[] {
  const top = topTexts.map((key) => valueAt(root, key)).flatMap((node) => [node, ...listOf(node)])
  const elements = listOf(valueAt(root, 'body'))
  const below = elements.flatMap((element) => {
    const attributes = valueAt(element, 'attributes')
    return [
      valueAt(element, 'id'),
      ...attributeTexts.map((key) => valueAt(attributes, key)),
      ...listOf(valueAt(attributes, 'options')).map((option) => valueAt(option, 'label')),
    ]
  })
  return [...top, ...below].filter((node): node is TreeScalar => node?.kind === 'scalar')
}

/** The options of dropdowns, which may be numbers: GitHub writes them into the issue as Ruby writes numbers. */
function offeredOptions(root: Tree | null): readonly TreeScalar[] {
  return listOf(valueAt(root, 'body'))
    .flatMap((element) => listOf(valueAt(valueAt(element, 'attributes'), 'options')))
    .filter((node): node is TreeScalar => node.kind === 'scalar')
}

function wordProblems(node: TreeScalar, file: string): readonly Problem[] {
  const value = readPlainly(node)
  // A key without a value counts as absent, here and on GitHub.
  return typeof value === 'string' || value === null ? [] : [dialectProblem(node, file, value)]
}

function optionProblems(node: TreeScalar, file: string): readonly Problem[] {
  const value = readPlainly(node)
  const same =
    typeof value === 'string' || (typeof value === 'number' && numberText(value, node.source) === node.source)
  return same ? [] : [dialectProblem(node, file, value)]
}

/** What GitHub reads. Source: YAML 1.1, “Language-Independent Types for YAML”, which its reader follows; ours takes the text as it is written. */
function readPlainly(node: TreeScalar): unknown {
  if (!node.plain) return node.source
  const document = parseDocument(node.source, { version: '1.1', logLevel: 'silent' })
  return document.errors.length > 0 ? node.source : document.toJS()
}

/** A number as it is submitted: a fraction keeps one digit behind the point, as `1.0` does, and no more than it needs. */
function numberText(value: number, source: string): string {
  return Number.isInteger(value) && source.includes('.') ? `${value}.0` : String(value)
}

function dialectProblem(node: TreeScalar, file: string, value: unknown): Problem {
  return {
    code: 'type/form-yaml-dialect',
    file,
    line: node.line,
    what: `Without quotes GitHub reads “${node.source}” as ${kindOf(value)}, not as this text.`,
    fix: `Put it in quotes, as in "${node.source}".`,
  }
}

function kindOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (typeof value === 'number') return `the number ${value}`
  if (value === null) return 'nothing'
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
