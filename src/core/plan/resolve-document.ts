import type { DocumentChoice } from '../../model/change.js'
import type { Json } from '../../model/json.js'
import { fail, ok, type Result } from '../../model/problem.js'
import type { Template } from '../../model/request-type.js'
import type { ExpressionContext } from '../expression/context.js'
import { evaluateTemplate } from '../expression/evaluate-template.js'

/** Which document of a file a change means, with every expression evaluated. */
export function resolveDocument(
  template: Template,
  context: ExpressionContext,
): Result<DocumentChoice | null> {
  const evaluated = evaluateTemplate(template, context, { code: 'change/document-choice', key: 'document' })
  if (!evaluated.ok) return evaluated
  const choice = documentChoice(evaluated.value)
  if (choice !== undefined) return ok(choice)
  return fail({
    code: 'change/document-choice',
    what: `“document” is ${JSON.stringify(evaluated.value)}, which chooses no document.`,
    fix: 'Write its number from 0, or its kind and name, as in { kind: Deployment, name: web }.',
  })
}

function documentChoice(value: Json): DocumentChoice | null | undefined {
  if (value === null) return null
  if (typeof value === 'number')
    return Number.isInteger(value) && value >= 0 ? { by: 'index', index: value } : undefined
  if (typeof value !== 'object' || Array.isArray(value)) return undefined
  const entries = new Map(Object.entries(value))
  const kind = entries.get('kind') ?? null
  const name = entries.get('name') ?? null
  const known = [...entries.keys()].every((key) => key === 'kind' || key === 'name')
  if (!known || !isTextOrNull(kind) || !isTextOrNull(name) || (kind === null && name === null))
    return undefined
  return { by: 'resource', kind, name }
}

function isTextOrNull(value: Json): value is string | null {
  return value === null || (typeof value === 'string' && value !== '')
}
