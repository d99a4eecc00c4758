import type { LineChange } from '../../model/change.js'
import type { Place } from '../../model/plan.js'
import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import { lineOf } from './line-finder.js'
import { goesOn, isOpen } from './lines/goes-on.js'
import {
  contradiction,
  goesOnProblem,
  noAnchor,
  otherLineEnd,
  sealed,
  severalValues,
} from './lines/line-problems.js'
import { lineKey } from './lines/line-subjects.js'
import { type LineFormat, lineFormat } from './lines/read-line.js'
import { templateProblem } from './template-problem.js'
import { majorityLineEnd } from './yaml/text-lines.js'

/** A text file after its changes, and the places that changed. */
export interface EditedLines {
  readonly text: string
  readonly places: readonly Place[]
}

/** A line and the line end behind it; the last may have none. */
interface Line {
  readonly text: string
  readonly eol: string
  /** In the file as it is, counted from 1; null for a line that is added. */
  readonly number: number | null
  /** Of what it gives a value. */
  readonly key: string | null
  readonly isOpen: boolean
}

const byteOrderMark = '\ufeff'

/**
 * A plain text with lines present or absent. Two lines are the same when every character is; where a key has one value, as in a `.env` file, a line
 * with another value of the key is replaced; the kind of line end, a byte order mark and
 * whether the file ends with a line end stay as they are. All lines but the added and removed ones keep their bytes and order.
 */
export function editLines(original: string, changes: readonly LineChange[]): Result<EditedLines> {
  const file = changes[0]?.file ?? ''
  const mark = original.startsWith(byteOrderMark) ? byteOrderMark : ''
  const text = original.slice(mark.length)
  const obstacle = textObstacle(text, file)
  if (obstacle !== null) return fail(obstacle)
  const eol = majorityLineEnd(text)
  const places: Place[] = []
  const problems: Problem[] = []
  const format = lineFormat(file)
  let lines = linesOf(text, format)
  for (const change of changes) {
    const next = withChange(lines, change, eol)
    if (!next.ok) problems.push(...next.problems)
    else if (next.value !== null) {
      lines = next.value.lines
      places.push(next.value.place)
    }
  }
  const [first, ...more] = problems
  if (first !== undefined) return fail(first, ...more)
  const holds = changes.every(
    (change) => hitsOf(scopeOf(lines, change)).length > 0 === (change.ensure === 'present'),
  )
  if (!holds) return fail(contradiction(file))
  if (places.length === 0) return ok({ text: original, places })
  const after = `${mark}${lines.map((line) => line.text + line.eol).join('')}`
  const injected = templateProblem(file, { before: original, after }, [])
  return injected === null ? ok({ text: after, places }) : fail(injected)
}

/** What stops every edit of a text. */
function textObstacle(text: string, file: string): Problem | null {
  const seal = text.search(/^(?:sops_mac=|\[sops\])/m)
  if (seal >= 0) return sealed(file, lineOf(text, seal))
  const format = lineFormat(file)
  // Where nobody knows who reads a text, only its end matters: a line end that is added there would make one of two.
  const alone = format === 'plain' || format === 'markdown' ? /\r$/ : /\r(?!\n)/
  const carriageReturn = text.search(alone)
  return carriageReturn < 0 ? null : otherLineEnd(file, lineOf(text, carriageReturn))
}

/** What happens to a text at one line: some lines of the text go, others come where they stood. */
export interface LineSplice {
  /** The position of the line, from 0; that behind the last is the end. */
  readonly at: number
  readonly removes: 0 | 1
  readonly adds: readonly string[]
}

/**
 * A plain text with lines put in, taken away or replaced where they stand, for whoever knows where that is. What stops an edit of lines, and
 * what a line end is, is the same as for changes.
 * @param splices sorted by position.
 */
export function spliceLines(original: string, file: string, splices: readonly LineSplice[]): Result<string> {
  const mark = original.startsWith(byteOrderMark) ? byteOrderMark : ''
  const text = original.slice(mark.length)
  const obstacle = textObstacle(text, file)
  if (obstacle !== null) return fail(obstacle)
  const format = lineFormat(file)
  const lines = linesOf(text, format)
  const eol = majorityLineEnd(text)
  const owners = ownersOf(format, lines)
  const after: Line[] = []
  let from = 0
  for (const { at, removes, adds } of splices) {
    const owner = lines[removes === 0 ? -1 : (ownerAt(owners, at) ?? -1)]
    const own = lines[at]
    if (owner !== undefined && own !== undefined && !isContinued(format, own.text))
      return fail(goesOnProblem({ file, line: own.text }, own))
    after.push(...lines.slice(from, at), ...adds.map((line) => newLine(format, line, eol)))
    from = at + removes
  }
  after.push(...lines.slice(from))
  const broken = brokenLine({ lines, format, owners, file }, after)
  if (broken !== null) return fail(broken)
  const endsOpen = lines.at(-1)?.eol === ''
  const ended = after.map((line, index) => {
    if (index < after.length - 1) return line.text + (line.eol || eol)
    return endsOpen ? line.text : line.text + line.eol
  })
  return ok(mark + ended.join(''))
}

