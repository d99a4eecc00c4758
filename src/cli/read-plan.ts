import { filePathProblem } from '../core/plan/resolve-file-path.js'
import { gitBlobOid } from '../core/text/git-oid.js'
import type { FileMode } from '../model/manifest.js'
import type { FileState, Place, PlannedFile } from '../model/plan.js'
import { UsageError } from './exit-code.js'
import { readText } from './read-text.js'

/**
 * The files of a plan that `issueops plan --json` printed. Whoever has it may have changed it: a path a plan may not write is refused, so
 * that undoing writes nowhere else.
 * @throws UsageError when it is no such plan.
 */
export function readPlan(path: string): readonly PlannedFile[] {
  const plan = parsed(path)
  if (plan === null || plan.ok !== true || !Array.isArray(plan.files)) throw noPlan(path)
  return plan.files.map((value: unknown) => {
    const file = fieldsOf(value)
    const planned = file === null ? null : decodeFile(file)
    if (planned === null) throw noPlan(path)
    const segments = planned.path.split('/').map((text) => ({ text, literal: true }))
    const refused = filePathProblem(segments)
    if (refused !== null) throw new UsageError(`${path}: ${refused.what}`)
    return planned
  })
}

type Fields = Readonly<Record<string, unknown>>

function parsed(path: string): Fields | null {
  const text = readText(path)
  try {
    return fieldsOf(JSON.parse(text))
  } catch {
    return null
  }
}

function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
}

function decodeFile({ path, mode, places, change, ...file }: Fields): PlannedFile | null {
  const [before, after] = [stateOf(file.before), stateOf(file.after)]
  if (typeof path !== 'string' || !isMode(mode) || !Array.isArray(places) || !places.every(isPlace))
    return null
  const base = { path, mode, places }
  if (change === 'create' && before === null && after !== null) return { ...base, change, before, after }
  if (change === 'update' && before !== null && after !== null) return { ...base, change, before, after }
  if (change === 'delete' && before !== null && after === null) return { ...base, change, before, after }
  return null
}

function stateOf(text: unknown): FileState | null {
  return typeof text === 'string' ? { oid: gitBlobOid(text), text } : null
}

function isMode(mode: unknown): mode is FileMode {
  return mode === '100644' || mode === '100755'
}

function isPlace(value: unknown): value is Place {
  const place = fieldsOf(value)
  return place !== null && Array.isArray(place.at)
}

function noPlan(path: string): UsageError {
  return new UsageError(`${path} is no plan; print one with: issueops plan … --json`)
}
