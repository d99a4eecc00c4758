import { unseenName } from './unseen-names.js'

/** Longest value quoted in a sentence, in characters: enough to find it again, short enough to read on. */
const shownMax = 80

/** What most people write is shown as it is. */
const plainText = /^[ -~]{0,80}$/

/**
 * A requester's text as a sentence can quote it: on one line, cut, and with every character that is invisible, turns the direction of
 * writing or controls a terminal written as its code point, as in `[U+202E]`. Plain text; whoever puts it into Markdown escapes it.
 */
export function showText(text: string): string {
  if (plainText.test(text)) return text
  const characters = [...text.slice(0, shownMax * 2 + 2)]
  const cut = characters.length > shownMax || text.length > shownMax * 2 + 2
  const shown = characters.slice(0, shownMax).map((character) => {
    if (character === '\n' || character === '\t') return ' '
    return isUnseen(character) || isOddBlank(character) ? `[${codePoint(character)}]` : character
  })
  return cut ? `${shown.join('')}…` : shown.join('')
}

/** Most code points named in one sentence. */
const namedMax = 5

/**
 * A requester's text in quotation marks, and behind it the names of what is not seen in it, as in `“4[U+00A0]5” (U+00A0 NO-BREAK SPACE)`: whoever is told that
 * something is wrong has to be able to find it.
 */
export function quoteText(text: string): string {
  const shown = showText(text)
  const odd = [...new Set(text.slice(0, shownMax * 2 + 2))].filter(
    (character) => character !== '\n' && (isUnseen(character) || isOddBlank(character)),
  )
  return odd.length === 0 ? `“${shown}”` : `“${shown}” (${namesOf(odd)})`
}

/** Characters as a sentence names them. */
export function namesOf(characters: readonly string[]): string {
  return characters.slice(0, namedMax).map(unseenName).join(', ')
}

/** Whether the character looks like a blank and is another: readers and machines disagree about it. */
export function isOddBlank(character: string): boolean {
  return character !== ' ' && /[\p{Zs}\u2800]/u.test(character)
}

/** As in `U+202E`. */
function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** Characters that turn the direction of writing. Source: Unicode Bidirectional Algorithm (UAX #9), explicit formatting characters and marks. */
export const bidiControl = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u

/** Whether a reader cannot see the character: controls, formats, fillers, line separators. Variation selectors belong to honest emoji. */
export function isUnseen(character: string): boolean {
  if (character === '\t' || /[\uFE00-\uFE0F]/u.test(character)) return false
  return /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u.test(character)
}
