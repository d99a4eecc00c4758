import { fileAsPlanned, takeBack } from '../core/plan/take-back.js'
import { planDiff } from '../core/report/plan-diff.js'
import { type IssueNumber, issueNumber } from '../model/ids.js'
import type { LeftPlace } from '../model/plan.js'
import { readArguments, required } from './arguments.js'
import { commandHelp } from './command-help.js'
import { demandFolder } from './demand-folder.js'
import { type ExitCode, UsageError } from './exit-code.js'
import { failed } from './parse.js'
import { filesJson } from './plan.js'
import { print, printJson } from './print.js'
import { readLocalManifests } from './read-local-manifests.js'
import { type MergedRequest, readMergedRequest } from './read-merged-request.js'
import { readPlan } from './read-plan.js'
import { writeFiles } from './write-files.js'

const undoUsage = commandHelp.undo.usage

/**
 * `issueops undo`: what takes back a plan that `issueops plan --json` printed, or what the merge of a request brought as a clone's ledger tells it. A file nobody touched since gets its bytes back; in another only
 * the plan's places go back, and one that somebody changed is told with what was expected and what is there.
 */
export function undo(args: readonly string[]): ExitCode {
  const options = {
    plan: { type: 'string' },
    issue: { type: 'string' },
    stage: { type: 'string' },
    ledger: { type: 'string' },
    repo: { type: 'string' },
    write: { type: 'boolean' },
    json: { type: 'boolean' },
  } as const
  const { values } = readArguments(args, options, undoUsage)
  const root = required(values.repo, 'repo', undoUsage)
  if ((values.plan === undefined) === (values.issue === undefined))
    throw new UsageError(`Give either --plan or --issue.\nUsage: ${undoUsage}`)
  if (values.stage !== undefined && values.issue === undefined)
    throw new UsageError(`--stage is one of a request: give --issue as well.\nUsage: ${undoUsage}`)
  demandFolder(root)
  if (values.ledger !== undefined) demandFolder(values.ledger)
  const request: MergedRequest =
    values.issue === undefined
      ? { kind: 'merged', files: readPlan(required(values.plan, 'plan', undoUsage)).map(fileAsPlanned) }
      : readMergedRequest(
          { ledger: values.ledger ?? root, manifests: root },
          { issue: numberOf(values.issue), stage: values.stage ?? null },
        )
  const files = request.kind === 'merged' ? request.files : []
  const manifests = readLocalManifests(
    root,
    files.map(({ path }) => path),
  )
  const taken = takeBack(files, manifests)
  if (!taken.ok) return failed(taken.problems, values.json === true)
  const { files: changed, left } = taken.value
  if (values.write === true) writeFiles(root, changed)
  if (values.json === true)
    printJson({ ok: true, files: filesJson(changed), ...(left.length === 0 ? {} : { left }) })
  else {
    for (const each of left) print(leftLine(each))
    print(
      changed.length === 0 ? 'Undone already: nothing to change.' : planDiff({ files: changed }).trimEnd(),
    )
  }
  return 0
}

/** What reads a diff passes over lines before it. */
function leftLine({ path, place, by, letGo }: LeftPlace): string {
  const why =
    letGo === true
      ? `somebody has changed it since, and the request has let go of it`
      : `request #${by} has written it since`
  return `Stays: ${place === '' ? path : `${place} in ${path}`}, because ${why}.`
}

function numberOf(text: string): IssueNumber {
  const number = Number(text.replace(/^#/, ''))
  if (Number.isSafeInteger(number) && number > 0) return issueNumber(number)
  throw new UsageError(`--issue has to be the number of an issue; it is ${JSON.stringify(text)}.`)
}
