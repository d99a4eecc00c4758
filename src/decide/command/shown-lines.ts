import { unreachable } from '../../model/unreachable.js'
import type { LineView } from '../markdown/visible-lines.js'

/** The boxes that GitHub makes of a quotation which begins so; what stands in them is the author's own. Source: “Alerts” in GitHub's documentation. */
const alert = /^ {0,3}> ?\[!(?:note|tip|important|warning|caution)\][ \t]*$/i
/** The mark of a quotation. */
export const quoteMark = /^ {0,3}> ?/
const openDetails = /<details\b[^<>]{0,400}\sopen\b/i

/**
 * Tells of a line whether a reader sees it as what the author says. More than ordinary text: raw HTML as far as nothing hides it, sections that are
 * folded out, GitHub's alerts, and a line right below a quotation, which only lacks the empty line before it.
 */
export function shownLines(lines: readonly string[], views: readonly LineView[]): (index: number) => boolean {
  let hidden: readonly boolean[] | null = null
  return (index) => {
    const { kind, openedAt } = views[index] ?? { kind: 'text', openedAt: index }
    switch (kind) {
      case 'text':
        return true
      case 'html':
        hidden ??= hiddenLines(lines, views)
        return hidden[index] !== true
      case 'folded':
        return openDetails.test(lines[openedAt] ?? '')
      case 'quote':
        return alert.test(lines[openedAt] ?? '') || !quoteMark.test(lines[index] ?? '')
      case 'fence':
      case 'indented':
        return false
      default:
        return unreachable(kind)
    }
  }
}

/** Comments, their ends, and tags; one that its line leaves open has no `>`. */
const markup = /<!--|-->|<(\/?)([a-z][a-z0-9]*)([^<>]*)(>?)|<[!?/]/gi
/** Elements that fold, or show no text of their own. */
const hiding =
  /^(?:details|dialog|template|script|style|textarea|title|noscript|pre|code|svg|math|select|object|iframe)$/i
const hidingStyle = /\shidden\b|display\s*:/i

/** Which lines begin inside HTML that hides them: a comment, an element that folds, or what nobody can tell the end of. Linear. */
function hiddenLines(lines: readonly string[], views: readonly LineView[]): readonly boolean[] {
  let comment = false
  let lost = false
  let depth = 0
  return lines.map((line, index) => {
    const before = comment || lost || depth > 0
    if (!line.includes('<') && !line.includes('-->')) return before
    if (views[index]?.kind === 'fence' || views[index]?.kind === 'indented') return before
    for (const [token, end, name = '', rest = '', closed] of line.matchAll(markup)) {
      if (token === '-->') comment = false
      else if (comment) continue
      else if (token === '<!--') comment = true
      else if (name === '' || closed === '' || hidingStyle.test(rest)) lost = true
      else if (hiding.test(name) && !openDetails.test(token))
        depth = end === '' ? depth + 1 : Math.max(0, depth - 1)
    }
    return before
  })
}
