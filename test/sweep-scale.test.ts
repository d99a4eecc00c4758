import { execFileSync } from 'node:child_process'
import { afterEach, expect, test } from 'vitest'
import { decodeRecord } from '../src/core/ledger/decode-record.js'
import { encodeRecord } from '../src/core/ledger/encode-record.js'
import { recordPath } from '../src/core/ledger/record-path.js'
import { issueNumber } from '../src/model/ids.js'
import { type LedgerRecord, subjectsOf } from '../src/model/record.js'
import type { Sandbox } from '../src/sandbox/create-sandbox.js'
import { repository } from './acceptance/given.js'
import { access, createAccesses, sweep } from './accesses.js'

/** What a sweep may cost at most where nothing is due. */
const callsMax = 60
const secondsMax = 60

let sandbox: Sandbox

afterEach(() => sandbox.close())

/** Requests like one that was merged: the same place, asked for again and again by issues with numbers from 1,001 on. */
function putInForce(count: number, gitDir: string, like: number): void {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', gitDir, ...args], { encoding: 'utf8', maxBuffer: 1 << 30 })
  const tip = git('rev-parse', 'refs/heads/issueops/ledger').trim()
  const records = git('ls-tree', '-r', '--name-only', tip, 'issues')
    .split('\n')
    .filter((path) => path.includes(`/${like}/`))
    .flatMap((path) => decodeRecord(git('show', `${tip}:${path}`)) ?? [])
  const files = Array.from({ length: count }, (_, index) =>
    records.map((record) => fileOf(record, 1001 + index)),
  ).flat()
  const stream = [
    `commit refs/heads/issueops/ledger\ncommitter acme-issueops[bot] <1+acme-issueops[bot]@users.noreply.github.com> 1763632800 +0000\ndata 4\nmany\nfrom ${tip}\n`,
    ...files,
  ].join('')
  execFileSync('git', ['-C', gitDir, 'fast-import', '--quiet', '--force'], { input: stream })
}

function fileOf({ predicate, ...statement }: LedgerRecord, number: number): string {
  const issue = issueNumber(number)
  const changed = { ...predicate, issue }
  const record = { ...statement, predicate: changed, subject: subjectsOf(changed) }
  const text = encodeRecord(record)
  const path = recordPath(issue, predicate.sequence)
  return `M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`
}

test('with 10,000 requests in force and nothing due a sweep makes at most 60 calls and takes at most 60 seconds, and writes nothing', async () => {
  sandbox = await createAccesses()
  const like = await access(sandbox, 'person-0', 'billing', '2027-12-31')
  await sweep(sandbox)
  putInForce(10_000, sandbox.repository(repository).gitDir, like)
  const began = performance.now()
  const { failure, waits, calls, writes } = await sweep(sandbox)
  const seconds = (performance.now() - began) / 1000
  process.stdout.write(`10,000 requests in force: ${calls} calls, ${seconds.toFixed(1)} s\n`)
  expect({ failure, waits, writes }).toEqual({ failure: null, waits: null, writes: 0 })
  expect(calls).toBeLessThanOrEqual(callsMax)
  expect(seconds).toBeLessThanOrEqual(secondsMax)
})
