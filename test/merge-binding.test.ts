import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readLedger } from '../src/cli/read-ledger.js'
import { actOut } from '../src/cli/simulate/act-out.js'
import { openToolkit } from '../src/cli/simulate/open-toolkit.js'
import { readStory } from '../src/cli/simulate/read-story.js'
import { seedOf } from '../src/cli/simulate/seed-of.js'
import type { Story } from '../src/cli/simulate/story.js'
import { verifyLedger } from '../src/core/ledger/verify-ledger.js'
import { connect } from '../src/github/connect.js'
import { createReader, type Reader } from '../src/github/reader.js'
import { createWriter, type Writer } from '../src/github/writer.js'
import { issueNumber } from '../src/model/ids.js'
import { type Reconciled, reconcile } from '../src/reconcile.js'
import { createSandbox, type Sandbox } from '../src/sandbox/create-sandbox.js'
import { call } from './cli/output.js'

/** What the merge binds, and what is found out after it: things that people do while it is running. */
const story = readStory('test/scenarios/happy-path')
const name = 'acme/platform'

let sandbox: Sandbox
let run: ReturnType<typeof openToolkit>

async function begin(played: Story): Promise<void> {
  const seed = seedOf(played)
  // Whoever administers may push past the rules, so that something can come first.
  const repositories = seed.repositories.map((each) => ({
    ...each,
    protection: { ...each.protection, administratorsBypass: true },
  }))
  sandbox = await createSandbox({ ...seed, repositories })
  run = openToolkit(sandbox, played)
  const [files] = played.steps
  if (files === undefined) throw new Error('the story is empty')
  await actOut(sandbox, played, files, 1)
  await run()
}

beforeEach(() => begin(story))
afterEach(() => sandbox.close())

type Deed = () => Promise<unknown>

interface Meanwhile {
  /** Directly before GitHub is asked to merge: after the last look. */
  readonly beforeMerge?: Deed
  /** Directly after GitHub has merged: before anything is looked at again. */
  readonly afterMerge?: Deed
  /** Directly after a record is written, and before the look that comes before the merge. */
  readonly afterRecord?: Deed
  /** Directly after the issue and its details were read for the first time. */
  readonly afterLook?: Deed
  /** Directly before GitHub is told to merge by itself, at once or in its turn. */
  readonly beforeArming?: Deed
}

function ports(): { readonly reader: Reader; readonly writer: Writer } {
  const permissions = { contents: 'write', issues: 'write', pull_requests: 'write', checks: 'write' } as const
  const token = sandbox.appToken({
    slug: 'acme-issueops',
    id: 4242,
    repositories: [name],
    permissions: { ...permissions, members: 'read' },
  })
  const octokit = connect({ apiUrl: sandbox.url, token })
  return { reader: createReader(octokit, story.repository), writer: createWriter(octokit, story.repository) }
}

/** A run in which people act at the worst moments. */
async function runWhile({
  beforeMerge,
  afterMerge,
  afterRecord,
  afterLook,
  beforeArming,
}: Meanwhile): Promise<Reconciled> {
  const { reader, writer } = ports()
  const once = new Set<Deed>()
  const act = async (deed: Deed | undefined) => {
    if (deed === undefined || once.has(deed)) return
    once.add(deed)
    await deed()
  }
  const watched: Writer = {
    ...writer,
    at: () => watched,
    mergePull: async (number, merge) => {
      await act(beforeMerge)
      const commit = await writer.mergePull(number, merge)
      await act(afterMerge)
      return commit
    },
    addFiles: async (...file) => {
      const commit = await writer.addFiles(...file)
      await act(afterRecord)
      return commit
    },
    enableAutoMerge: async (pull, merge) => {
      await act(beforeArming)
      await writer.enableAutoMerge(pull, merge)
    },
    enqueuePull: async (pull, head) => {
      await act(beforeArming)
      return writer.enqueuePull(pull, head)
    },
  }
  let queries = 0
  const looking: Reader = {
    ...reader,
    at: () => looking,
    query: async (...asked) => {
      const answer = await reader.query(...asked)
      queries += 1
      if (queries === 2) await act(afterLook)
      return answer
    },
  }
  return reconcile(looking, watched, issueNumber(1))
}

