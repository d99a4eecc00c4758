import type { End } from '../../../model/end.js'
import { isBefore } from '../../../model/instant.js'
import type { Manifests, ObservedFile } from '../../../model/manifest.js'
import type { Plan } from '../../../model/plan.js'
import type { Result } from '../../../model/problem.js'
import type { LaterInTest } from '../../../model/request-test.js'
import type { PlannedFiles } from '../../plan/merged-file.js'
import { fileAsPlanned, takeBack } from '../../plan/take-back.js'

/** What is left of a request some time after its merge. */
export type Afterwards =
  | { readonly kind: 'in-force' }
  /** It has ended, or somebody has taken it back: what that changes. */
  | { readonly kind: 'taken-back'; readonly taken: Result<PlannedFiles> }
  /** Whether it has ended cannot be told: one of both is a moment, and the other counts from a merge of which nobody knows when it was. */
  | { readonly kind: 'not-comparable' }

/** Does with a merged plan what a run does when its end comes, or when somebody takes it back. @param manifests those the plan was made on. */
export function afterMerge(later: LaterInTest, plan: Plan, manifests: Manifests): Afterwards {
  const due = later.kind === 'rollback' ? true : hasPassed(plan.end, later.passed)
  if (due === null) return { kind: 'not-comparable' }
  if (!due) return { kind: 'in-force' }
  return { kind: 'taken-back', taken: takeBack(plan.files.map(fileAsPlanned), merged(plan, manifests)) }
}

/** At its very moment a request has ended. */
function hasPassed(end: End | undefined, passed: End): boolean | null {
  if (end === undefined) return false
  if (end.kind === 'at') return passed.kind === 'at' ? !isBefore(passed.at, end.at) : null
  return passed.kind === 'after' ? passed.seconds >= end.seconds : null
}

function merged({ files }: Plan, manifests: Manifests): Manifests {
  const left = files.map(
    ({ path, mode, after }): ObservedFile =>
      after === null
        ? { kind: 'absent', path }
        : { kind: 'text', path, mode, oid: after.oid, text: after.text },
  )
  const paths = new Set(files.map(({ path }) => path))
  return { ...manifests, files: [...manifests.files.filter(({ path }) => !paths.has(path)), ...left] }
}
