import { afterEach, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import { acme, githubToken, gitops, octokitOf, statusOf } from './acme.js'

let sandbox: Sandbox

afterEach(() => sandbox.close())

test('the permission of a person is their highest role, in the old words and the new', async () => {
  const seed = acme({ collaborators: { alice: 'read', bob: 'maintain', carol: 'admin', dave: 'triage' } })
  const teams = [{ slug: 'writers', members: ['alice'], repositories: { 'acme/gitops': 'write' as const } }]
  sandbox = await createSandbox({ ...seed, organization: { login: 'acme', baseRole: 'none', teams } })
  const octokit = octokitOf(sandbox, githubToken(sandbox))
  const roles: unknown[] = []
  for (const username of ['alice', 'bob', 'carol', 'dave', 'eve']) {
    const { data } = await octokit.repos.getCollaboratorPermissionLevel({ ...gitops, username })
    roles.push([username, data.permission, data.role_name, data.user?.id])
  }
  expect(roles).toEqual([
    ['alice', 'write', 'write', 1001],
    ['bob', 'write', 'maintain', 1002],
    ['carol', 'admin', 'admin', 1003],
    ['dave', 'read', 'triage', 1004],
    ['eve', 'none', 'none', 1005],
  ])
  expect(
    await statusOf(octokit.repos.getCollaboratorPermissionLevel({ ...gitops, username: 'nobody' })),
  ).toBe(404)
})

test('in a public repository a stranger can read', async () => {
  sandbox = await createSandbox(acme({ visibility: 'public' }))
  const octokit = octokitOf(sandbox, githubToken(sandbox))
  const { data } = await octokit.repos.getCollaboratorPermissionLevel({ ...gitops, username: 'eve' })
  expect(data.role_name).toBe('read')
})

test('an unknown token is refused, and whoever has none reads what is public', async () => {
  sandbox = await createSandbox(acme())
  expect(await statusOf(octokitOf(sandbox, 'ghs_made_up').repos.get(gitops))).toBe(401)
  expect(await anonymously('GET', '/repos/acme/gitops')).toBe(404)
  expect(await anonymously('POST', '/repos/acme/gitops/issues')).toBe(404)
  await sandbox.close()
  sandbox = await createSandbox(acme({ visibility: 'public' }))
  expect(await anonymously('GET', '/repos/acme/gitops')).toBe(200)
  expect(await anonymously('GET', '/repos/acme/gitops/contents/README.md')).toBe(200)
  expect(await anonymously('GET', '/repos/acme/gitops/collaborators/bob/permission')).toBe(401)
  expect(await anonymously('POST', '/repos/acme/gitops/issues')).toBe(401)
  expect(await anonymously('POST', '/graphql')).toBe(401)
})

async function anonymously(method: string, path: string): Promise<number> {
  const body = method === 'GET' ? null : '{"title": "x", "query": "{ viewer { login } }"}'
  return (await fetch(`${sandbox.url}${path}`, { method, body })).status
}

test('a private repository does not exist for a stranger', async () => {
  sandbox = await createSandbox(acme())
  expect(await statusOf(octokitOf(sandbox, sandbox.userToken('eve')).repos.get(gitops))).toBe(404)
  await expect(sandbox.as('eve').openIssue('acme/gitops', { title: 'x', body: '' })).rejects.toMatchObject({
    status: 404,
  })
})

test('a token can do what its permissions say and nothing else', async () => {
  sandbox = await createSandbox(acme())
  await sandbox.as('alice').openIssue('acme/gitops', { title: 'x', body: 'y' })
  const octokit = octokitOf(sandbox, sandbox.githubToken('acme/gitops', { issues: 'read' }))
  const issue = { ...gitops, issue_number: 1 }
  expect(await statusOf(octokit.issues.get(issue))).toBe(200)
  await expect(octokit.issues.createComment({ ...issue, body: 'hi' })).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining('Resource not accessible by integration'),
  })
  expect(await statusOf(octokit.pulls.list(gitops))).toBe(403)
  expect(await statusOf(octokit.repos.getContent({ ...gitops, path: 'README.md' }))).toBe(403)
})

test('on a public repository anybody may comment; labels take triage, new labels write, and so does editing what others wrote', async () => {
  sandbox = await createSandbox(acme({ visibility: 'public' }))
  await sandbox.as('alice').openIssue('acme/gitops', { title: 'x', body: 'y' })
  const issue = { ...gitops, issue_number: 1 }
  const eve = octokitOf(sandbox, sandbox.userToken('eve'))
  expect(await statusOf(eve.issues.createComment({ ...issue, body: 'hi' }))).toBe(200)
  expect(await statusOf(eve.issues.addLabels({ ...issue, labels: ['approved'] }))).toBe(403)
  expect(await statusOf(eve.issues.update({ ...issue, state: 'closed' }))).toBe(403)
  expect(await statusOf(eve.issues.update({ ...issue, body: 'mine' }))).toBe(403)
  const dave = octokitOf(sandbox, sandbox.userToken('dave'))
  const { issues: carols } = octokitOf(sandbox, sandbox.userToken('carol'))
  expect(await statusOf(dave.issues.addLabels({ ...issue, labels: ['approved'] }))).toBe(403)
  expect(await statusOf(carols.createLabel({ ...gitops, name: 'approved', color: 'ededed' }))).toBe(200)
  expect(await statusOf(dave.issues.addLabels({ ...issue, labels: ['approved'] }))).toBe(200)
  expect(await statusOf(dave.issues.update({ ...issue, body: 'mine' }))).toBe(403)
})

