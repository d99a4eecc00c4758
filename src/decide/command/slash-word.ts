import { plainLetters } from '../form/plain-letters.js'
import { showText } from '../form/show-text.js'

/** A word behind a slash at the beginning of a line, as far as a reader takes it for one. */
export interface SlashWord {
  /** As it was typed, with whatever cannot be seen made visible. */
  readonly typed: string
  /** The name to compare by: small letters, without accents, joining marks and what cannot be seen; lookalike letters as what they look like. */
  readonly skeleton: string
  /** The name, where it is of ASCII letters alone, in small letters, directly behind a real slash; else null. */
  readonly exact: string | null
  /** What stands before the slash: blanks also where nobody sees them; marks are those of lists, headings, tables and emphasis, pictures, and the name of somebody addressed. */
  readonly before: 'nothing' | 'blanks' | 'marks'
  /** What stands directly behind the name. */
  readonly behind: 'nothing' | 'blank' | 'slash' | 'marks'
  /** The rest of the line without spaces and tabs around it. */
  readonly rest: string
  /** The rest as a person means it: without punctuation directly behind the name, without blanks and what cannot be seen around it. */
  readonly meant: string
}

/** Longest name that is looked at, in characters: several times the longest of a command. */
const nameLengthMax = 40

const unseen = String.raw`[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]`
const blank = String.raw`\s|${unseen}|&(?:nbsp|ensp|emsp|thinsp|zwnj|zwj|#160|#xa0);`
/** Elements whose text is code, a quotation, struck out, a link or not shown, so that it is nobody's word here; and the end of a line. */
const otherTag = String.raw`(?:a|code|kbd|samp|tt|var|pre|s|del|strike|q|blockquote|details|summary|dialog|script|style|template|textarea|title|select|svg|math|object|iframe|noscript|br)\b`
/** Tags that only change how the text between them looks, or where it stands. */
const plainTag = String.raw`<\/?(?!${otherTag})[a-z][a-z0-9]{0,20}(?:\s[^<>]{0,400})?\/?>`
/** A comment that ends on its line: nobody sees it. */
const hiddenComment = '<!--(?:[^-]|-(?!->)){0,500}-->'
const picture = String.raw`\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|[0-9#*]\uFE0F?\u20E3|!\[[^\]]{0,200}\]\([^()]{0,500}\)`
/** Somebody who is addressed, as other bots are. */
const mention = String.raw`@[a-z0-9][a-z0-9-]{0,40}(?:\[bot\])?[,:]?(?=\s)`
const mark = String.raw`${picture}|[-=]>|[*_+#|-]|[•·‣◦▪●○→⇒–—]|:[a-z0-9_+]{1,40}:|${hiddenComment}|(?:\d{1,9}|[a-z])[.)]|\[[ xX]\]|${mention}|${plainTag}`

const blanksBefore = new RegExp(`^(?:${blank})*`, 'iu')
const marksBefore = new RegExp(`^(?:${blank}|${mark})*`, 'iu')
/** A slash, what is shown as one, and what looks like one. Two with a blank behind them begin a comment in code. */
const slashes = /^(?:\\?\/|[\uFF0F\u2044\u2215\u29F8\u2571\u27CB\\]|&#0*47;|&#x0*2f;|&sol;)+/iu
const blanksAfterSlash = /^[ \t\u00A0]{0,3}/u
const nameBehind = new RegExp(`^(?:[\\p{L}\\p{M}\\p{N}_-]|(?![\\t\\n])${unseen})+`, 'u')
const joiningAtEnd = /[_-]+$/u
const unseenAnywhere = new RegExp(unseen, 'gu')
const aroundMeant = new RegExp(`^(?:${blank})+|(?:${blank})+$`, 'giu')
const punctuationBehind = /^[\p{P}\p{S}]+/u
const tagsBehind = new RegExp(String.raw`^(?:${plainTag}|<br\s*\/?>)+`, 'iu')
const commentsAnywhere = new RegExp(hiddenComment, 'gu')
const dressAtEnd = new RegExp(`(?:[*_|#]|${plainTag}|\\s)+$`, 'iu')

/** Whether a text holds anything that could begin a command; most do not, and need no further look. */
export function hasSlash(text: string): boolean {
  return /[/\\\uFF0F\u2044\u2215\u29F8\u2571\u27CB]|&#|&sol;/iu.test(text)
}

/** Reads the word behind the slash with which a line begins, or null where it begins with none. Linear. */
export function slashWord(line: string): SlashWord | null {
  const start = marksBefore.exec(line)?.[0].length ?? 0
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
  const tail = behindSlash.slice(gap.length + name.length)
  const before = beforeSlash(line, start)
  return {
    typed: showText(`${slash}${gap}${name}`),
    skeleton,
    exact: slash === '/' && gap === '' && /^[A-Za-z]+$/.test(name) ? name.toLowerCase() : null,
    before,
    behind: behindName(tail),
    rest: trimBlanks(tail),
    meant: meantRest(tail, before),
  }
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

function beforeSlash(line: string, start: number): SlashWord['before'] {
  if (start === 0) return 'nothing'
  return (blanksBefore.exec(line)?.[0].length ?? 0) >= start ? 'blanks' : 'marks'
}

function behindName(tail: string): SlashWord['behind'] {
  if (tail === '') return 'nothing'
  if (isBlank(tail[0])) return 'blank'
  return tail.startsWith('/') ? 'slash' : 'marks'
}

function meantRest(tail: string, before: SlashWord['before']): string {
  const said = tail.replace(tagsBehind, '').replace(punctuationBehind, '').replace(commentsAnywhere, '')
  const rest = said.replace(aroundMeant, '')
  return before === 'marks' ? rest.replace(dressAtEnd, '') : rest
}
