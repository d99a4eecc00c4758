import type { Beside } from '../../model/change.js'
import type { ChangeTemplate, RequestType, Template } from '../../model/request-type.js'
import type { PolicyFile } from '../../model/snapshot.js'
import { templateExpressions } from '../expression/split-template.js'

/** An expression without the `${{ }}` around it, and where it stands, as in `rules/0/assert`. */
export interface PlacedExpression {
  readonly source: string
  readonly at: string
  /** Whether `item` stands for something there. */
  readonly inForEach: boolean
  /** The template file it stands in, where it stands in one. */
  readonly template?: string
}

/** Every expression of a request type, in the order of its keys. */
export function expressionsOf(type: RequestType): readonly PlacedExpression[] {
  return [
    ...type.rules.flatMap((rule, index) => [
      { source: rule.assert, at: `rules/${index}/assert`, inForEach: false },
      ...placed(rule.message, `rules/${index}/message`),
    ]),
    ...type.approval.flatMap((rule, index) =>
      rule.when === null ? [] : [{ source: rule.when, at: `approval/${index}/when`, inForEach: false }],
    ),
    ...type.changes.flatMap((change, index) => changeExpressions(change, `changes/${index}`)),
    ...placed(type.ensure, 'ensure'),
  ]
}

function changeExpressions(change: ChangeTemplate, at: string): readonly PlacedExpression[] {
  const inForEach = change.forEach !== null
  return [
    ...(typeof change.forEach === 'string'
      ? [{ source: change.forEach, at: `${at}/for-each`, inForEach: false }]
      : []),
    ...(change.when === null ? [] : [{ source: change.when, at: `${at}/when`, inForEach }]),
    ...placed(change.file, `${at}/file`, inForEach),
    ...placed(change.ensure, `${at}/ensure`, inForEach),
    ...placed(change.document, `${at}/document`, inForEach),
    ...stateTemplates(change).flatMap(([template, key]) => placed(template, `${at}/${key}`, inForEach)),
    ...contentExpressions(change, at),
  ]
}

/** Content that stands in a file of its own is told apart by that file. */
function contentExpressions(change: ChangeTemplate, at: string): readonly PlacedExpression[] {
  if (change.kind !== 'file') return []
  const { content, contentFrom: template } = change
  const inForEach = change.forEach !== null
  return template === undefined
    ? placed(content, `${at}/content`, inForEach)
    : placed(content, `${at}/content-from`, inForEach).map((each) => ({ ...each, template }))
}

function stateTemplates(change: ChangeTemplate): readonly (readonly [Template, string])[] {
  switch (change.kind) {
    case 'file':
      return []
    case 'value':
      return [[change.at, 'at'], [change.value, 'value'], ...besideTemplates(change.beside)]
    case 'copy':
      return change.of.kind === 'whole'
        ? [[change.from, 'copy']]
        : [
            [change.from, 'copy'],
            ...change.of.places.flatMap(({ from, to }) => [[from, 'copy'] as const, [to, 'at'] as const]),
            [change.of.fromDocument, 'copy/document'],
            ...besideTemplates(change.of.beside),
          ]
    case 'item':
      return [
        [change.at, 'at'],
        [change.item, 'item'],
        [change.key, 'key'],
      ]
    case 'line':
      return [
        [change.line, 'line'],
        [change.order.by === 'after' ? change.order.line : null, 'after'],
      ]
  }
}

function besideTemplates(beside: Beside | undefined): readonly (readonly [Template, string])[] {
  if (beside === undefined) return []
  return 'before' in beside ? [[beside.before, 'before']] : [[beside.after, 'after']]
}

function placed(template: Template, at: string, inForEach = false): readonly PlacedExpression[] {
  return templateExpressions(template).map((source) => ({ source, at, inForEach }))
}

/** The templates some changes name, each once; the key is left out where they name none. */
export function usedTemplates(
  changes: readonly ChangeTemplate[],
  templates: readonly PolicyFile[],
): Pick<RequestType, 'templates'> {
  const named = new Set(changes.flatMap((change) => (change.kind === 'file' ? [change.contentFrom] : [])))
  const used = templates.flatMap(({ path, blob, text }) =>
    named.has(path) && text !== null ? [{ path, blob, text }] : [],
  )
  return used.length === 0 ? {} : { templates: used }
}
