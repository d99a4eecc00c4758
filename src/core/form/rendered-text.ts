import { anyCharacter } from './plain-letters.js'

/**
 * What a reader sees of a heading with inline Markdown or HTML in it: without tags, comments, link targets and brackets, and with character
 * references decoded. Not an inline parser: it drops more than GitHub does, so that a mistake can only find one lookalike more. Linear.
 * Source: CommonMark, “Raw HTML”, “Links” and “Entity and numeric character references”.
 */
export function renderedText(text: string): string {
  return text.includes('&') ? withoutReferences(withoutMarkup(text)) : withoutMarkup(text)
}

/** Whether `renderedText` could change the text. */
export function hasMarkup(text: string): boolean {
  return /[<&[\]]/.test(text)
}

function withoutMarkup(text: string): string {
  let seen = ''
  let at = 0
  const next = searcher(text)
  while (at < text.length) {
    const behind = behindMarkup(text, at, next)
    if (behind === at) seen += text[at]
    at = Math.max(at + 1, behind)
  }
  return seen
}

/** Where to go on behind the markup at `at`; `at` itself where text stands. */
function behindMarkup(text: string, at: number, next: Search): number {
  switch (text.charAt(at)) {
    case '<':
      if (text.startsWith('<!--', at)) return behindMark(at, '-->', next)
      return /[A-Za-z/!?]/.test(text[at + 1] ?? '') ? behindTag(text, at, next) : at
    case '[':
      return at + 1
    case ']': {
      const close = text[at + 1] === '(' ? ')' : text[at + 1] === '[' ? ']' : null
      return close === null ? at + 1 : Math.max(at + 1, behindMark(at, close, next))
    }
    default:
      return at
  }
}

function behindMark(at: number, mark: string, next: Search): number {
  const end = next(mark, at + 1)
  return end < 0 ? at : end + mark.length
}

/** Behind a tag, whose attributes may have `>` in their quotes. */
function behindTag(text: string, at: number, next: Search): number {
  let from = at
  while (true) {
    const end = next('>', from)
    if (end < 0) return at
    const quotes = [next('"', from), next("'", from)].filter((each) => each >= 0 && each < end)
    const quote = quotes.length === 0 ? null : Math.min(...quotes)
    const close = quote === null ? -1 : next(text.charAt(quote), quote + 1)
    if (close < 0) return end + 1
    from = close + 1
  }
}

/** Where a mark stands next from a place on, or -1. */
type Search = (mark: string, from: number) => number

/** Looks for a mark from a place on, and remembers where it was found, so that no part of the text is searched twice. */
function searcher(text: string): Search {
  const found = new Map<string, number>()
  return (mark, from) => {
    const known = found.get(mark)
    if (known !== undefined && (known < 0 || known >= from)) return known
    const end = text.indexOf(mark, from)
    found.set(mark, end)
    return end
  }
}

/** The named references that headings honestly have; of the other 2,000 only that they stand for something is known here. */
const named: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
])

/** Longest reference: no name of HTML has more than 31 letters. */
const reference = /&(?:#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z][A-Za-z0-9]{0,31}));/g

function withoutReferences(text: string): string {
  return text.replace(reference, (_, decimal?: string, hexadecimal?: string, name?: string) => {
    if (name !== undefined) return named.get(name) ?? anyCharacter
    const point = decimal === undefined ? Number.parseInt(hexadecimal ?? '0', 16) : Number(decimal)
    return point > 0x10ffff || point === 0 ? '\uFFFD' : String.fromCodePoint(point)
  })
}
