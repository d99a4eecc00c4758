import { type LineViews, viewAt } from '../text/line-views.js'
import { lineStart, lineText, type PageLines, pageLines } from '../text/page-lines.js'
import { readViews } from '../text/visible-lines.js'
import type { CommandReading, CommandWord, Effect, Said } from './command-reading.js'
import { type Meant, meantCommand } from './meant-command.js'
import { readArguments, reasonLengthMax } from './read-arguments.js'
import {
  approvalCancelled,
  approvalDenied,
  contradictory,
  holdCancelled,
  misplaced,
  unknown,
} from './refused-command.js'
import { saysNo } from './says-no.js'
import { shownLines, withoutQuoteMark } from './shown-lines.js'
import {
  type BeforeSlash,
  beforeSlash,
  behindNextSlash,
  type MetCharacters,
  meantRest,
  restOf,
  type SlashWord,
  slashWord,
  trimBlanks,
} from './slash-word.js'
import { undressed } from './undressed.js'

/**
 * Reads the command of one issue comment, from the lines a reader sees as ordinary text: none stands in a quote, a code block, an HTML comment
 * or a folded section, nor in the middle of a sentence.
 *
 * A command that stops counts on any line of its own, also below text, in a list or behind blanks, with punctuation behind its name; what cannot
 * be carried out as written, because it is misspelt, incomplete or beside another command, still means stop. A command that goes ahead counts
 * only at the very beginning of the first line, exactly, and alone. Linear in the length of the comment.
 */
export function parseCommand(body: string): CommandReading {
  const page = readPage(body)
  const words = page === null ? [] : page.words
  const deciding = words.filter(({ said }) => said.effect !== 'none')
  const stop = deciding.find(({ said }) => said.effect === 'stops')
  if (stop !== undefined) {
    const one = deciding.every(({ said }) => said.entry === stop.said.entry)
    return page !== null && one ? readStop(page) : { ...contradictory(inOrder(deciding)), stops: true }
  }
  const [go] = deciding
  if (page !== null && go !== undefined) return readGoing(go, deciding, page)
  const asked = words.find(({ said: { entry, how } }) => entry.does === 'asks' && how === 'exact')
  if (asked !== undefined) return readArguments(asked.said.entry, restOf(asked.said))
  const perhaps = words.find(({ first }) => first)
  return perhaps === undefined ? { kind: 'none' } : unknown(perhaps.said)
}

interface Page {
  readonly lines: PageLines
  readonly views: LineViews
  /** The words that mean a command, in order, on the lines a reader sees. */
  readonly words: readonly CommandWord[]
}

/** Null where no line holds a word that means a command, whether anybody sees it or not. */
function readPage(body: string): Page | null {
  if (behindNextSlash(body, 0) < 0) return null
  const lines = pageLines(body)
  const found = meantWords(lines)
  if (found.length === 0) return null
  const views = readViews(lines)
  const shown = shownLines(lines, views)
  const words = found.filter(({ index }) => shown(index))
  return { lines, views, words }
}

/** Lines without anything like a slash are passed over. */
function meantWords(lines: PageLines): readonly CommandWord[] {
  const found: CommandWord[] = []
  const wordOf = wordReader()
  const firstLine = firstWritten(lines)
  let index = 0
  for (let behind = behindNextSlash(lines.text, 0); behind >= 0; ) {
    while (lineStart(lines, index + 1) < behind) index += 1
    const first = index === firstLine
    readLine(lineText(lines, index), wordOf, (said, inside) => found.push({ said, index, first, inside }))
    behind = behindNextSlash(lines.text, lineStart(lines, index + 1))
  }
  return found
}

/** The first line that is not blank. */
function firstWritten(lines: PageLines): number {
  let index = 0
  while (index < lines.count && trimBlanks(lineText(lines, index)) === '') index += 1
  return index
}

const lineBreak = /<br\s*\/?>/i

type WordReader = (text: string) => Said | null

/** The words of one line: at its beginning, behind a line break written in HTML, and those that stop behind one that goes ahead. */
function readLine(line: string, wordOf: WordReader, find: (said: Said, inside: boolean) => void): void {
  const text = withoutQuoteMark(line)
  const begun = wordOf(text)
  if (begun !== null) find(begun, false)
  if (begun?.entry.does === 'goes-ahead') {
    for (const each of text.split(/\s+/).slice(1)) {
      const word = each.startsWith('/') ? wordOf(each) : null
      if (word !== null && word.entry.does === 'stops' && word.how !== 'far') find(word, true)
    }
  }
  if (!lineBreak.test(text)) return
  for (const each of text.split(lineBreak).slice(1)) {
    const word = wordOf(each)
    if (word !== null) find(word, true)
  }
}

/** Most different texts whose words are kept: looking one up among many more takes as long as reading it. */
const textsKeptMax = 200

/** Reads the word with which a text begins. Somebody may write the same thousands of times. */
function wordReader(): WordReader {
  const kept = new Map<string, Said | null>()
  const met: MetCharacters = new Map()
  return (text) => {
    const before = kept.get(text)
    if (before !== undefined) return before
    const said = readWord(text, met)
    if (kept.size < textsKeptMax) kept.set(text, said)
    return said
  }
}

