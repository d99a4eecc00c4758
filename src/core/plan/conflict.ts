import type { Json } from '../../model/json.js'
import type { PathStep } from '../../model/plan.js'
import type { Problem } from '../../model/problem.js'
import { onLine, quoted } from '../manifest/choose-document.js'
import { placeText } from '../manifest/place-text.js'

/** What a request had written at a place and what is there now; undefined where there is nothing. */
export interface Clash {
  readonly expected: Json | undefined
  readonly found: Json | undefined
  /** Where it stands now, as far as that can be told. */
  readonly line?: number | null
}

/** What is said where somebody changed a place after a request had written it; the whole file without steps and without data. */
export function conflict(file: string, at: readonly PathStep[], clash?: Clash): Problem {
  return {
    code: 'change/conflict',
    file,
    ...onLine(clash?.line),
    what: `Somebody changed ${placeIn(file, at)} after the request had written it, so undoing the request would undo that too${sidesOf(clash)}.`,
    fix: 'Decide what the place should be, and change it in a pull request: where it says what is expected, the request can be taken back; where it says what it said before the request, nothing is left to take back.',
  }
}

/** What is said where a place cannot be put back as a request had merged it: not of the place itself, but of what is around it. */
export function restoreConflict(file: string, at: readonly PathStep[], clash?: Clash): Problem {
  return {
    code: 'change/restore-conflict',
    file,
    ...onLine(clash?.line),
    what: `Somebody changed ${placeIn(file, at)} after the request had been merged, so what it wrote there has no place any more${sidesOf(clash)}.`,
    fix: 'Decide what the place should be, and change it in a pull request: where it can hold again what is expected, the rest is put back; where it shall stay as it is, whoever asked for this calls it off with /withdraw.',
  }
}

/** What is said where a file, or a text that was one value, is another one: the first line that is. @param told in whose words. */
export function textConflict(
  file: string,
  expected: string | null,
  found: string | null,
  told: typeof conflict = conflict,
): Problem {
  if (expected === null || found === null)
    return told(file, [], { expected: begin(expected), found: begin(found) })
  const [wanted, there] = [expected, found].map((text) => text.split('\n'))
  const index = there?.findIndex((line, at) => line !== wanted?.[at]) ?? -1
  const at = index < 0 ? (there?.length ?? 0) : index
  return told(file, [], { expected: wanted?.[at], found: there?.[at], line: at + 1 })
}

function placeIn(file: string, at: readonly PathStep[]): string {
  return at.length === 0 ? file : `${placeText(at)} in ${file}`
}

function sidesOf(clash: Clash | undefined): string {
  return clash === undefined ? '' : `; expected is ${side(clash.expected)}, found is ${side(clash.found)}`
}

function begin(text: string | null): string | undefined {
  return text ?? undefined
}

function side(value: Json | undefined): string {
  return value === undefined ? 'nothing' : quoted(value)
}
