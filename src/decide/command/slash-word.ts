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
/** A slash, what is shown as one, and what looks like one. Two with a blank behind them begin a comment in code. */
const slashes = /^(?:\\?\/|[\uFF0F\u2044\u2215\u29F8\u2571\u27CB\\]|&#0*47;|&#x0*2f;|&sol;)+/iu
const blanksAfterSlash = /^[ \t\u00A0]{0,3}/u
const nameBehind = new RegExp(`^(?:[\\p{L}\\p{M}\\p{N}_-]|(?![\\t\\n])${unseen})+`, 'u')
/** Most names: of ASCII alone, directly behind a slash, with nothing behind them that could belong to a name. */
const plainName = /[A-Za-z][A-Za-z0-9_-]{0,39}(?=[\t -,./:-@[-^`{-~]|$)/y
const joiningAtEnd = /[_-]+$/u
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

/** Where a text first holds, from a place on, anything that could begin a command; -1 where it does not. Most texts hold none and need no further look. */
export function nextSlash(text: string, from: number): number {
  slashAnywhere.lastIndex = from
  return slashAnywhere.exec(text)?.index ?? -1
}

/** Reads the word behind the slash with which a line begins, or null where it begins with none. Linear. */
export function slashWord(line: string): SlashWord | null {
  // No mark begins with a letter but the letter of an item.
  if (/^[A-Za-z](?![.)])/.test(line)) return null
  const start = slashAt(line)
  if (line[start] === '/') {
    plainName.lastIndex = start + 1
    if (plainName.test(line)) return plainWord(line, start, plainName.lastIndex)
  }
  const slash = slashes.exec(line.slice(start, start + nameLengthMax))?.[0]
  if (slash === undefined) return null
  const behindSlash = line.slice(start + slash.length)
  const gap = blanksAfterSlash.exec(behindSlash)?.[0] ?? ''
  if (gap !== '' && slash.length > 1) return null
  const found = nameBehind.exec(behindSlash.slice(gap.length, gap.length + nameLengthMax + 1))?.[0] ?? ''
  if (found.length > nameLengthMax) return null
  const name = found.replace(joiningAtEnd, '')
  const skeleton = skeletonOf(name)
  if (skeleton === '') return null
  return {
    line,
    start,
    end: start + slash.length + gap.length + name.length,
    skeleton,
    exact: slash === '/' && gap === '' && /^[A-Za-z]+$/.test(name) ? name.toLowerCase() : null,
  }
}

/** Where the slash stands if the line begins with one. */
function slashAt(line: string): number {
  if (line[0] === '/') return 0
  marksBefore.lastIndex = 0
  marksBefore.test(line)
  return marksBefore.lastIndex
}

/** The same as of every other word, of one that needs no look at what is not ASCII. */
function plainWord(line: string, start: number, nameEnd: number): SlashWord {
  let end = nameEnd
  while (line[end - 1] === '_' || line[end - 1] === '-') end -= 1
  const name = line.slice(start + 1, end)
  const letters = name.toLowerCase()
  const skeleton = /[mw10_-]/.test(letters) ? skeletonOf(name) : letters
  return { line, start, end, skeleton, exact: letters }
}

/** A name as it is compared: what looks alike is alike, and what joins words is nothing. */
export function skeletonOf(name: string): string {
  const letters = name
    .replace(unseenAnywhere, '')
    .normalize('NFKD')
    .replace(/[\p{M}_-]/gu, '')
  return plainLetters(letters.toLowerCase())
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
export function behindName({ line, end }: SlashWord): 'nothing' | 'blank' | 'slash' | 'marks' {
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
