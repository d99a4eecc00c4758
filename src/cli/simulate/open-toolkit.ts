import { type ViewOutcome, writeViews } from '../../act/write-views.js'
import { connect } from '../../github/connect.js'
import { createReader, type Reader } from '../../github/reader.js'
import { createWriter, type Writer } from '../../github/writer.js'
import type { Decision, State } from '../../model/decision.js'
import type { Outcome } from '../../model/fact.js'
import { fullName, type IssueNumber } from '../../model/ids.js'
import { reconcile } from '../../reconcile.js'
import type { Sandbox } from '../../sandbox/create-sandbox.js'
import type { Rounds } from '../../sandbox/rounds.js'
import { lookForDrift } from '../../watch.js'
import { firstIssue } from './deeds.js'
import { receiversOf, type Sent } from './receivers.js'
import { type Story, toolkitApp } from './story.js'
import { type Round, tracedGoal } from './trace.js'

/** What one run found and wrote. */
export interface Look {
  readonly state: State
  readonly reasons: Decision['reasons']
  readonly outcomes: readonly Outcome[]
  readonly rounds: readonly Round[]
  /** What was written of issues of its own. */
  readonly views: readonly ViewOutcome[]
  /** What receivers were sent. */
  readonly sent: readonly Sent[]
}

export interface Opening {
  /** How its calls are made; left out, as they come. */
  readonly calls?: Rounds
  /** Whether its app is installed where the manifests live, if that is another repository; left out, as the story begins. */
  readonly installed?: boolean
}

/**
 * The toolkit as a workflow would run it: the real observing, deciding and writing, over HTTP, with a token that is really restricted.
 */
export function openToolkit(
  sandbox: Sandbox,
  story: Story,
  { calls, installed = story.target?.installed ?? false }: Opening = {},
): (issue?: IssueNumber, as?: 'run' | 'sweep') => Promise<Look> {
  const octokit = connect({
    apiUrl: sandbox.url,
    token: tokenOf(sandbox, story, installed),
    ...(calls === undefined ? {} : { fetch: calls.fetch }),
  })
  const reader = createReader(octokit, story.repository)
  const writer = createWriter(octokit, story.repository)
  return async (issue = firstIssue, as = 'run') => {
    const rounds: Round[] = []
    const sent: Sent[] = []
    const send = receiversOf(story.deadReceivers, writer, sent)
    const { decision, outcomes } = await reconcile(reader, writer, issue, tracedGoal(rounds, send))
    const views = as === 'sweep' ? await sweepForDrift(reader, writer) : []
    const { state = 'ignored', reasons = [] } = decision ?? {}
    return { state, reasons, outcomes, rounds, views, sent }
  }
}

async function sweepForDrift(reader: Reader, writer: Writer): Promise<readonly ViewOutcome[]> {
  const { effects } = await lookForDrift(reader, null, await reader.openIssues())
  return writeViews(writer, effects)
}

/** The permissions the workflow asks for, and no others; what is said of a merge can be read with these. */
const permissions = {
  contents: 'write',
  issues: 'write',
  pull_requests: 'write',
  checks: 'write',
  statuses: 'read',
  deployments: 'read',
} as const

/** A token as the workflow of a story has it. */
export function tokenOf(
  sandbox: Sandbox,
  { repository, target, token }: Story,
  installed = target?.installed ?? false,
): string {
  const name = fullName(repository)
  if (token === 'github-token') return sandbox.githubToken(name, permissions)
  return sandbox.appToken({
    ...toolkitApp,
    repositories: target !== null && installed ? [name, fullName(target.repository)] : [name],
    permissions: { ...permissions, members: 'read' },
  })
}
