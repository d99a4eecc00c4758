import { createHash } from 'node:crypto'
import type { Sandbox } from '../../src/sandbox/create-sandbox.js'

/** A request that the sandbox answers. */
export interface Probe {
  readonly method: string
  readonly path: string
  readonly body: unknown
}

const at = '/repos/acme/gitops'
let round = 0

/** Requests that say, each route taken together, everything that any route reads. Sent in this order, all of them are answered. */
export async function probes(sandbox: Sandbox): Promise<readonly Probe[]> {
  round += 1
  const bob = sandbox.as('bob')
  const issue = await bob.openIssue('acme/gitops', { title: 'Wish', body: 'please' })
  const comment = await bob.comment('acme/gitops', issue, 'hi')
  const branch = `topic-${round}`
  const head = await bob.pushCommit('acme/gitops', branch, { [`${branch}.txt`]: 'x\n' }, 'Add x')
  await bob.pushCommit('acme/gitops', `${branch}-more`, { [`${branch}.txt`]: 'x\n' }, 'Add more')
  const pull = await bob.openPull('acme/gitops', { title: 'P', head: branch })
  const main = (await sandbox.repository('acme/gitops').branches()).get('main') ?? ''
  const run = await checkRun(sandbox, head)
  const place = {
    branch,
    head,
    main,
    issue,
    pull,
    comment,
    run,
    deployment: await deploymentOf(sandbox, head),
  }
  return [
    ...reads(place),
    ...issueWrites(place),
    ...gitWrites(place),
    ...deploymentWrites(place),
    ...pullWrites(place),
  ]
}

interface Place {
  readonly branch: string
  readonly head: string
  readonly main: string
  readonly issue: number
  readonly pull: number
  readonly comment: number
  readonly run: number
  readonly deployment: number
}

/** People cannot make check runs: those of the Actions app stand for all. */
async function checkRun(sandbox: Sandbox, head: string): Promise<number> {
  const token = sandbox.githubToken('acme/gitops', { checks: 'write' })
  const send = (method: string, path: string, body: unknown) =>
    fetch(`${sandbox.url}${at}${path}`, {
      method,
      headers: { authorization: `token ${token}` },
      body: JSON.stringify(body),
    })
  const instant = '2026-11-02T09:00:00Z'
  const fields = {
    name: 'plan',
    status: 'completed',
    conclusion: 'success',
    started_at: instant,
    completed_at: instant,
    external_id: 'e',
    details_url: 'https://example.com',
    output: { title: 'T', summary: 'S', text: 'X' },
  }
  const created = await send('POST', '/check-runs', { ...fields, head_sha: head })
  const { id }: { readonly id: number } = Object(await created.json())
  await send('PATCH', `/check-runs/${id}`, fields)
  return id
}

async function deploymentOf(sandbox: Sandbox, head: string): Promise<number> {
  const answer = await fetch(`${sandbox.url}${at}/deployments`, {
    method: 'POST',
    headers: { authorization: `token ${sandbox.userToken('carol')}` },
    body: JSON.stringify(deployed(head)),
  })
  const { id }: { readonly id: number } = Object(await answer.json())
  return id
}

function deployed(ref: string) {
  return {
    ref,
    task: 'deploy',
    auto_merge: false,
    required_contexts: [],
    environment: 'staging',
    description: 'D',
    transient_environment: false,
    production_environment: false,
  }
}

function deploymentWrites({ head, deployment }: Place): readonly Probe[] {
  const path = `${at}/deployments`
  const body = {
    state: 'success',
    log_url: 'https://example.com/log',
    description: 'D',
    environment_url: 'https://example.com',
    auto_inactive: true,
  }
  return [
    { method: 'POST', path, body: deployed(head) },
    { method: 'POST', path, body: { ...deployed(head), description: null } },
    { method: 'POST', path: `${path}/${deployment}/statuses`, body },
    {
      method: 'POST',
      path: `${at}/dispatches`,
      body: { event_type: 'E', client_payload: { of: 'any shape' } },
    },
  ]
}

function reads({ branch, issue, pull, main, deployment }: Place): readonly Probe[] {
  const page = 'per_page=5&page=1'
  const instant = '2026-01-01T00:00:00Z'
  return [
    `${at}/issues?state=all&labels=a&since=${instant}&creator=bob&sort=updated&direction=asc&${page}`,
    `${at}/issues/${issue}/comments?since=${instant}&${page}`,
    `${at}/issues/${issue}/labels?${page}`,
    `${at}/labels?${page}`,
    `${at}/contents/README.md?ref=main`,
    `${at}/git/trees/main?recursive=1`,
    `${at}/commits?sha=main&path=README.md&since=${instant}&until=2027-01-01T00:00:00Z&${page}`,
    `${at}/commits/${main}?${page}`,
    `${at}/compare/main...${branch}?${page}`,
    `${at}/pulls?state=all&head=acme:${branch}&base=main&sort=updated&direction=asc&${page}`,
    `${at}/pulls/${pull}/files?${page}`,
    `${at}/pulls/${pull}/commits?${page}`,
    `${at}/commits/${branch}/check-runs?check_name=plan&status=completed&filter=all&app_id=15368&${page}`,
    `${at}/commits/${branch}/status?${page}`,
    `${at}/commits/${branch}/statuses?${page}`,
    `${at}/deployments?sha=${main}&ref=main&task=deploy&environment=staging&${page}`,
    `${at}/deployments/${deployment}/statuses?${page}`,
    `${at}/rules/branches/main?${page}`,
    `${at}/actions/workflows?${page}`,
    `/orgs/acme/teams/platform/members?${page}`,
  ].map((path) => ({ method: 'GET', path, body: null }))
}