/** What stops is looked for under decoration too, and asked about where it is found there. */
function readWord(text: string, met: MetCharacters): Said | null {
  const said = readPlainWord(text, met)
  const bare = said === null || said.how === 'far' ? undressed(text) : null
  const found = bare === null ? null : readPlainWord(bare, met)
  return found?.effect === 'stops' && found.how !== 'far' ? { ...found, how: 'near' } : said
}

function readPlainWord(text: string, met: MetCharacters): Said | null {
  const word = slashWord(text, met)
  const meant = word === null ? null : meantCommand(word, met)
  if (word === null || meant === null) return null
  const { line, start, end, skeleton, exact } = word
  const { entry, how } = meant
  const effect = effectOf(word, meant, met)
  // Written out: a copy of an object takes many times as long, and somebody may write a command on every line.
  return { line, start, end, skeleton, exact, entry, how, effect }
}

/** What stands before a command. Nothing in a quotation, or inside of a line, goes ahead or ends a request for good. */
function beforeCommand({ said, index, inside }: CommandWord, { views }: Page): BeforeSlash {
  return inside || viewAt(views, index).kind === 'quote' ? 'marks' : beforeSlash(said)
}

/** By their lines; on the same line those that stop come first. */
function inOrder(words: readonly CommandWord[]): readonly CommandWord[] {
  const rank = ({ said }: CommandWord) => (said.effect === 'stops' ? 0 : 1)
  return words.toSorted((one, other) => one.index - other.index || rank(one) - rank(other))
}

/** What others write to end a hold, or to take an approval back, means the opposite of its name; so does an approval that says no. */
function effectOf(word: SlashWord, { entry, how }: Meant, met: MetCharacters): Effect {
  const cancelled = (entry.name === 'approve' || entry.name === 'hold') && cancels(word)
  if (entry.name === 'approve' && how !== 'far' && saysNo(word, met)) return 'stops'
  if (how !== 'far' && (entry.does === 'stops' ? !cancelled : cancelled)) return 'stops'
  return entry.does === 'goes-ahead' || cancelled ? 'goes-ahead' : 'none'
}

function cancels(word: SlashWord): boolean {
  return /cancel/i.test(word.line) && /^cancel(?:led|ed)?[\p{P}\s]*$/iu.test(meantRest(word))
}

/** Of the same command said several times the first that can be carried out counts. */
function readStop(page: Page): CommandReading {
  let first: CommandReading | undefined
  for (const [at, word] of page.words.entries()) {
    // What is misspelt is never carried out, and only the first answer is given.
    if (word.said.effect !== 'stops' || (first !== undefined && word.said.how !== 'exact')) continue
    const reading = readOneStop(word, page, page.words[at + 1]?.index ?? page.lines.count)
    if (reading.kind === 'command') return reading
    first ??= reading
  }
  if (first?.kind !== 'refused') throw new Error('a stop is read where there is none')
  return { ...first, stops: true }
}

/** @param until the line of the next command. */
function readOneStop(word: CommandWord, page: Page, until: number): CommandReading {
  const { said } = word
  const { entry, how } = said
  if (entry.name === 'approve') return cancels(said) ? approvalCancelled : approvalDenied
  if (how !== 'exact') return unknown(said)
  if (entry.does !== 'stops') throw new Error(`${entry.name} stops nothing`)
  switch (entry.name) {
    case 'hold':
      return readArguments(entry, reasonOf(word, page, until))
    case 'rollback':
    case 'lock':
    case 'reject':
      if (beforeCommand(word, page) === 'marks') return misplaced(word)
      return readArguments(entry, cancels(said) ? '' : reasonOf(word, page, until))
    case 'withdraw':
      return beforeCommand(word, page) === 'marks' ? misplaced(word) : readArguments(entry, meantRest(said))
    case 'unapprove':
      return readArguments(entry, '')
  }
}

const saysSomething = /[\p{L}\p{N}\p{Extended_Pictographic}]/u

/** The rest of the line and the lines below it: the first paragraph, and of the others as many as a reason may be long. */
function reasonOf(word: CommandWord, page: Page, until: number): string {
  const meant = meantRest(word.said)
  let reason = saysSomething.test(meant) ? meant : ''
  let paragraph = ''
  for (let at = word.index + 1; at <= until; at += 1) {
    // What is not read is no reason either; behind the last line the paragraph ends.
    if (at < until && viewAt(page.views, at).kind !== 'text') continue
    const text = at < until ? lineText(page.lines, at).trim() : ''
    // A line of marks belongs to a heading or a table, not to the reason.
    if (text !== '' && !saysSomething.test(text)) continue
    if (text !== '') {
      paragraph = paragraph === '' ? text : `${paragraph} ${text}`
      continue
    }
    if (paragraph === '') continue
    const longer = [reason, paragraph].filter((part) => part !== '').join(' ')
    if (reason !== '' && longer.length > reasonLengthMax) break
    reason = longer
    paragraph = ''
  }
  return reason
}

function readGoing(word: CommandWord, going: readonly CommandWord[], page: Page): CommandReading {
  const { first, said } = word
  const others = going.some(
    (each) => each !== word && (each.said.how === 'exact' || each.said.entry !== said.entry),
  )
  if (first && said.how === 'exact' && others) return contradictory(going)
  if (said.entry.name === 'hold') return holdCancelled
  if (said.how !== 'exact') return unknown(said)
  if (!first || beforeCommand(word, page) !== 'nothing') return misplaced(word)
  return readArguments(said.entry, restOf(said))
}
