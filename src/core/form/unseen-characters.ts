import type { CodesOf, Problem } from '../../model/problem.js'
import { type Section, sectionProblem } from './section.js'
import { bidiControl, isUnseen, namesOf, showText } from './show-text.js'

/** A joiner between two pictures makes one of them, as in the emoji of a family. Source: Unicode Technical Standard #51, “ZWJ sequences”. */
const emojiJoiner = /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}])\u200D(?=\p{Extended_Pictographic})/gu

/** A selector of the variant of the sign before it: a picture, a key, a letter that is written in several ways. */
const selector =
  /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Script=Han}\p{Sm}\p{So}])[\uFE00-\uFE0F]|(?<=[0-9#*])\uFE0F(?=\u20E3)/gu

function isSelector(character: string): boolean {
  return /[\uFE00-\uFE0F]/u.test(character)
}

/**
 * Characters that make a short text look other than it is: they turn the direction of writing, or cannot be seen. Both would let an approver
 * read one value and the machine another. Source: Unicode Technical Report #36.
 */
export function unseenCharacters(section: Section, row: number, text: string): readonly Problem[] {
  const shown = /[\u200D\uFE00-\uFE0F]/u.test(text)
    ? text.replace(selector, '').replace(emojiJoiner, '')
    : text
  const found = [...new Set(shown)].filter((character) => isUnseen(character) || isSelector(character))
  const turning = found.filter((character) => bidiControl.test(character))
  const unseen = found.filter((character) => !bidiControl.test(character))
  const problems: Problem[] = []
  if (turning.length > 0)
    problems.push(problem(section, row, text, turning, 'form/bidi', 'turns the direction of writing'))
  if (unseen.length > 0)
    problems.push(problem(section, row, text, unseen, 'form/invisible-character', 'cannot be seen'))
  return problems
}

function problem(
  section: Section,
  row: number,
  text: string,
  found: readonly string[],
  code: CodesOf<'form'>,
  does: string,
): Problem {
  return sectionProblem(
    section,
    row,
    code,
    `“${section.field.label}” has a character in it that ${does} (${namesOf(found)}): “${showText(text)}”.`,
    'Edit the issue and type the text again instead of pasting it.',
  )
}

/** A selector that makes a picture of the sign before it belongs to that sign. */
const atEnd = /[ \t\p{Zs}\u2800\uFEFF]|[\uFE00-\uFE0F]/u

/**
 * A one-line answer without what nobody sees at its ends: blanks of any width, and selectors of variants that select nothing. What turns the direction
 * of writing, and characters without any width, are left to be refused. Linear.
 */
export function trimUnseen(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && atEnd.test(text.charAt(start))) start += 1
  while (end > start && atEnd.test(text.charAt(end - 1)) && !selects(text, end - 1)) end -= 1
  return text.slice(start, end)
}

function selects(text: string, at: number): boolean {
  if (!/[\uFE00-\uFE0F]/u.test(text.charAt(at))) return false
  return /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Script=Han}]$/u.test(
    text.slice(Math.max(0, at - 2), at),
  )
}

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
