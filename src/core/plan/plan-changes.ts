import type { Change, PlainChange } from '../../model/change.js'
import type { End } from '../../model/end.js'
import { foldPath } from '../../model/fold-path.js'
import type { Form } from '../../model/form.js'
import { type Digest, fullName, type Oid, type RepositoryRef } from '../../model/ids.js'
import type { Manifests, ObservedFile } from '../../model/manifest.js'
import type { Plan, PlannedEmergency, PlannedFile } from '../../model/plan.js'
import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import type { Cause } from '../../model/record.js'
import type { Request } from '../../model/request.js'
import type { RequestType } from '../../model/request-type.js'
import { changedLengthMax, changedLinesMax, filesMax } from '../manifest/limits.js'
import { gitBlobOid } from '../text/git-oid.js'
import { manifestPaths } from './change-paths.js'
import { movedSources, withoutCopies } from './copied-change.js'
import { planDigest } from './plan-digest.js'
import { type FileOutcome, planFile } from './plan-file.js'
import { validateResult } from './validate-result.js'

/** Everything a plan is computed from. */
export interface PlanInput {
  readonly request: Request
  readonly type: RequestType
  readonly form: Form
  /** Where the manifests live; a repository of null is the one the issue is in. */
  readonly target: { readonly repository: RepositoryRef | null; readonly branch: string }
  readonly changes: readonly Change[]
  /** When the request ends; null where it never does. */
  readonly end: End | null
  /** The stage of the request that is carried out; null where it has none. */
  readonly stage: string | null
  /** The review that was promised for fewer approvals; null where it is no emergency. */
  readonly emergency: PlannedEmergency | null
  /** The chapter of the request, and why that began; null for the first, which its form asked for. */
  readonly chapter: { readonly number: number; readonly cause: Cause } | null
  /** All at one commit; with an entry, `absent` included, for every path of `changePaths`. */
  readonly manifests: Manifests
  /** What is copied, where that does not stand in the manifests; with an entry for every path of `sourcePaths`. */
  readonly sources?: readonly ObservedFile[]
}

/**
 * All file edits that make the manifests agree with a request, and the digest an approval binds to. Files whose text stays
 * the same are left out: an empty plan means that everything is as requested already.
 * @throws if a manifest is missing from the input: whoever observes asks `changePaths`.
 */
export function planChanges(input: PlanInput): Result<Plan> {
  const paths = manifestPaths(input.changes)
  if (paths.length > filesMax) return fail(tooManyFiles(paths.length))
  const problems: Problem[] = caseCollisions(input.changes)
  const wanted = withoutCopies(input.changes, input.sources ?? input.manifests.files)
  problems.push(...wanted.problems)
  const files: PlannedFile[] = []
  for (const path of paths) {
    const observed = input.manifests.files.find((file) => file.path === path)
    if (observed === undefined) throw new Error(`the manifest ${path} was not observed`)
    const changes = wanted.changes.filter((change) => change.file === path)
    const outcome = planFile(observed, changes)
    if (!outcome.ok) {
      problems.push(...outcome.problems)
      continue
    }
    const planned = plannedFile(observed, outcome.value, changes, objectFormat(input.manifests.commit))
    const { lineBefore = () => null } = outcome.value
    for (const { after } of planned)
      if (after !== null) problems.push(...validateResult(after.text, changes, input.manifests, lineBefore))
    files.push(...planned)
  }
  // What stands elsewhere no plan changes.
  if (problems.length === 0 && input.sources === undefined)
    problems.push(...movedSources(input, wanted.changes, files))
  const tooMuch = problems.length === 0 ? planSizeProblem(files) : null
  if (tooMuch !== null) problems.push(tooMuch)
  const [first, ...more] = problems
  if (first !== undefined) return fail(first, ...more)
  const { request, end, stage, emergency } = input
  return ok({
    digest: digestOf(input, files),
    requestDigest: request.digest,
    files,
    ...(end === null ? {} : { end }),
    ...(stage === null ? {} : { stage }),
    ...(emergency === null ? {} : { emergency }),
  })
}

