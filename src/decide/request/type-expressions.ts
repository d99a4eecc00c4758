import type { ChangeTemplate, RequestType, Template } from '../../model/request-type.js'
import { templateExpressions } from '../expression/template-expressions.js'

/** An expression without the `${{ }}` around it, and where it stands, as in `rules/0/assert`. */
export interface PlacedExpression {
  readonly source: string
  readonly at: string
  /** Whether `item` stands for something there. */
  readonly inForEach: boolean
}

/** Every expression of a request type, in the order of its keys. */
export function expressionsOf(type: RequestType): readonly PlacedExpression[] {
  return [
    ...type.rules.map((rule, index) => ({
      source: rule.assert,
      at: `rules/${index}/assert`,
      inForEach: false,
    })),
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
    ...(change.forEach === null ? [] : [{ source: change.forEach, at: `${at}/for-each`, inForEach: false }]),
    ...(change.when === null ? [] : [{ source: change.when, at: `${at}/when`, inForEach }]),
    ...placed(change.file, `${at}/file`, inForEach),
    ...placed(change.ensure, `${at}/ensure`, inForEach),
    ...placed(change.document, `${at}/document`, inForEach),
    ...stateTemplates(change).flatMap(([template, key]) => placed(template, `${at}/${key}`, inForEach)),
  ]
}

function stateTemplates(change: ChangeTemplate): readonly (readonly [Template, string])[] {
  switch (change.kind) {
    case 'file':
      return [[change.content, 'content']]
    case 'value':
      return [
        [change.at, 'at'],
        [change.value, 'value'],
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

function placed(template: Template, at: string, inForEach = false): readonly PlacedExpression[] {
  return templateExpressions(template).map((source) => ({ source, at, inForEach }))
}
