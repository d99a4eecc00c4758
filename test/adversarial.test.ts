import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readLedger } from '../src/cli/read-ledger.js'
import { actOut } from '../src/cli/simulate/act-out.js'
import { openToolkit } from '../src/cli/simulate/open-toolkit.js'
import { readStory } from '../src/cli/simulate/read-story.js'
import { seedOf } from '../src/cli/simulate/seed-of.js'
import type { Story } from '../src/cli/simulate/story.js'
import { verifyLedger } from '../src/core/ledger/verify-ledger.js'
import { connect } from '../src/github/connect.js'
import { createReader } from '../src/github/reader.js'
import { createWriter, type Writer } from '../src/github/writer.js'
import { issueNumber } from '../src/model/ids.js'
import { reconcile } from '../src/reconcile.js'
import { createSandbox, type Sandbox } from '../src/sandbox/create-sandbox.js'
import type { SeenRequest } from '../src/sandbox/faults.js'
import { appOf } from './toolkit-app.js'

const happyPath: Story = { ...readStory('test/scenarios/happy-path'), ledger: 'unprotected' }
const name = 'acme/platform'
const branch = 'issueops/1-namespace'

let sandbox: Sandbox
let run: ReturnType<typeof openToolkit>

async function begin(story: Story = happyPath): Promise<void> {
  sandbox = await createSandbox(seedOf(story))
  run = openToolkit(sandbox, story)
  const [files] = story.steps
  if (files === undefined) throw new Error('the story is empty')
  await actOut(sandbox, story, files, 1)
}

beforeEach(() => begin())
afterEach(() => sandbox.close())

function merged(): boolean {
  return sandbox
    .repository(name)
    .pulls()
    .some(({ pull }) => pull?.merged !== null)
}

/** The files of the branch as the toolkit proposed them. */
async function planned(): Promise<Record<string, string>> {
  const view = sandbox.repository(name)
  const paths = ['clusters/dev/kustomization.yaml', 'clusters/dev/namespaces/payments.yaml']
  const texts = await Promise.all(
    paths.map(async (path) => [path, (await view.fileAt(branch, path)) ?? ''] as const),
  )
  return Object.fromEntries(texts)
}

/** Replaces the head of the branch by a commit of carol's on main. */
async function replaceHead(files: Readonly<Record<string, string | null>>, message: string): Promise<void> {
  const carol = sandbox.as('carol')
  const commit = await carol.pushCommit(name, 'elsewhere', files, message)
  await carol.forcePush(name, branch, commit)
}

test('a head with the planned files under another message is somebody’s work, and is not adopted', async () => {
  await run()
  await replaceHead(await planned(), 'Apply request namespace of issue 1\n\n[skip ci] Fixes #99')
  expect((await run()).reasons).toEqual(['state/foreign-commits'])
  await sandbox.as('bob').comment(name, 1, '/approve')
  await run()
  expect(merged()).toBe(false)
})

test('a deletion that GitHub shows as a rename does not hide behind the plan', async () => {
  await run()
  await replaceHead({ ...(await planned()), 'clusters/dev/namespaces/search.yaml': null }, 'Tidy up')
  expect((await run()).reasons).toEqual(['state/foreign-commits'])
  await sandbox.as('bob').comment(name, 1, '/approve')
  await run()
  expect(merged()).toBe(false)
})

test('a head that copies parent and message of ours but holds one file more or less is not adopted', async () => {
  await run()
  const [ours] = await sandbox.repository(name).log(branch)
  const more = { ...(await planned()), 'clusters/dev/namespaces/search.yaml': null }
  await replaceHead(more, ours?.message ?? '')
  const { reasons, outcomes } = await run()
  expect(reasons).toEqual(['state/foreign-commits'])
  expect(outcomes.filter(({ key }) => key.startsWith('publish-plan'))).toEqual([])
})

