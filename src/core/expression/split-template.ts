import { isList, type Json } from '../../model/json.js'
import { fail, ok, type Result } from '../../model/problem.js'
import type { Template } from '../../model/request-type.js'

/** A piece of a template's text: text as it stands, or an expression without the `${{ }}` around it. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'expression'; readonly source: string }

/**
 * The pieces of a text with `${{ … }}` in it. A `}}` inside `'…'` does not end an expression; a doubled quote is a quote,
 * and reads right by itself: it ends one string and begins the next. Linear in the length of `text`.
 */
export function splitTemplate(text: string): Result<readonly TemplatePart[]> {
  const parts: TemplatePart[] = []
  let from = 0
  for (;;) {
    const open = text.indexOf('${{', from)
    if (open < 0) break
    const close = expressionEnd(text, open + 3)
    if (close === null) return unclosed(text)
    if (open > from) parts.push({ kind: 'text', text: text.slice(from, open) })
    parts.push({ kind: 'expression', source: text.slice(open + 3, close).trim() })
    from = close + 2
  }
  if (from < text.length || parts.length === 0) parts.push({ kind: 'text', text: text.slice(from) })
  return ok(parts)
}

function expressionEnd(text: string, from: number): number | null {
  let quoted = false
  for (let index = from; index < text.length; index++) {
    if (text[index] === "'") quoted = !quoted
    else if (!quoted && text.startsWith('}}', index)) return index
  }
  return null
}

function unclosed(text: string) {
  return fail({
    code: 'expression/unclosed',
    what: `“${text}” opens an expression and does not close it.`,
    fix: 'Write }} after the expression, and check that every quote in it has its partner.',
  })
}

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
