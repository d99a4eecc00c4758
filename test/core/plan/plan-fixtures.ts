import type { PlanInput } from '../../../src/core/plan/plan-changes.js'
import { fileAsPlanned, takeBack } from '../../../src/core/plan/take-back.js'
import { sha256 } from '../../../src/core/text/digest.js'
import { gitBlobOid } from '../../../src/core/text/git-oid.js'
import type { Change } from '../../../src/model/change.js'
import { oid } from '../../../src/model/ids.js'
import type { Manifests, ObservedFile } from '../../../src/model/manifest.js'
import type { Plan, PlannedFile } from '../../../src/model/plan.js'
import { ok, type Result } from '../../../src/model/problem.js'
import { usualReading } from '../../../src/model/submission.js'

const commit = oid('a'.repeat(40))

/** A file that is there. */
export function text(path: string, content: string): ObservedFile {
  return { kind: 'text', path, mode: '100755', oid: gitBlobOid(content), text: content }
}

/** Files at one commit. */
export function manifestsOf(files: readonly ObservedFile[]): Manifests {
  return { commit, tree: commit, files }
}

/** The files that take a plan back, of which nothing is superseded. */
export function invertPlan(plan: Pick<Plan, 'files'>, manifests: Manifests): Result<readonly PlannedFile[]> {
  const taken = takeBack(plan.files.map(fileAsPlanned), manifests)
  return taken.ok ? ok(taken.value.files) : taken
}

/** The input of a plan with these changes of these files. */
export function planInput(changes: readonly Change[], files: readonly ObservedFile[]): PlanInput {
  return {
    request: { type: 'app', values: new Map(), digest: sha256('request') },
    type: {
      path: '.github/issueops/app.yml',
      blob: commit,
      name: 'app',
      title: 'App',
      form: 'app.yml',
      requesters: null,
      target: { repository: null, branch: null },
      fields: new Map(),
      rules: [],
      approval: [],
      policy: null,
      merge: 'now',
      changes: [],
      ensure: 'present',
      reading: usualReading,
    },
    form: { file: 'app.yml', blob: commit, name: 'App', labels: [], fields: [] },
    target: { repository: null, branch: 'main' },
    changes,
    end: null,
    stage: null,
    emergency: null,
    chapter: null,
    manifests: manifestsOf(files),
  }
}