test('a head that copies message and files of ours on top of somebody’s empty commit is not adopted', async () => {
  await run()
  const [ours] = await sandbox.repository(name).log(branch)
  const files = await planned()
  await sandbox.as('carol').pushCommit(name, 'elsewhere', {}, 'Fixes #99')
  await replaceHead(files, ours?.message ?? '')
  const { reasons, outcomes } = await run()
  expect(reasons).toEqual(['state/foreign-commits'])
  expect(outcomes.filter(({ key }) => key.startsWith('publish-plan'))).toEqual([])
})

test('a head that copies parent, message and files of ours is as good as ours: published anew, the very same plan keeps its approval', async () => {
  await run()
  const [ours] = await sandbox.repository(name).log(branch)
  await sandbox.as('bob').comment(name, 1, '/approve')
  await replaceHead(await planned(), ours?.message ?? '')
  const { state, outcomes } = await run()
  expect(state).toBe('merged')
  expect(outcomes.filter(({ key }) => key.startsWith('publish-plan'))).toHaveLength(1)
  expect(await recorded()).toEqual(['proposed', 'proposed', 'approved', 'merged'])
})

test('an approval does not outlive a push of other commits, also when a copy of ours stands there again', async () => {
  await run()
  const [ours] = await sandbox.repository(name).log(branch)
  await sandbox.as('carol').pushCommit(name, branch, { 'clusters/prod/shadow.yaml': 'x: 1\n' }, 'One more')
  await sandbox.as('bob').comment(name, 1, '/approve')
  await replaceHead(await planned(), ours?.message ?? '')
  expect(await run()).toMatchObject({ state: 'awaiting-approval', reasons: ['approval/missing'] })
  const told = sandbox
    .repository(name)
    .issue(1)
    ?.comments.some(({ body }) => body.includes('the commit of the pull request was replaced'))
  expect({ told, merged: merged() }).toEqual({ told: true, merged: false })
})

test('a pull request pointed at another branch is not merged there', async () => {
  await run()
  await sandbox.as('carol').pushCommit(name, 'release', { 'r.txt': 'r\n' }, 'Release')
  const answer = await fetch(`${sandbox.url}/repos/${name}/pulls/2`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${sandbox.userToken('carol')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ base: 'release' }),
  })
  expect(answer.status).toBe(200)
  await sandbox.as('bob').comment(name, 1, '/approve')
  expect((await run()).reasons).toEqual(['state/pull-retargeted'])
  expect(merged()).toBe(false)
})

test('a comment edited into a rejection ends nothing: it holds, its editor is named, and its author is told', async () => {
  await run()
  const bob = sandbox.as('bob')
  const comment = await bob.comment(name, 1, 'Hm.')
  await sandbox.as('carol').editComment(name, comment, '/reject no')
  expect(await run()).toMatchObject({ state: 'held', reasons: ['state/comment-tampered'] })
  const replies =
    sandbox
      .repository(name)
      .issue(1)
      ?.comments.map(({ body }) => body) ?? []
  expect(replies.filter((body) => body.includes('command/edited-comment'))).toHaveLength(1)
})

test('a comment that its own author edits into a stop holds while it stands there, and takes nothing back', async () => {
  await run()
  const bob = sandbox.as('bob')
  const comment = await bob.comment(name, 1, 'Hm.')
  await bob.editComment(name, comment, '/unapprove')
  expect(await run()).toMatchObject({ state: 'held', reasons: ['state/edited-stop'] })
  await bob.editComment(name, comment, 'Hm.')
  expect((await run()).state).toBe('awaiting-approval')
})

test.each([
  ['/hold', '/reject no budget'],
  ['/unhold', '/hold'],
])(
  'a comment the ledger has as %s, which its author edits into %s after the release, holds anew',
  async (recorded, stop) => {
    await run()
    const bob = sandbox.as('bob')
    const said = new Map<string, number>()
    for (const command of ['/hold', '/unhold']) {
      said.set(command, await bob.comment(name, 1, command))
      await run()
    }
    await bob.editComment(name, said.get(recorded) ?? 0, stop)
    await sandbox.as('carol').comment(name, 1, '/approve')
    expect(await run()).toMatchObject({ state: 'held', reasons: ['state/edited-stop'] })
    await bob.comment(name, 1, '/unhold')
    expect((await run()).state).toBe('merged')
  },
)

