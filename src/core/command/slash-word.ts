import { plainLetters } from '../form/plain-letters.js'
import { showText } from '../form/show-text.js'
import { hiddenCommentMax, withoutHiddenComments } from './hidden-comment.js'

/** A word behind a slash at the beginning of a line, as far as a reader takes it for one. What a command needs besides is read when it is asked for. */
export interface SlashWord {
  readonly line: string
  /** Where the slash stands, and where the name ends. */
  readonly start: number
  readonly end: number
  /** The name to compare by: small letters, without accents, joining marks and what cannot be seen; lookalike letters as what they look like. */
  readonly skeleton: string
  /** The name in small letters, where it is of ASCII alone and stands directly behind a real slash; else null. */
  readonly exact: string | null
}

/** What stands before a slash: blanks also where nobody sees them; marks are those of lists, headings, tables and emphasis, pictures, and the name of somebody addressed. */
export type BeforeSlash = 'nothing' | 'blanks' | 'marks'

/** Longest name that is looked at, in characters: several times the longest of a command. */
const nameLengthMax = 40

const unseen = String.raw`[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]`
const blank = String.raw`\s|${unseen}|&(?:nbsp|ensp|emsp|thinsp|zwnj|zwj|#160|#xa0);`
/** Elements whose text is code, a quotation, struck out, a link or not shown, so that it is nobody's word here; and the end of a line. */
const otherTag = String.raw`(?:a|code|kbd|samp|tt|var|pre|s|del|strike|q|blockquote|details|summary|dialog|script|style|template|textarea|title|select|svg|math|object|iframe|noscript|br)\b`
/** Tags that only change how the text between them looks, or where it stands. */
const plainTag = String.raw`<\/?(?!${otherTag})[a-z][a-z0-9]{0,20}(?:\s[^<>]{0,400})?\/?>`
/** A comment that ends on its line: nobody sees it. */
const hiddenComment = `<!--(?:[^-]|-(?!->)){0,${hiddenCommentMax}}-->`
const picture = String.raw`\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|[0-9#*]\uFE0F?\u20E3|!\[[^\]]{0,200}\]\([^()]{0,500}\)`
/** Somebody who is addressed, as other bots are. */
const mention = String.raw`@[a-z0-9][a-z0-9-]{0,40}(?:\[bot\])?[,:]?(?=\s)`
const mark = String.raw`${picture}|[-=]>|[*_+#|-]|[•·‣◦▪●○→⇒–—]|:[a-z0-9_+]{1,40}:|${hiddenComment}|(?:\d{1,9}|[a-z])[.)]|\[[ xX]\]|${mention}|${plainTag}`