function issueWrites({ issue, comment, branch }: Place): readonly Probe[] {
  const one = `${at}/issues/${issue}`
  return [
    { method: 'POST', path: `${at}/issues`, body: { title: 'T', body: 'B', labels: ['a'] } },
    { method: 'POST', path: `${at}/issues`, body: { title: 'T', body: null, labels: [{ name: 'a' }] } },
    {
      method: 'PATCH',
      path: one,
      body: { title: 'T', body: 'B', state: 'closed', state_reason: 'completed', labels: ['a'] },
    },
    { method: 'PATCH', path: one, body: { body: null, state_reason: null, labels: [{ name: 'a' }] } },
    { method: 'POST', path: `${one}/comments`, body: { body: 'hi' } },
    { method: 'PATCH', path: `${at}/issues/comments/${comment}`, body: { body: 'ho' } },
    ...[{ labels: ['a'] }, { labels: [{ name: 'b' }] }, ['c']].map((body) => ({
      method: 'POST',
      path: `${one}/labels`,
      body,
    })),
    ...[{ labels: ['a'] }, { labels: [{ name: 'b' }] }, ['c']].map((body) => ({
      method: 'PUT',
      path: `${one}/labels`,
      body,
    })),
    {
      method: 'POST',
      path: `${at}/labels`,
      body: { name: `made-${branch}`, color: 'ff0000', description: 'D' },
    },
  ]
}

function gitWrites({ main, head, branch }: Place): readonly Probe[] {
  const who = { name: 'N', email: 'n@example.com', date: '2026-11-02T09:00:00Z' }
  const authorship = { author: who, committer: who }
  const content = Buffer.from(`${branch}\n`).toString('base64')
  const git = `${at}/git`
  const entry = { path: 'p', mode: '100644', type: 'blob' }
  const put = { message: 'm', content, branch: `${branch}-more`, ...authorship }
  const status = { state: 'success', context: 'ci' }
  return [
    { method: 'POST', path: `${git}/blobs`, body: { content: 'eA==', encoding: 'base64' } },
    { method: 'POST', path: `${git}/trees`, body: { base_tree: main, tree: [{ ...entry, content: 'x' }] } },
    {
      method: 'POST',
      path: `${git}/trees`,
      body: { base_tree: main, tree: [{ ...entry, path: 'README.md', sha: null }] },
    },
    { method: 'POST', path: `${git}/trees`, body: { tree: [{ ...entry, sha: blobOf('# gitops\n') }] } },
    {
      method: 'POST',
      path: `${git}/commits`,
      body: { message: 'm', tree: emptyTree, parents: [main], ...authorship },
    },
    { method: 'POST', path: `${git}/refs`, body: { ref: `refs/heads/made-${branch}`, sha: main } },
    { method: 'PATCH', path: `${git}/refs/heads/made-${branch}`, body: { sha: head, force: true } },
    { method: 'PUT', path: `${at}/contents/put-${branch}`, body: put },
    { method: 'PUT', path: `${at}/contents/put-${branch}`, body: { ...put, sha: blobOf(`${branch}\n`) } },
    {
      method: 'POST',
      path: `${at}/statuses/${head}`,
      body: { ...status, description: 'D', target_url: 'https://example.com' },
    },
    {
      method: 'POST',
      path: `${at}/statuses/${head}`,
      body: { ...status, description: null, target_url: null },
    },
  ]
}

function pullWrites({ branch, head, pull }: Place): readonly Probe[] {
  const opened = { title: 'T', head: `${branch}-more`, base: 'main', draft: false }
  const one = `${at}/pulls/${pull}`
  return [
    { method: 'POST', path: `${at}/pulls`, body: { ...opened, body: null } },
    { method: 'POST', path: `${at}/pulls`, body: { ...opened, head: `made-${branch}`, body: 'B' } },
    { method: 'PATCH', path: one, body: { title: 'T', body: 'B', state: 'open', base: 'main' } },
    {
      method: 'PUT',
      path: `${one}/merge`,
      body: { sha: head, merge_method: 'squash', commit_title: 't', commit_message: 'm' },
    },
  ]
}

const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'

/** The id that git gives a text. */
function blobOf(text: string): string {
  return createHash('sha1')
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest('hex')
}
