import type { ChangeTemplate, RequestType, Template } from '../../model/request-type.js'
import { templateExpressions } from '../expression/template-expressions.js'

/** An expression without the `${{ }}` around it, and where it stands, as in `rules/0/assert`. */
export interface PlacedExpression {
  readonly source: string
  readonly at: string
}

/** Every expression of a request type, in the order of its keys. */
export function expressionsOf(type: RequestType): readonly PlacedExpression[] {
  return [
    ...type.rules.map((rule, index) => ({ source: rule.assert, at: `rules/${index}/assert` })),
    ...type.approval.flatMap((rule, index) =>
      rule.when === null ? [] : [{ source: rule.when, at: `approval/${index}/when` }],
    ),
    ...type.changes.flatMap((change, index) => changeExpressions(change, `changes/${index}`)),
    ...placed(type.ensure, 'ensure'),
  ]
}

function changeExpressions(change: ChangeTemplate, at: string): readonly PlacedExpression[] {
  const common = [
    ...placed(change.file, `${at}/file`),
    ...placed(change.ensure, `${at}/ensure`),
    ...placed(change.document, `${at}/document`),
  ]
  switch (change.kind) {
    case 'file':
      return [...common, ...placed(change.content, `${at}/content`)]
    case 'value':
      return [...common, ...placed(change.at, `${at}/at`), ...placed(change.value, `${at}/value`)]
    case 'item':
      return [
        ...common,
        ...placed(change.at, `${at}/at`),
        ...placed(change.item, `${at}/item`),
        ...placed(change.key, `${at}/key`),
      ]
  }
}

function placed(template: Template, at: string): readonly PlacedExpression[] {
  return templateExpressions(template).map((source) => ({ source, at }))
}