test('whoever edits the toolkit’s status comment is named when it is written anew, once for each edit', async () => {
  await run()
  const status = () =>
    sandbox
      .repository(name)
      .issue(1)
      ?.comments.find(({ body }) => body.startsWith('<!-- issueops:status -->'))
  const notes = () =>
    (sandbox.repository(name).issue(1)?.comments ?? []).filter(({ body }) =>
      body.includes('issueops:rewritten'),
    )
  const before = status()
  if (before === undefined) throw new Error('there is no status comment')
  await sandbox.as('carol').editComment(name, before.id, '<!-- issueops:status -->\nApproved by everybody.')
  await run()
  expect(status()?.body).toBe(before.body)
  expect(notes().map(({ body }) => body.split('\n')[1])).toEqual([
    "@carol edited the status comment of the toolkit. It is written anew; what it said in between was not the toolkit's word, and decided nothing.",
  ])
  expect((await run()).outcomes).toEqual([])
  await sandbox.as('bob').comment(name, 1, '/approve')
  await run()
  expect(notes()).toHaveLength(1)
})

test('a merge by hand of more than the plan is recorded and shown as what it is', async () => {
  await run()
  const carol = sandbox.as('carol')
  await carol.pushCommit(name, branch, { 'clusters/prod/shadow.yaml': 'x: 1\n' }, 'One more')
  await carol.mergePull(name, 2)
  expect(await run()).toMatchObject({ state: 'failed', reasons: ['state/failed'] })
  const view = sandbox.repository(name)
  const status = view.issue(1)?.comments.find(({ body }) => body.startsWith('<!-- issueops:status -->'))?.body
  expect(status).toContain('❌ Kubernetes namespace: failed')
  expect(status).toContain('these differ: clusters/prod/shadow.yaml')
  const verified = verifyLedger(readLedger(view.gitDir, 'refs/heads/issueops/ledger') ?? [])
  expect(verified.findings.map(({ code }) => code)).toEqual([
    'ledger/merge-without-approval',
    'ledger/tree-mismatch',
  ])
})

test('a rejection by somebody whose team cannot be seen is not passed over by another’s approval', async () => {
  await sandbox.close()
  const people = new Map([...happyPath.people, ['dave', 'maintain'] as const])
  await begin({ ...happyPath, people, token: 'github-token' })
  await run()
  await sandbox.as('carol').comment(name, 1, '/reject not this quarter')
  await sandbox.as('dave').comment(name, 1, '/approve')
  expect(await run()).toMatchObject({ state: 'held', reasons: ['state/rejection-unknown'] })
  expect(merged()).toBe(false)
})

test('a file somebody pushed into the ledger stops the request, and no record is ever written over', async () => {
  await run()
  const ledger = 'issueops/ledger'
  await sandbox
    .as('carol')
    .pushCommit(name, ledger, { 'issues/00/1/0002.json': '{"decision":"approved"}\n' }, 'Help')
  const before = (await sandbox.repository(name).branches()).get(ledger)
  await sandbox.as('bob').comment(name, 1, '/approve')
  expect((await run()).reasons).toEqual(['state/ledger-unreadable'])
  await sandbox.as('alice').closeIssue(name, 1)
  await run()
  expect((await sandbox.repository(name).branches()).get(ledger)).toBe(before)
  expect(merged()).toBe(false)
})

test('when somebody deletes the ledger, it begins anew and what was published counts from then on', async () => {
  await run()
  await sandbox.as('carol').deleteBranch(name, 'issueops/ledger')
  await sandbox.as('bob').comment(name, 1, '/approve')
  expect((await run()).state).toBe('awaiting-approval')
  expect(merged()).toBe(false)
  await sandbox.as('bob').comment(name, 1, '/approve')
  expect((await run()).state).toBe('merged')
})