test('labels that somebody may not set or make are dropped silently from a new issue', async () => {
  sandbox = await createSandbox(acme())
  const wish = { title: 'x', body: '', labels: ['issueops'] }
  for (const who of ['alice', 'dave', 'bob', 'dave']) await sandbox.as(who).openIssue('acme/gitops', wish)
  const repository = sandbox.repository('acme/gitops')
  expect([1, 2, 3, 4].map((number) => repository.issue(number)?.labels)).toEqual([
    [],
    [],
    ['issueops'],
    ['issueops'],
  ])
})

test('a reader cannot edit the comment of another; who can push may', async () => {
  sandbox = await createSandbox(acme())
  await sandbox.as('alice').openIssue('acme/gitops', { title: 'x', body: '' })
  const id = await sandbox.as('dave').comment('acme/gitops', 1, 'one')
  await expect(sandbox.as('alice').editComment('acme/gitops', id, 'two')).rejects.toMatchObject({
    status: 403,
  })
  await sandbox.as('bob').editComment('acme/gitops', id, 'three')
  expect(sandbox.repository('acme/gitops').issue(1)?.comments[0]).toMatchObject({
    author: 'dave',
    editor: 'bob',
    body: 'three',
  })
})

test('only Apps make check runs, and only on their own', async () => {
  sandbox = await createSandbox(acme())
  const repository = sandbox.repository('acme/gitops')
  const [tip] = await repository.log('main')
  const check = { ...gitops, name: 'plan', head_sha: tip?.oid ?? '', conclusion: 'success' as const }
  expect(await statusOf(octokitOf(sandbox, sandbox.userToken('carol')).checks.create(check))).toBe(403)
  const { data } = await octokitOf(sandbox, githubToken(sandbox)).checks.create(check)
  expect(data.app).toMatchObject({ id: 15368, slug: 'github-actions' })
  const wish = {
    slug: 'other',
    id: 77,
    repositories: ['acme/gitops'],
    permissions: { checks: 'write' as const },
  }
  const other = octokitOf(sandbox, sandbox.appToken(wish))
  expect(
    await statusOf(other.checks.update({ ...gitops, check_run_id: data.id, conclusion: 'failure' })),
  ).toBe(403)
})

test('GITHUB_TOKEN cannot read teams, an App with `members: read` can, in REST and in GraphQL', async () => {
  sandbox = await createSandbox(acme())
  const team = { org: 'acme', team_slug: 'platform', username: 'bob' }
  const actions = octokitOf(sandbox, githubToken(sandbox))
  expect(await statusOf(actions.teams.getMembershipForUserInOrg(team))).toBe(403)
  const query =
    '{ organization(login: "acme") { login team(slug: "platform") { members(query: "bob", first: 5) { nodes { login databaseId } } } } }'
  const raw = await actions.request('POST /graphql', { query })
  expect(raw.data).toMatchObject({
    data: { organization: { login: 'acme', team: null } },
    errors: [
      {
        type: 'FORBIDDEN',
        path: ['organization', 'team'],
        message: 'Resource not accessible by integration',
      },
    ],
  })
  const wish = {
    slug: 'issueops',
    id: 77,
    repositories: ['acme/gitops'],
    permissions: { members: 'read' as const },
  }
  const app = octokitOf(sandbox, sandbox.appToken(wish))
  expect((await app.teams.getMembershipForUserInOrg(team)).data.state).toBe('active')
  expect(await statusOf(app.teams.getMembershipForUserInOrg({ ...team, username: 'alice' }))).toBe(404)
  expect(await app.graphql(query)).toEqual({
    organization: { login: 'acme', team: { members: { nodes: [{ login: 'bob', databaseId: 1002 }] } } },
  })
})

test('a branch from an older main does not bring the workflows that main has changed since', async () => {
  sandbox = await createSandbox(acme({ files: new Map([['.github/workflows/ci.yml', 'one\n']]) }))
  const [old] = await sandbox.repository('acme/gitops').log('main')
  await sandbox.as('carol').pushCommit('acme/gitops', 'main', { '.github/workflows/ci.yml': 'two\n' }, 'CI')
  const octokit = octokitOf(sandbox, githubToken(sandbox))
  const tree = await octokit.git.createTree({
    ...gitops,
    base_tree: old?.tree ?? '',
    tree: [{ path: 'x', mode: '100644', content: 'x' }],
  })
  const facts = { ...gitops, message: 'm', parents: [old?.oid ?? ''], tree: tree.data.sha }
  const { data: commit } = await octokit.git.createCommit(facts)
  expect(await statusOf(octokit.git.createRef({ ...gitops, ref: 'refs/heads/x', sha: commit.sha }))).toBe(200)
})

test('a token without `workflows` cannot bring a commit that changes a workflow', async () => {
  sandbox = await createSandbox(acme())
  const octokit = octokitOf(sandbox, githubToken(sandbox))
  const put = (path: string) =>
    statusOf(octokit.repos.createOrUpdateFileContents({ ...gitops, path, message: 'm', content: 'eA==' }))
  expect(await put('.github/workflows/ci.yml')).toBe(403)
  expect(await put('docs/ci.yml')).toBe(200)
})
