import { readFileSync } from 'node:fs'
import { buildSchema, type GraphQLField, type GraphQLSchema, getNamedType, isLeafType } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import { acme } from '../sandbox/acme.js'
import { neededBy, valuesOf, written } from './graph-arguments.js'
import { type Found, servedFields } from './served-fields.js'

let schema: GraphQLSchema
let sandbox: Sandbox
let served: readonly Found[]

beforeAll(async () => {
  const path = new URL('./schema.graphql', import.meta.resolve('@octokit/graphql-schema'))
  schema = buildSchema(readFileSync(path, 'utf8'), { assumeValidSDL: true, noLocation: true })
  sandbox = await createSandbox(
    acme({ visibility: 'public', autoMergeAllowed: true, protection: { requiredChecks: ['ci'] } }),
  )
  await live(sandbox)
  served = await servedFields(schema, ask)
})

afterAll(() => sandbox.close())

/** Something of everything that the sandbox keeps: labels, edits, events, a merged and an open pull request, checks, statuses, deployments. */
async function live(world: Sandbox): Promise<void> {
  const bob = world.as('bob')
  const carol = world.as('carol')
  const name = 'acme/gitops'
  await bob.openIssue(name, { title: 'Wish', body: 'please', labels: ['wish'] })
  const comment = await bob.comment(name, 1, 'hi')
  await bob.editComment(name, comment, 'ho')
  await bob.editIssue(name, 1, { title: 'Another', body: 'now' })
  const gone = await bob.comment(name, 1, 'gone')
  await bob.deleteComment(name, gone)
  await bob.closeIssue(name, 1)
  await bob.reopenIssue(name, 1)
  await carol.removeLabel(name, 1, 'wish')
  await carol.addLabel(name, 1, 'wish')
  const head = await bob.pushCommit(name, 'topic', { 'a.txt': 'a\n' }, 'Add a')
  await bob.openPull(name, { title: 'P', head: 'topic' })
  await bob.enableAutoMerge(name, 2)
  const main = (await world.repository(name).branches()).get('main') ?? ''
  const token = world.githubToken(name, { checks: 'write', statuses: 'write', deployments: 'write' })
  const post = async (path: string, body: object): Promise<number> => {
    const answer = await fetch(`${world.url}/repos/acme/gitops/${path}`, {
      method: 'POST',
      headers: { authorization: `token ${token}` },
      body: JSON.stringify(body),
    })
    return Object(await answer.json()).id
  }
  for (const commit of [head, main]) {
    await post('check-runs', { name: 'plan', head_sha: commit, conclusion: 'success' })
    await post(`statuses/${commit}`, { context: 'kustomization/apps', state: 'success' })
    const id = await post('deployments', { ref: commit, auto_merge: false, required_contexts: [] })
    await post(`deployments/${id}/statuses`, { state: 'success' })
  }
}

interface Reply {
  readonly data: unknown
  /** The sandbox's own refusal, or null. */
  readonly lacks: string | null
  readonly errors: readonly string[]
}

async function ask(query: string): Promise<Reply> {
  const answer = await fetch(sandbox.graphqlUrl, {
    method: 'POST',
    headers: { authorization: `token ${sandbox.userToken('carol')}` },
    body: JSON.stringify({ query }),
  })
  const body = Object(await answer.json())
  const errors = (body.errors ?? []).map((error: unknown) => String(Object(error).message))
  return { data: body.data ?? null, lacks: answer.status === 200 ? null : String(body.message), errors }
}

test('a sandbox in use serves the fields that the toolkit asks for', () => {
  const names = new Set(served.map(({ type, field }) => `${type.name}.${field.name}`))
  for (const name of [
    'Query.repository',
    'Repository.object',
    'Issue.timelineItems',
    'PullRequest.commits',
    'Commit.checkSuites',
    'CheckSuite.checkRuns',
    'Commit.associatedPullRequests',
    'StatusContext.creator',
    'Deployment.latestStatus',
    'DeploymentStatus.environmentUrl',
    'Tree.entries',
    'Team.members',
    'Mutation.updateRefs',
  ]) {
    expect([...names]).toContain(name)
  }
  expect(names.size).toBeGreaterThan(200)
})

test('every argument of every served field is read or refused as the sandbox', async () => {
  const wrong: string[] = []
  let asked = 0
  for (const { type, field, place } of served) {
    for (const argument of field.args) {
      for (const value of valuesOf(argument.type)) {
        asked += 1
        const { lacks } = await ask(
          place.wrap(
            `${field.name}${written({ ...neededBy(field), [argument.name]: value })}${selectionOf(field)}`,
          ),
        )
        // What the sandbox does wrong itself begins with the name of an error.
        if (lacks !== null && /^sandbox: \w*Error/.test(lacks))
          wrong.push(`${type.name}.${field.name}(${argument.name}: ${value}): ${lacks.split('\n')[0]}`)
      }
    }
  }
  expect(wrong).toEqual([])
  expect(asked).toBeGreaterThan(300)
})

test('an argument that is never read stands at its default, which is what the sandbox does', () => {
  const silent = served.flatMap(({ type, field }) =>
    field.args
      .filter(({ defaultValue }) => defaultValue !== undefined && defaultValue !== null)
      .map(({ name, defaultValue }) => `${type.name}.${field.name} ${name}: ${JSON.stringify(defaultValue)}`),
  )
  expect([...new Set(silent)].sort()).toEqual([
    'Commit.associatedPullRequests orderBy: {"direction":"ASC","field":"CREATED_AT"}',
    'Commit.deployments orderBy: {"direction":"ASC","field":"CREATED_AT"}',
    'Issue.labels orderBy: {"direction":"ASC","field":"CREATED_AT"}',
    'Issue.stateReason enableDuplicate: false',
    'PullRequest.labels orderBy: {"direction":"ASC","field":"CREATED_AT"}',
    'Query.rateLimit dryRun: false',
    'Query.repository followRenames: true',
    // A branch has one ruleset here, whose rules are of one time.
    'Ref.rules orderBy: {"direction":"DESC","field":"UPDATED_AT"}',
    'Team.members membership: "ALL"',
  ])
})

test('the fields without arguments refuse those they are given', async () => {
  const { lacks } = await ask(
    '{ repository(owner: "acme", name: "gitops") { issue(number: 1) { author { avatarUrl(size: 10) } } } }',
  )
  expect(lacks).toBe('sandbox: the field User.avatarUrl does not read size')
})

function selectionOf(field: GraphQLField<unknown, unknown>): string {
  return isLeafType(getNamedType(field.type)) ? '' : ' { __typename }'
}
