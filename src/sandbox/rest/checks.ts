import { readCommit } from '../git/commits.js'
import { Lacking } from '../lacking.js'
import { latestRuns } from '../world/checks.js'
import { demandRead, demandWrite } from '../world/identity.js'
import { notFound, Refusal } from '../world/refusal.js'
import type { CheckConclusion, CheckRun, CheckStatus } from '../world/signals.js'
import type { Repository } from '../world/world.js'
import {
  type Body,
  created,
  numberParam,
  ok,
  optionalChoice,
  optionalInstant,
  optionalObject,
  optionalText,
  param,
  type RestAnswer,
  type RestCall,
  type Route,
  repositoryOf,
  requiredText,
  revisionOf,
} from './call.js'
import { pageOf, paging } from './paging.js'
import { chosen, wholeNumber } from './query.js'
import { shapeCheckRun } from './shape-check.js'

const base = '/repos/{owner}/{repo}'
const statuses: readonly CheckStatus[] = ['queued', 'in_progress', 'completed']
/** Only GitHub itself has a run wait, and calls one stale. Source: REST docs, “Create a check run”. */
const statusesOfGitHub = ['waiting', 'requested', 'pending']
const conclusionsOfGitHub = ['stale']
const conclusions: readonly CheckConclusion[] = [
  'success',
  'failure',
  'neutral',
  'cancelled',
  'skipped',
  'timed_out',
  'action_required',
]
/** Longest summary and text of a check run, in characters. Source: REST docs, "Create a check run". */
const outputLengthMax = 65_535

const runFields = [
  'name',
  'status',
  'conclusion',
  'started_at',
  'completed_at',
  'external_id',
  'details_url',
  'output.title',
  'output.summary',
  'output.text',
]

export const checkRoutes: readonly Route[] = [
  { method: 'POST', path: `${base}/check-runs`, body: ['head_sha', ...runFields], handle: postCheckRun },
  { method: 'GET', path: `${base}/check-runs/{check_run_id}`, handle: getCheckRun },
  { method: 'PATCH', path: `${base}/check-runs/{check_run_id}`, body: runFields, handle: patchCheckRun },
  {
    method: 'GET',
    path: `${base}/commits/{ref}+/check-runs`,
    query: ['check_name', 'status', 'filter', 'app_id', ...paging],
    handle: listCheckRuns,
  },
]

async function postCheckRun(call: RestCall): Promise<RestAnswer> {
  const { world, identity, body } = call
  const repository = repositoryOf(call)
  if (identity.kind !== 'app') throw new Refusal(403, 'You must authenticate via a GitHub App.')
  demandWrite(world, identity, repository, 'checks', 'write')
  const name = requiredText(body, 'name')
  const headSha = requiredText(body, 'head_sha')
  if ((await readCommit(repository.git, headSha))?.oid !== headSha) {
    throw new Refusal(422, `No commit found for SHA: ${headSha}`)
  }
  const suite = repository.data.checkRuns.find(
    (run) => run.headSha === headSha && run.app === identity.app.id,
  )?.suite
  const run: CheckRun = {
    id: world.nextId('check-run'),
    suite: suite ?? world.nextId('check-suite'),
    app: identity.app.id,
    headSha,
    name,
    status: 'queued',
    conclusion: null,
    startedAt: world.clock.now(),
    completedAt: null,
    externalId: '',
    detailsUrl: null,
    output: { title: null, summary: null, text: null },
  }
  applyFields(call, run)
  repository.data.checkRuns.push(run)
  return created(shapeCheckRun(world, repository, run))
}

/** A conclusion completes a run. Source: REST docs, "Create a check run". */
function applyFields({ world, body }: RestCall, run: CheckRun): void {
  const status = optionalChoice(body, 'status', statuses, statusesOfGitHub)
  const conclusion = optionalChoice(body, 'conclusion', conclusions, conclusionsOfGitHub)
  const startedAt = optionalInstant(body, 'started_at')
  const completedAt = optionalInstant(body, 'completed_at')
  if (completedAt !== null && conclusion === null)
    throw new Lacking('a check run cannot end without a conclusion')
  if (status === 'completed' && conclusion === null)
    throw new Refusal(422, 'Invalid request.\n\n"conclusion" wasn\'t supplied.')
  if (status !== null) run.status = status
  if (conclusion !== null) {
    run.status = 'completed'
    run.conclusion = conclusion
    run.completedAt = completedAt ?? world.clock.now()
  }
  run.startedAt = startedAt ?? run.startedAt
  run.name = optionalText(body, 'name') ?? run.name
  run.externalId = optionalText(body, 'external_id') ?? run.externalId
  run.detailsUrl = optionalText(body, 'details_url') ?? run.detailsUrl
  const output = optionalObject(body, 'output')
  if (output !== null) run.output = outputOf(output)
}

function outputOf(output: Body): CheckRun['output'] {
  const summary = requiredText(output, 'summary')
  const text = optionalText(output, 'text')
  if (summary.length > outputLengthMax || (text?.length ?? 0) > outputLengthMax) {
    throw new Refusal(422, 'Invalid request.\n\nOnly 65535 characters are allowed.')
  }
  return { title: optionalText(output, 'title'), summary, text }
}

function runIn(call: RestCall, repository: Repository): CheckRun {
  const id = numberParam(call, 'check_run_id')
  const run = repository.data.checkRuns.find((one) => one.id === id)
  if (run === undefined) throw notFound()
  return run
}

function getCheckRun(call: RestCall): RestAnswer {
  const repository = repositoryOf(call)
  demandRead(call.world, call.identity, repository, 'checks')
  return ok(shapeCheckRun(call.world, repository, runIn(call, repository)))
}

function patchCheckRun(call: RestCall): RestAnswer {
  const { world, identity } = call
  const repository = repositoryOf(call)
  if (identity.kind !== 'app') throw new Refusal(403, 'You must authenticate via a GitHub App.')
  demandWrite(world, identity, repository, 'checks', 'write')
  const run = runIn(call, repository)
  if (run.app !== identity.app.id)
    throw new Refusal(
      403,
      'Invalid app_id `' +
        identity.app.id +
        '` - check run can only be modified by the GitHub App that created it.',
    )
  applyFields(call, run)
  return ok(shapeCheckRun(world, repository, run))
}

async function listCheckRuns(call: RestCall): Promise<RestAnswer> {
  const repository = repositoryOf(call)
  demandRead(call.world, call.identity, repository, 'checks')
  const commit = await readCommit(repository.git, revisionOf(param(call, 'ref')))
  if (commit === null) throw new Refusal(422, `No commit found for SHA: ${param(call, 'ref')}`)
  const { query } = call
  const app = query.get('app_id') === null ? null : wholeNumber(query, 'app_id', 0)
  const name = query.get('check_name')
  const status = query.get('status') === null ? null : chosen(query, 'status', statuses, 'queued')
  const all = repository.data.checkRuns.filter((run) => run.headSha === commit.oid)
  const wanted =
    chosen(query, 'filter', ['latest', 'all'], 'latest') === 'all' ? all : latestRuns(repository, commit.oid)
  const found = wanted.filter(
    (run) =>
      (app === null || run.app === app) &&
      (name === null || run.name === name) &&
      (status === null || run.status === status),
  )
  const page = pageOf(call, found)
  const runs = page.items.map((run) => shapeCheckRun(call.world, repository, run))
  return { ...ok({ total_count: found.length, check_runs: runs }), headers: page.headers }
}
