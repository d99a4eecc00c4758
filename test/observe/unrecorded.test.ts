import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect } from '../../src/github/connect.js'
import { createReader, type Reader } from '../../src/github/reader.js'
import { issueNumber, pullNumber } from '../../src/model/ids.js'
import type { LedgerRecord } from '../../src/model/record.js'
import { observeUnrecorded } from '../../src/observe/observe-unrecorded.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import { commitId, record } from '../core/ledger/forged.js'
import { acme, githubToken } from '../sandbox/acme.js'

const name = 'acme/gitops'

let sandbox: Sandbox
let reader: Reader
beforeEach(async () => {
  sandbox = await createSandbox(acme())
  const octokit = connect({ apiUrl: sandbox.url, token: githubToken(sandbox), retryDelaysMs: [1] })
  reader = createReader(octokit, { owner: 'acme', name: 'gitops' })
})
afterEach(() => sandbox.close())

async function opened(head: string): Promise<number> {
  await sandbox.as('carol').pushCommit(name, head, { [`${head}.yaml`]: 'a: 1\n' }, head)
  return sandbox.as('carol').openPull(name, { title: head, head })
}

/** A request whose pull request the ledger has as open. */
function proposed(issue: number, pull: number): LedgerRecord {
  const publication = { checkRun: 1, at: '2026-11-20T10:00:00Z' }
  return record(1, 'proposed', {
    issue: issueNumber(issue),
    pull: { number: pullNumber(pull), head: commitId(1), publication },
  })
}

async function unrecorded(...last: readonly LedgerRecord[]) {
  const from = sandbox.requests.length
  const issues = await observeUnrecorded(reader, last)
  return { issues, calls: sandbox.requests.length - from }
}

test('of requests that the ledger has as open, those are told whose pull request is merged, in one call; one pull request may be of several', async () => {
  const [merged, open, closed] = [await opened('a'), await opened('b'), await opened('c')]
  await sandbox.as('carol').mergePull(name, merged)
  await sandbox.as('carol').closePull(name, closed)
  expect(
    await unrecorded(
      proposed(51, merged),
      proposed(52, open),
      proposed(53, closed),
      proposed(54, merged),
      proposed(55, 999),
    ),
  ).toEqual({ issues: [51, 54], calls: 1 })
})

test('nothing is asked where the ledger has none as open, and a hundred are asked for in one call', async () => {
  const merged = await opened('a')
  await sandbox.as('carol').mergePull(name, merged)
  const others = Array.from({ length: 100 }, (_, index) => proposed(100 + index, 1000 + index))
  expect(await unrecorded()).toEqual({ issues: [], calls: 0 })
  expect(await unrecorded(...others)).toEqual({ issues: [], calls: 1 })
  expect(await unrecorded(...others, proposed(51, merged))).toEqual({ issues: [51], calls: 2 })
})
