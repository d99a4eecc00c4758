import { execFileSync } from 'node:child_process'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readLedger } from '../src/cli/read-ledger.js'
import { actOut } from '../src/cli/simulate/act-out.js'
import { openToolkit } from '../src/cli/simulate/open-toolkit.js'
import { readStory } from '../src/cli/simulate/read-story.js'
import { seedOf } from '../src/cli/simulate/seed-of.js'
import type { Story } from '../src/cli/simulate/story.js'
import { anyApp } from '../src/core/ledger/authorship.js'
import { decodeRecord } from '../src/core/ledger/decode-record.js'
import { encodeRecord } from '../src/core/ledger/encode-record.js'
import { verifyLedger } from '../src/core/ledger/verify-ledger.js'
import { planDigest } from '../src/core/plan/plan-digest.js'
import { sha256 } from '../src/core/text/digest.js'
import { connect } from '../src/github/connect.js'
import { createReader } from '../src/github/reader.js'
import { oid, pullNumber } from '../src/model/ids.js'
import { type LedgerRecord, type Predicate, subjectsOf } from '../src/model/record.js'
import { observeLedger } from '../src/observe/observe-ledger.js'
import { verifyOnline } from '../src/observe/verify-online.js'
import { createSandbox, type Sandbox } from '../src/sandbox/create-sandbox.js'

const story: Story = { ...readStory('test/scenarios/happy-path'), ledger: 'unprotected' }
const name = 'acme/platform'
const ledger = 'refs/heads/issueops/ledger'

let sandbox: Sandbox
let run: ReturnType<typeof openToolkit>

beforeEach(async () => {
  sandbox = await createSandbox(seedOf(story))
  run = openToolkit(sandbox, story)
  const [files] = story.steps
  if (files !== undefined) await actOut(sandbox, story, files, 1)
})
afterEach(() => sandbox.close())

const view = () => sandbox.repository(name)

function git(input: string, ...args: readonly string[]): string {
  return execFileSync('git', ['--git-dir', view().gitDir, ...args], { input, encoding: 'utf8' }).trim()
}

const toolkit = { name: 'acme-issueops[bot]', email: '77+acme-issueops[bot]@users.noreply.github.com' }
const github = { name: 'GitHub', email: 'noreply@github.com' }

/** Whoever can push can write whatever commit they like: tree, names, and something that looks like a signature. */
function pushes(
  entries: readonly { readonly mode: string; readonly path: string; readonly object: string }[],
  by: {
    readonly author?: typeof toolkit
    readonly committer?: typeof toolkit
    readonly signed?: boolean
  } = {},
): string {
  const tip = git('', 'rev-parse', ledger)
  const index = `${view().gitDir}/forged-index`
  const env = { ...process.env, GIT_INDEX_FILE: index }
  const plumb = (input: string, ...args: readonly string[]) =>
    execFileSync('git', ['--git-dir', view().gitDir, ...args], { input, env, encoding: 'utf8' }).trim()
  plumb('', 'read-tree', tip)
  plumb(
    entries.map(({ mode, path, object }) => `${mode} ${object}\t${path}\n`).join(''),
    'update-index',
    '--index-info',
  )
  const tree = plumb('', 'write-tree')
  const { author = toolkit, committer = github, signed = true } = by
  const when = `${Math.floor(Date.parse('2026-11-27T00:00:00Z') / 1000)} +0000`
  const signature = signed
    ? ['gpgsig -----BEGIN PGP SIGNATURE-----', ' ', ' forged', ' -----END PGP SIGNATURE-----']
    : []
  const commit = plumb(
    [
      `tree ${tree}`,
      `parent ${tip}`,
      `author ${author.name} <${author.email}> ${when}`,
      `committer ${committer.name} <${committer.email}> ${when}`,
      ...signature,
      '',
      'Record: issue 1 approved\n',
    ].join('\n'),
    'hash-object',
    '-t',
    'commit',
    '-w',
    '--stdin',
  )
  plumb('', 'update-ref', ledger, commit)
  return commit
}

function blob(text: string): string {
  return git(text, 'hash-object', '-w', '--stdin')
}

async function recorded(sequence: number): Promise<LedgerRecord> {
  const text = await view().fileAt('issueops/ledger', `issues/00/1/${String(sequence).padStart(4, '0')}.json`)
  const record = text === null ? null : decodeRecord(text)
  if (record === null) throw new Error(`there is no record ${sequence}`)
  return record
}