test('a publication made up later with an older time revives no approval', async () => {
  await run()
  const view = sandbox.repository(name)
  await sandbox.as('bob').comment(name, 1, '/approve')
  const head = (await view.branches()).get(branch)
  const token = sandbox.appToken({
    slug: 'acme-issueops',
    id: 4242,
    repositories: [name],
    permissions: { checks: 'write' },
  })
  await fetch(`${sandbox.url}/repos/${name}/check-runs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'IssueOps plan',
      head_sha: head,
      external_id: 'ab'.repeat(32),
      status: 'completed',
      conclusion: 'neutral',
      completed_at: '2026-11-20T09:00:00Z',
    }),
  })
  expect((await run()).state).toBe('awaiting-approval')
  expect(merged()).toBe(false)
})

test('whoever may not ask gets one answer, however many commands they write', async () => {
  await sandbox.close()
  await begin({
    ...happyPath,
    visibility: 'public',
    people: new Map([...happyPath.people, ['alice', 'none'] as const]),
  })
  const alice = sandbox.as('alice')
  for (let count = 1; count <= 30; count += 1) await alice.comment(name, 1, '/approve please')
  expect((await run()).reasons).toEqual(['state/requester-not-permitted'])
  expect((await run()).outcomes).toEqual([])
  const answers = sandbox
    .repository(name)
    .issue(1)
    ?.comments.filter(({ author }) => author.endsWith('[bot]'))
  expect(answers).toHaveLength(1)
})

test('a crowd of approvals by strangers neither outgrows the status comment nor costs a call each', async () => {
  await sandbox.close()
  await begin({
    ...happyPath,
    visibility: 'public',
    people: new Map([...happyPath.people, ['alice', 'triage'] as const]),
  })
  await run()
  const mallory = sandbox.as('alice')
  for (let count = 1; count <= 120; count += 1) await mallory.comment(name, 1, '/approve')
  const { cost } = await sandbox.measure(run)
  expect(cost.reads).toBeLessThanOrEqual(4)
  const status = sandbox
    .repository(name)
    .issue(1)
    ?.comments.find(({ body }) => body.startsWith('<!-- issueops:status -->'))
  expect(status?.body.length).toBeLessThan(10_000)
  expect((await run()).outcomes).toEqual([])
})

test('an end that was cut off is shown and closed by the next run, and a reopened issue is then left open', async () => {
  await run()
  await sandbox.as('alice').closeIssue(name, 1)
  await sandbox.as('bob').reopenIssue(name, 1)
  await sandbox.as('bob').comment(name, 1, '/approve')
  await run()
  const view = sandbox.repository(name)
  expect(view.issue(1)?.state).toBe('closed')
  await sandbox.as('bob').reopenIssue(name, 1)
  await run()
  expect(view.issue(1)?.state).toBe('open')
})

test('what GitHub does not permit is told on the issue too, once', async () => {
  await sandbox.close()
  const story: Story = { ...happyPath, token: 'github-token' }
  const seed = seedOf(story)
  sandbox = await createSandbox({
    ...seed,
    repositories: seed.repositories.map((each) => ({
      ...each,
      settings: { actionsMayCreatePullRequests: false },
    })),
  })
  run = openToolkit(sandbox, story)
  const [files] = story.steps
  if (files !== undefined) await actOut(sandbox, story, files, 1)
  await expect(run()).rejects.toThrow('not permitted to create or approve pull requests')
  await expect(run()).rejects.toThrow()
  const comments =
    sandbox
      .repository(name)
      .issue(1)
      ?.comments.map(({ body }) => body) ?? []
  expect(comments).toHaveLength(1)
  expect(comments[0]).toContain('GitHub did not let the toolkit open a pull request.')
  expect(comments[0]).toContain('state/github-refused')
})

test.each([
  [
    'the target branch moved on',
    () => sandbox.as('carol').pushCommit(name, 'main', { 'other.txt': 'x\n' }, 'More'),
  ],
  [
    'the request was edited',
    async () => {
      const body = sandbox.repository(name).issue(1)?.body ?? ''
      await sandbox.as('alice').editIssue(name, 1, { body: body.replaceAll('payments', 'ledgers') })
    },
  ],
])(
  'a branch of a run that could not open its pull request is the toolkit’s own, also after %s',
  async (_, act) => {
    const opens = ({ method, path }: SeenRequest) => method === 'POST' && path.endsWith('/pulls')
    sandbox.faults.inject({ kind: 'error', status: 500, landed: false }, opens, Number.POSITIVE_INFINITY)
    await expect(run()).rejects.toThrow()
    sandbox.faults.clear()
    await act()
    expect(await run()).toMatchObject({ state: 'awaiting-approval', reasons: ['approval/missing'] })
    await sandbox.as('bob').comment(name, 1, '/approve')
    expect((await run()).state).toBe('merged')
  },
)

test('a commit of somebody’s that copies the toolkit’s message for another plan is still theirs', async () => {
  await run()
  const [ours] = await sandbox.repository(name).log(branch)
  await sandbox.as('carol').pushCommit(name, 'main', { 'other.txt': 'x\n' }, 'More')
  await replaceHead({ 'mine.txt': 'x\n' }, ours?.message ?? '')
  expect((await run()).reasons).toEqual(['state/foreign-commits'])
})

/** The newest word of the gate on the head of the branch, or null. */
async function gate(): Promise<string | null> {
  const runs = await sandbox.repository(name).checkRuns(branch)
  return runs.findLast((run) => run.name === 'issueops / approved' && run.app === 4242)?.conclusion ?? null
}

async function passCheck(check: string, slug = 'acme-ci', id = 4343): Promise<void> {
  const head = (await sandbox.repository(name).branches()).get(branch)
  const token = sandbox.appToken({ slug, id, repositories: [name], permissions: { checks: 'write' } })
  const answer = await fetch(`${sandbox.url}/repos/${name}/check-runs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      name: check,
      head_sha: head,
      conclusion: 'success',
      external_id: 'ab'.repeat(32),
    }),
  })
  expect(answer.status).toBe(201)
}

