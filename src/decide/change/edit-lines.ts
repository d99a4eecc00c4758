import type { LineChange } from '../../model/change.js'
import type { Place } from '../../model/plan.js'
import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import { lineFormat } from './lines/line-format.js'
import { lineKey } from './lines/line-key.js'
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
}

const byteOrderMark = '\ufeff'

/**
 * A plain text with lines present or absent. Two lines are the same when every character is; where a key has one value, as in a `.env` file, a line
 * with another value of the key is replaced; the kind of line end, a byte order mark and
 * whether the file ends with a line end stay as they are. All lines but the added and removed ones keep their bytes and order.
 */
export function editLines(original: string, changes: readonly LineChange[]): Result<EditedLines> {
  const mark = original.startsWith(byteOrderMark) ? byteOrderMark : ''
  const text = original.slice(mark.length)
  if (/^(?:sops_mac=|\[sops\])/m.test(text)) return sealed(changes[0]?.file ?? '')
  const eol = majorityLineEnd(text)
  const places: Place[] = []
  const problems: Problem[] = []
  let lines = linesOf(text)
  for (const change of changes) {
    const next = withChange(lines, change, eol)
    if (!next.ok) problems.push(...next.problems)
    else if (next.value !== lines) {
      const replaced = change.ensure === 'present' ? rivalsOf(lines, change)[0] : undefined
      const old = replaced === undefined ? undefined : lines[replaced]?.text
      lines = next.value
      const side = change.ensure === 'present' ? { new: change.line } : { old: change.line }
      places.push({ at: [{ line: change.line }], ...(old === undefined ? {} : { old }), ...side })
    }
  }
  const [first, ...more] = problems
  if (first !== undefined) return fail(first, ...more)
  const holds = changes.every(
    (change) => lines.some((line) => line.text === change.line) === (change.ensure === 'present'),
  )
  if (!holds) return contradiction(changes[0]?.file ?? '')
  if (places.length === 0) return ok({ text: original, places })
  const after = `${mark}${lines.map((line) => line.text + line.eol).join('')}`
  const injected = templateProblem(changes[0]?.file ?? '', { before: original, after }, [])
  return injected === null ? ok({ text: after, places }) : fail(injected)
}

function linesOf(text: string): readonly Line[] {
  const lines: Line[] = []
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf('\n', from)
    const to = newline < 0 ? text.length : newline + 1
    const line = text.slice(from, to)
    const eol = line.endsWith('\r\n') ? '\r\n' : line.endsWith('\n') ? '\n' : ''
    lines.push({ text: line.slice(0, line.length - eol.length), eol })
    from = to
  }
  return lines
}

/** The same lines where the change finds nothing to do. */
function withChange(lines: readonly Line[], change: LineChange, eol: string): Result<readonly Line[]> {
  const isThere = lines.some((line) => line.text === change.line)
  if (change.ensure === 'absent') return ok(isThere ? without(lines, change.line) : lines)
  const [rival, ...rivals] = rivalsOf(lines, change)
  if (rivals.length > 0 || (isThere && rival !== undefined)) return fail(severalValues(change))
  if (isThere) return ok(lines)
  if (rival !== undefined) return ok(lines.with(rival, { text: change.line, eol: lines[rival]?.eol ?? '' }))
  const index = position(lines, change)
  if (index === null) return fail(noAnchor(change))
  const last = lines.at(-1)
  if (index < lines.length || last === undefined)
    return ok(lines.toSpliced(index, 0, { text: change.line, eol }))
  // Behind a last line without a line end, the new one has none.
  return ok([
    ...lines.slice(0, -1),
    { text: last.text, eol: last.eol || eol },
    { text: change.line, eol: last.eol && eol },
  ])
}

/** Where the key of a line has another value: in an INI file, in the same section. */
function rivalsOf(lines: readonly Line[], change: LineChange): readonly number[] {
  const format = lineFormat(change.file)
  const key = lineKey(format, change.line)
  if (key === null) return []
  const [from, to] =
    format === 'ini' ? sectionAround(lines, position(lines, change) ?? lines.length) : [0, lines.length]
  return [...lines.keys()].filter((index) => {
    const text = lines[index]?.text ?? ''
    return index >= from && index < to && text !== change.line && lineKey(format, text) === key
  })
}

function sectionAround(lines: readonly Line[], at: number): readonly [number, number] {
  const isHeader = ({ text }: Line) => text.trimStart().startsWith('[')
  const from = lines.slice(0, at).findLastIndex(isHeader) + 1
  const next = lines.slice(from).findIndex(isHeader)
  return [from, next < 0 ? lines.length : from + next]
}

function without(lines: readonly Line[], text: string): readonly Line[] {
  const rest = lines.filter((line) => line.text !== text)
  const last = rest.at(-1)
  if (last === undefined || lines.at(-1)?.eol !== '') return rest
  return [...rest.slice(0, -1), { text: last.text, eol: '' }]
}

function position(lines: readonly Line[], { line, order }: LineChange): number | null {
  if (order.by === 'end') return lines.length
  if (order.by === 'sorted') return sortedPosition(lines, line)
  const hits = [...lines.keys()].filter((index) => lines[index]?.text === order.line)
  const [hit] = hits
  return hit === undefined || hits.length > 1 ? null : hit + 1
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

function noAnchor(change: LineChange): Problem {
  return {
    code: 'change/line-anchor',
    file: change.file,
    what: `Not exactly one line of ${change.file} is “${change.order.by === 'after' ? change.order.line : ''}”, below which a line is to be added.`,
    fix: 'Correct “after” in the request type, or the file.',
  }
}

function severalValues(change: LineChange): Problem {
  const key = lineKey(lineFormat(change.file), change.line) ?? ''
  return {
    code: 'change/line-key',
    file: change.file,
    what: `“${key}” has more than one value in ${change.file}, and readers take different ones of them.`,
    fix: 'Remove all but one of these lines from the file.',
  }
}

/** SOPS seals `.env` and INI files as well. */
function sealed(file: string) {
  return fail({
    code: 'change/sops-file',
    file,
    what: `${file} is encrypted with SOPS, and any edit would break its seal.`,
    fix: 'Change it with the sops command, or keep the value in another file.',
  })
}

function contradiction(file: string) {
  return fail({
    code: 'change/contradiction',
    file,
    what: `Two changes of the request want different things of one line in ${file}.`,
    fix: 'Correct the changes in the request type.',
  })
}