async function retarget(base: string): Promise<void> {
  const answer = await fetch(`${sandbox.url}/repos/${name}/pulls/2`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${sandbox.userToken('carol')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ base }),
  })
  expect(answer.status).toBe(200)
}

/** A branch that begins where main is. */
async function branchOff(other: string): Promise<void> {
  const main = (await sandbox.repository(name).branches()).get('main') ?? ''
  await sandbox.as('carol').forcePush(name, other, main)
}

function records() {
  const { gitDir } = sandbox.repository(name)
  return verifyLedger(readLedger(gitDir, 'refs/heads/issueops/ledger') ?? [])
}

const codes = () => records().findings.map(({ code }) => code)
const lastMerge = () => records().records.at(-1)?.predicate.merge
const bodies = () =>
  sandbox
    .repository(name)
    .issue(1)
    ?.comments.filter(({ author }) => author.endsWith('[bot]'))
    .map(({ body }) => body) ?? []
const status = () => bodies().find((body) => body.startsWith('<!-- issueops:status -->')) ?? ''

test('a pull request pointed at another branch between the last look and the merge has failed, and is never told as merged', async () => {
  await branchOff('release')
  await sandbox.as('bob').comment(name, 1, '/approve')
  const { decision } = await runWhile({ beforeMerge: () => retarget('release') })
  expect(decision?.state).toBe('failed')
  expect(lastMerge()).toMatchObject({
    into: 'release',
    onTarget: false,
    exact: true,
    findings: ['It was merged into release instead of main.'],
  })
  expect(codes()).toEqual(['ledger/merged-elsewhere'])
  const commit = lastMerge()?.commit.slice(0, 12) ?? ''
  expect(status()).toContain('failed')
  expect(status()).toContain(`was merged into \`release\` as \`${commit}\``)
  expect(status()).toContain(`revert commit ${commit} on release`)
  expect(status()).toContain('issueops undo')
  const { state, labels } = sandbox.repository(name).issue(1) ?? {}
  expect({ state, labels }).toEqual({ state: 'open', labels: ['issueops:failed'] })
  expect((await run()).outcomes).toEqual([])
})

test('a pull request pointed at another branch before the last look is not merged', async () => {
  await branchOff('release')
  await sandbox.as('bob').comment(name, 1, '/approve')
  const { decision } = await runWhile({ afterRecord: () => retarget('release') })
  expect(decision?.reasons).toEqual(['state/pull-retargeted'])
  expect(sandbox.repository(name).pulls()[0]?.pull?.merged).toBe(null)
})

test('a merge that is pushed off its branch before it is looked at has failed', async () => {
  const main = (await sandbox.repository(name).branches()).get('main') ?? ''
  await sandbox.as('bob').comment(name, 1, '/approve')
  const { decision } = await runWhile({ afterMerge: () => sandbox.as('carol').forcePush(name, 'main', main) })
  expect(decision?.state).toBe('failed')
  expect(lastMerge()).toMatchObject({
    into: 'main',
    onTarget: false,
    findings: ['The merge commit does not stand on main any more.'],
  })
})

test('a merge after which others merge is merged: its branch leads to it', async () => {
  await sandbox.as('bob').comment(name, 1, '/approve')
  const { decision } = await runWhile({
    afterMerge: () => sandbox.as('carol').pushCommit(name, 'main', { 'other.txt': 'x\n' }, 'Something else'),
  })
  expect(decision?.state).toBe('merged')
  expect(lastMerge()).toMatchObject({ onTarget: true, exact: true, findings: [] })
})

