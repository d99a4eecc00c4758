import { connect } from '../../github/connect.js'
import { createReader } from '../../github/reader.js'
import { createWriter } from '../../github/writer.js'
import type { State } from '../../model/decision.js'
import type { Outcome } from '../../model/fact.js'
import { fullName, type IssueNumber } from '../../model/ids.js'
import { reconcile } from '../../reconcile.js'
import type { Sandbox } from '../../sandbox/create-sandbox.js'
import type { Rounds } from '../../sandbox/rounds.js'
import { firstIssue, type Story } from './story.js'

/** What one run found and wrote. */
export interface Look {
  readonly state: State
  readonly reasons: readonly string[]
  readonly outcomes: readonly Outcome[]
}

/**
 * The toolkit as a workflow would run it: the real observing, deciding and writing, over HTTP, with a token that is really restricted.
 * @param rounds how its calls are made; left out, as they come.
 * @param installed whether its app is installed where the manifests live, if that is another repository.
 */
export function openToolkit(
  sandbox: Sandbox,
  story: Story,
  rounds?: Rounds,
  installed = story.target?.installed ?? false,
): (issue?: IssueNumber) => Promise<Look> {
  const octokit = connect({
    apiUrl: sandbox.url,
    token: tokenOf(sandbox, story, installed),
    ...(rounds === undefined ? {} : { fetch: rounds.fetch }),
  })
  const reader = createReader(octokit, story.repository)
  const writer = createWriter(octokit, story.repository)
  return async (issue = firstIssue) => {
    const { decision, outcomes } = await reconcile(reader, writer, issue)
    return { state: decision?.state ?? 'ignored', reasons: decision?.reasons ?? [], outcomes }
  }
}

/** The permissions the workflow asks for, and no others. */
const permissions = { contents: 'write', issues: 'write', pull_requests: 'write', checks: 'write' } as const

function tokenOf(sandbox: Sandbox, { repository, target, token }: Story, installed: boolean): string {
  const name = fullName(repository)
  if (token === 'github-token') return sandbox.githubToken(name, permissions)
  return sandbox.appToken({
    slug: 'acme-issueops',
    id: 4242,
    repositories: target !== null && installed ? [name, fullName(target.repository)] : [name],
    permissions: { ...permissions, members: 'read' },
  })
}
