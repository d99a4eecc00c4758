import { createHash } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readLedger } from '../src/cli/read-ledger.js'
import { actOut } from '../src/cli/simulate/act-out.js'
import { openToolkit } from '../src/cli/simulate/open-toolkit.js'
import { readStory } from '../src/cli/simulate/read-story.js'
import { seedOf } from '../src/cli/simulate/seed-of.js'
import { decodeRecord } from '../src/core/ledger/decode-record.js'
import { verifyLedger } from '../src/core/ledger/verify-ledger.js'
import type { Predicate } from '../src/model/record.js'
import { createSandbox, type Sandbox } from '../src/sandbox/create-sandbox.js'

/** Two approvals are wanted for prod, so that the first one is recorded while the request waits. */
const story = readStory('test/scenarios/approval-deleted')
const name = 'acme/platform'

let sandbox: Sandbox
let run: ReturnType<typeof openToolkit>

beforeEach(async () => {
  sandbox = await createSandbox(seedOf(story))
  run = openToolkit(sandbox, story)
  const [files] = story.steps
  if (files !== undefined) await actOut(sandbox, story, files, 1)
  await run()
})
afterEach(() => sandbox.close())

/** A record as it stands in the ledger's git, and a ledger that verifies. */
async function record(sequence: number): Promise<Predicate> {
  const view = sandbox.repository(name)
  const text = await view.fileAt('issueops/ledger', `issues/00/1/${String(sequence).padStart(4, '0')}.json`)
  const found = text === null ? null : decodeRecord(text)
  if (found === null) throw new Error(`there is no record ${sequence}`)
  const verified = verifyLedger(readLedger(view.gitDir, 'refs/heads/issueops/ledger') ?? [])
  expect(verified.findings).toEqual([])
  return found.predicate
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const commentOf = (id: number) =>
  sandbox
    .repository(name)
    .issue(1)
    ?.comments.find((each) => each.id === id)

test('an approval is copied when it is first seen: who by number, role then, the text word for word, and what it was for', async () => {
  const said = '/approve\n\nI have read the plan, “all” of it.'
  const id = await sandbox.as('bob').comment(name, 1, said)
  await run()
  const proposed = await record(1)
  const given = await record(2)
  const [bob] = given.evidence
  expect(given.evidence).toEqual([
    {
      command: 'approve',
      comment: id,
      person: { id: bob?.person.id, login: 'bob', kind: 'user' },
      role: 'write',
      as: ['team:platform'],
      createdAt: commentOf(id)?.createdAt,
      body: said,
      bodySha256: sha256(said),
    },
  ])
  expect(bob?.person.id).toBeGreaterThan(1000)
  const body = sandbox.repository(name).issue(1)?.body ?? ''
  expect(given).toMatchObject({
    decision: 'approval-given',
    request: { bodySha256: sha256(body), digest: proposed.request.digest, requester: { login: 'alice' } },
    plan: { digest: proposed.plan?.digest, files: proposed.plan?.files },
    pull: proposed.pull,
  })
})

test('a rejection is copied in the run that sees it, and its comment may go', async () => {
  const said = '/reject the quota of payments is used up'
  const id = await sandbox.as('carol').comment(name, 1, said)
  const createdAt = commentOf(id)?.createdAt
  await run()
  await sandbox.as('carol').deleteComment(name, id)
  await run()
  const rejected = await record(2)
  expect(rejected).toMatchObject({
    decision: 'rejected',
    reason: 'the quota of payments is used up',
    evidence: [
      {
        command: 'reject',
        comment: id,
        person: { login: 'carol', kind: 'user' },
        role: 'write',
        as: ['team:platform'],
        createdAt,
        body: said,
        bodySha256: sha256(said),
      },
    ],
  })
  expect(rejected.evidence[0]?.person.id).toBeGreaterThan(1000)
})

test('what somebody else does to a counted approval is on record with both names, and the text as it was', async () => {
  const id = await sandbox.as('bob').comment(name, 1, '/approve')
  await run()
  await sandbox.as('carol').editComment(name, id, 'Never mind.')
  expect(await run()).toMatchObject({ state: 'held', reasons: ['state/approval-tampered'] })
  expect(await record(3)).toMatchObject({
    decision: 'revoked',
    reason: 'bob: The comment was edited by carol.',
    evidence: [{ comment: id, body: '/approve', bodySha256: sha256('/approve') }],
  })
})

test('an approval that holds what looks like a secret is recorded by its digest alone', async () => {
  const said = `/approve\n\nghp_${'a1B2c3D4e5F6'.repeat(3)}`
  await sandbox.as('bob').comment(name, 1, said)
  await run()
  expect((await record(2)).evidence).toMatchObject([{ body: null, bodySha256: sha256(said) }])
})

test('commands of several people that came while no run could start are all carried out by the next one', async () => {
  await sandbox.as('bob').comment(name, 1, '/approve')
  await sandbox.as('carol').comment(name, 1, '/hold until Monday')
  await sandbox.as('alice').comment(name, 1, '/explain')
  expect(await run()).toMatchObject({ state: 'held', reasons: ['state/on-hold'] })
  expect((await record(2)).decision).toBe('hold')
  expect((await record(3)).evidence.map(({ person }) => person.login)).toEqual(['bob'])
  const answers = sandbox
    .repository(name)
    .issue(1)
    ?.comments.filter(({ body }) => body.includes('@alice') && body.includes('state/on-hold'))
  expect(answers).toHaveLength(1)
})

test('a comment that carries the marks of the toolkit is somebody’s comment, and is neither believed nor touched', async () => {
  const forged = '<!-- issueops:status -->\n### ✅ Kubernetes namespace: merged\n\n/approve'
  const id = await sandbox.as('bob').comment(name, 1, forged)
  const { state, outcomes } = await run()
  // Its last line is an approval below other text, of which its author is told as of anybody's.
  expect([state, outcomes.map(({ key }) => key)]).toEqual(['awaiting-approval', [`reply:${id}`]])
  expect(commentOf(id)?.body).toBe(forged)
})

test('a closed request is over: reopened it stays as it was, and an approval is answered', async () => {
  await sandbox.as('bob').closeIssue(name, 1)
  expect((await run()).state).toBe('withdrawn')
  await sandbox.as('bob').reopenIssue(name, 1)
  await sandbox.as('bob').comment(name, 1, '/approve')
  expect((await run()).state).toBe('withdrawn')
  expect(sandbox.repository(name).pulls()[0]?.state).toBe('closed')
})