/** Two paths that are one on a file system that ignores case. */
function caseCollisions(changes: readonly Change[]): Problem[] {
  const paths = new Map<string, string>()
  const problems: Problem[] = []
  for (const path of manifestPaths(changes)) {
    const folded = foldPath(path)
    const other = paths.get(folded)
    paths.set(folded, path)
    if (other === undefined) continue
    problems.push({
      code: 'change/case-collision',
      file: path,
      what: `The files ${other} and ${path} differ only by upper and lower case, or by how a letter is written.`,
      fix: 'Choose another name; many machines cannot keep both.',
    })
  }
  return problems
}

/** A repository that names objects by SHA-256 names commits so too. */
function objectFormat(commit: Oid): 'sha1' | 'sha256' {
  return commit.length === 64 ? 'sha256' : 'sha1'
}

function plannedFile(
  observed: ObservedFile,
  outcome: FileOutcome,
  changes: readonly PlainChange[],
  format: 'sha1' | 'sha256',
): PlannedFile[] {
  const { path } = observed
  const { places, text } = outcome
  const after = text === null ? null : { oid: gitBlobOid(text, format), text }
  if (observed.kind !== 'text') {
    const mode = changes.find((change) => change.kind === 'file')?.mode ?? '100644'
    return after === null ? [] : [{ path, mode, places, change: 'create', before: null, after }]
  }
  const { mode } = observed
  const before = { oid: observed.oid, text: observed.text }
  if (after === null) return [{ path, mode, places, change: 'delete', before, after }]
  return after.text === before.text ? [] : [{ path, mode, places, change: 'update', before, after }]
}

function digestOf(input: PlanInput, files: readonly PlannedFile[]): Digest {
  const { request, type, form, target, end, stage, emergency, chapter } = input
  return planDigest({
    request: request.digest,
    type: type.blob,
    form: form.blob,
    policy: type.policy?.blob ?? null,
    templates: type.templates ?? [],
    chapter,
    end,
    stage,
    emergency,
    target: {
      repository: target.repository === null ? null : fullName(target.repository),
      branch: target.branch,
    },
    files: files.map(({ path, mode, before, after }) => ({
      path,
      mode,
      before: before?.oid ?? null,
      after: after?.oid ?? null,
    })),
  })
}

/** Why a plan is too large for people to look through before they approve it, or null. Linear in the length of its texts. */
function planSizeProblem(files: readonly PlannedFile[]): Problem | null {
  if (files.length > filesMax) return tooManyFiles(files.length)
  let lines = 0
  let length = 0
  for (const { before, after } of files) {
    const changed = changedLines(before?.text ?? '', after?.text ?? '')
    lines += changed.length
    length += changed.reduce((sum, line) => sum + line.length, 0)
  }
  if (lines <= changedLinesMax && length <= changedLengthMax) return null
  return {
    code: 'change/too-much',
    what: `The request changes ${lines} lines with ${length} characters; at most ${changedLinesMax} lines and ${changedLengthMax} characters can be looked through.`,
    fix: 'Split the request into several.',
  }
}

/** Why a plan of so many files is refused. */
function tooManyFiles(count: number): Problem {
  return {
    code: 'change/too-many-files',
    what: `The request changes ${count} files, and at most ${filesMax} can be compared with what was approved.`,
    fix: 'Split the request into several.',
  }
}

/** The lines only one of two texts has. A line that only moved counts as kept, so that this is at most what a diff shows. */
function changedLines(before: string, after: string): readonly string[] {
  const counts = new Map<string, number>()
  for (const line of linesOf(before)) counts.set(line, (counts.get(line) ?? 0) + 1)
  for (const line of linesOf(after)) counts.set(line, (counts.get(line) ?? 0) - 1)
  return [...counts].flatMap(([line, count]) => Array.from({ length: Math.abs(count) }, () => line))
}

/** The line end at the end of a text begins no further line. */
function linesOf(text: string): readonly string[] {
  const lines = text.split('\n')
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}
