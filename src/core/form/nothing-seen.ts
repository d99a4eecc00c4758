import { isUnseen } from './show-text.js'

/** What GitHub shows of an answer although it has no letters: pictures and what can be used. */
const shownTags: ReadonlySet<string> = new Set(['img', 'video', 'audio', 'picture', 'hr', 'input', 'svg'])

/** Character references that stand for something nobody sees. Source: the HTML standard, “Named character references”. */
const unseenReferences: ReadonlySet<string> = new Set(
  'nbsp ensp emsp emsp13 emsp14 numsp puncsp thinsp hairsp MediumSpace ThickSpace ZeroWidthSpace NoBreak zwj zwnj shy lrm rlm Tab NewLine'.split(
    ' ',
  ),
)

/**
 * Whether a reader of the issue sees nothing of a text: blanks of any kind, characters that cannot be seen, comments, instructions and declarations
 * of HTML, definitions of links and links of no text, tags that show nothing, and references to any of these. Linear. Source: CommonMark, “HTML
 * blocks”, “Raw HTML” and “Link reference definitions”.
 */
export function isNothingSeen(text: string): boolean {
  if (isBlank(text)) return true
  if (!/[<&[]/.test(text)) return false
  const rest = withoutComments(text)
    .replace(/^ {0,3}\[[^\]\n]+\]:.*$/gmu, '')
    .replace(/<\?[^?>]*\?>|<!\[CDATA\[[^\]<]*\]\]>|<![A-Za-z][^<>]*>|(?<!!)\[\]\([^()[\]]*\)/gu, '')
    .replace(/<\/?([A-Za-z][A-Za-z0-9-]*)(?:\s[^<>]*)?\/?>/gu, (tag, name: string) =>
      shownTags.has(name.toLowerCase()) ? tag : '',
    )
    .replace(/&(?:#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z][A-Za-z0-9]{1,20}));/gu, decoded)
  return isBlank(rest)
}

/** Blanks of any kind and characters that cannot be seen; a selector of a variant is nothing by itself. */
export function isBlank(text: string): boolean {
  for (const character of text)
    if (!isUnseen(character) && !/[\s\u2800]|[\uFE00-\uFE0F]/u.test(character)) return false
  return true
}

/** A comment that is not closed hides the rest. */
function withoutComments(text: string): string {
  let seen = ''
  let from = 0
  for (;;) {
    const open = text.indexOf('<!--', from)
    if (open < 0) return seen + text.slice(from)
    seen += text.slice(from, open)
    // `<!-->` is a whole comment.
    const close = text.indexOf('-->', open + 2)
    if (close < 0) return seen
    from = close + 3
  }
}

function decoded(reference: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name !== undefined) return unseenReferences.has(name) ? ' ' : reference
  const point = decimal === undefined ? Number.parseInt(hexadecimal ?? '0', 16) : Number(decimal)
  return point > 0x10ffff || point === 0 ? reference : String.fromCodePoint(point)
}
