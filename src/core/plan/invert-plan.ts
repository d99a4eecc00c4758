import type { LineChange, LineOrder } from '../../model/change.js'
import type { Manifests, ObservedFile } from '../../model/manifest.js'
import type { Place, Plan, PlannedFile } from '../../model/plan.js'
import { fail, ok, okUnless, type Problem, type Result } from '../../model/problem.js'
import { editLines } from '../manifest/edit-lines.js'
import type { EditedManifest } from '../manifest/edit-manifest.js'
import { fileLengthMax } from '../manifest/limits.js'
import { manifestFormat } from '../manifest/manifest-format.js'
import { fileTooLarge, obstacleProblem } from '../manifest/obstacle-problem.js'
import { gitBlobOid } from '../text/git-oid.js'
import { conflict, invertData, type ThreeTexts } from './invert-data.js'

/**
 * The files that undo a plan. Where nobody has touched a file since, its bytes are restored exactly as they were. Where somebody has, only
 * the places of the plan go back, and a place somebody changed is a problem that names file and place. What is undone already is left out.
 * @param plan as it was applied.
 * @param manifests as they are now, with an entry for every file of the plan.
 * @throws if a file of the plan was not observed.
 */
export function invertPlan(plan: Pick<Plan, 'files'>, manifests: Manifests): Result<readonly PlannedFile[]> {
  const problems: Problem[] = []
  const files: PlannedFile[] = []
  for (const file of plan.files) {
    const observed = manifests.files.find((candidate) => candidate.path === file.path)
    if (observed === undefined) throw new Error(`the manifest ${file.path} was not observed`)
    const inverse = invertFile(file, observed)
    if (!inverse.ok) problems.push(...inverse.problems)
    else if (inverse.value !== null) files.push(inverse.value)
  }
  return okUnless(problems, () => files)
}

function invertFile(file: PlannedFile, observed: ObservedFile): Result<PlannedFile | null> {
  const obstacle = obstacleProblem(observed)
  if (obstacle !== null) return fail(obstacle)
  const now = observed.kind === 'text' ? observed : null
  const oidNow = now?.oid ?? null
  if (oidNow === (file.before?.oid ?? null)) return ok(null)
  if (oidNow === (file.after?.oid ?? null)) return ok(restored(file, now?.mode ?? file.mode))
  if (now !== null && now.text.length > fileLengthMax) return fail(fileTooLarge(file.path))
  if (now === null || file.change !== 'update') {
    const [expected, found] = [file.after?.text, now?.text]
    return fail(conflict(file.path, [], { expected, found }))
  }
  const texts = { before: file.before.text, after: file.after.text, now: now.text }
  const format = manifestFormat(file.path)
  const inverse = format === null ? invertLines(file, texts) : invertData(file.path, texts, format)
  if (!inverse.ok) return inverse
  const { text, places } = inverse.value
  if (text === now.text) return ok(null)
  const before = { oid: now.oid, text: now.text }
  const after = { oid: gitBlobOid(text, now.oid.length === 64 ? 'sha256' : 'sha1'), text }
  return ok({ path: file.path, mode: now.mode, places, change: 'update', before, after })
}

function restored(file: PlannedFile, mode: PlannedFile['mode']): PlannedFile {
  const base = { path: file.path, mode, places: file.places.map(swapped) }
  switch (file.change) {
    case 'create':
      return { ...base, change: 'delete', before: file.after, after: null }
    case 'delete':
      return { ...base, change: 'create', before: null, after: file.before }
    case 'update':
      return { ...base, change: 'update', before: file.after, after: file.before }
  }
}

function swapped({ old, new: written, ...place }: Place): Place {
  return {
    ...place,
    ...(written === undefined ? {} : { old: written }),
    ...(old === undefined ? {} : { new: old }),
  }
}

/** Lines go back one by one; a removed one returns below the line it stood below. */
function invertLines(file: PlannedFile, texts: ThreeTexts): Result<EditedManifest> {
  const changes: LineChange[] = []
  for (const place of file.places) {
    const [step] = place.at
    if (typeof step !== 'object' || typeof step.line !== 'string') return fail(conflict(file.path, []))
    const replaced = place.new === undefined ? undefined : place.old
    if (typeof replaced === 'string') {
      // What was replaced goes back only where nobody has given the key a third value.
      if (!texts.now.split(/\r?\n/).includes(step.line)) return fail(conflict(file.path, []))
      const order: LineOrder = { by: 'end' }
      changes.push({
        kind: 'line',
        file: file.path,
        ensure: 'present',
        document: null,
        validate: null,
        line: replaced,
        order,
      })
      continue
    }
    const line = step.line
    const ensure = place.old === undefined ? 'absent' : 'present'
    const order = orderOf(line, texts)
    changes.push({ kind: 'line', file: file.path, ensure, document: null, validate: null, line, order })
  }
  return editLines(texts.now, changes)
}

function orderOf(line: string, { before, now }: ThreeTexts): LineOrder {
  const lines = before.split(/\r?\n/)
  const above = lines[lines.indexOf(line) - 1]
  const count = now.split(/\r?\n/).filter((other) => other === above).length
  return above === undefined || count !== 1 ? { by: 'end' } : { by: 'after', line: above }
}