const gated = readStory('test/scenarios/gate-taken-back')
const auto = readStory('test/scenarios/merge-auto')

test('the requester approves on the bot’s pull request, and the gate stays closed', async () => {
  await sandbox.close()
  const people = new Map([...gated.people, ['alice', 'write'] as const])
  await begin({ ...gated, people, requiredReviews: 1 })
  await run()
  await sandbox.as('alice').approvePull(name, 2)
  await passCheck('kubeconform')
  expect(await run()).toMatchObject({ state: 'awaiting-approval', outcomes: [] })
  expect(await gate()).toBe(null)
  await expect(sandbox.as('alice').mergePull(name, 2)).rejects.toThrow('issueops / approved')
})

test('a gate that another app makes up opens nothing, and the toolkit leaves it alone', async () => {
  await sandbox.close()
  await begin(gated)
  await run()
  await passCheck('issueops / approved')
  await passCheck('kubeconform')
  expect(await run()).toMatchObject({ state: 'awaiting-approval', outcomes: [] })
  await expect(sandbox.as('carol').mergePull(name, 2)).rejects.toThrow('issueops / approved')
})

test('a gate that speaks in the toolkit’s own name without an approval is closed', async () => {
  await sandbox.close()
  await begin(gated)
  await run()
  await passCheck('issueops / approved', 'acme-issueops', 4242)
  expect(await gate()).toBe('success')
  await run()
  expect(await gate()).toBe('action_required')
})

