import type { Splice } from '../splice.js'
import { startOf } from './add-entry.js'
import type { LocatedNode } from './locate-node.js'
import { columnOf, deeperCommentsEnd, lineEnd } from './text-lines.js'

/**
 * Whether splices remove nothing but the entry they are meant for, with the comment behind it and deeper ones below, and white
 * space and commas around it. The second parser proves the data; this proves that no comment or line of another entry goes.
 * The entry's end is the one the composer of `yaml` gives, not the one the splices were made from.
 */
export function stayInside(splices: readonly Splice[], located: LocatedNode, text: string): boolean {
  const { node, holder } = located
  if (holder.kind === 'root') return true
  const start = startOf(holder.item)
  if (start === null) return false
  const end = Math.max(node?.range?.[1] ?? start, holder.item.key ? holder.item.key.offset : start)
  const last = holder.inFlow
    ? end
    : Math.max(lineEnd(text, end), deeperCommentsEnd(text, end, columnOf(text, start)))
  return splices.every((splice) => {
    const before = text.slice(splice.start, Math.max(splice.start, Math.min(splice.end, start)))
    const after = text.slice(Math.min(splice.end, Math.max(splice.start, last)), splice.end)
    return /^[\s,]*$/.test(before) && /^[\s,]*$/.test(after)
  })
}