/** The next record of the issue as the toolkit would write it, by somebody who has read its source. */
async function forged(
  from: number,
  more: Partial<Predicate>,
): Promise<{ mode: string; path: string; object: string }> {
  const { predicate } = await recorded(from)
  const sequence = from + 1
  const next = { ...predicate, sequence, previous: oid(git('', 'rev-parse', ledger)), ...more }
  const text = encodeRecord({ ...(await recorded(from)), subject: subjectsOf(next), predicate: next })
  return { mode: '100644', path: `issues/00/1/${String(sequence).padStart(4, '0')}.json`, object: blob(text) }
}

/** An approval by bob that nobody ever wrote. */
async function approvalByNobody(): Promise<{ mode: string; path: string; object: string }> {
  const { predicate } = await recorded(1)
  const at = predicate.pull?.publication.at ?? ''
  const createdAt = new Date(Date.parse(at) + 2000).toISOString().replace('.000Z', 'Z')
  return forged(1, {
    decision: 'approved',
    observedAt: new Date(Date.parse(at) + 5000).toISOString().replace('.000Z', 'Z'),
    rules: [
      {
        kind: 'people',
        from: ['team:platform'],
        count: 1,
        not: ['requester', 'editors'],
        validFor: null,
        requireDigest: 'none',
        files: null,
      },
    ],
    evidence: [
      {
        command: 'approve',
        comment: 999_999,
        person: { id: 4242, login: 'bob', kind: 'user' } as never,
        role: 'write',
        as: ['team:platform'],
        createdAt,
        body: '/approve',
        bodySha256: sha256('/approve'),
      },
    ],
  })
}

const comments = () =>
  view()
    .issue(1)
    ?.comments.map(({ body }) => body) ?? []
const verified = () => verifyLedger(readLedger(view().gitDir, ledger) ?? [])
const codes = () => verified().findings.map(({ code }) => code)
const reader = () => {
  const token = sandbox.userToken('carol')
  const [owner = '', repository = ''] = name.split('/')
  return createReader(connect({ apiUrl: sandbox.url, token, retryDelaysMs: [] }), { owner, name: repository })
}
const online = async () => verifyOnline(reader(), readLedger(view().gitDir, ledger) ?? [], anyApp)
const merges = async () => sandbox.as('carol').mergePull(name, 2)

test('an approval that somebody made up and a merge by hand are held, never told as approved, and found offline and online', async () => {
  await run()
  pushes([await approvalByNobody()], {
    author: { name: 'carol', email: 'carol@example.com' },
    committer: { name: 'carol', email: 'carol@example.com' },
    signed: false,
  })
  await merges()
  expect(await run()).toMatchObject({ state: 'held', reasons: ['state/ledger-doubtful'] })
  expect(comments().filter((body) => body.includes('approved by'))).toEqual([])
  expect(codes()).toEqual(['ledger/foreign-commit'])
  expect((await online()).findings.map(({ code }) => code)).toEqual([
    'ledger/foreign-commit',
    'ledger/comment-missing',
  ])
})

test('a made-up record in the toolkit’s name and with a made-up signature is held and found online; offline its signature is noted', async () => {
  await run()
  pushes([await approvalByNobody()])
  await merges()
  expect(await run()).toMatchObject({ state: 'held', reasons: ['state/ledger-doubtful'] })
  expect(comments().filter((body) => body.includes('approved by'))).toEqual([])
  expect(verified()).toMatchObject({ findings: [], notes: [{ code: 'ledger/signature-unchecked' }] })
  expect((await online()).findings.map(({ code }) => code)).toEqual([
    'ledger/foreign-commit',
    'ledger/comment-missing',
  ])
})