test.each([
  ['an approval that was edited', (id: number) => sandbox.as('bob').editComment(name, id, '/approve!')],
  ['an approval that was deleted', (id: number) => sandbox.as('bob').deleteComment(name, id)],
  ['a rejection', () => sandbox.as('carol').comment(name, 1, '/reject no')],
  ['a withdrawal', () => sandbox.as('alice').comment(name, 1, '/withdraw')],
  ['the closed issue', () => sandbox.as('alice').closeIssue(name, 1)],
  [
    'an edit that leaves nothing valid',
    () => sandbox.as('alice').editIssue(name, 1, { body: 'Never mind.' }),
  ],
])('%s closes the gate', async (_, act) => {
  await sandbox.close()
  await begin(gated)
  await run()
  const approval = await sandbox.as('bob').comment(name, 1, '/approve')
  await run()
  expect(await gate()).toBe('success')
  const head = (await sandbox.repository(name).branches()).get(branch) ?? ''
  await act(approval)
  await run()
  const runs = await sandbox.repository(name).checkRuns(head)
  expect(runs.findLast((each) => each.name === 'issueops / approved')).toMatchObject({
    conclusion: 'action_required',
  })
  expect((await run()).outcomes).toEqual([])
})

test('a head that was approved once and is pushed back finds its gate closed', async () => {
  await sandbox.close()
  await begin(gated)
  await run()
  const approved = (await sandbox.repository(name).branches()).get(branch) ?? ''
  await sandbox.as('bob').comment(name, 1, '/approve')
  await run()
  const carol = sandbox.as('carol')
  await carol.pushCommit(name, branch, { 'clusters/prod/shadow.yaml': 'x: 1\n' }, 'One more')
  expect((await run()).reasons).toEqual(['state/foreign-commits'])
  await carol.forcePush(name, branch, approved)
  expect(await gate()).toBe('action_required')
  await passCheck('kubeconform')
  await expect(carol.mergePull(name, 2)).rejects.toThrow('issueops / approved')
})

test('auto-merge that a person turns on before the approval is called off', async () => {
  await sandbox.close()
  await begin({ ...auto, requiredChecks: ['kubeconform'] })
  await run()
  await sandbox.as('carol').enableAutoMerge(name, 2)
  await run()
  await passCheck('kubeconform')
  expect(merged()).toBe(false)
})

test('GitHub’s auto-merge that is faster than the toolkit after an edit is told as what it is', async () => {
  await sandbox.close()
  await begin(auto)
  await run()
  await sandbox.as('bob').comment(name, 1, '/approve')
  expect((await run()).reasons).toEqual(['merge/auto-merge'])
  await sandbox.as('alice').editIssue(name, 1, { body: 'Never mind.' })
  await passCheck('kubeconform')
  expect(merged()).toBe(true)
  await run()
  const status = sandbox
    .repository(name)
    .issue(1)
    ?.comments.find(({ author }) => author.endsWith('[bot]'))?.body
  expect(status).toContain('merged, but not as approved')
  expect(status).toContain('The issue was edited after its approval and before the merge.')
})

test.each([
  ['bob', '/unapprove', 'bob took the approval back before the merge.'],
  ['carol', '/reject not now', 'carol rejected the request before the merge.'],
  ['alice', '/hold', 'alice put the request on hold before the merge.'],
])(
  'GitHub’s auto-merge that is faster than the toolkit after %s wrote %s is told as what it is',
  async (who, text, told) => {
    await sandbox.close()
    await begin(auto)
    await run()
    await sandbox.as('bob').comment(name, 1, '/approve')
    await run()
    await sandbox.as(who).comment(name, 1, text)
    await passCheck('kubeconform')
    expect(merged()).toBe(true)
    await run()
    const status = sandbox
      .repository(name)
      .issue(1)
      ?.comments.find(({ author }) => author.endsWith('[bot]'))?.body
    expect(status).toContain('merged, but not as approved')
    expect(status).toContain(told)
  },
)

