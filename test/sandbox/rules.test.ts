import { afterEach, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import type { SeedProtection } from '../../src/sandbox/seed.js'
import { acme, githubToken, gitops, octokitOf, statusOf } from './acme.js'

let sandbox: Sandbox
afterEach(() => sandbox.close())

const name = 'acme/gitops'

/** How a push to main by a writer and by an administrator ends, from the web page, REST and GraphQL alike. */
async function pushes(protection: SeedProtection) {
  sandbox = await createSandbox(acme({ protection }))
  const push = (login: string) =>
    sandbox
      .as(login)
      .pushCommit(name, 'main', { [login]: 'x' }, 'm')
      .then(
        () => 'pushed',
        (error: unknown) => (error instanceof Error ? (error.message.split('\n').at(-1) ?? '') : ''),
      )
  const put = (token: string) =>
    statusOf(
      octokitOf(sandbox, token).repos.createOrUpdateFileContents({
        ...gitops,
        path: 'put',
        message: 'm',
        content: 'eA==',
      }),
    )
  return {
    writer: await push('bob'),
    administrator: await push('carol'),
    put: await put(sandbox.userToken('bob')),
    app: await put(githubToken(sandbox)),
  }
}

test.each<[SeedProtection, string]>([
  [{ requiredReviews: 1 }, 'Changes must be made through a pull request.'],
  [{ mergeQueue: true }, 'Changes must be made through the merge queue'],
  [{ requiredChecks: ['build'] }, 'Required status check "build" is expected.'],
])('what %j announces binds writers, administrators and apps alike', async (protection, words) => {
  expect(await pushes(protection)).toEqual({ writer: words, administrator: words, put: 422, app: 422 })
})

test('whom the bypass list names may push, and merge, and nobody else', async () => {
  const protection = { requiredReviews: 1, administratorsBypass: true }
  const outcome = await pushes(protection)
  expect(outcome).toMatchObject({ writer: 'Changes must be made through a pull request.', app: 422 })
  expect(outcome.administrator).toBe('pushed')
  await sandbox.as('bob').pushCommit(name, 'topic', { x: 'y' }, 'm')
  const pull = await sandbox.as('bob').openPull(name, { title: 'x', head: 'topic' })
  await expect(sandbox.as('bob').mergePull(name, pull)).rejects.toMatchObject({ status: 405 })
  expect(await sandbox.as('carol').mergePull(name, pull)).toMatch(/^[0-9a-f]{40}$/)
})

test('the bypass list is told to administrators as it binds', async () => {
  sandbox = await createSandbox(acme({ protection: { requiredReviews: 1, administratorsBypass: true } }))
  const asked = async (login: string) => {
    const { repos } = octokitOf(sandbox, sandbox.userToken(login))
    const [rule] = (await repos.getBranchRules({ ...gitops, branch: 'main' })).data
    return (await repos.getRepoRuleset({ ...gitops, ruleset_id: rule?.ruleset_id ?? 0 })).data
  }
  expect(await asked('carol')).toMatchObject({
    bypass_actors: [{ actor_id: 5, actor_type: 'RepositoryRole', bypass_mode: 'always' }],
    current_user_can_bypass: 'always',
  })
  expect((await asked('bob')).current_user_can_bypass).toBe('never')
})

test('nobody deletes the default branch, also where no rule says so', async () => {
  sandbox = await createSandbox(acme())
  for (const login of ['bob', 'carol']) {
    await expect(sandbox.as(login).deleteBranch(name, 'main')).rejects.toMatchObject({ status: 422 })
    const { git } = octokitOf(sandbox, sandbox.userToken(login))
    expect(await statusOf(git.deleteRef({ ...gitops, ref: 'heads/main' }))).toBe(422)
  }
})

test('the decision on reviews is told where reviews are asked for', async () => {
  sandbox = await createSandbox(acme({ protection: { requiredReviews: 1 } }))
  await sandbox.as('bob').pushCommit(name, 'topic', { x: 'y' }, 'm')
  await sandbox.as('bob').openPull(name, { title: 'x', head: 'topic' })
  const octokit = octokitOf(sandbox, githubToken(sandbox))
  const decision = () =>
    octokit.graphql(
      '{ repository(owner: "acme", name: "gitops") { pullRequest(number: 1) { reviewDecision } } }',
    )
  const told = (reviewDecision: string | null) => ({ repository: { pullRequest: { reviewDecision } } })
  expect(await decision()).toEqual(told('REVIEW_REQUIRED'))
  // A review of somebody who may not write does not count.
  await sandbox.as('dave').approvePull(name, 1)
  expect(await decision()).toEqual(told('REVIEW_REQUIRED'))
  await sandbox.as('carol').approvePull(name, 1)
  expect(await decision()).toEqual(told('APPROVED'))
})

test('a stranger is a contributor once something of theirs was merged, and not before', async () => {
  const seed = acme({ visibility: 'public' })
  const fork = { owner: 'eve', name: 'gitops', files: new Map(), forkOf: name }
  sandbox = await createSandbox({ ...seed, repositories: [...seed.repositories, fork] })
  const octokit = octokitOf(sandbox, githubToken(sandbox))
  const association = async (number: number) =>
    (await octokit.issues.get({ ...gitops, issue_number: number })).data.author_association
  await sandbox.as('eve').pushCommit('eve/gitops', 'topic', { x: 'y' }, 'm')
  const pull = await sandbox.as('eve').openPull(name, { title: 'x', head: 'eve:topic' })
  expect(await association(pull)).toBe('NONE')
  await sandbox.as('carol').mergePull(name, pull)
  expect(await association(pull)).toBe('CONTRIBUTOR')
})

test('who cannot push to a branch cannot ask for it to be merged', async () => {
  sandbox = await createSandbox(acme({ visibility: 'public' }))
  await sandbox.as('bob').pushCommit(name, 'topic', { x: 'y' }, 'm')
  for (const login of ['alice', 'dave', 'eve'])
    await expect(sandbox.as(login).openPull(name, { title: 'x', head: 'topic' })).rejects.toMatchObject({
      status: 403,
    })
  expect(await sandbox.as('bob').openPull(name, { title: 'x', head: 'topic' })).toBe(1)
})

test('triage hides the comments of others', async () => {
  sandbox = await createSandbox(acme({ visibility: 'public' }))
  await sandbox.as('alice').openIssue(name, { title: 'x', body: '' })
  const id = await sandbox.as('eve').comment(name, 1, 'spam')
  await expect(sandbox.as('alice').hideComment(name, id)).rejects.toMatchObject({ status: 403 })
  await sandbox.as('dave').hideComment(name, id)
  expect(sandbox.repository(name).issue(1)?.comments[0]?.minimized).toBe(true)
})
