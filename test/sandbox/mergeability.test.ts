import { afterEach, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import type { SeedRepository } from '../../src/sandbox/seed.js'
import { acme, githubToken, gitops, octokitOf } from './acme.js'

let sandbox: Sandbox
afterEach(() => sandbox.close())

const name = 'acme/gitops'
const place = { ...gitops, pull_number: 1 }

async function begin(more: Partial<SeedRepository>) {
  sandbox = await createSandbox(acme(more))
  await sandbox.as('bob').pushCommit(name, 'topic', { x: 'y' }, 'm')
  await sandbox.as('bob').openPull(name, { title: 'x', head: 'topic' })
  const { pulls, git } = octokitOf(sandbox, githubToken(sandbox))
  const mergeable = async () => (await pulls.get(place)).data.mergeable
  return { pulls, git, mergeable }
}

test('where it takes somebody to ask, whether a pull request can be merged is unknown at first, and after each move again', async () => {
  const { mergeable } = await begin({ settings: { mergeabilityWhenAsked: true } })
  expect([await mergeable(), await mergeable()]).toEqual([null, true])
  await sandbox.as('bob').pushCommit(name, 'main', { z: '1' }, 'base')
  expect([await mergeable(), await mergeable()]).toEqual([null, true])
  await sandbox.as('bob').pushCommit(name, 'topic', { z: '2' }, 'head')
  expect([await mergeable(), await mergeable()]).toEqual([null, false])
})

test('the merge GitHub tried is there to be checked out, and follows base and head', async () => {
  const { pulls, git } = await begin({})
  const tried = async () => {
    const { data } = await pulls.get(place)
    const { data: ref } = await git.getRef({ ...gitops, ref: 'pull/1/merge' })
    const { data: commit } = await git.getCommit({ ...gitops, commit_sha: ref.object.sha })
    expect(data.merge_commit_sha).toBe(ref.object.sha)
    return commit.parents.map(({ sha }) => sha)
  }
  const tip = async (branch: string) => (await sandbox.repository(name).log(branch))[0]?.oid
  expect(await tried()).toEqual([await tip('main'), await tip('topic')])
  await sandbox.as('bob').pushCommit(name, 'main', { z: '1' }, 'base')
  expect(await tried()).toEqual([await tip('main'), await tip('topic')])
})
