import { afterEach, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import { acme, githubToken } from './acme.js'

let sandbox: Sandbox

afterEach(() => sandbox.close())

interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** As a program would that knows nothing of octokit. */
async function send(
  method: string,
  path: string,
  { body, headers = {} }: { readonly body?: unknown; readonly headers?: Record<string, string> } = {},
): Promise<Reply> {
  const answer = await fetch(path.startsWith('/') ? `${sandbox.url}${path}` : path, {
    method,
    headers: { authorization: `token ${githubToken(sandbox)}`, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

async function refusal(method: string, path: string, body?: unknown): Promise<string> {
  const { status, text } = await send(method, path, { body })
  return `${status} ${Object(JSON.parse(text)).message}`
}

const at = '/repos/acme/gitops'

async function begin(): Promise<void> {
  sandbox = await createSandbox(acme({ visibility: 'public' }))
  await sandbox.as('alice').openIssue('acme/gitops', { title: 'Wish', body: 'please' })
}

test('a route that the sandbox lacks is not “not found”, also where a longer one could take it for a name', async () => {
  await begin()
  for (const path of [
    `${at}/collaborators`,
    '/orgs/acme/public_members/bob',
    `${at}/commits/main/pulls`,
    `${at}/statuses/main`,
    `${at}/deployments/1/statuses/2`,
    `${at}/commits/feature/x/check-suites`,
    `${at}/commits/main/comments`,
    `${at}/branches/main/protection/required_status_checks`,
    `${at}/branches/a/b/protection/enforce_admins`,
    `${at}/branches/main/protection/restrictions/apps`,
    `${at}/issues/comments`,
    `${at}/pulls/comments`,
    '/no/such/thing',
  ]) {
    expect(await refusal('GET', path)).toBe(`501 sandbox: there is no route GET ${path}`)
  }
  expect(await refusal('OPTIONS', at)).toBe(`501 sandbox: there is no route OPTIONS ${at}`)
})

test('who is a collaborator or a member is told truly, for clients take every other answer for a no', async () => {
  await begin()
  const as = (login: string) => ({ headers: { authorization: `token ${sandbox.userToken(login)}` } })
  const ask = async (path: string, who = 'bob') => (await send('GET', path, as(who))).status
  const people = ['alice', 'bob', 'carol', 'eve', 'nobody']
  const collaborators = []
  const members = []
  for (const login of people) {
    collaborators.push(await ask(`${at}/collaborators/${login}`))
    members.push(await ask(`/orgs/acme/members/${login}`))
  }
  expect(collaborators).toEqual([204, 204, 204, 404, 404])
  expect(members).toEqual([404, 204, 204, 404, 404])
  expect(await ask(`${at}/collaborators/bob`, 'alice')).toBe(403)
  expect(await ask('/orgs/acme/members/bob', 'alice')).toBe(501)
})

test('a query parameter that is not read is refused, and so is a word that is not known', async () => {
  await begin()
  for (const query of [
    'assignee=bob',
    'milestone=1',
    'mentioned=bob',
    'state=bogus',
    'sort=reactions',
    'direction=up',
    'since=yesterday',
    'labels=a&labels=b',
    'per_page=many',
  ]) {
    expect(await refusal('GET', `${at}/issues?${query}`)).toMatch(/^501 sandbox: .*query parameter/)
  }
  for (const path of [
    'commits?author=bob',
    'pulls?sort=popularity',
    'git/blobs/x?per_page=1',
    'pulls/1?x=',
    'commits/main/check-runs?filter=newest',
  ]) {
    expect(await refusal('GET', `${at}/${path}`)).toMatch(/^501 sandbox: .*query parameter/)
  }
})

test('a field of the body that is not read is refused before anything is written, and null is a value', async () => {
  await begin()
  for (const more of [
    { assignees: ['bob'] },
    { milestone: 1 },
    { assignee: null },
    { labels: null },
    { labels: [{ name: 'a', color: 'ff0000' }] },
  ]) {
    const body = { title: 'T', ...more }
    expect(await refusal('POST', `${at}/issues`, body)).toMatch(
      /^501 sandbox: .* does not read .* of the body/,
    )
  }
  expect(sandbox.repository('acme/gitops').issues()).toHaveLength(1)
  expect(await refusal('PATCH', `${at}/issues/1`, { title: null })).toContain('501 sandbox: ')
  expect(await refusal('DELETE', `${at}/issues/comments/1`, { why: 'x' })).toContain('501 sandbox: ')
  const output = { title: 'T', summary: 'S', annotations: [] }
  const run = { name: 'plan', head_sha: '0'.repeat(40), output }
  expect(await refusal('POST', `${at}/check-runs`, run)).toContain('501 sandbox: ')
  const stale = { name: 'plan', head_sha: (await tip()).sha, conclusion: 'stale' }
  expect(await refusal('POST', `${at}/check-runs`, stale)).toContain(
    '501 sandbox: conclusion cannot be stale here',
  )
  const cleared = await send('PATCH', `${at}/issues/1`, { body: { body: null } })
  expect(cleared.status).toBe(200)
  expect(sandbox.repository('acme/gitops').issue(1)?.body).toBe('')
})

async function tip(): Promise<{ readonly sha: string }> {
  return Object(JSON.parse((await send('GET', `${at}/commits/main`)).text))
}

test('what could mean two things, or what only GitHub knows, is no answer', async () => {
  await begin()
  const { sha } = await tip()
  const blob = Object(
    JSON.parse((await send('POST', `${at}/git/blobs`, { body: { content: 'x' } })).text),
  ).sha
  for (const [method, path, body] of [
    ['GET', '/commits/main~1', undefined],
    ['GET', '/commits?sha=main^', undefined],
    ['GET', '/contents/README.md?ref=main@{1}', undefined],
    ['GET', '/compare/main..main', undefined],
    ['GET', '/compare/main...eve:topic', undefined],
    ['GET', '/git/trees/main:clusters', undefined],
    ['GET', '/contents/clusters/', undefined],
    ['GET', '/contents/clusters/../README.md'.replace('..', '%2e%2e%2f'), undefined],
    ['GET', '/issues?creator=nobody-here', undefined],
    ['PATCH', '/issues/1', { state_reason: 'not_planned' }],
    ['PATCH', '/issues/1', { state: 'open', state_reason: 'completed' }],
    ['POST', '/git/refs', { ref: 'refs/tags/v1', sha: blob }],
    ['PUT', '/contents/x', { message: 'm', content: 'eA==', branch: 'refs/heads/main' }],
    ['PUT', '/contents/x', { message: 'm', content: 'eA==', sha: blob }],
    ['PUT', '/contents/clusters', { message: 'm', content: 'eA==', sha: blob }],
    ['POST', '/git/trees', { tree: [{ path: 'x', sha: blob }] }],
    ['POST', '/git/trees', { tree: [{ path: 'x', mode: '040000', content: 'x' }] }],
    ['POST', '/git/trees', { tree: [{ path: 'x', mode: '040000', sha: blob }] }],
    ['POST', '/check-runs', { name: 'n', head_sha: sha, status: 'waiting' }],
  ] as const) {
    expect([path, await refusal(method, `${at}${path}`, body)]).toEqual([
      path,
      expect.stringMatching(/^501 sandbox: (?!Error)/),
    ])
  }
  const expected = '422 The sha parameter must be exactly 40 characters and contain only [0-9a-f].'
  expect(await refusal('POST', `${at}/git/refs`, { ref: 'refs/heads/x', sha: 'main' })).toBe(expected)
  expect(await refusal('PUT', `${at}/contents/x`, { message: 'm', content: '%%%' })).toBe(
    '422 content is not valid Base64',
  )
  expect(await refusal('POST', `${at}/check-runs`, { name: 'n', head_sha: sha, started_at: 'noon' })).toMatch(
    /^422 /,
  )
  const root: unknown = JSON.parse((await send('GET', `${at}/contents/`)).text)
  expect(Object(root).map((entry: unknown) => Object(entry).path)).toEqual([
    '.github',
    'README.md',
    'clusters',
  ])
})

test('a write that is refused has changed nothing', async () => {
  await begin()
  const change = { title: 'Another', body: 'x'.repeat(65_537) }
  expect(await refusal('PATCH', `${at}/issues/1`, change)).toBe('422 Validation Failed')
  expect(sandbox.repository('acme/gitops').issue(1)).toMatchObject({
    title: 'Wish',
    body: 'please',
    events: [],
  })
  const { sha } = await tip()
  const input = `branch: { repositoryNameWithOwner: "acme/gitops", branchName: "main" }, expectedHeadOid: "${sha}",
    message: { headline: "x" }, fileChanges: { additions: [{ path: "x", contents: "eA==" }] }`
  const commit = (payload: string) => ({
    query: `mutation { createCommitOnBranch(input: { ${input} }) { ${payload} } }`,
  })
  expect(await refusal('POST', '/graphql', commit('commit { zipballUrl }'))).toContain('501 sandbox: ')
  expect((await tip()).sha).toBe(sha)
  expect((await send('POST', '/graphql', { body: commit('commit { oid }') })).status).toBe(200)
  expect((await tip()).sha).not.toBe(sha)
})

test('time passes between writes where a seed says so', async () => {
  sandbox = await createSandbox({ ...acme(), secondsPerWrite: 5 })
  const created = async () =>
    Object(JSON.parse((await send('POST', `${at}/issues`, { body: { title: 'T' } })).text)).created_at
  expect([await created(), await created()]).toEqual(['2026-11-02T09:00:05Z', '2026-11-02T09:00:10Z'])
})

test('what GitHub itself refuses stays its 422', async () => {
  await begin()
  expect(await refusal('PATCH', `${at}/issues/1`, { state: 'bogus' })).toMatch(/^422 /)
  expect(await refusal('POST', `${at}/issues`, { body: 'no title' })).toMatch(/^422 /)
  expect(await refusal('POST', `${at}/labels`, { name: 'a', color: 'zzz' })).toBe('422 Validation Failed')
  expect(await refusal('POST', `${at}/labels`, { name: 'a', color: '#ff0000' })).toBe('422 Validation Failed')
  expect(await refusal('POST', `${at}/issues/1/labels`, [''])).toBe('422 Validation Failed')
  expect(await refusal('POST', `${at}/labels`, { name: 'x'.repeat(51) })).toBe('422 Validation Failed')
  expect(await refusal('POST', `${at}/labels`, { name: 'a', description: 'x'.repeat(101) })).toBe(
    '422 Validation Failed',
  )
})

test('labels may be the whole body, a title a number, and a label keeps its description', async () => {
  await begin()
  expect((await send('POST', `${at}/issues/1/labels`, { body: ['a', 'b'] })).status).toBe(200)
  expect((await send('POST', `${at}/issues/1/labels`, { body: [{ name: 'c' }] })).status).toBe(501)
  expect(
    (await send('POST', `${at}/issues/1/labels`, { body: { labels: [{ name: 'd' }, 'e'] } })).status,
  ).toBe(200)
  expect(sandbox.repository('acme/gitops').issue(1)?.labels).toEqual(['a', 'b', 'd', 'e'])
  expect((await send('POST', `${at}/issues`, { body: { title: 42 } })).status).toBe(201)
  expect(sandbox.repository('acme/gitops').issue(2)?.title).toBe('42')
  const label = await send('POST', `${at}/labels`, { body: { name: 'f', color: 'FF0000', description: 'D' } })
  expect(JSON.parse(label.text)).toMatchObject({ name: 'f', description: 'D' })
})

test('a GraphQL argument that is not read is refused, and so is a value that is not known', async () => {
  await begin()
  const issue = (field: string) =>
    `{ repository(owner: "acme", name: "gitops") { issue(number: 1) { ${field} } } }`
  for (const [query, lacks] of [
    [
      '{ repository(owner: "acme", name: "gitops") { issues(first: 1, filterBy: { assignee: "bob" }) { totalCount } } }',
      'the field Repository.issues does not read filterBy',
    ],
    [
      '{ repository(owner: "acme", name: "gitops") { refs(first: 1, refPrefix: "refs/heads/", orderBy: { field: ALPHABETICAL, direction: ASC }) { totalCount } } }',
      'the field Repository.refs does not read orderBy',
    ],
    [
      issue('timelineItems(first: 1, skip: 1, itemTypes: [CLOSED_EVENT]) { totalCount }'),
      'the field Issue.timelineItems does not read skip',
    ],
    [issue('timelineItems(first: 1) { totalCount }'), 'the timeline is kept for named itemTypes alone'],
    [
      issue('timelineItems(first: 1, itemTypes: [ASSIGNED_EVENT]) { totalCount }'),
      'there are no timeline items of the type ASSIGNED_EVENT',
    ],
    [
      issue('labels(first: 1, orderBy: { field: NAME, direction: ASC }) { totalCount }'),
      'the field Issue.labels does not read orderBy',
    ],
    [
      issue('timelineItems(first: 1, itemTypes: []) { totalCount }'),
      'the field Issue.timelineItems does not read an empty list as itemTypes',
    ],
    [issue('comments(first: 1, last: 1) { totalCount }'), 'comments cannot be bound by both first and last'],
    [issue('nonsense'), 'the published schema says: Cannot query field "nonsense" on type "Issue".'],
    [issue('author { avatarUrl(size: 10) }'), 'the field User.avatarUrl does not read size'],
  ] as const) {
    expect(await refusal('POST', '/graphql', { query })).toBe(`501 sandbox: ${lacks}`)
  }
  const id = Buffer.from('Repository:501').toString('base64url')
  const commit = `mutation { createCommitOnBranch(input: { branch: { id: "${id}" }, expectedHeadOid: "${'0'.repeat(40)}", message: { headline: "x" } }) { clientMutationId } }`
  expect(await refusal('POST', '/graphql', { query: commit })).toBe(
    '501 sandbox: the field Mutation.createCommitOnBranch does not read input.branch.id',
  )
  const query = '{ viewer { login } }'
  for (const body of [
    { query, extensions: {} },
    { query, variables: '{}' },
    { query, operationName: 1 },
    [{ query }],
    {},
  ]) {
    expect(await refusal('POST', '/graphql', body)).toMatch(/^501 sandbox: GraphQL does not read/)
  }
  expect(await refusal('POST', '/graphql?pretty=1', { query })).toMatch(/^501 sandbox: GraphQL does not read/)
})

test('GraphQL orders comments and cuts the timeline as it is asked to', async () => {
  await begin()
  const alice = sandbox.as('alice')
  const first = await alice.comment('acme/gitops', 1, 'one')
  await alice.comment('acme/gitops', 1, 'two')
  await alice.editComment('acme/gitops', first, 'one, later')
  await alice.closeIssue('acme/gitops', 1)
  await alice.reopenIssue('acme/gitops', 1)
  const query = `{ repository(owner: "acme", name: "gitops") { issue(number: 1) {
    comments(first: 5, orderBy: { field: UPDATED_AT, direction: ASC }) { nodes { body } }
    timelineItems(first: 5, itemTypes: [CLOSED_EVENT, REOPENED_EVENT], since: "2026-11-02T09:06:00Z") { nodes { __typename } } } } }`
  expect(JSON.parse((await send('POST', '/graphql', { body: { query } })).text)).toMatchObject({
    data: {
      repository: {
        issue: {
          comments: { nodes: [{ body: 'two' }, { body: 'one, later' }] },
          timelineItems: { nodes: [{ __typename: 'ReopenedEvent' }] },
        },
      },
    },
  })
})

test('an answer comes in the form that is asked for, or not at all', async () => {
  await begin()
  const as = (type: string) => ({ headers: { accept: type } })
  const raw = await send('GET', `${at}/contents/README.md`, as('application/vnd.github.raw+json'))
  expect([raw.status, raw.text, raw.headers.get('content-type')]).toEqual([
    200,
    '# gitops\n',
    'application/vnd.github.raw+json; charset=utf-8',
  ])
  await sandbox.as('bob').pushCommit('acme/gitops', 'topic', { 'a.txt': 'a\n' }, 'Add a')
  await sandbox.as('bob').openPull('acme/gitops', { title: 'P', head: 'topic' })
  for (const path of ['commits/topic', 'compare/main...topic', 'pulls/2']) {
    const diff = await send('GET', `${at}/${path}`, as('application/vnd.github.v3.diff'))
    expect(diff.text).toMatch(/^diff --git a\/a.txt b\/a.txt\n[\s\S]*\n\+a\n$/)
    const patch = await send('GET', `${at}/${path}`, as('application/vnd.github.patch'))
    expect(patch.text).toMatch(/^From [0-9a-f]{40} [\s\S]*\nSubject: \[PATCH\] Add a\n[\s\S]*\n\+a\n/)
  }
  expect((await send('GET', `${at}/commits/main`, as('application/vnd.github.sha'))).text).toBe(
    (await tip()).sha,
  )
  for (const type of [
    'application/vnd.github.html+json',
    'text/html',
    'application/vnd.github.diff',
    'application/vnd.github.full+json',
  ]) {
    const { status, text } = await send('GET', `${at}/issues/1`, as(type))
    expect([status, text]).toEqual([501, expect.stringContaining(`does not write ${type}`)])
  }
  for (const type of [
    'application/vnd.github.v3+json',
    'text/html, */*;q=0.8',
    'application/vnd.github.squirrel-girl-preview+json',
  ]) {
    expect((await send('GET', `${at}/issues/1`, as(type))).status).toBe(200)
  }
})

test('only the version that is spoken here is answered; one that GitHub does not know is its 400', async () => {
  await begin()
  const ask = async (version: string) =>
    (await send('GET', at, { headers: { 'x-github-api-version': version } })).status
  expect([await ask('2022-11-28'), await ask('1999-01-01'), await ask('2026-03-10')]).toEqual([200, 400, 501])
})

test('an answer that the client has already is not sent again, and HEAD sends none', async () => {
  await begin()
  const first = await send('GET', `${at}/issues/1`)
  const etag = first.headers.get('etag') ?? ''
  const again = await send('GET', `${at}/issues/1`, { headers: { 'if-none-match': etag } })
  expect([etag === '', again.status, again.text]).toEqual([false, 304, ''])
  const used = (reply: Reply) => reply.headers.get('x-ratelimit-used')
  expect(used(again)).toBe(used(first))
  await sandbox.as('alice').comment('acme/gitops', 1, 'more')
  expect((await send('GET', `${at}/issues/1`, { headers: { 'if-none-match': etag } })).status).toBe(200)
  const head = await send('HEAD', `${at}/issues/1`)
  expect([head.status, head.text]).toEqual([200, ''])
  expect((await send('HEAD', `${at}/issues/9`)).status).toBe(404)
})

/** Keys of what people look at. Their addresses are GitHub's own. */
const pages =
  /^(?:html|html_url|permalink_url|avatar_url|blob_url|details_url|external_url|badge_url|svn_url|git_url|ssh_url)$/

/** Addresses that a program would follow, and that lead away from the sandbox. */
function leadingAway(value: unknown, key = ''): readonly string[] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, inner]) => leadingAway(inner, name === 'href' ? key : name))
  }
  const followed = typeof value === 'string' && /^[a-z]+:\/\//.test(value) && !pages.test(key)
  return followed && !value.startsWith(sandbox.url) ? [`${key}: ${value}`] : []
}

