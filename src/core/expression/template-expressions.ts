import type { Json } from '../../model/json.js'
import type { Template } from '../../model/request-type.js'
import { splitTemplate } from './split-template.js'

/**
 * The expressions of a template in the order they stand there, map keys included, without the `${{ }}` around them. A text
 * that does not close its expression gives its rest as an expression, which no check accepts.
 */
export function templateExpressions(template: Template): readonly string[] {
  const sources: string[] = []
  collect(template, sources)
  return sources
}

function collect(template: Json, sources: string[]): void {
  if (typeof template === 'string') collectText(template, sources)
  else if (isList(template)) for (const item of template) collect(item, sources)
  else if (template !== null && typeof template === 'object') {
    for (const [key, value] of Object.entries(template)) {
      collectText(key, sources)
      collect(value, sources)
    }
  }
}

function collectText(text: string, sources: string[]): void {
  const parts = splitTemplate(text)
  if (!parts.ok) sources.push(text.slice(text.indexOf('${{')))
  else for (const part of parts.value) if (part.kind === 'expression') sources.push(part.source)
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
