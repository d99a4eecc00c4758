import type { Command } from '../../model/command.js'
import { splitLines } from '../markdown/split-lines.js'
import { visibleLines } from '../markdown/visible-lines.js'
import { type Meant, meantCommand } from './meant-command.js'
import { readArguments, reasonLengthMax } from './read-arguments.js'
import { quoteMark, shownLines } from './shown-lines.js'
import { hasSlash, type SlashWord, slashWord, trimBlanks } from './slash-word.js'

/** What a comment asks for. */
export type CommandReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'command'; readonly command: Command }
  /** Meant as a command, but it cannot be carried out as written. */
  | {
      readonly kind: 'refused'
      readonly code:
        | 'command/bad-argument'
        | 'command/contradictory'
        | 'command/misplaced'
        | 'command/unknown'
      readonly what: string
      readonly fix: string
      /** That it means stop, however badly it is written; left out where it does not. */
      readonly stops?: true
    }

/**
 * Reads the command of one issue comment, from the lines a reader sees as ordinary text: none stands in a quote, a code block, an HTML comment
 * or a folded section, nor in the middle of a sentence.
 *
 * A command that stops counts on any line of its own, also below text, in a list or behind blanks, with punctuation behind its name; what cannot
 * be carried out as written, because it is misspelt, incomplete or beside another command, still means stop. A command that goes ahead counts
 * only at the very beginning of the first line, exactly, and alone. Linear in the length of the comment.
 */
export function parseCommand(body: string): CommandReading {
  const words = commandWords(body)
  const stopping = words.filter(stops)
  const going = words.filter((word) => !stops(word) && (word.entry.does === 'goes-ahead' || endsHold(word)))
  const [stop] = stopping
  if (stop !== undefined) {
    const together = [...stopping, ...going]
    const one = together.every(({ entry }) => entry === stop.entry)
    return one ? readStop(stopping) : { ...contradictory(inOrder(together)), stops: true }
  }
  const [go] = going
  if (go !== undefined) return readGoing(go, going)
  const asked = words.find(({ entry, how }) => entry.does === 'asks' && how === 'exact')
  if (asked !== undefined) return readArguments(asked.entry, asked.rest)
  const perhaps = words.find(({ first }) => first)
  return perhaps === undefined ? { kind: 'none' } : unknown(perhaps)
}

interface CommandWord extends SlashWord, Meant {
  readonly index: number
  /** Whether it stands on the first line that is not blank. */
  readonly first: boolean
  /** The lines a reader sees below it, up to the next command. */
  readonly below: readonly string[]
}

/** The words that mean a command, in order, on the lines a reader sees. */
function commandWords(body: string): readonly CommandWord[] {
  if (!hasSlash(body)) return []
  const lines = splitLines(body)
  const found = lines.flatMap((line, index) =>
    hasSlash(line) ? wordsOf(line).map((word) => ({ ...word, index })) : [],
  )
  if (found.length === 0) return []
  const views = visibleLines(lines)
  const firstLine = lines.findIndex((line) => trimBlanks(line) !== '')
  const shown = shownLines(lines, views)
  const seen = found.filter(({ index }) => shown[index])
  return seen.map((word, at) => ({
    ...word,
    // Nothing in a quotation goes ahead, or ends a request for good.
    before: views[word.index]?.kind === 'quote' ? 'marks' : word.before,
    first: word.index === firstLine,
    below: lines.slice(word.index + 1, seen[at + 1]?.index).filter((_, below) => {
      return views[word.index + 1 + below]?.kind === 'text'
    }),
  }))
}

type LineWord = SlashWord & Meant

/** The words of one line: at its beginning, behind a line break written in HTML, and those that stop behind one that goes ahead. */
function wordsOf(line: string): readonly LineWord[] {
  const text = line.replace(quoteMark, '')
  const begun = wordAt(text)
  const broken = text.split(/<br\s*\/?>/i).slice(1)
  const behind = begun.some(({ entry }) => entry.does === 'goes-ahead') ? text.split(/\s+/).slice(1) : []
  const stopping = behind
    .flatMap((each) => (each.startsWith('/') ? wordAt(each) : []))
    .filter(({ entry, how }) => entry.does === 'stops' && how !== 'far')
  const others = [...stopping, ...broken.flatMap(wordAt)].map((word) => ({
    ...word,
    before: 'marks' as const,
  }))
  return [...begun, ...others]
}

function wordAt(text: string): readonly LineWord[] {
  const word = slashWord(text)
  const meant = word === null ? null : meantCommand(word)
  return word === null || meant === null ? [] : [{ ...word, ...meant }]
}

/** Whether a word means stop. What others write to end a hold, or to take an approval back, means the opposite of its name. */
function stops(word: CommandWord): boolean {
  if (word.how === 'far') return false
  if (word.entry.name === 'approve') return cancels(word)
  return word.entry.does === 'stops' && !endsHold(word)
}

