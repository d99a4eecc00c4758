import type { Octokit } from '@octokit/rest'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import { acme, gitops, octokitOf, statusOf } from './acme.js'

const name = 'acme/gitops'

let sandbox: Sandbox
let flux: Octokit
let main: string
beforeEach(async () => {
  sandbox = await createSandbox(acme())
  flux = octokitOf(sandbox, app('flux', 7001, { statuses: 'write', deployments: 'write' }))
  main = (await sandbox.repository(name).branches()).get('main') ?? ''
})
afterEach(() => sandbox.close())

function app(slug: string, id: number, permissions: Readonly<Record<string, 'read' | 'write'>>): string {
  return sandbox.appToken({ slug, id, repositories: [name], permissions })
}

/** What GraphQL answers of the commit, or the errors beside it. */
async function ask(
  selection: string,
  token = app('reader', 7002, { contents: 'read', statuses: 'read', deployments: 'read' }),
) {
  const answer = await fetch(sandbox.graphqlUrl, {
    method: 'POST',
    headers: { authorization: `token ${token}` },
    body: JSON.stringify({
      query: `{ repository(owner: "acme", name: "gitops") { object(oid: "${main}") { ... on Commit { ${selection} } } } }`,
    }),
  })
  const { data, errors } = Object(await answer.json())
  return errors === undefined
    ? data.repository.object
    : errors.map((each: unknown) => [Object(each).type, Object(each).path])
}

const say = (context: string, state: 'success' | 'failure' | 'pending' | 'error') =>
  flux.repos.createCommitStatus({ ...gitops, sha: main, context, state })

test('of each context only what was said last counts, and the list has everything that was ever said', async () => {
  await say('apps', 'pending')
  await say('infra', 'success')
  await say('apps', 'failure')
  expect(await ask('status { state contexts { context state creator { login } } }')).toEqual({
    status: {
      state: 'FAILURE',
      contexts: [
        { context: 'apps', state: 'FAILURE', creator: { login: 'flux' } },
        { context: 'infra', state: 'SUCCESS', creator: { login: 'flux' } },
      ],
    },
  })
  const { data: combined } = await flux.repos.getCombinedStatusForRef({ ...gitops, ref: 'main' })
  expect([
    combined.state,
    combined.total_count,
    combined.statuses.map(({ context, state }) => [context, state]),
  ]).toEqual([
    'failure',
    2,
    [
      ['apps', 'failure'],
      ['infra', 'success'],
    ],
  ])
  const { data: all } = await flux.repos.listCommitStatusesForRef({ ...gitops, ref: main })
  expect(all.map(({ context, state }) => `${context} ${state}`)).toEqual([
    'apps failure',
    'infra success',
    'apps pending',
  ])
})

test('a commit of which nobody has said anything has no status, and is pending', async () => {
  expect(await ask('status { state }')).toEqual({ status: null })
  expect((await flux.repos.getCombinedStatusForRef({ ...gitops, ref: main })).data.state).toBe('pending')
})

async function deploy(
  environment: string,
  ...states: readonly ('in_progress' | 'success' | 'failure' | 'inactive')[]
) {
  const { data } = await flux.repos.createDeployment({
    ...gitops,
    ref: main,
    environment,
    auto_merge: false,
    required_contexts: [],
  })
  if (!('id' in data)) throw new Error('nothing was deployed')
  for (const state of states)
    await flux.repos.createDeploymentStatus({
      ...gitops,
      deployment_id: data.id,
      state,
      log_url: 'https://example.com/log',
    })
  return data.id
}

const deployments = (more = '') =>
  ask(
    `deployments(first: 10${more}) { nodes { databaseId environment creator { login } latestStatus { state logUrl environmentUrl creator { login } } } }`,
  )

test('a deployment says what was set last; a later success ends earlier successes there, but for the production', async () => {
  const first = await deploy('staging', 'in_progress', 'success')
  const failed = await deploy('staging', 'failure')
  const production = await deploy('production', 'success')
  await deploy('production', 'success')
  const open = await deploy('staging')
  const last = await deploy('staging', 'success')
  const { deployments: found } = await deployments(', environments: ["staging"]')
  const said = { logUrl: 'https://example.com/log', environmentUrl: null, creator: { login: 'flux' } }
  const one = (databaseId: number, latestStatus: unknown) => ({
    databaseId,
    environment: 'staging',
    creator: { login: 'flux' },
    latestStatus,
  })
  expect(found.nodes).toEqual([
    one(first, { ...said, state: 'INACTIVE', logUrl: null }),
    one(failed, { ...said, state: 'FAILURE' }),
    one(open, null),
    one(last, { ...said, state: 'SUCCESS' }),
  ])
  const { deployments: all } = await deployments(', orderBy: { field: CREATED_AT, direction: DESC }')
  expect(all.nodes[0].databaseId).toBe(last)
  expect(all.nodes.find((each: unknown) => Object(each).databaseId === production).latestStatus.state).toBe(
    'SUCCESS',
  )
  const { data: statuses } = await flux.repos.listDeploymentStatuses({ ...gitops, deployment_id: first })
  expect(statuses.map(({ state }) => state)).toEqual(['inactive', 'success', 'in_progress'])
  const { data: listed } = await flux.repos.listDeployments({
    ...gitops,
    environment: 'production',
    sha: main,
  })
  expect(listed).toHaveLength(2)
})