function newLine(format: LineFormat, text: string, eol: string): Line {
  return { text, eol, number: null, key: lineKey(format, text), isOpen: isOpen(format, text) }
}

function linesOf(text: string, format: LineFormat): readonly Line[] {
  const lines: Line[] = []
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf('\n', from)
    const to = newline < 0 ? text.length : newline + 1
    const line = text.slice(from, to)
    const eol = line.endsWith('\r\n') ? '\r\n' : line.endsWith('\n') ? '\n' : ''
    const own = line.slice(0, line.length - eol.length)
    lines.push({
      text: own,
      eol,
      number: lines.length + 1,
      key: lineKey(format, own),
      isOpen: isOpen(format, own),
    })
    from = to
  }
  return lines
}

/** The lines a change is about: all, or in an INI file the section of the line below which the change is to be. */
interface Scope {
  readonly lines: readonly Line[]
  readonly change: LineChange
  readonly format: LineFormat
  /** Of each line, the one whose value it goes on; null where no value has several. */
  readonly owners: readonly (number | null)[] | null
  readonly from: number
  readonly to: number
}

function scopeOf(lines: readonly Line[], change: LineChange): Scope {
  const format = lineFormat(change.file)
  const whole = { lines, change, format, owners: ownersOf(format, lines), from: 0, to: lines.length }
  const at = format === 'ini' && change.order.by === 'after' ? position(lines, change) : null
  return at === null ? whole : { ...whole, ...sectionAround(lines, at) }
}

function ownersOf(format: LineFormat, lines: readonly Line[]): readonly (number | null)[] | null {
  if (format === 'plain' || !lines.some((line) => line.isOpen)) return null
  return goesOn(
    format,
    lines.map(({ text }) => text),
  )
}

function sectionAround(lines: readonly Line[], at: number): Pick<Scope, 'from' | 'to'> {
  const isHeader = ({ text }: Line) => text.trimStart().startsWith('[')
  const from = lines.slice(0, at).findLastIndex(isHeader) + 1
  const next = lines.slice(from).findIndex(isHeader)
  return { from, to: next < 0 ? lines.length : from + next }
}

/** Where the line itself is. */
function hitsOf(scope: Scope): readonly number[] {
  return indexesOf(scope, ({ text }) => text === scope.change.line)
}

/** Where the key of a line has another value: in an INI file, in the same section. */
function rivalsOf(scope: Scope): readonly number[] {
  const { lines, change, format } = scope
  const key = lineKey(format, change.line)
  if (key === null || isDeeper(scope)) return []
  const section = format === 'ini' ? sectionAround(lines, position(lines, change) ?? lines.length) : {}
  return indexesOf({ ...scope, ...section }, (line) => line.key === key && line.text !== change.line)
}

/** What stands below a backslash of a `.properties` file is no line of its own to anybody. */
function indexesOf(
  { lines, format, owners, from, to }: Scope,
  fits: (line: Line) => boolean,
): readonly number[] {
  const indexes: number[] = []
  for (let index = from; index < to; index++) {
    const line = lines[index]
    const isOwn = format !== 'properties' || ownerAt(owners, index) === null
    if (line !== undefined && isOwn && fits(line)) indexes.push(index)
  }
  return indexes
}

function ownerAt(owners: Scope['owners'], index: number): number | null {
  return owners?.[index] ?? null
}

/** Whether a line of an INI file is written as a part of the value above. */
function isDeeper({ format, change }: Scope): boolean {
  return isContinued(format, change.line)
}

function isContinued(format: LineFormat, line: string): boolean {
  return format === 'ini' && /^\s/.test(line)
}

interface Step {
  readonly lines: readonly Line[]
  readonly place: Place
}

