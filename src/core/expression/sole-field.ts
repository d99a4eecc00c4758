import type { ExpressionContext } from './context.js'

/** The field an expression is about when it is nothing but a reference to it, or to an item of it. */
export function soleField(source: string, context: ExpressionContext): string | null {
  if (source.toLowerCase() === 'item') return context.item?.field ?? null
  const [, name] = /^request\.([A-Za-z0-9_-]+)$/i.exec(source) ?? []
  if (name === undefined) return null
  return [...context.request.keys()].find((field) => field.toLowerCase() === name.toLowerCase()) ?? null
}