test('where auto-merge is not allowed, the toolkit merges itself when the checks have passed', async () => {
  await sandbox.close()
  await begin({ ...auto, autoMergeAllowed: false })
  await run()
  await sandbox.as('bob').comment(name, 1, '/approve')
  expect((await run()).reasons).toEqual(['merge/blocked'])
  await passCheck('kubeconform')
  expect((await run()).state).toBe('merged')
})

const queued = readStory('test/scenarios/merge-queue')

test('a request whose approval is taken back leaves the merge queue', async () => {
  await sandbox.close()
  await begin(queued)
  await run()
  const approval = await sandbox.as('bob').comment(name, 1, '/approve')
  await run()
  const carol = sandbox.as('carol')
  await carol.advanceQueue(name)
  await run()
  await sandbox.as('bob').deleteComment(name, approval)
  await run()
  await carol.advanceQueue(name)
  await carol.advanceQueue(name)
  expect(merged()).toBe(false)
  expect((await run()).outcomes).toEqual([])
})

test('a request type that wants a merge queue where there is none says so and waits', async () => {
  await sandbox.close()
  await begin({ ...queued, mergeQueue: false })
  await run()
  await sandbox.as('bob').comment(name, 1, '/approve')
  expect(await run()).toMatchObject({ state: 'approved', reasons: ['merge/no-queue'] })
  expect(merged()).toBe(false)
})

/** A run in which bob takes his approval back, and another run sees that, while the gate is being opened. */
async function overtaken(story: Story): Promise<void> {
  await sandbox.close()
  await begin(story)
  await run()
  await sandbox.as('bob').comment(name, 1, '/approve')
  const token = appOf(sandbox)
  const octokit = connect({ apiUrl: sandbox.url, token })
  const writer = createWriter(octokit, story.repository)
  let late = false
  const slow: Writer = {
    ...writer,
    at: () => slow,
    createCheckRun: async (check) => {
      if (check.conclusion === 'success' && !late) {
        late = true
        // The other run begins once the approval is recorded.
        for (let wait = 0; wait < 100 && !(await recorded()).includes('approved'); wait += 1) await sleep(20)
        await sandbox.as('bob').comment(name, 1, '/unapprove')
        expect((await run()).reasons).toEqual(['approval/missing'])
      }
      return writer.createCheckRun(check)
    },
  }
  await reconcile(createReader(octokit, story.repository), slow, issueNumber(1))
  expect(late).toBe(true)
}

test('a run that opens the gate while another takes the approval back does not leave it open', async () => {
  await overtaken(gated)
  expect(await recorded()).toEqual(['proposed', 'approved', 'revoked'])
  expect(await gate()).toBe('action_required')
  expect((await run()).outcomes).toEqual([])
})

test('a run that opens the gate while another takes the approval back does not merge then', async () => {
  await overtaken(readStory('test/scenarios/gate-required'))
  expect(merged()).toBe(false)
  expect(await recorded()).toEqual(['proposed', 'approved', 'revoked'])
  expect(await gate()).toBe('action_required')
})

async function recorded(): Promise<readonly string[]> {
  const { gitDir } = sandbox.repository(name)
  const { records } = verifyLedger(readLedger(gitDir, 'refs/heads/issueops/ledger') ?? [])
  return records.map(({ predicate }) => predicate.decision)
}

test('where the rule lets them, a requester who has the role approves their own request', async () => {
  await sandbox.close()
  const path = '.github/issueops/namespace.yml'
  const type = happyPath.files.get(path) ?? ''
  const own = type.replace(
    'from: [team:platform, role:maintain]',
    'from: [role:maintain]\n    not: [editors]',
  )
  const people = new Map([...happyPath.people, ['alice', 'maintain'] as const])
  await begin({ ...happyPath, people, files: new Map([...happyPath.files, [path, own]]) })
  await run()
  await sandbox.as('alice').comment(name, 1, '/approve')
  expect((await run()).state).toBe('merged')
})
