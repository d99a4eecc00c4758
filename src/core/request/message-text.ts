import type { Json } from '../../model/json.js'
import { checkExpression } from '../expression/check-expression.js'
import type { ExpressionContext } from '../expression/context.js'
import { evaluateExpression } from '../expression/evaluate-expression.js'
import { splitTemplate } from '../expression/split-template.js'
import { showText } from '../form/show-text.js'

/** Stands for what cannot be told: the field has a problem of its own, which is told beside this one. */
const untold = '…'

/** A message to the requester with its expressions evaluated. Plain text; whoever puts it into Markdown escapes it. */
export function messageText(message: string, context: ExpressionContext): string {
  const parts = splitTemplate(message)
  if (!parts.ok) return message
  return parts.value
    .map((part) => (part.kind === 'text' ? part.text : valueText(part.source, context)))
    .join('')
}

function valueText(source: string, context: ExpressionContext): string {
  if (checkExpression(source, [...context.request.keys()]).length > 0) return untold
  const value = evaluateExpression(source, context)
  return value.ok ? inWords(value.value) : untold
}

function inWords(value: Json): string {
  if (value === null || value === '') return 'nothing'
  if (Array.isArray(value)) return value.map(inWords).join(', ')
  return showText(typeof value === 'object' ? JSON.stringify(value) : String(value))
}
