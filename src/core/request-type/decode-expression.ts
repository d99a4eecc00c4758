import { type Decoding, type Piece, report, textOf } from '../decode/decoding.js'
import { splitTemplate } from '../expression/split-template.js'

/** An expression, bare or as the only thing in `${{ }}`, given back without the braces; anything else is reported. */
export function decodeExpression(decoding: Decoding, piece: Piece): string | null {
  const text = textOf(decoding, piece, "${{ request.environment == 'prod' }}")
  if (text === null) return null
  const parts = splitTemplate(text.trim())
  if (!parts.ok) {
    for (const { code, what, fix } of parts.problems) report(decoding, piece.tree.line, { code, what, fix })
    return null
  }
  const [first, ...more] = parts.value
  if (first !== undefined && more.length === 0) return first.kind === 'expression' ? first.source : first.text
  return report(decoding, piece.tree.line, {
    code: 'type/expression',
    what: `“${piece.place}” has to be one expression, and there is more than that in “${text.trim()}”.`,
    fix: "Put everything between one ${{ and }}, as in ${{ request.cpu > 4 && request.environment == 'prod' }}.",
  })
}