test('a merge onto a base that changed meanwhile brings a tree nobody approved, and has failed', async () => {
  await sandbox.as('bob').comment(name, 1, '/approve')
  const path = 'clusters/dev/kustomization.yaml'
  const text = (await sandbox.repository(name).fileAt('main', path)) ?? ''
  const { decision } = await runWhile({
    beforeMerge: () => sandbox.as('carol').pushCommit(name, 'main', { [path]: `# ours\n${text}` }, 'A line'),
  })
  expect(decision?.state).toBe('failed')
  expect(lastMerge()).toMatchObject({ into: 'main', onTarget: true, exact: false })
  expect(codes()).toEqual(['ledger/tree-mismatch'])
  expect(status()).toContain(`these differ: ${path}`)
  expect(sandbox.repository(name).issue(1)?.state).toBe('open')
})

test('a closed issue of a failed request is left closed', async () => {
  await branchOff('release')
  await sandbox.as('bob').comment(name, 1, '/approve')
  await runWhile({ beforeMerge: () => retarget('release') })
  await sandbox.as('carol').closeIssue(name, 1)
  expect((await run()).outcomes).toEqual([])
  expect(sandbox.repository(name).issue(1)?.state).toBe('closed')
})

test.each<[string, () => Promise<unknown>, string]>([
  [
    '/reject',
    () => sandbox.as('carol').comment(name, 1, '/reject no'),
    'carol rejected the request before the merge.',
  ],
  [
    '/hold',
    () => sandbox.as('carol').comment(name, 1, '/hold wait'),
    'carol put the request on hold before the merge.',
  ],
  [
    '/unapprove',
    () => sandbox.as('bob').comment(name, 1, '/unapprove'),
    'bob took the approval back before the merge.',
  ],
  [
    '/withdraw',
    () => sandbox.as('alice').comment(name, 1, '/withdraw'),
    'alice withdrew the request before the merge.',
  ],
])(
  '%s between the last look and the merge is a finding of the merge, and its author is told',
  async (_, say, finding) => {
    await sandbox.as('bob').comment(name, 1, '/approve')
    expect((await runWhile({ beforeMerge: say })).decision?.state).toBe('merged')
    expect(lastMerge()).toMatchObject({ exact: true, onTarget: true, findings: [finding] })
    expect(codes()).toEqual(['ledger/merge-findings'])
    expect(status()).toContain('merged, but not as approved')
    expect(status()).toContain('To take it back, comment `/rollback`')
    const answers = bodies().filter((body) => body.startsWith('<!-- issueops:reply:'))
    expect(answers).toHaveLength(1)
    expect(answers[0]).toContain('came while the merge was running')
    expect(answers[0]).toContain('To take it back, comment /rollback with the reason')
    expect((await run()).outcomes).toEqual([])
  },
)

test.each<[string, () => Promise<unknown>, string]>([
  [
    'an edit',
    () => sandbox.as('alice').editIssue(name, 1, { body: 'Never mind.' }),
    'The issue was edited after its approval and before the merge.',
  ],
  ['a closing', () => sandbox.as('alice').closeIssue(name, 1), 'The issue was closed before the merge.'],
])('%s between the last look and the merge is a finding of the merge', async (_, act, finding) => {
  await sandbox.as('bob').comment(name, 1, '/approve')
  expect((await runWhile({ beforeMerge: act })).decision?.state).toBe('merged')
  expect(lastMerge()?.findings).toEqual([finding])
})

test('whoever speaks for the first time while the merge is running is looked up: a maintainer’s rejection is one', async () => {
  await sandbox.close()
  await begin({ ...story, people: new Map([...story.people, ['olga', 'maintain'] as const]) })
  await sandbox.as('bob').comment(name, 1, '/approve')
  await runWhile({ beforeMerge: () => sandbox.as('olga').comment(name, 1, '/reject no') })
  expect(lastMerge()?.findings).toEqual(['olga rejected the request before the merge.'])
})

