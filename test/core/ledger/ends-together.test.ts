import { expect, test } from 'vitest'
import { recordFaults } from '../../../src/core/ledger/check-record.js'
import { decodeRecord } from '../../../src/core/ledger/decode-record.js'
import { encodeRecord } from '../../../src/core/ledger/encode-record.js'
import { inForce, standing } from '../../../src/core/ledger/in-force.js'
import { ownStanding } from '../../../src/core/ledger/own-standing.js'
import { togetherDigest } from '../../../src/core/plan/plan-digest.js'
import { sha256 } from '../../../src/core/text/digest.js'
import { issueNumber } from '../../../src/model/ids.js'
import type { Together } from '../../../src/model/plan.js'
import type { Predicate } from '../../../src/model/record.js'
import { file, merge, plan, record, request } from './forged.js'
import { asked, blob, changed, moment } from './lives.js'

const cause = { kind: 'ended', at: '2026-11-20T09:59:00Z' } as const
const together: Together = {
  branch: 'issueops/42-namespace-2',
  of: [42, 43].map((issue) => ({ issue: issueNumber(issue), chapter: 2, request: request.digest })),
}

/** The one plan of two ends, as the record of the first has it. */
function planOf(with_: Together): NonNullable<Predicate['plan']> {
  const digest = togetherDigest(with_, { repository: 'acme/platform', branch: 'main' }, [file])
  return { ...plan, digest, together: with_ }
}

const proposed = (more: Partial<Predicate> = {}) =>
  record(5, 'proposed', { chapter: 2, cause, plan: planOf(together), ...more })

const told = (more: Partial<Predicate> = {}) => recordFaults(proposed(more)).map(({ what }) => what)

test('the record of an end that comes with others is read as it was written, and nothing is wrong with it', () => {
  const written = encodeRecord(proposed())
  expect(decodeRecord(written)).toEqual(proposed())
  expect(told()).toEqual([])
})

const foreign = 'The plan is of ends that come together, and this is none of them.'
const otherwise = 'The digest of the plan is not that of the request and its files.'

test('whose ends they are is part of the digest', () => {
  const of = together.of.map((part) => ({ ...part, chapter: part.issue === 43 ? 3 : 2 }))
  expect(told({ plan: { ...planOf(together), together: { ...together, of } } })).toEqual([otherwise])
  expect(told({ plan: { ...planOf(together), together: { ...together, branch: 'main' } } })).toEqual([
    otherwise,
  ])
  const { together: _, ...alone } = planOf(together)
  expect(told({ plan: alone })).toEqual([otherwise])
})

test.each<[string, Partial<Predicate>]>([
  ['of another issue', { issue: issueNumber(44) }],
  ['of another chapter', { chapter: 3 }],
  ['begun by a command', { cause: { kind: 'taken-back', comment: 9, by: request.requester, reason: null } }],
  ['of itself alone', { plan: planOf({ ...together, of: together.of.slice(0, 1) }) }],
  [
    'of another request',
    {
      plan: planOf({
        ...together,
        of: together.of.map((part) => ({ ...part, request: sha256('another') })),
      }),
    },
  ],
])('no record names ends that come together where it is %s', (_, more) => {
  expect(told(more)).toContain(foreign)
})

test('what ends with others is in force no more, and only that: the file may hold places of requests that stay', () => {
  const members = (issue: number) =>
    changed('access.yaml', [{ at: ['members', { name: `${issue}` }], after: sha256(`${issue}`) }])
  const lives = [1, 2, 3].map((issue) => asked(issue, issue, [members(issue)]))
  const whole = { ...changed('access.yaml', [{ at: [] }]), before: blob(9), after: blob(8) }
  const ended = [1, 2].map((issue) =>
    asked(issue, 60, [whole], { sequence: 7, chapter: 2, cause, merge: { ...merge, at: moment(60) } }),
  )
  expect(standing(inForce([...lives, ...ended])).map(({ issue }) => issue)).toEqual([3])
  expect(ownStanding([...lives.slice(0, 1), ...ended.slice(0, 1)])).toBeNull()
})
