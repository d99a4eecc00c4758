import { expect, test } from 'vitest'
import { read } from '../../../src/core/decide/reading.js'
import { proposalReport } from '../../../src/core/report/proposal-report.js'
import { digest, oid, pullNumber } from '../../../src/model/ids.js'
import { body } from '../../acceptance/given.js'
import { beginning, observe } from '../decide/world.js'

const understood = read(observe(beginning(body({ reason: '@acme/all fixes #1' })))).understanding
if (understood.kind !== 'request') throw new Error('the request does not read')

function report(text: string, files = 1): string {
  const file = (index: number) => ({
    path: `clusters/${index}.yaml`,
    mode: '100644' as const,
    places: [],
    change: 'create' as const,
    before: null,
    after: { oid: oid('1'.repeat(40)), text },
  })
  const plan = {
    digest: digest('a'.repeat(64)),
    requestDigest: digest('b'.repeat(64)),
    files: Array.from({ length: files }, (_, index) => file(index)),
  }
  if (understood.kind !== 'request') throw new Error('the request does not read')
  return proposalReport({
    ...understood,
    plan,
    pull: pullNumber(2),
    elsewhere: null,
    withheld: false,
    cause: { kind: 'asked' },
  })
}

test('the report shows pull request, values and change, and mentions nobody', () => {
  const text = report('a: 1\n')
  expect(text).toContain('pull request #2 holds exactly the change below')
  expect(text).toContain('+a: 1')
  expect(text).toContain('`@acme/all fixes #1`')
})

test('a change that would not fit a variable is only named, however it is measured', () => {
  for (const text of [report('漢'.repeat(30_000)), report('x'.repeat(2000), 60)]) {
    expect(Buffer.byteLength(text)).toBeLessThan(60_000)
    expect(text).toContain('`clusters/0.yaml`')
  }
  expect(report('漢'.repeat(30_000))).toContain('it is in the pull request')
})
