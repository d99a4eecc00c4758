import { afterEach, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import { acme, gitops, octokitOf, statusOf } from './acme.js'

let sandbox: Sandbox
afterEach(() => sandbox.close())

const app = (id: number) =>
  octokitOf(
    sandbox,
    sandbox.appToken({
      slug: `app-${id}`,
      id,
      repositories: ['acme/gitops'],
      permissions: { contents: 'write' },
    }),
  )

const ledger = { ...gitops, ref: 'refs/heads/issueops/ledger' }

test('a guarded ledger is begun and appended to by the app that is let past, and by nobody else', async () => {
  sandbox = await createSandbox(acme({ protection: { ledger: { restrictUpdates: true, bypass: [4242] } } }))
  const { data: main } = await app(4242).git.getRef({ ...gitops, ref: 'heads/main' })
  const begin = { ...ledger, sha: main.object.sha }
  const carol = octokitOf(sandbox, sandbox.userToken('carol'))
  expect(await statusOf(app(7).git.createRef(begin))).toBe(422)
  expect(await statusOf(carol.git.createRef(begin))).toBe(422)
  expect(await statusOf(app(4242).git.createRef(begin))).toBe(200)
  expect(await statusOf(carol.git.deleteRef({ ...gitops, ref: 'heads/issueops/ledger' }))).toBe(422)
})

test('nobody pushes to a guarded ledger, administrators neither, and whoever administers makes and takes away the rule', async () => {
  sandbox = await createSandbox(acme({}))
  const [admin, writer] = [sandbox.as('carol'), sandbox.as('bob')]
  const push = (by: typeof admin) => by.pushCommit('acme/gitops', 'issueops/ledger', { 'x.txt': 'x\n' }, 'X')
  await push(writer)
  await expect(writer.protectLedger('acme/gitops', [4242])).rejects.toMatchObject({ status: 403 })
  await admin.protectLedger('acme/gitops', [4242])
  for (const by of [admin, writer])
    await expect(push(by)).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining('Cannot update'),
    })
  await admin.protectLedger('acme/gitops', null)
  await expect(writer.deleteBranch('acme/gitops', 'issueops/ledger')).resolves.toBeUndefined()
})

test('whoever reads a repository is told the rules of its branches, and not whom they let past', async () => {
  sandbox = await createSandbox(acme({ protection: { ledger: { restrictUpdates: true, bypass: [4242] } } }))
  const { data: main } = await app(4242).git.getRef({ ...gitops, ref: 'heads/main' })
  await app(4242).git.createRef({ ...ledger, sha: main.object.sha })
  const asked = await octokitOf(
    sandbox,
    sandbox.userToken('bob'),
  ).graphql(`{ repository(owner: "acme", name: "gitops") {
    ledger: ref(qualifiedName: "refs/heads/issueops/ledger") { rules(first: 100) { nodes { type } } }
    main: ref(qualifiedName: "refs/heads/main") { rules(first: 100) { nodes { type } } }
  } }`)
  const types = ['CREATION', 'UPDATE', 'DELETION', 'NON_FAST_FORWARD'].map((type) => ({ type }))
  expect(asked).toEqual({
    repository: { ledger: { rules: { nodes: types } }, main: { rules: { nodes: [] } } },
  })
})

test('a ledger whose history is guarded takes commits of everybody who may write, and is not rewritten', async () => {
  sandbox = await createSandbox(acme({ protection: { ledger: { restrictUpdates: false, bypass: [] } } }))
  const { git } = app(7)
  const { data: main } = await git.getRef({ ...gitops, ref: 'heads/main' })
  const { data: parent } = await git.getCommit({ ...gitops, commit_sha: main.object.sha })
  const commit = async (message: string) =>
    (await git.createCommit({ ...gitops, message, tree: parent.tree.sha, parents: [parent.sha] })).data.sha
  const move = { ...gitops, ref: 'heads/issueops/ledger', force: true }
  await git.createRef({ ...ledger, sha: parent.sha })
  expect(await statusOf(git.updateRef({ ...move, sha: await commit('one') }))).toBe(200)
  expect(await statusOf(git.updateRef({ ...move, sha: await commit('two') }))).toBe(422)
})

test('only administrators are told what Actions may do and whom a ruleset lets past', async () => {
  sandbox = await createSandbox(
    acme({ visibility: 'public', protection: { ledger: { restrictUpdates: true, bypass: [4242] } } }),
  )
  const asked = async (login: string) => {
    const { actions, repos } = octokitOf(sandbox, sandbox.userToken(login))
    const { data: rules } = await repos.getBranchRules({ ...gitops, branch: 'issueops/ledger' })
    const { data: ruleset } = await repos.getRepoRuleset({ ...gitops, ruleset_id: rules[0]?.ruleset_id ?? 0 })
    const permissions = await statusOf(actions.getGithubActionsDefaultWorkflowPermissionsRepository(gitops))
    return { permissions, actors: ruleset.bypass_actors?.length, self: ruleset.current_user_can_bypass }
  }
  expect(await asked('bob')).toEqual({ permissions: 403, actors: undefined, self: 'never' })
  expect(await asked('carol')).toEqual({ permissions: 200, actors: 1, self: 'never' })
})

test('where issues are off nobody files one', async () => {
  sandbox = await createSandbox(acme({ settings: { issues: false } }))
  await expect(sandbox.as('alice').openIssue('acme/gitops', { title: 'x', body: '' })).rejects.toMatchObject({
    status: 410,
  })
})
