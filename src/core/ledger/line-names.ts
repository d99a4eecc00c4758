import type { PathStep } from '../../model/plan.js'
import type { RecordedPlace } from '../../model/record.js'
import { lineKey } from '../manifest/lines/line-subjects.js'
import { lineFormat } from '../manifest/lines/read-line.js'
import { canonicalJson, sha256 } from '../text/digest.js'

/** What a line of one text file is called as a place, where lines that differ can be one; null where they cannot, or where it is no line. */
export type LineName = (at: readonly PathStep[]) => string | null

/**
 * Lines are one place where they are the same, and where they give one key its value, in a format in which a key has one value in the whole file. An
 * INI file has a key once in each section, and a line does not tell its section: there, lines are one place where one took the place of the other.
 * @param places what all records name in the file.
 */
export function lineNames(path: string, places: readonly RecordedPlace[]): LineName {
  const format = lineFormat(path)
  if (format === 'ini') return replacedNames(places)
  return (at) => {
    const line = lineOf(at)
    const key = line === null ? null : lineKey(format, line)
    return key === null ? null : `key ${key}`
  }
}

/** The line where the place is one of a text file. */
function lineOf([step]: readonly PathStep[]): string | null {
  return typeof step === 'object' && typeof step.line === 'string' ? step.line : null
}

/** Each line has the name of the first one in the row of those that took the place of one another. */
function replacedNames(places: readonly RecordedPlace[]): LineName {
  const earlier = new Map<string, string>()
  const first = (digest: string) => {
    let found = digest
    for (let next = earlier.get(found); next !== undefined; next = earlier.get(found)) found = next
    return found
  }
  for (const { at, before, after } of places) {
    if (lineOf(at) === null || before === undefined || after === undefined) continue
    const [old, written] = [first(before), first(after)]
    if (old !== written) earlier.set(written, old)
  }
  return (at) => {
    const line = lineOf(at)
    return line === null ? null : `line ${first(sha256(canonicalJson(line)))}`
  }
}
