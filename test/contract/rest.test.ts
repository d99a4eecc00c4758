import type { Octokit } from '@octokit/rest'
import { beforeAll, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import { documentedPath, restRoutes } from '../../src/sandbox/rest/routes.js'
import type { Exchange, SandboxSeed, SeedRepository } from '../../src/sandbox/seed.js'
import { acme, githubToken, gitops, octokitOf, statusOf } from '../sandbox/acme.js'
import { type Contract, createContract } from './contract.js'

let contract: Contract

beforeAll(async () => {
  contract = await createContract()
})

test('every route of the sandbox is one of GitHub’s', () => {
  const strangers = restRoutes(() => false).filter(
    (route) => !contract.has(route.method, documentedPath(route)),
  )
  expect(strangers.map((route) => `${route.method} ${route.path}`)).toEqual([])
})

test('every route, driven once in good and in bad, keeps to GitHub’s description', async () => {
  const exchanges: Exchange[] = []
  const sandbox = await createSandbox({
    ...withGuarded(acme()),
    record: (exchange) => exchanges.push(exchange),
  })
  try {
    await driveIssues(sandbox, octokitOf(sandbox, githubToken(sandbox)))
    await driveGit(octokitOf(sandbox, githubToken(sandbox)))
    await drivePulls(sandbox, octokitOf(sandbox, githubToken(sandbox)))
    await driveSignals(sandbox)
    await drivePeople(sandbox)
    await driveSettings(sandbox)
  } finally {
    await sandbox.close()
  }
  expect(exchanges.flatMap((exchange) => contract.check(exchange))).toEqual([])
  const driven = new Set(exchanges.map((exchange) => `${exchange.method} ${exchange.route}`))
  const missed = restRoutes(() => false)
    .map((route) => `${route.method} ${documentedPath(route)}`)
    .filter((route) => !driven.has(route))
  expect(missed).toEqual([])
  expect(exchanges.length).toBeGreaterThan(80)
})

test('the contract notices a wrong shape, an unknown key, an unknown parameter, an unknown path and a strange status', () => {
  const good: Exchange = {
    method: 'POST',
    url: '/repos/acme/gitops/git/blobs',
    route: '/repos/{owner}/{repo}/git/blobs',
    requestBody: { content: 'x' },
    status: 201,
    responseBody: { sha: 'a', url: 'https://api.github.com/x' },
  }
  expect(contract.check(good)).toEqual([])
  const wrong: readonly Partial<Exchange>[] = [
    { responseBody: { sha: 1, url: 'https://api.github.com/x' } },
    { responseBody: { sha: 'a' } },
    { requestBody: { content: 'x', encodin: 'utf-8' } },
    { requestBody: { encoding: 'utf-8' } },
    { url: '/repos/acme/gitops/git/blobs?recursive=1' },
    { route: '/repos/{owner}/{repo}/git/globs' },
    { status: 418 },
  ]
  expect(wrong.map((change) => contract.check({ ...good, ...change }).length)).toEqual(
    Array(wrong.length).fill(1),
  )
})

async function driveIssues(sandbox: Sandbox, octokit: Octokit): Promise<void> {
  const { data: opened } = await octokit.issues.create({ ...gitops, title: 'T', body: 'B', labels: ['wish'] })
  const issue = { ...gitops, issue_number: opened.number }
  const { data: comment } = await octokit.issues.createComment({ ...issue, body: 'hi' })
  const at = { ...gitops, comment_id: comment.id }
  await octokit.issues.updateComment({ ...at, body: 'ho' })
  await octokit.issues.getComment(at)
  await octokit.issues.listComments({ ...issue, per_page: 1, since: '2026-01-01T00:00:00Z' })
  await octokit.issues.addLabels({ ...issue, labels: ['a', 'b'] })
  await octokit.issues.listLabelsOnIssue(issue)
  await octokit.issues.setLabels({ ...issue, labels: ['a', 'z'] })
  await octokit.issues.removeLabel({ ...issue, name: 'a' })
  await octokit.issues.createLabel({ ...gitops, name: 'made', color: 'ff0000' })
  await octokit.issues.getLabel({ ...gitops, name: 'made' })
  await octokit.issues.listLabelsForRepo(gitops)
  await octokit.issues.update({ ...issue, title: 'T2', body: 'B2', labels: ['c'] })
  await octokit.issues.update({ ...issue, state: 'closed', state_reason: 'not_planned' })
  await octokit.issues.get(issue)
  await octokit.issues.listForRepo({ ...gitops, state: 'all', labels: 'c', since: '2026-01-01T00:00:00Z' })
  await octokit.issues.deleteComment(at)
  await statusOf(octokit.issues.getComment(at))
  await statusOf(octokit.issues.removeLabel({ ...issue, name: 'nowhere' }))
  await statusOf(octokit.issues.createLabel({ ...gitops, name: 'made' }))
  await statusOf(octokit.issues.createComment({ ...issue, body: 'x'.repeat(70_000) }))
  const reader = octokitOf(sandbox, sandbox.githubToken('acme/gitops', { issues: 'read' }))
  await statusOf(reader.issues.createComment({ ...issue, body: 'no' }))
  await statusOf(octokitOf(sandbox, 'nobody').issues.get(issue))
}

async function driveGit(octokit: Octokit): Promise<void> {
  const { data: main } = await octokit.git.getRef({ ...gitops, ref: 'heads/main' })
  const { data: blob } = await octokit.git.createBlob({ ...gitops, content: 'eA==', encoding: 'base64' })
  await octokit.git.getBlob({ ...gitops, file_sha: blob.sha })
  await octokit.repos.createDispatchEvent({ ...gitops, event_type: 'merged', client_payload: { issue: 1 } })
  await octokit.repos.downloadTarballArchive({ ...gitops, ref: 'main' })
  await statusOf(octokit.repos.downloadTarballArchive({ ...gitops, ref: 'nowhere' }))
  await octokit.repos.listCommits({ ...gitops, sha: 'main', per_page: 1 })
  await statusOf(octokit.repos.listCommits({ ...gitops, sha: 'nowhere' }))
  const { data: tree } = await octokit.git.createTree({
    ...gitops,
    base_tree: main.object.sha,
    tree: [
      { path: 'x', mode: '100644', type: 'blob', content: 'x' },
      { path: 'y', mode: '100755', type: 'blob', sha: blob.sha },
      { path: 'README.md', mode: '100644', type: 'blob', sha: null },
    ],
  })
  await octokit.git.getTree({ ...gitops, tree_sha: tree.sha, recursive: '1' })
  const facts = { ...gitops, message: 'm', tree: tree.sha, parents: [main.object.sha] }
  const { data: commit } = await octokit.git.createCommit(facts)
  await octokit.git.getCommit({ ...gitops, commit_sha: commit.sha })
  await octokit.git.createRef({ ...gitops, ref: 'refs/heads/topic', sha: main.object.sha })
  await octokit.git.updateRef({ ...gitops, ref: 'heads/topic', sha: commit.sha, force: false })
  await octokit.git.listMatchingRefs({ ...gitops, ref: 'heads/to' })
  await octokit.repos.getCommit({ ...gitops, ref: commit.sha })
  await octokit.repos.compareCommitsWithBasehead({ ...gitops, basehead: 'main...topic' })
  await octokit.git.createRef({ ...gitops, ref: 'refs/heads/gone', sha: main.object.sha })
  await octokit.git.deleteRef({ ...gitops, ref: 'heads/gone' })
  await statusOf(octokit.git.deleteRef({ ...gitops, ref: 'heads/gone' }))
  await statusOf(octokit.git.createRef({ ...gitops, ref: 'refs/heads/topic', sha: main.object.sha }))
  await statusOf(octokit.git.updateRef({ ...gitops, ref: 'heads/topic', sha: main.object.sha }))
  await statusOf(octokit.git.getRef({ ...gitops, ref: 'heads/nowhere' }))
  await statusOf(
    octokit.git.createTree({ ...gitops, tree: [{ path: '../x', mode: '100644', content: 'x' }] }),
  )
  await statusOf(octokit.repos.getCommit({ ...gitops, ref: 'nowhere' }))
  await octokit.repos.getContent({ ...gitops, path: 'README.md' })
  await octokit.repos.getContent({ ...gitops, path: 'clusters/dev', ref: 'main' })
  await statusOf(octokit.repos.getContent({ ...gitops, path: 'nowhere' }))
  const put = { ...gitops, path: 'put.txt', message: 'm', content: 'eA==', branch: 'topic' }
  const { data: written } = await octokit.repos.createOrUpdateFileContents(put)
  await octokit.repos.createOrUpdateFileContents({ ...put, sha: written.content?.sha ?? '' })
  await statusOf(octokit.repos.createOrUpdateFileContents({ ...put, sha: '0'.repeat(40) }))
}

async function drivePulls(sandbox: Sandbox, octokit: Octokit): Promise<void> {
  const open = { ...gitops, title: 'T', head: 'topic', base: 'main', body: 'B' }
  const { data: pull } = await octokit.pulls.create(open)
  await statusOf(octokit.pulls.create(open))
  const at = { ...gitops, pull_number: pull.number }
  await octokit.issues.addLabels({ ...gitops, issue_number: pull.number, labels: ['wish'] })
  await octokit.pulls.update({ ...at, title: 'T2', body: 'B2' })
  await octokit.pulls.get(at)
  await octokit.pulls.list({ ...gitops, head: 'acme:topic', state: 'open' })
  await octokit.pulls.listFiles(at)
  await octokit.pulls.listCommits(at)
  await statusOf(octokit.pulls.checkIfMerged(at))
  await driveChecks(sandbox, octokit, pull.head.sha)
  await octokit.issues.get({ ...gitops, issue_number: pull.number })
  await statusOf(octokit.pulls.merge({ ...at, sha: '0'.repeat(40) }))
  await octokit.pulls.merge({
    ...at,
    sha: pull.head.sha,
    merge_method: 'squash',
    commit_title: 't',
    commit_message: 'm',
  })
  await octokit.pulls.checkIfMerged(at)
  await statusOf(octokit.pulls.merge(at))
  await octokit.pulls.get(at)
  await octokit.pulls.list({ ...gitops, state: 'all' })
}

async function driveChecks(sandbox: Sandbox, octokit: Octokit, head: string): Promise<void> {
  const { data: run } = await octokit.checks.create({
    ...gitops,
    name: 'plan',
    head_sha: head,
    status: 'in_progress',
  })
  const output = { title: 'T', summary: 'S', text: 'X' }
  const at = { ...gitops, check_run_id: run.id }
  await octokit.checks.update({ ...at, conclusion: 'success', external_id: 'd', output })
  await octokit.checks.get(at)
  await octokit.checks.listForRef({ ...gitops, ref: head, check_name: 'plan', filter: 'all' })
  const token = sandbox.githubToken('acme/gitops', { statuses: 'write' })
  const status = { ...gitops, sha: head, state: 'success' as const, context: 'ci', description: 'd' }
  await octokitOf(sandbox, token).repos.createCommitStatus(status)
  await statusOf(
    octokitOf(sandbox, sandbox.userToken('bob')).checks.create({ ...gitops, name: 'x', head_sha: head }),
  )
}

/** A second repository with every rule that a ruleset of the sandbox can hold, and a workflow. */
function withGuarded(seed: SandboxSeed): SandboxSeed {
  const guarded: SeedRepository = {
    owner: 'acme',
    name: 'guarded',
    files: new Map([['.github/workflows/issueops.yml', 'on: issues\n']]),
    collaborators: { carol: 'admin' },
    protection: {
      requiredChecks: ['ci', { name: 'issueops / approved', app: 4242 }],
      requiredReviews: 1,
      mergeQueue: true,
      ledger: { restrictUpdates: true, bypass: [4242] },
    },
    settings: { workflowStates: { '.github/workflows/issueops.yml': 'disabled_manually' } },
  }
  return { ...seed, repositories: [...seed.repositories, guarded] }
}

async function driveSettings(sandbox: Sandbox): Promise<void> {
  const guarded = { owner: 'acme', repo: 'guarded' }
  const carol = octokitOf(sandbox, sandbox.userToken('carol'))
  const token = sandbox.githubToken('acme/guarded', { contents: 'read' })
  const reader = octokitOf(sandbox, token)
  for (const octokit of [carol, reader]) {
    for (const branch of ['main', 'issueops/ledger', 'nowhere']) {
      const { data } = await octokit.repos.getBranchRules({ ...guarded, branch, per_page: 100 })
      for (const { ruleset_id: id } of data) {
        await octokit.repos.getRepoRuleset({ ...guarded, ruleset_id: id ?? 0 })
      }
      await statusOf(octokit.repos.getBranch({ ...guarded, branch }))
      await statusOf(octokit.repos.getBranchProtection({ ...guarded, branch }))
    }
    await statusOf(octokit.repos.getRepoRuleset({ ...guarded, ruleset_id: 7 }))
    await statusOf(octokit.actions.getGithubActionsDefaultWorkflowPermissionsRepository(guarded))
    await statusOf(octokit.actions.listRepoWorkflows({ ...guarded, per_page: 100 }))
  }
}

/** What systems say of a commit. */
async function driveSignals(sandbox: Sandbox): Promise<void> {
  const token = sandbox.githubToken('acme/gitops', { statuses: 'write', deployments: 'write' })
  const octokit = octokitOf(sandbox, token)
  const main = (await sandbox.repository('acme/gitops').branches()).get('main') ?? ''
  const status = { ...gitops, sha: main, context: 'ci' }
  await octokit.repos.createCommitStatus({ ...status, state: 'success', target_url: 'https://example.com' })
  await statusOf(
    octokit.repos.createCommitStatus({ ...status, state: 'success', description: 'x'.repeat(141) }),
  )
  for (const ref of [main, 'main', 'nowhere']) {
    await statusOf(octokit.repos.getCombinedStatusForRef({ ...gitops, ref }))
    await statusOf(octokit.repos.listCommitStatusesForRef({ ...gitops, ref }))
  }
  for (const environment of ['staging', 'production']) {
    const made = { ...gitops, ref: 'main', environment, auto_merge: false, required_contexts: [] }
    const { data } = await octokit.repos.createDeployment(made)
    const at = { ...gitops, deployment_id: 'id' in data ? data.id : 0 }
    await octokit.repos.createDeploymentStatus({ ...at, state: 'in_progress' })
    await octokit.repos.createDeploymentStatus({ ...at, state: 'success', log_url: 'https://example.com' })
    await octokit.repos.getDeployment(at)
    await octokit.repos.listDeploymentStatuses(at)
  }
  await octokit.repos.listDeployments({ ...gitops, environment: 'staging' })
  await statusOf(octokit.repos.createDeployment({ ...gitops, ref: 'nowhere' }))
  await statusOf(octokit.repos.getDeployment({ ...gitops, deployment_id: 7 }))
  const nobody = octokitOf(sandbox, sandbox.githubToken('acme/gitops', { contents: 'read' }))
  await statusOf(nobody.repos.listDeployments(gitops))
}

async function drivePeople(sandbox: Sandbox): Promise<void> {
  const octokit = octokitOf(sandbox, githubToken(sandbox))
  await octokit.repos.get(gitops)
  await octokit.rateLimit.get()
  await statusOf(octokit.users.getAuthenticated())
  for (const username of ['alice', 'bob', 'eve', 'nobody']) {
    await statusOf(octokit.repos.getCollaboratorPermissionLevel({ ...gitops, username }))
  }
  const bob = octokitOf(sandbox, sandbox.userToken('bob'))
  await bob.users.getAuthenticated()
  await bob.repos.get(gitops)
  for (const username of ['alice', 'eve', 'nobody']) {
    await statusOf(bob.repos.checkCollaborator({ ...gitops, username }))
    await statusOf(bob.orgs.checkMembershipForUser({ org: 'acme', username }))
  }
  await statusOf(bob.orgs.checkMembershipForUser({ org: 'acme', username: 'carol' }))
  const team = { org: 'acme', team_slug: 'platform' }
  await bob.teams.getByName(team)
  await bob.teams.listMembersInOrg(team)
  await bob.teams.getMembershipForUserInOrg({ ...team, username: 'bob' })
  await statusOf(bob.teams.getMembershipForUserInOrg({ ...team, username: 'alice' }))
  await statusOf(octokit.teams.getByName(team))
}
