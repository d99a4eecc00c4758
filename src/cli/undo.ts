import { invertPlan } from '../decide/change/invert-plan.js'
import { planDiff } from '../decide/report/plan-diff.js'
import { readArguments, required } from './arguments.js'
import type { ExitCode } from './exit-code.js'
import { failed } from './parse.js'
import { filesJson } from './plan.js'
import { print, printJson } from './print.js'
import { readLocalManifests } from './read-local-manifests.js'
import { readPlan } from './read-plan.js'
import { writeFiles } from './write-files.js'

export const undoUsage = 'issueops undo --plan PLAN.json --repo DIR [--write] [--json]'

/**
 * `issueops undo`: what takes back a plan that `issueops plan --json` printed. A file nobody touched since gets its bytes back; in another only
 * the plan's places go back, and one that somebody changed is told with what was expected and what is there.
 */
export function undo(args: readonly string[]): ExitCode {
  const options = {
    plan: { type: 'string' },
    repo: { type: 'string' },
    write: { type: 'boolean' },
    json: { type: 'boolean' },
  } as const
  const { values } = readArguments(args, options, undoUsage)
  const files = readPlan(required(values.plan, 'plan', undoUsage))
  const root = required(values.repo, 'repo', undoUsage)
  const manifests = readLocalManifests(
    root,
    files.map(({ path }) => path),
  )
  const inverse = invertPlan({ files }, manifests)
  if (!inverse.ok) return failed(inverse.problems, values.json === true)
  if (values.write === true) writeFiles(root, inverse.value)
  if (values.json === true) printJson({ ok: true, files: filesJson(inverse.value) })
  else
    print(
      inverse.value.length === 0
        ? 'Undone already: nothing to change.'
        : planDiff({ files: inverse.value }).trimEnd(),
    )
  return 0
}