const blanksBefore = new RegExp(`(?:${blank})*`, 'iuy')
const marksBefore = new RegExp(`(?:${blank}|${mark})*`, 'iuy')
/** What only looks like a slash. */
const lookalikeSlashes: ReadonlySet<number> = new Set(
  [...'\\\uFF0F\u2044\u2215\u29F8\u2571\u27CB'].map((each) => each.charCodeAt(0)),
)
/** What is shown as a slash. */
const slashReference = /&#0*47;|&#x0*2f;|&sol;/iuy
/** Most blanks between a slash and a name. */
const gapMax = 3
const nameBehind = new RegExp(`(?:[\\p{L}\\p{M}\\p{N}_-]|(?![\\t\\n])${unseen})+`, 'uy')
const unseenAnywhere = new RegExp(unseen, 'gu')
const blanksInFront = new RegExp(`^(?:${blank})+`, 'iu')
const blankCharacter = new RegExp(String.raw`^(?:\s|${unseen})$`, 'u')
/** Longest name of a blank, in characters: `&thinsp;`. */
const blankNameMax = 8
const blankNameAtEnd = /&(?:nbsp|ensp|emsp|thinsp|zwnj|zwj|#160|#xa0);$/iu
const punctuationBehind = /^[\p{P}\p{S}]+/u
const tagsBehind = new RegExp(String.raw`^(?:${plainTag}|<br\s*\/?>)+`, 'iu')
const tagAlone = new RegExp(`^${plainTag}$`, 'iu')
/** Longest tag that only changes how text looks, in code units. */
const tagMax = 840
const dressMark = /[*_|#\s]/u

/** What could begin a command, anywhere: a slash, what is shown as one, and what looks like one. */
const slashAnywhere = /[/\\\uFF0F\u2044\u2215\u29F8\u2571\u27CB]|&#|&sol;/giu

/**
 * Behind what a text first holds, from a place on, that could begin a command; -1 where it holds nothing like that. Most texts do not, and need no
 * further look.
 */
export function behindNextSlash(text: string, from: number): number {
  slashAnywhere.lastIndex = from
  return slashAnywhere.test(text) ? slashAnywhere.lastIndex : -1
}

/** Reads the word behind the slash with which a line begins, or null where it begins with none. Linear. */
export function slashWord(line: string, met: MetCharacters): SlashWord | null {
  if (beginsWithWord(line)) return null
  const start = slashAt(line)
  const slashesEnd = behindSlashes(line, start)
  const slashes = slashesEnd - start
  const from = behindGap(line, slashesEnd)
  const hasGap = from > slashesEnd
  // Two slashes with a blank behind them begin a comment in code.
  if (slashes === 0 || (hasGap && slashes > 1)) return null
  if (isUnlikeLatin(line.charCodeAt(from))) return null
  const plainEnd = behindPlainName(line, from)
  let end = mayGoOn(line.charCodeAt(plainEnd)) ? behindName(line, from) : plainEnd
  const isPlain = end === plainEnd
  if (end - from > nameLengthMax) return null
  while (end > from && isJoining(line.charCodeAt(end - 1))) end -= 1
  const name = line.slice(from, end)
  const skeleton = skeletonOf(name, met)
  if (skeleton === '') return null
  const isExact = isPlain && slashes === 1 && line.charCodeAt(start) === slashCode && !hasGap
  return { line, start, end, skeleton, exact: isExact ? name.toLowerCase() : null }
}

const slashCode = 0x2f
const dashCode = 0x2d
const underscoreCode = 0x5f

/** No mark begins with a letter but the letter of an item. */
function beginsWithWord(line: string): boolean {
  const next = line.charCodeAt(1)
  return isLetter(line.charCodeAt(0)) && next !== dotCode && next !== closingCode
}

const dotCode = 0x2e
const closingCode = 0x29

/** Where the slash stands if the line begins with one. */
function slashAt(line: string): number {
  if (isSlash(line.charCodeAt(0))) return 0
  marksBefore.lastIndex = 0
  marksBefore.test(line)
  return marksBefore.lastIndex
}

function isSlash(code: number): boolean {
  return code === slashCode || lookalikeSlashes.has(code)
}

/** Where the slashes end that begin at `start`. */
function behindSlashes(line: string, start: number): number {
  const most = Math.min(line.length, start + nameLengthMax)
  let at = start
  while (at < most) {
    if (isSlash(line.charCodeAt(at))) at += 1
    else {
      slashReference.lastIndex = at
      if (line[at] !== '&' || !slashReference.test(line) || slashReference.lastIndex > most) break
      at = slashReference.lastIndex
    }
  }
  return at
}

function behindGap(line: string, from: number): number {
  let at = from
  while (at - from < gapMax && (isBlank(line[at]) || line[at] === '\u00A0')) at += 1
  return at
}

/** Where the part of a name that begins at `from` ends, as far as it is of ASCII. */
function behindPlainName(line: string, from: number): number {
  let at = from
  while (at - from <= nameLengthMax && isPlainNamePart(line.charCodeAt(at))) at += 1
  return at
}

function isPlainNamePart(code: number): boolean {
  return isLetter(code) || (code >= 0x30 && code <= 0x39) || isJoining(code)
}

function isJoining(code: number): boolean {
  return code === underscoreCode || code === dashCode
}

function isLetter(code: number): boolean {
  const small = code | 0x20
  return small >= 0x61 && small <= 0x7a
}

/** Whether a letter is one of Chinese, Yi or Korean, with which nothing begins that could be taken for a command. */
function isUnlikeLatin(code: number): boolean {
  return (code >= 0x3400 && code <= 0xa48c) || (code >= 0xac00 && code <= 0xd7a3)
}

/** Whether what stands behind the ASCII part of a name may belong to it: what is not ASCII, or cannot be seen. */
function mayGoOn(code: number): boolean {
  return code >= 0x7f || (code < 0x20 && code !== 0x09)
}

/** Where a name ends that begins at `from`, of one that is too long somewhere behind the longest. */
function behindName(line: string, from: number): number {
  const most = from + nameLengthMax + 1
  nameBehind.lastIndex = from
  return nameBehind.test(line.length > most ? line.slice(0, most) : line) ? nameBehind.lastIndex : from
}

/** The letters that characters of names are taken for, as far as they were met: that takes long, and somebody may write thousands of names. */
export type MetCharacters = Map<number, string>

/** A name as it is compared: what looks alike is alike, and what joins words is nothing. */
export function skeletonOf(name: string, met: MetCharacters): string {
  if (/^[A-Za-z]*$/.test(name)) return plainLetters(name.toLowerCase())
  const seen = name.replace(unseenAnywhere, '')
  let letters = ''
  for (let at = 0; at < seen.length; at += 1) {
    const code = seen.codePointAt(at) ?? 0
    letters += met.get(code) ?? meet(code, met)
    if (code > 0xffff) at += 1
  }
  return plainLetters(letters.toLowerCase())
}

/** A character without accents and joining marks. What it is taken apart into does not depend on those beside it. */
function meet(code: number, met: MetCharacters): string {
  const letters = String.fromCodePoint(code)
    .normalize('NFKD')
    .replace(/[\p{M}_-]/gu, '')
  met.set(code, letters)
  return letters
}

/** Without spaces and tabs around it; a line of nothing else is blank. */
export function trimBlanks(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isBlank(text[start])) start += 1
  while (end > start && isBlank(text[end - 1])) end -= 1
  return text.slice(start, end)
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t'
}

/** The word as it was typed, with whatever cannot be seen made visible. */
export function typedOf({ line, start, end }: SlashWord): string {
  return showText(line.slice(start, end))
}

/** What stands before the slash. */
export function beforeSlash({ line, start }: SlashWord): BeforeSlash {
  if (start === 0) return 'nothing'
  blanksBefore.lastIndex = 0
  blanksBefore.test(line)
  return blanksBefore.lastIndex >= start ? 'blanks' : 'marks'
}

/** What stands directly behind the name. */
export function behindWord({ line, end }: SlashWord): 'nothing' | 'blank' | 'slash' | 'marks' {
  if (end === line.length) return 'nothing'
  if (isBlank(line[end])) return 'blank'
  return line[end] === '/' ? 'slash' : 'marks'
}

/** The rest of the line without spaces and tabs around it. */
export function restOf({ line, end }: SlashWord): string {
  return trimBlanks(line.slice(end))
}

/** The rest as a person means it: without punctuation directly behind the name, without blanks and what cannot be seen around it. */
export function meantRest(word: SlashWord): string {
  const tail = word.line.slice(word.end)
  if (tail === '') return ''
  const said = withoutHiddenComments(tail.replace(tagsBehind, '').replace(punctuationBehind, ''))
  const rest = said.slice(0, blanksAtEnd(said)).replace(blanksInFront, '')
  return beforeSlash(word) === 'marks' ? rest.slice(0, dressAtEnd(rest)) : rest
}

/** Where the blanks begin with which a text ends. Backwards, because a search for a run that ends the text takes the square of its length. */
function blanksAtEnd(text: string): number {
  let end = text.length
  while (end > 0) {
    const width = text[end - 1] === ';' ? blankNameWidth(text, end) : blankWidth(text, end)
    if (width === 0) break
    end -= width
  }
  return end
}

function blankNameWidth(text: string, end: number): number {
  return blankNameAtEnd.exec(text.slice(Math.max(0, end - blankNameMax), end))?.[0].length ?? 0
}

function blankWidth(text: string, end: number): number {
  const character = characterBefore(text, end)
  return blankCharacter.test(character) ? character.length : 0
}

function characterBefore(text: string, end: number): string {
  const pair = text.slice(Math.max(0, end - 2), end)
  return (pair.codePointAt(0) ?? 0) > 0xffff ? pair : pair.slice(-1)
}

/** Where the marks, tags and blanks begin with which a line of a list, a table or a heading ends. */
function dressAtEnd(text: string): number {
  let end = text.length
  while (end > 0) {
    if (dressMark.test(text[end - 1] ?? '')) end -= 1
    else {
      const from = text[end - 1] === '>' ? text.lastIndexOf('<', end - 1) : -1
      if (from < 0 || end - from > tagMax || !tagAlone.test(text.slice(from, end))) break
      end = from
    }
  }
  return end
}