test('a comment of an approver that somebody deletes between the last look and the merge is a finding of the merge', async () => {
  await sandbox.close()
  await begin({ ...story, people: new Map([...story.people, ['dave', 'write'] as const]) })
  const said = await sandbox.as('carol').comment(name, 1, 'I have to ask legal first.')
  await sandbox.as('bob').comment(name, 1, '/approve')
  await runWhile({ beforeMerge: () => sandbox.as('dave').deleteComment(name, said) })
  expect(lastMerge()?.findings).toEqual([
    'dave deleted a comment of carol before the merge, and nobody can tell what it said.',
  ])
  expect(codes()).toEqual(['ledger/merge-findings'])
})

test('a word that comes after the merge and before its record is answered as too late, with the way back', async () => {
  await sandbox.as('bob').comment(name, 1, '/approve')
  const { decision } = await runWhile({
    afterMerge: () => sandbox.as('carol').comment(name, 1, '/reject no'),
  })
  expect(decision?.state).toBe('merged')
  expect(lastMerge()?.findings).toEqual([])
  const answers = bodies().filter((body) => body.startsWith('<!-- issueops:reply:'))
  expect(answers).toHaveLength(1)
  expect(answers[0]).toContain('This request was merged at')
  expect(answers[0]).toContain('To take it back, comment /rollback')
})

test('a rejection that comes with the record of the approval is seen before the merge', async () => {
  await sandbox.as('bob').comment(name, 1, '/approve')
  const { decision } = await runWhile({
    afterRecord: () => sandbox.as('carol').comment(name, 1, '/reject no'),
  })
  expect(decision?.state).toBe('rejected')
  expect(sandbox.repository(name).pulls()[0]?.pull?.merged).toBe(null)
})

test.each(['merge-auto', 'merge-queue'])(
  'what is rejected while the run looks is not left to GitHub to merge either: %s',
  async (which) => {
    await sandbox.close()
    await begin(readStory(`test/scenarios/${which}`))
    await sandbox.as('bob').comment(name, 1, '/approve')
    const dies = runWhile({ beforeArming: () => Promise.reject(new Error('the runner goes away')) })
    await expect(dies).rejects.toThrow('the runner goes away')
    const told: string[] = []
    const { decision } = await runWhile({
      afterLook: () => sandbox.as('carol').comment(name, 1, '/reject no'),
      beforeArming: async () => told.push(which),
    })
    expect({ state: decision?.state, told }).toEqual({ state: 'rejected', told: [] })
  },
)

test.each(['merge-auto', 'merge-queue'])(
  'what another run takes back while GitHub is told to merge is not left to it: %s',
  async (which) => {
    await sandbox.close()
    await begin(readStory(`test/scenarios/${which}`))
    await sandbox.as('bob').comment(name, 1, '/approve')
    const { decision } = await runWhile({
      beforeArming: async () => {
        await sandbox.as('bob').comment(name, 1, '/unapprove')
        expect((await run()).reasons).toEqual(['approval/missing'])
      },
    })
    const pull = sandbox.repository(name).pulls()[0]?.pull
    expect({ reasons: decision?.reasons, auto: pull?.autoMerge, queued: pull?.queued }).toEqual({
      reasons: ['approval/missing'],
      auto: null,
      queued: null,
    })
  },
)

test('whoever speaks for the first time with the record of the approval is looked up before the merge', async () => {
  await sandbox.close()
  await begin({ ...story, people: new Map([...story.people, ['olga', 'maintain'] as const]) })
  await sandbox.as('bob').comment(name, 1, '/approve')
  const { decision } = await runWhile({
    afterRecord: () => sandbox.as('olga').comment(name, 1, '/reject no'),
  })
  expect(decision?.state).toBe('rejected')
})

