import { unreachable } from '../../model/unreachable.js'
import { type LineViews, viewAt } from '../text/line-views.js'
import { lineText, type PageLines } from '../text/page-lines.js'

/** The boxes that GitHub makes of a quotation which begins so; what stands in them is the author's own. Source: “Alerts” in GitHub's documentation. */
const alert = /^ {0,3}> ?\[!(?:note|tip|important|warning|caution)\][ \t]*$/i
/** The mark of a quotation. */
const quoteMark = /^ {0,3}> ?/
const openDetails = /<details\b[^<>]{0,400}\sopen\b/i

/**
 * Tells of a line whether a reader sees it as what the author says. More than ordinary text: raw HTML as far as nothing hides it, sections that are
 * folded out, GitHub's alerts, and a line right below a quotation, which only lacks the empty line before it.
 */
export function shownLines(lines: PageLines, views: LineViews): (index: number) => boolean {
  let hidden: Uint8Array | null = null
  return (index) => {
    const { kind, openedAt } = viewAt(views, index)
    switch (kind) {
      case 'text':
        return true
      case 'html':
        hidden ??= hiddenLines(lines, views)
        return hidden[index] === 0
      case 'folded':
        return openDetails.test(lineText(lines, openedAt))
      case 'quote':
        return alert.test(lineText(lines, openedAt)) || !quoteMark.test(lineText(lines, index))
      case 'fence':
      case 'indented':
        return false
      default:
        return unreachable(kind)
    }
  }
}

/** A line without the mark of a quotation. */
export function withoutQuoteMark(line: string): string {
  return line.startsWith(' ') || line.startsWith('>') ? line.replace(quoteMark, '') : line
}

/** Comments, their ends, and tags; one that its line leaves open has no `>`. */
const markup = /<!--|-->|<(\/?)([a-z][a-z0-9]*)([^<>]*)(>?)|<[!?/]/gi
/** Elements that fold, or show no text of their own. */
const hiding =
  /^(?:details|dialog|template|script|style|textarea|title|noscript|pre|code|svg|math|select|object|iframe)$/i
const hidingStyle = /\shidden\b|display\s*:\s*none/i

/** Which lines begin inside HTML that hides them: a comment, an element that folds, or what nobody can tell the end of. Linear. */
function hiddenLines(lines: PageLines, views: LineViews): Uint8Array {
  const hidden = new Uint8Array(lines.count)
  let comment = false
  let depth = 0
  for (let index = 0; index < lines.count; index += 1) {
    if (comment || depth > 0) hidden[index] = 1
    const line = lineText(lines, index)
    if (!line.includes('<') && !line.includes('-->')) continue
    const { kind } = viewAt(views, index)
    if (kind === 'fence' || kind === 'indented') continue
    markup.lastIndex = 0
    for (let found = markup.exec(line); found !== null; found = markup.exec(line)) {
      const [token, end, name = '', rest = '', closed] = found
      if (token === '-->') comment = false
      else if (comment) continue
      else if (token === '<!--') comment = true
      // Nobody can tell where that ends.
      else if (name === '' || closed === '' || hidingStyle.test(rest)) return hidden.fill(1, index + 1)
      else if (hiding.test(name) && !openDetails.test(token))
        depth = end === '' ? depth + 1 : Math.max(0, depth - 1)
    }
  }
  return hidden
}
