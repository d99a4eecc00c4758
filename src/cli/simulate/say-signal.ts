import { branchPrefix } from '../../core/decide/request-branch.js'
import { fullName, type IssueNumber, type RepositoryRef } from '../../model/ids.js'
import { unreachable } from '../../model/unreachable.js'
import type { Sandbox } from '../../sandbox/create-sandbox.js'
import type { IssueView } from '../../sandbox/views.js'
import { UsageError } from '../exit-code.js'
import { actionsApp, type SaidOfCommit } from './signal-step.js'
import type { Story } from './story.js'

/** Seconds from one word of a system's to the next, as between the deeds of people. */
const secondsPerSignal = 60

/** Lets an App say it over the API, with the permission it takes and no other. */
export async function saySignal(
  sandbox: Sandbox,
  story: Story,
  issue: IssueNumber,
  said: SaidOfCommit,
): Promise<void> {
  const { repository, commit } = await commitOf(sandbox, story, issue, said.on)
  sandbox.clock.advance(secondsPerSignal)
  const send = senderAs(sandbox, story, repository, said)
  switch (said.kind) {
    case 'status':
      await send('POST', `/statuses/${commit}`, { context: said.name, state: said.state })
      return
    case 'check':
      await send('POST', '/check-runs', {
        name: said.name,
        head_sha: commit,
        ...(said.state === 'pending'
          ? { status: 'in_progress' }
          : { status: 'completed', conclusion: said.state }),
      })
      return
    case 'deployment': {
      const { id } = await send('POST', '/deployments', {
        ref: commit,
        environment: said.name,
        // The commit itself is deployed, whatever was said of it.
        auto_merge: false,
        required_contexts: [],
      })
      await send('POST', `/deployments/${String(id)}/statuses`, { state: said.state })
      return
    }
    default:
      unreachable(said.kind)
  }
}

/** The ids of the Apps of a story begin here; each has its own. */
const firstAppId = 5001

function senderAs(sandbox: Sandbox, story: Story, repository: string, { kind, app }: SaidOfCommit) {
  const permissions = {
    ...(kind === 'status' ? { statuses: 'write' as const } : {}),
    ...(kind === 'check' ? { checks: 'write' as const } : {}),
    ...(kind === 'deployment' ? { deployments: 'write' as const } : {}),
  }
  const apps = story.steps.flatMap((step) => (step.does === 'signals' ? [step.said.app] : []))
  const id = firstAppId + [...new Set(apps)].indexOf(app)
  const token =
    app === actionsApp
      ? sandbox.githubToken(repository, permissions)
      : sandbox.appToken({ slug: app, id, repositories: [repository], permissions })
  return async (method: string, path: string, body: object): Promise<{ readonly id?: unknown }> => {
    const answer = await fetch(`${sandbox.url}/repos/${repository}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`the signal was not taken: ${answer.status} ${await answer.text()}`)
    return Object(await answer.json())
  }
}

/** Where the request was merged last, and the commit that is meant there. */
async function commitOf(sandbox: Sandbox, story: Story, issue: IssueNumber, on: SaidOfCommit['on']) {
  const places = [story.repository, ...(story.target === null ? [] : [story.target.repository])]
  const merged = places.flatMap((place) => mergedOf(sandbox, story.repository, place, issue))
  const last = merged.toSorted((a, b) => a.at.localeCompare(b.at)).at(-1)
  if (last === undefined)
    throw new UsageError(`Nothing of issue ${issue} is merged yet of which a system could speak.`)
  const { repository, base, commit } = last
  if (on === 'merge') return { repository, commit }
  const tip = (await sandbox.repository(repository).branches()).get(base)
  if (tip === undefined)
    throw new UsageError(`The branch ${base} is gone, so no system can speak of its tip.`)
  return { repository, commit: tip }
}

function mergedOf(sandbox: Sandbox, home: RepositoryRef, place: RepositoryRef, issue: IssueNumber) {
  const prefix = `${branchPrefix(home, place)}${issue}-`
  const repository = fullName(place)
  return sandbox
    .repository(repository)
    .pulls()
    .flatMap(({ pull }: IssueView) =>
      pull === null || pull.merged === null || !pull.headBranch.startsWith(prefix)
        ? []
        : [{ repository, base: pull.baseBranch, ...pull.merged }],
    )
}