/** Null where the change finds nothing to do. */
function withChange(lines: readonly Line[], change: LineChange, eol: string): Result<Step | null> {
  const scope = scopeOf(lines, change)
  const hits = hitsOf(scope)
  const rivals = change.ensure === 'absent' ? [] : rivalsOf(scope)
  // A line inside quotes, or deeper in an INI file, is a part of a value to some readers and an entry to others.
  const isPart = (index: number) =>
    ownerAt(scope.owners, index) !== null && !(hits.includes(index) && isDeeper(scope))
  const partial = [...hits, ...rivals].find(
    (index) => scope.owners?.includes(index) === true || isPart(index),
  )
  if (partial !== undefined) return fail(goesOnProblem(change, lines[partial]))
  const next = change.ensure === 'absent' ? removed(scope, hits) : written(scope, hits, rivals, eol)
  if (!next.ok || next.value === null) return next
  const broken = brokenLine({ ...scope, file: change.file }, next.value.lines)
  return broken === null ? next : fail(broken)
}

function removed({ lines, change }: Scope, hits: readonly number[]): Result<Step | null> {
  if (hits.length === 0) return ok(null)
  const place = { at: [{ line: change.line }], old: change.line }
  const rest = lines.filter((_, index) => !hits.includes(index))
  const last = rest.at(-1)
  if (last === undefined || lines.at(-1)?.eol !== '') return ok({ lines: rest, place })
  return ok({ lines: [...rest.slice(0, -1), { ...last, eol: '' }], place })
}

function written(
  { lines, change, format }: Scope,
  hits: readonly number[],
  rivals: readonly number[],
  eol: string,
): Result<Step | null> {
  const [rival] = rivals
  if (rivals.length > 1 || (hits.length > 0 && rival !== undefined))
    return fail(severalValues(change, numbersOf(lines, [...hits, ...rivals])))
  if (hits.length > 0) return ok(null)
  const place = { at: [{ line: change.line }], new: change.line }
  const line = newLine(format, change.line, eol)
  const replaced = rival === undefined ? undefined : lines[rival]
  if (rival !== undefined && replaced !== undefined)
    return ok({
      lines: lines.with(rival, { ...line, eol: replaced.eol }),
      place: { ...place, old: replaced.text },
    })
  const index = position(lines, change)
  if (index === null) return fail(noAnchor(change, numbersOf(lines, anchors(lines, change))))
  const last = lines.at(-1)
  if (index < lines.length || last === undefined) return ok({ lines: lines.toSpliced(index, 0, line), place })
  // Behind a last line without a line end, the new one has none.
  const ended = { ...last, eol: last.eol || eol }
  return ok({
    lines: [...lines.slice(0, -1), ended, { ...line, eol: last.eol && eol }],
    place,
  })
}

/** No line may go on another one than before because of an edit; a deeper line of an INI file that is new is meant to. */
function brokenLine(
  { lines, format, owners, file }: Pick<Scope, 'lines' | 'format' | 'owners'> & { readonly file: string },
  after: readonly Line[],
): Problem | null {
  const ownersAfter = ownersOf(format, after)
  if (owners === null && ownersAfter === null) return null
  const before = new Map(lines.map(({ number }, index) => [number, lines[ownerAt(owners, index) ?? -1]]))
  for (const [index, line] of after.entries()) {
    const found = after[ownerAt(ownersAfter, index) ?? -1]
    const about = { file, line: line.text }
    if (line.number === null) {
      if (found !== undefined && !isContinued(format, line.text)) return goesOnProblem(about, found)
      continue
    }
    const wanted = before.get(line.number)
    if (found === undefined ? wanted !== undefined : found.number !== wanted?.number)
      return goesOnProblem(about, wanted ?? line)
  }
  return null
}

function numbersOf(lines: readonly Line[], indexes: readonly number[]): readonly (number | null)[] {
  return indexes.map((index) => lines[index]?.number ?? null)
}

function position(lines: readonly Line[], change: LineChange): number | null {
  if (change.order.by === 'end') return lines.length
  if (change.order.by === 'sorted') return sortedPosition(lines, change.line)
  const hits = anchors(lines, change)
  const [hit] = hits
  return hit === undefined || hits.length > 1 ? null : hit + 1
}

function anchors(lines: readonly Line[], { order }: LineChange): readonly number[] {
  return order.by === 'after' ? [...lines.keys()].filter((index) => lines[index]?.text === order.line) : []
}

/** Below the last entry that comes before it, or above the first; a list that is in no order is appended to. */
function sortedPosition(lines: readonly Line[], wanted: string): number {
  let previous: string | null = null
  let after: number | null = null
  let first: number | null = null
  for (const [index, { text }] of lines.entries()) {
    if (text.trim() === '' || text.startsWith('#')) continue
    if (previous !== null && text < previous) return lines.length
    previous = text
    first ??= index
    if (text < wanted) after = index + 1
  }
  return after ?? first ?? lines.length
}
