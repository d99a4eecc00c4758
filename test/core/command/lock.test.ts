import { expect, test } from 'vitest'
import { parseCommand } from '../../../src/core/command/parse-command.js'

const lock = (facts: object) => ({
  kind: 'command',
  command: { name: 'lock', of: 'namespace', until: null, ends: 'pass', reason: 'a move', ...facts },
})
const at = (moment: string) => ({ kind: 'at', at: moment })
const after = (seconds: number) => ({ kind: 'after', seconds })

test.each([
  ['/lock namespace a move', {}],
  ['/lock `Namespace`: a move', {}],
  ['/lock namespace\na move', {}],
  ['Stop everything.\n\n/lock namespace a move', {}],
  ['/lock namespace/production a move', { of: 'namespace/production' }],
  ['/lock all a move', { of: 'all' }],
  ['/lock namespace until 2026-12-31 a move', { until: at('2027-01-01T00:00:00Z') }],
  ['/lock namespace 2026-12-31: a move', { until: at('2027-01-01T00:00:00Z') }],
  ['/lock namespace until 2026-12-31T18:00:00+01:00, a move', { until: at('2026-12-31T17:00:00Z') }],
  ['/lock namespace for 4 hours a move', { until: after(14_400) }],
  ['/lock namespace until 30 minutes a move', { until: after(1800) }],
  ['/lock namespace 2 days a move', { until: after(172_800) }],
  ['/lock namespace ends: hold a move', { ends: 'hold' }],
  ['/lock namespace until 4 hours, `ends: hold`, a move', { ends: 'hold', until: after(14_400) }],
])('%j says what is locked, perhaps until when, and why', (body, facts) => {
  expect(parseCommand(body)).toEqual(lock(facts))
})

test('what is no end belongs to the reason, so that no lock is over sooner than was meant', () => {
  expect(parseCommand('/lock namespace until further notice')).toEqual(
    lock({ reason: 'until further notice' }),
  )
  expect(parseCommand('/lock namespace until 31.12.2026 a move')).toEqual(
    lock({ reason: 'until 31.12.2026 a move' }),
  )
  expect(parseCommand('/lock namespace for the audit, until 2026-12-31')).toEqual(
    lock({ reason: 'for the audit, until 2026-12-31' }),
  )
})

test('a lock that leaves out what it holds, or why, is one all the same: what it lacks is told where that is known', () => {
  expect(parseCommand('/lock')).toEqual(lock({ of: '', reason: '' }))
  expect(parseCommand('/lock namespace')).toEqual(lock({ reason: '' }))
  expect(parseCommand('/lock namespace until 2026-12-31')).toEqual(
    lock({ reason: '', until: at('2027-01-01T00:00:00Z') }),
  )
})

test.each(['/lok namespace a move', '**/lock** namespace a move'])(
  'a badly written lock means stop: %j',
  (body) => {
    expect(parseCommand(body)).toMatchObject({ kind: 'refused', stops: true })
  },
)

test.each([
  ['/unlock namespace', { of: 'namespace', reason: null }],
  ['/unlock Namespace/Production it is done', { of: 'namespace/production', reason: 'it is done' }],
  ['/unlock', { of: '', reason: null }],
])('%j lifts a lock', (body, facts) => {
  expect(parseCommand(body)).toEqual({ kind: 'command', command: { name: 'unlock', ...facts } })
})

test.each([
  'I think we can\n/unlock namespace',
  '- /unlock namespace',
  '/unlok namespace',
  '/unlock namespace\n/lock all again',
])('a lock is lifted only where that is unmistakable: %j', (body) => {
  expect(parseCommand(body)).toMatchObject({ kind: 'refused' })
})