test.each([
  ['carol', '/hold', 'state/on-hold'],
  ['bob', '/unapprove', 'approval/missing'],
])(
  'what another run records in that moment, as of %s’s %s, is no record of a stranger',
  async (who, text, reason) => {
    await sandbox.as('bob').comment(name, 1, '/approve')
    const { decision } = await runWhile({
      afterRecord: async () => {
        await sandbox.as(who).comment(name, 1, text)
        await run()
      },
    })
    expect(decision?.reasons).toEqual([reason])
  },
)

test('rules that are changed in that moment are those the approval is weighed by', async () => {
  const path = '.github/issueops/namespace.yml'
  const text = (await sandbox.repository(name).fileAt('main', path)) ?? ''
  const stricter = text.replaceAll(/from: \[.*\]/g, 'from: [role:admin]')
  expect(stricter).not.toBe(text)
  await sandbox.as('bob').comment(name, 1, '/approve')
  const { decision } = await runWhile({
    afterRecord: () => sandbox.as('carol').pushCommit(name, 'main', { [path]: stricter }, 'Only admins'),
  })
  expect(decision?.state).toBe('awaiting-approval')
})

/** A clone as a maintainer has it. */
function clone(): string {
  const root = join(mkdtempSync(join(tmpdir(), 'issueops-')), 'clone')
  const { gitDir } = sandbox.repository(name)
  execFileSync('git', ['clone', '--quiet', '--branch', 'main', gitDir, root], { stdio: 'ignore' })
  return root
}

test('issueops undo --issue takes back what was merged, also what was merged beside the plan', async () => {
  const path = 'clusters/dev/kustomization.yaml'
  const before = (await sandbox.repository(name).fileAt('main', path)) ?? ''
  await sandbox.as('bob').comment(name, 1, '/approve')
  await runWhile({
    beforeMerge: () =>
      sandbox.as('carol').pushCommit(name, 'main', { [path]: `# ours\n${before}` }, 'A line'),
  })
  const root = clone()
  const shown = await call('undo', '--issue', '1', '--repo', root)
  expect([shown.code, shown.out]).toEqual([0, expect.stringContaining('-  - namespaces/payments.yaml')])
  expect((await call('undo', '--issue', '1', '--repo', root, '--write')).code).toBe(0)
  expect(readFileSync(join(root, path), 'utf8')).toBe(`# ours\n${before}`)
  expect(existsSync(join(root, 'clusters/dev/namespaces/payments.yaml'))).toBe(false)
  const again = await call('undo', '--issue', '1', '--repo', root)
  expect(again.out).toBe('Undone already: nothing to change.\n')
})

test('issueops undo --issue of a request that was never merged says so', async () => {
  const { code, err } = await call('undo', '--issue', '1', '--repo', clone())
  expect([code, err]).toEqual([2, expect.stringContaining('The ledger has no merge of issue 1')])
})

test('a run that dies right after the merge leaves nothing out: the next one finds the same', async () => {
  await branchOff('release')
  await sandbox.as('bob').comment(name, 1, '/approve')
  const dies = runWhile({
    beforeMerge: () => retarget('release'),
    afterMerge: () => Promise.reject(new Error('the runner goes away')),
  })
  await expect(dies).rejects.toThrow('the runner goes away')
  expect((await run()).state).toBe('failed')
  expect(codes()).toEqual(['ledger/merged-elsewhere'])
})

test('a comment that GitHub keeps as it was, although it answers that it was changed, ends the run with a sentence that says so', async () => {
  const { reader, writer } = ports()
  let kept = 0
  const stubborn: Writer = {
    ...writer,
    at: () => stubborn,
    updateComment: async (id) => {
      kept += 1
      const found = sandbox
        .repository(name)
        .issue(1)
        ?.comments.find((comment) => comment.id === id)
      return { id, body: found?.body ?? '', createdAt: found?.createdAt ?? '' }
    },
  }
  await sandbox.as('alice').editIssue(name, 1, { body: 'Never mind.' })
  await expect(reconcile(reader, stubborn, issueNumber(1))).rejects.toThrow(
    'GitHub did not keep what the toolkit wrote (ensure-status)',
  )
  expect(kept).toBeLessThanOrEqual(3)
})

