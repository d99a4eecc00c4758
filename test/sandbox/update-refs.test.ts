import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import { acme } from './acme.js'

let sandbox: Sandbox

beforeEach(async () => {
  sandbox = await createSandbox(acme())
})
afterEach(() => sandbox.close())

const mutation = `mutation ($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }`

async function graphql(
  query: string,
  variables: unknown,
  permissions: Readonly<Record<string, 'read' | 'write'>>,
) {
  const token = sandbox.githubToken('acme/gitops', permissions)
  const answer = await fetch(sandbox.graphqlUrl, {
    method: 'POST',
    headers: { authorization: `bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  const body: { data?: { repository?: { id: string } }; errors?: { type?: string }[] } = Object(
    await answer.json(),
  )
  return body
}

/** Branch `topic` moves sideways from `from` to another commit. */
async function moveTopic(
  from: string,
  permissions: Readonly<Record<string, 'read' | 'write'>> = { contents: 'write' },
) {
  const bob = sandbox.as('bob')
  const to = await bob.pushCommit('acme/gitops', 'other', { 'other.txt': 'x\n' }, 'Other')
  const id = (await graphql('{ repository(owner: "acme", name: "gitops") { id } }', {}, permissions)).data
    ?.repository?.id
  const refUpdates = [{ name: 'refs/heads/topic', beforeOid: from, afterOid: to, force: true }]
  const { errors } = await graphql(mutation, { input: { repositoryId: id, refUpdates } }, permissions)
  const topic = (await sandbox.repository('acme/gitops').branches()).get('topic')
  return { moved: topic === to, type: errors?.[0]?.type ?? null }
}

test('a branch is moved sideways from where the caller saw it', async () => {
  const topic = await sandbox.as('bob').pushCommit('acme/gitops', 'topic', { 'a.txt': 'a\n' }, 'A')
  expect(await moveTopic(topic)).toEqual({ moved: true, type: null })
})

test('a branch that is elsewhere by now stays where it is', async () => {
  const bob = sandbox.as('bob')
  const seen = await bob.pushCommit('acme/gitops', 'topic', { 'a.txt': 'a\n' }, 'A')
  await bob.pushCommit('acme/gitops', 'topic', { 'b.txt': 'b\n' }, 'B')
  expect(await moveTopic(seen)).toEqual({ moved: false, type: 'STALE_DATA' })
})

test('a token that may only read moves nothing', async () => {
  const topic = await sandbox.as('bob').pushCommit('acme/gitops', 'topic', { 'a.txt': 'a\n' }, 'A')
  expect(await moveTopic(topic, { contents: 'read' })).toEqual({ moved: false, type: 'FORBIDDEN' })
})