test('a record that another app commits through GitHub, which signs it, is held all the same', async () => {
  await run()
  const { object, path } = await approvalByNobody()
  const permissions = { contents: 'write' } as const
  const token = sandbox.appToken({ slug: 'github-actions', id: 15368, repositories: [name], permissions })
  const query = `mutation ($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid } } }`
  const input = {
    branch: { repositoryNameWithOwner: name, branchName: 'issueops/ledger' },
    expectedHeadOid: git('', 'rev-parse', ledger),
    message: { headline: 'Record: issue 1 approved' },
    fileChanges: {
      additions: [
        { path, contents: Buffer.from(`${git('', 'cat-file', 'blob', object)}\n`).toString('base64') },
      ],
    },
  }
  const answer = await fetch(`${sandbox.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { input } }),
  })
  expect(await answer.json()).toMatchObject({ data: { createCommitOnBranch: { commit: {} } } })
  await merges()
  expect(await run()).toMatchObject({ state: 'held', reasons: ['state/ledger-doubtful'] })
  expect(comments().filter((body) => body.includes('approved by'))).toEqual([])
})

test('a second run on a doubtful ledger writes nothing', async () => {
  await run()
  pushes([await approvalByNobody()])
  await run()
  expect((await run()).outcomes).toEqual([])
})

test.each<[string, Partial<Predicate>]>([
  ['withdrawn', { decision: 'withdrawn', reason: 'The issue was closed.' }],
  ['as asked already', { decision: 'unchanged' }],
])('a made-up end neither closes nor ends an open request: %s', async (_, more) => {
  await run()
  pushes([await forged(1, more)])
  expect(await run()).toMatchObject({ state: 'held', reasons: ['state/ledger-doubtful'] })
  expect(view().issue(1)?.state).toBe('open')
})

test('a record of the last decision that somebody rewrote is held and found', async () => {
  await run()
  const { predicate } = await recorded(1)
  const text = encodeRecord({ ...(await recorded(1)), predicate: { ...predicate, reason: 'because' } })
  pushes([{ mode: '100644', path: 'issues/00/1/0001.json', object: blob(text) }])
  expect(await run()).toMatchObject({ state: 'held', reasons: ['state/ledger-doubtful'] })
  expect(codes()).toEqual(['ledger/not-appended'])
})

test('whoever changes whom the ledger knows by login holds every request', async () => {
  await run()
  pushes([{ mode: '100644', path: 'people.json', object: blob('{\n  "bob": 4242\n}\n') }])
  const { state, reasons } = await run()
  expect([state, reasons]).toEqual(['held', ['state/ledger-doubtful']])
})

test('records that somebody deleted are missed by the next run', async () => {
  await run()
  pushes([{ mode: '0', path: 'issues/00/1/0001.json', object: '0'.repeat(40) }])
  expect(await run()).toMatchObject({ state: 'held', reasons: ['state/ledger-doubtful'] })
})

const commitOfNothing = '1'.repeat(40)
test.each<[string, () => { mode: string; path: string; object: string }]>([
  ['a submodule', () => ({ mode: '160000', path: 'issues/00/1/0002.json', object: commitOfNothing })],
  [
    'a submodule of another name',
    () => ({ mode: '160000', path: 'issues/00/1/vendor', object: commitOfNothing }),
  ],
  ['a symbolic link', () => ({ mode: '120000', path: 'issues/00/1/0002.json', object: blob('0001.json') })],
  ['an executable', () => ({ mode: '100755', path: 'issues/00/1/0002.json', object: blob('{}') })],
  ['a folder', () => ({ mode: '100644', path: 'issues/00/1/0002.json/x', object: blob('{}') })],
  ['a binary', () => ({ mode: '100644', path: 'issues/00/1/0002.json', object: blob('\0') })],
  [
    'a huge file',
    () => ({ mode: '100644', path: 'issues/00/1/0002.json', object: blob('x'.repeat(2_000_000)) }),
  ],
  [
    'a deep one',
    () => ({ mode: '100644', path: 'issues/00/1/0002.json', object: blob('['.repeat(300_000)) }),
  ],
  ['an odd name', () => ({ mode: '100644', path: 'issues/00/1/"\u0001\u202e.json', object: blob('{}') })],
])('%s in the ledger is found, and the request of its folder is held; nothing fails', async (_, entry) => {
  await run()
  pushes([entry()])
  expect(await run()).toMatchObject({ state: 'held', reasons: ['state/ledger-unreadable'] })
  expect(codes()).toHaveLength(1)
  const { commits } = await observeLedger(reader())
  expect(verifyLedger(commits ?? []).findings.map(({ code }) => code)).toContain(codes()[0])
})

test('what stands where the folder of an issue should be is found, and nothing fails', async () => {
  await run()
  const tip = git('', 'rev-parse', ledger)
  pushes([
    { mode: '0', path: 'issues/00/1/0001.json', object: '0'.repeat(40) },
    { mode: '100644', path: 'issues/00/1', object: blob('x') },
  ])
  expect(await run()).toMatchObject({ state: 'held', reasons: ['state/ledger-unreadable'] })
  git('', 'update-ref', ledger, tip)
  expect((await run()).state).toBe('awaiting-approval')
})

test('a thousand files that somebody pushed are told in a comment GitHub takes', async () => {
  await run()
  const object = blob('x')
  pushes(
    Array.from({ length: 1000 }, (_, index) => ({
      mode: '100644',
      path: `issues/00/1/${'x'.repeat(150)}${index}`,
      object,
    })),
  )
  expect(await run()).toMatchObject({ state: 'held', reasons: ['state/ledger-unreadable'] })
})

test('a record that names a pull request there is none of holds the request, and no run fails', async () => {
  await run()
  const { predicate } = await recorded(1)
  const pull = predicate.pull === null ? null : { ...predicate.pull, number: pullNumber(4711) }
  pushes([await forged(1, { pull })])
  const { state, reasons } = await run()
  expect([state, reasons]).toEqual(['held', ['state/ledger-doubtful']])
  expect(comments().join()).toContain('pull request 4711')
})

test('a record that names a branch there is none of holds the request, and no run fails', async () => {
  await run()
  const { request, plan, ...rest } = (await recorded(1)).predicate
  if (plan === null) throw new Error('there is no plan')
  const { typeBlob: type, formBlob: form, digest } = request
  const branch = 'gone'
  const bound = {
    request: digest,
    type,
    form,
    policy: null,
    templates: [],
    chapter: null,
    end: null,
    stage: null,
    emergency: null,
    target: { repository: null, branch },
    files: plan.files,
  }
  const moved = { ...plan, branch, digest: planDigest(bound) }
  pushes([
    await forged(1, {
      ...rest,
      sequence: 2,
      previous: oid(git('', 'rev-parse', ledger)),
      decision: 'unchanged',
      plan: moved,
    }),
  ])
  expect((await run()).state).toBe('held')
})

test('a tag named like the ledger’s branch hides nothing from whoever verifies it', async () => {
  await run()
  git('', 'update-ref', 'refs/tags/issueops/ledger', git('', 'rev-parse', 'refs/heads/main'))
  pushes([{ mode: '100644', path: 'notes.txt', object: blob('x') }])
  const { commits } = await observeLedger(reader())
  expect(commits?.at(-1)?.oid).toBe(git('', 'rev-parse', ledger))
  expect(verifyLedger(commits ?? []).findings.map(({ code }) => code)).toContain('ledger/not-a-record')
  expect(codes()).toContain('ledger/not-a-record')
})

test('a branch by whose name git can keep no ledger is named on the issue, and the request goes on once it is gone', async () => {
  await sandbox.as('carol').pushCommit(name, 'issueops', { 'x.txt': 'x\n' }, 'Help')
  expect(await run()).toMatchObject({ state: 'held', reasons: ['state/ledger-blocked'] })
  expect(comments().join()).toContain('branch issueops')
  await sandbox.as('carol').deleteBranch(name, 'issueops')
  expect((await run()).state).toBe('awaiting-approval')
})

test('a branch below the ledger’s name is named as well', async () => {
  await sandbox.as('carol').pushCommit(name, 'issueops/ledger/old', { 'x.txt': 'x\n' }, 'Help')
  expect(await run()).toMatchObject({ state: 'held', reasons: ['state/ledger-blocked'] })
  expect(comments().join()).toContain('issueops/ledger/old')
})

test('an open pull request of a branch by an impossible number disturbs no other request', async () => {
  const carol = sandbox.as('carol')
  await carol.pushCommit(name, 'issueops/999999999999999-x', { 'x.txt': 'x\n' }, 'Help')
  await carol.openPull(name, { title: 'Help', head: 'issueops/999999999999999-x' })
  expect((await run()).state).toBe('awaiting-approval')
})

test('a whole request verifies online, and what people do to their comments later is noted', async () => {
  await run()
  const approving = await sandbox.as('bob').comment(name, 1, '/approve')
  expect((await run()).state).toBe('merged')
  expect(await online()).toMatchObject({ findings: [], notes: [] })
  await sandbox.as('bob').deleteComment(name, approving)
  expect(await online()).toMatchObject({ findings: [], notes: [{ code: 'ledger/comment-deleted' }] })
})

test('a clone that is behind, and one whose ledger is another, are told online', async () => {
  await run()
  const before = readLedger(view().gitDir, ledger) ?? []
  await sandbox.as('bob').comment(name, 1, '/approve')
  await run()
  expect((await verifyOnline(reader(), before, anyApp)).notes.map(({ code }) => code)).toEqual([
    'ledger/clone-behind',
  ])
  const replaced = pushes([{ mode: '100644', path: 'notes.txt', object: blob('x') }])
  const clone = readLedger(view().gitDir, ledger) ?? []
  git('', 'update-ref', ledger, `${replaced}^`)
  expect((await verifyOnline(reader(), clone, anyApp)).findings.map(({ code }) => code)).toContain(
    'ledger/chain-broken',
  )
})