function endsHold(word: CommandWord): boolean {
  return word.entry.name === 'hold' && cancels(word)
}

function cancels({ meant }: CommandWord): boolean {
  return /^cancel(?:led|ed)?[\p{P}\s]*$/iu.test(meant)
}

function inOrder(words: readonly CommandWord[]): readonly CommandWord[] {
  return [...words].sort((one, other) => one.index - other.index)
}

/** Of the same command said several times the first that can be carried out counts. */
function readStop(words: readonly CommandWord[]): CommandReading {
  const readings = words.map(readOneStop)
  const [first] = readings
  if (first === undefined) throw new Error('a stop is read where there is none')
  const clear = readings.find(({ kind }) => kind === 'command') ?? first
  return clear.kind === 'refused' ? { ...clear, stops: true } : clear
}

function readOneStop(word: CommandWord): CommandReading {
  const { entry, how, before } = word
  if (entry.name === 'approve') return approvalCancelled
  if (how !== 'exact') return unknown(word)
  switch (entry.name) {
    case 'hold':
      return readArguments(entry, reasonOf(word))
    case 'reject':
      if (before === 'marks') return misplaced(word)
      return readArguments(entry, cancels(word) ? '' : reasonOf(word))
    case 'withdraw':
      return before === 'marks' ? misplaced(word) : readArguments(entry, word.meant)
    case 'unapprove':
      return readArguments(entry, '')
    case 'unhold':
    case 'retry':
    case 'explain':
    case 'help':
      throw new Error(`${entry.name} stops nothing`)
  }
}

const saysSomething = /[\p{L}\p{N}\p{Extended_Pictographic}]/u

/** The rest of the line and the lines below it: the first paragraph, and of the others as many as a reason may be long. */
function reasonOf({ meant, below }: CommandWord): string {
  let reason = saysSomething.test(meant) ? meant : ''
  let paragraph = ''
  for (const line of [...below, '']) {
    const text = line.trim()
    // A line of marks belongs to a heading or a table, not to the reason.
    if (text !== '' && !saysSomething.test(text)) continue
    if (text !== '') {
      paragraph = paragraph === '' ? text : `${paragraph} ${text}`
      continue
    }
    const longer = [reason, paragraph].filter((part) => part !== '').join(' ')
    if (reason !== '' && longer.length > reasonLengthMax) break
    reason = longer
    paragraph = ''
  }
  return reason
}

function readGoing(word: CommandWord, going: readonly CommandWord[]): CommandReading {
  const others = going.filter((each) => each !== word && (each.how === 'exact' || each.entry !== word.entry))
  if (word.first && word.how === 'exact' && others.length > 0) return contradictory(going)
  if (word.entry.name === 'hold') return holdCancelled
  if (word.how !== 'exact') return unknown(word)
  if (!word.first || word.before !== 'nothing') return misplaced(word)
  return readArguments(word.entry, word.rest)
}

/** Most commands named in one sentence. */
const namedMax = 5

function contradictory(words: readonly CommandWord[]): CommandReading & { readonly kind: 'refused' } {
  const named = words.slice(0, namedMax).map(({ typed }) => typed)
  const list = words.length > namedMax ? [...named, '…'] : named
  return {
    kind: 'refused',
    code: 'command/contradictory',
    what: `The comment holds ${words.length} deciding commands (${list.join(', ')}), so none of them was carried out.`,
    fix: 'Write a new comment with exactly one of them.',
  }
}

/** How other bots release a hold. */
const holdCancelled: CommandReading = {
  kind: 'refused',
  code: 'command/bad-argument',
  what: 'Here /hold cancel releases nothing, and puts nothing on hold.',
  fix: 'To release what you put on hold, write a new comment with /unhold.',
}

/** How other bots take an approval back. */
const approvalCancelled: CommandReading = {
  kind: 'refused',
  code: 'command/bad-argument',
  what: 'Here /approve cancel takes no approval back, and approves nothing.',
  fix: 'To take your approval back, write a new comment with /unapprove.',
}

function misplaced({ typed, first, entry }: CommandWord): CommandReading {
  const where = first ? 'something stands before it on its line' : 'it stands below other text'
  return {
    kind: 'refused',
    code: 'command/misplaced',
    what: `The command ${typed} was not carried out, because ${where}.`,
    fix: `Write a new comment that begins with ${entry.usage}.`,
  }
}

/** A misspelt command gets a suggestion; any other word behind a slash is somebody's text. */
function unknown({ typed, entry }: CommandWord): CommandReading {
  return {
    kind: 'refused',
    code: 'command/unknown',
    what: `There is no command ${typed}.`,
    fix: `Write a new comment with ${entry.usage} if that is what you meant, or /help for all commands.`,
  }
}
