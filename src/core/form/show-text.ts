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

/** Names of characters that nobody sees, or takes for a blank. Source: The Unicode Standard, “UnicodeData.txt”. */
const names: ReadonlyMap<number, string> = new Map([
  [0xa0, 'NO-BREAK SPACE'],
  [0xad, 'SOFT HYPHEN'],
  [0x34f, 'COMBINING GRAPHEME JOINER'],
  [0x61c, 'ARABIC LETTER MARK'],
  [0x115f, 'HANGUL CHOSEONG FILLER'],
  [0x1160, 'HANGUL JUNGSEONG FILLER'],
  [0x1680, 'OGHAM SPACE MARK'],
  [0x180e, 'MONGOLIAN VOWEL SEPARATOR'],
  [0x2000, 'EN QUAD'],
  [0x2001, 'EM QUAD'],
  [0x2002, 'EN SPACE'],
  [0x2003, 'EM SPACE'],
  [0x2004, 'THREE-PER-EM SPACE'],
  [0x2005, 'FOUR-PER-EM SPACE'],
  [0x2006, 'SIX-PER-EM SPACE'],
  [0x2007, 'FIGURE SPACE'],
  [0x2008, 'PUNCTUATION SPACE'],
  [0x2009, 'THIN SPACE'],
  [0x200a, 'HAIR SPACE'],
  [0x200b, 'ZERO WIDTH SPACE'],
  [0x200c, 'ZERO WIDTH NON-JOINER'],
  [0x200d, 'ZERO WIDTH JOINER'],
  [0x200e, 'LEFT-TO-RIGHT MARK'],
  [0x200f, 'RIGHT-TO-LEFT MARK'],
  [0x2028, 'LINE SEPARATOR'],
  [0x2029, 'PARAGRAPH SEPARATOR'],
  [0x202a, 'LEFT-TO-RIGHT EMBEDDING'],
  [0x202b, 'RIGHT-TO-LEFT EMBEDDING'],
  [0x202c, 'POP DIRECTIONAL FORMATTING'],
  [0x202d, 'LEFT-TO-RIGHT OVERRIDE'],
  [0x202e, 'RIGHT-TO-LEFT OVERRIDE'],
  [0x202f, 'NARROW NO-BREAK SPACE'],
  [0x205f, 'MEDIUM MATHEMATICAL SPACE'],
  [0x2060, 'WORD JOINER'],
  [0x2061, 'FUNCTION APPLICATION'],
  [0x2062, 'INVISIBLE TIMES'],
  [0x2063, 'INVISIBLE SEPARATOR'],
  [0x2064, 'INVISIBLE PLUS'],
  [0x2066, 'LEFT-TO-RIGHT ISOLATE'],
  [0x2067, 'RIGHT-TO-LEFT ISOLATE'],
  [0x2068, 'FIRST STRONG ISOLATE'],
  [0x2069, 'POP DIRECTIONAL ISOLATE'],
  [0x2800, 'BRAILLE PATTERN BLANK'],
  [0x3000, 'IDEOGRAPHIC SPACE'],
  [0x3164, 'HANGUL FILLER'],
  [0xfeff, 'ZERO WIDTH NO-BREAK SPACE'],
  [0xffa0, 'HALFWIDTH HANGUL FILLER'],
])

/** A character as a message names it, as in `U+00A0 NO-BREAK SPACE`; the code point alone where it has no name a reader could look for. */
function unseenName(character: string): string {
  const point = character.codePointAt(0) ?? 0
  const name = names.get(point) ?? rangeName(point)
  const code = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`
  return name === null ? code : `${code} ${name}`
}

function rangeName(point: number): string | null {
  if (point >= 0xfe00 && point <= 0xfe0f) return `VARIATION SELECTOR-${point - 0xfe00 + 1}`
  if (point >= 0xe0100 && point <= 0xe01ef) return `VARIATION SELECTOR-${point - 0xe0100 + 17}`
  if (point >= 0xd800 && point <= 0xdfff) return 'HALF OF A CHARACTER'
  return point >= 0xe0000 && point <= 0xe007f ? 'TAG CHARACTER' : null
}