test('every address that a program follows leads to the sandbox, so that no token leaves the machine', async () => {
  await begin()
  const bob = sandbox.as('bob')
  await bob.pushCommit('acme/gitops', 'topic', { 'a.txt': 'a\n' }, 'Add a')
  await bob.openPull('acme/gitops', { title: 'P', head: 'topic' })
  const comment = await bob.comment('acme/gitops', 1, 'hi')
  await send('POST', `${at}/check-runs`, { body: { name: 'plan', head_sha: (await tip()).sha } })
  for (const path of [
    '',
    '/issues?state=all&per_page=1',
    '/issues/1',
    '/issues/2',
    `/issues/comments/${comment}`,
    '/pulls',
    '/pulls/2',
    '/pulls/2/files',
    '/pulls/2/commits',
    '/commits',
    '/commits/topic',
    '/commits/main/check-runs',
    '/compare/main...topic',
    '/contents/README.md',
    '/contents/clusters',
    '/git/ref/heads/main',
    '/git/trees/main',
    `/git/commits/${(await tip()).sha}`,
    '/branches/main',
    '/collaborators/bob/permission',
    '/actions/workflows',
  ]) {
    const { status, text, headers } = await send('GET', `${at}${path}`)
    expect([path, status, leadingAway(JSON.parse(text)), text.includes('api.github.com')]).toEqual([
      path,
      200,
      [],
      false,
    ])
    for (const [, link] of (headers.get('link') ?? '').matchAll(/<([^>]*)>/g))
      expect(link).toContain(sandbox.url)
  }
  const followed = Object(JSON.parse((await send('GET', `${at}/pulls/2`)).text))
  expect((await send('GET', followed.comments_url)).status).toBe(200)
  expect((await send('GET', followed.diff_url)).status).toBe(501)
})

test('a token may also be the password of old clients and of git', async () => {
  await begin()
  const authorization = `Basic ${Buffer.from(`x-access-token:${githubToken(sandbox)}`).toString('base64')}`
  expect((await send('GET', at, { headers: { authorization } })).status).toBe(200)
  expect((await send('GET', at, { headers: { authorization: 'Basic bm9ib2R5Og==' } })).status).toBe(401)
  // What an App signs itself, GitHub would take.
  expect(
    (await send('GET', '/app', { headers: { authorization: 'Bearer eyJhbGciOiJS.eyJpc3Mi.c2ln' } })).status,
  ).toBe(501)
})
