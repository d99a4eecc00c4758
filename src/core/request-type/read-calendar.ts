import type { Calendar, MergeWindow } from '../../model/calendar.js'
import { calendarPath, type Policy } from '../../model/policy.js'
import type { Problem, Problems } from '../../model/problem.js'
import type { RequestType, Stage } from '../../model/request-type.js'
import { newDecoding, usualDialect, wrong } from '../decode/decoding.js'
import { readYaml } from '../decode/read-yaml.js'
import { didYouMean } from '../text/closest-name.js'
import { calendarShape } from './calendar-grammar.js'
import { unreadable } from './other-file.js'

/** The calendar of a repository. */
export type ReadCalendar =
  | { readonly kind: 'none' }
  | { readonly kind: 'read'; readonly calendar: Calendar; readonly lines: ReadonlyMap<string, number> }
  /** Nobody knows when its windows are open, so what names one waits. */
  | { readonly kind: 'broken'; readonly problems: Problems }

/** Reads the calendar among the files beside the request types. */
export function readCalendar({ types }: Pick<Policy, 'types'>): ReadCalendar {
  const file = types.find(({ path }) => path === calendarPath)
  if (file === undefined) return { kind: 'none' }
  if (file.text === null) return { kind: 'broken', problems: [unreadable(calendarPath)] }
  const tree = readYaml({ path: calendarPath, text: file.text })
  if (!tree.ok) return { kind: 'broken', problems: tree.problems }
  const decoding = newDecoding(calendarPath, usualDialect('a calendar'))
  const calendar = calendarShape.decode(decoding, { tree: tree.value, place: '' })
  const [first, ...more] = decoding.problems
  if (first !== undefined) return { kind: 'broken', problems: [first, ...more] }
  if (calendar === wrong) throw new Error('a calendar without problems was not decoded')
  return { kind: 'read', calendar, lines: decoding.lines }
}

/** The windows a request type names, in its stages too, and where it does. */
export function windowsNamed({
  windows = [],
  stages = [],
}: Pick<RequestType, 'windows' | 'stages'>): readonly { readonly name: string; readonly at: string }[] {
  const ofStage = (stage: Stage, index: number) =>
    (stage.windows ?? []).map((name, each) => ({ name, at: `stages/${index}/windows/${each}` }))
  return [...windows.map((name, index) => ({ name, at: `windows/${index}` })), ...stages.flatMap(ofStage)]
}

/** What keeps a request type from being used: windows that are nowhere to be found. Nothing is wrong with a calendar that nobody names. */
export function windowProblems(
  { type, lines }: { readonly type: RequestType; readonly lines: ReadonlyMap<string, number> },
  read: ReadCalendar,
): readonly Problem[] {
  const named = windowsNamed(type)
  if (named.length === 0) return []
  if (read.kind === 'broken') return read.problems
  const known = read.kind === 'read' ? [...read.calendar.windows.keys()] : []
  return named
    .filter(({ name }) => !known.includes(name))
    .map(({ name, at }) => ({
      code: 'type/window-unknown',
      file: type.path,
      ...lineAt(lines, at),
      what:
        read.kind === 'none'
          ? `The window “${name}” is named, and there is no ${calendarPath} on the default branch.`
          : `There is no window “${name}” in ${calendarPath}.`,
      fix:
        known.length === 0
          ? `Add ${calendarPath} with a window of that name, or remove windows.`
          : `${didYouMean(name, known)}The windows are: ${known.join(', ')}.`,
    }))
}

function lineAt(lines: ReadonlyMap<string, number>, at: string): { readonly line?: number } {
  const line = lines.get(at)
  return line === undefined ? {} : { line }
}

/** The windows of a request type, in the stage it is in; none where it names none. What names an unknown one is used nowhere. */
export function windowsOf({ windows = [] }: RequestType, read: ReadCalendar): readonly MergeWindow[] {
  if (read.kind !== 'read') return []
  return windows.flatMap((name) => read.calendar.windows.get(name) ?? [])
}