test('whoever wants earlier deployments to stay active says so', async () => {
  await deploy('staging', 'success')
  const id = await deploy('staging')
  await flux.repos.createDeploymentStatus({
    ...gitops,
    deployment_id: id,
    state: 'success',
    auto_inactive: false,
  })
  const { deployments: found } = await deployments()
  expect(found.nodes.map((each: unknown) => Object(each).latestStatus.state)).toEqual(['SUCCESS', 'SUCCESS'])
})

test('each kind takes its own permission: to read, and to write', async () => {
  const none = app('none', 7003, { contents: 'read' })
  expect(await ask('status { state } deployments(first: 1) { totalCount }', none)).toEqual([
    ['FORBIDDEN', ['repository', 'object', 'status']],
    ['FORBIDDEN', ['repository', 'object', 'deployments']],
  ])
  const reading = octokitOf(sandbox, none)
  const id = await deploy('staging')
  const deployment = { ...gitops, deployment_id: id }
  expect([
    await statusOf(reading.repos.getCombinedStatusForRef({ ...gitops, ref: main })),
    await statusOf(reading.repos.listCommitStatusesForRef({ ...gitops, ref: main })),
    await statusOf(reading.repos.listDeployments(gitops)),
    await statusOf(reading.repos.getDeployment(deployment)),
    await statusOf(reading.repos.listDeploymentStatuses(deployment)),
    await statusOf(reading.repos.createDeployment({ ...gitops, ref: main })),
    await statusOf(reading.repos.createDeploymentStatus({ ...deployment, state: 'success' })),
    await statusOf(flux.repos.getDeployment(deployment)),
  ]).toEqual([403, 403, 403, 403, 403, 403, 403, 200])
})

test('what only GitHub can do with a deployment is refused as the sandbox', async () => {
  await say('ci', 'failure')
  const refused = async (more: object) =>
    flux.repos.createDeployment({ ...gitops, ref: main, ...more }).then(
      () => 'made',
      (error: unknown) => String(Object(error).message).split(' - ')[0],
    )
  expect([
    await refused({}),
    await refused({ required_contexts: ['ci'] }),
    await refused({ required_contexts: [], payload: { a: 1 } }),
    await refused({ required_contexts: [] }),
  ]).toEqual([
    'sandbox: a commit that has not succeeded can only be deployed with required_contexts: []',
    'sandbox: required_contexts can only be empty',
    expect.stringMatching(/^sandbox: .*payload/),
    'made',
  ])
  const old = main
  await sandbox.as('bob').pushCommit(name, 'main', { x: 'y' }, 'More')
  expect(
    await flux.repos
      .createDeployment({ ...gitops, ref: old, required_contexts: [] })
      .catch((error: unknown) => String(Object(error).message)),
  ).toMatch(/^sandbox: a commit behind the default branch/)
})

test('a commit tells the pull request it came with: by a squash its own, by a merge those of the branch too', async () => {
  const numbers = async (commit: string) => {
    main = commit
    const { associatedPullRequests } = await ask(
      'associatedPullRequests(first: 5) { nodes { number headRefName } }',
      app('pulls', 7004, { contents: 'read', pull_requests: 'read' }),
    )
    return associatedPullRequests.nodes.map(
      (each: unknown) => `${Object(each).number} ${Object(each).headRefName}`,
    )
  }
  const carol = sandbox.as('carol')
  const landed = async (branch: string, method: 'squash' | 'merge') => {
    const head = await carol.pushCommit(name, branch, { [branch]: 'x' }, 'Add')
    const pull = await carol.openPull(name, { title: branch, head: branch })
    const open = await numbers(head)
    const commit = await carol.mergePull(name, pull, method)
    return { open, merge: await numbers(commit), head: await numbers(head) }
  }
  const first = main
  expect(await landed('one', 'squash')).toEqual({ open: ['1 one'], merge: ['1 one'], head: [] })
  expect(await landed('two', 'merge')).toEqual({ open: ['2 two'], merge: ['2 two'], head: ['2 two'] })
  expect(await numbers(first)).toEqual([])
})