test('an answer whose text GitHub keeps another way is not written again and again', async () => {
  const { reader, writer } = ports()
  let written = 0
  const stubborn: Writer = {
    ...writer,
    at: () => stubborn,
    createComment: async (issue, body) => {
      written += 1
      return { ...(await writer.createComment(issue, `> ${body}`)), body: `> ${body}` }
    },
  }
  await sandbox.as('bob').comment(name, 1, '/help')
  await expect(reconcile(reader, stubborn, issueNumber(1))).rejects.toThrow('(reply:')
  expect(written).toBeLessThanOrEqual(3)
})

const strict: Story = { ...readStory('test/scenarios/up-to-date'), name: 'happy-path' }

/** A second request, filed by dave as issue 3, approved by everybody who can. */
async function secondRequest(environment: 'dev' | 'prod'): Promise<void> {
  const [, files] = strict.steps
  if (files?.does !== 'files' || files.text.kind !== 'answers') throw new Error('the story is another one')
  const answers = new Map([...files.text.answers, ['environment', environment]])
  await actOut(sandbox, strict, { ...files, text: { ...files.text, answers } }, 3)
  await run(issueNumber(3))
  await sandbox.as('bob').comment(name, 3, '/approve')
  await sandbox.as('carol').comment(name, 3, '/approve')
}

test('where the branch has to be up to date, a merge of other files that comes first only moves the request onto it: the approval stays', async () => {
  await sandbox.close()
  await begin(strict)
  await secondRequest('prod')
  await sandbox.as('bob').comment(name, 1, '/approve')
  const { decision } = await runWhile({ beforeMerge: () => run(issueNumber(3)) })
  expect(decision?.state).toBe('merged')
  expect(lastMerge()).toMatchObject({ exact: true, onTarget: true, findings: [] })
  expect(records().findings).toEqual([])
  const merged = sandbox
    .repository(name)
    .pulls()
    .map(({ pull }) => pull?.merged !== null)
  expect(merged).toEqual([true, true])
})

test('where the branch has to be up to date, a merge of the same file that comes first makes another plan of it, which asks for a new approval', async () => {
  await sandbox.close()
  await begin(strict)
  await secondRequest('dev')
  await sandbox.as('bob').comment(name, 1, '/approve')
  const { decision } = await runWhile({ beforeMerge: () => run(issueNumber(3)) })
  expect(decision).toMatchObject({ state: 'awaiting-approval', reasons: ['approval/missing'] })
  expect(status()).toContain('a file it changes was changed on main after it, so the plan was made anew')
  await sandbox.as('bob').comment(name, 1, '/approve')
  expect((await run()).state).toBe('merged')
  expect(records().findings).toEqual([])
})

test('a base that moves before every merge is followed three times in a run, and the request then waits without anybody’s help', async () => {
  await sandbox.close()
  await begin({ ...strict, people: new Map([...strict.people, ['olga', 'admin'] as const]) })
  await sandbox.as('bob').comment(name, 1, '/approve')
  const { reader, writer } = ports()
  let moves = 0
  const raced: Writer = {
    ...writer,
    at: () => raced,
    createCheckRun: async (check) => {
      const answer = await writer.createCheckRun(check)
      if (check.conclusion === 'success') {
        moves += 1
        await sandbox.as('olga').pushCommit(name, 'main', { 'other.txt': `${moves}\n` }, 'Something else')
      }
      return answer
    },
  }
  const { decision, outcomes } = await reconcile(reader, raced, issueNumber(1))
  expect(decision).toMatchObject({ state: 'approved', reasons: ['merge/behind'] })
  expect(outcomes.filter(({ key }) => key.startsWith('ensure-branch'))).toHaveLength(3)
  expect((await run()).state).toBe('merged')
  expect(records().findings).toEqual([])
})
