import { expect, test } from 'vitest'
import { decide } from '../../../src/core/decide/decide.js'
import { waitAlike } from '../../../src/core/decide/merge-waits.js'
import { read } from '../../../src/core/decide/reading.js'
import { orderFaults } from '../../../src/core/ledger/check-order.js'
import { recordFaults } from '../../../src/core/ledger/check-record.js'
import { inWindows } from './in-windows.js'
import { blocked, decisions, rest, type Sight, says, where, withPull } from './played.js'
import { observe, type World } from './world.js'

const hour = 3600

/** What people read under “Next”. */
function next(world: World): string {
  const status = world.comments.findLast(({ own, body }) => own && body.includes('**Next:**'))
  return /\*\*Next:\*\* (.*)/.exec(status?.body ?? '')?.[1] ?? ''
}

const gates = (world: World) => [...world.gates.values()].map(({ state }) => state)

test('what is approved outside of a window is recorded as approved and waits, the gate stays closed, and it is told until when', () => {
  const world = inWindows()
  expect(where(says(world, 'bob', '/approve'))).toEqual({
    state: 'approved',
    reasons: ['wait/window'],
    merges: false,
  })
  expect([decisions(world).at(-1), gates(world)]).toEqual(['approved', []])
  expect(next(world)).toBe(
    'the window “office-hours” (Nobody is there to help) is closed until Fri 2026-11-20 at 09:00 in Europe/Berlin (2026-11-20 at 08:00 UTC). After that the toolkit merges it at its next run; nobody has to approve again. Until then, approvers can stop it with /hold or /reject, and whoever asked for it with /withdraw.',
  )
})

test('once the window is open it is merged, without a word from anybody and with the same approval', () => {
  const world = inWindows()
  says(world, 'bob', '/approve')
  const before = world.records.length
  world.now = 8 * hour
  expect([where(rest(world)), world.records.length]).toEqual([
    { state: 'approved', reasons: ['approval/satisfied'], merges: true },
    before,
  ])
})

test('within a window nothing is different, but in its last minute no merge is begun', () => {
  const world = inWindows()
  world.now = 16 * hour - 62
  expect(where(says(world, 'bob', '/approve'))).toMatchObject({ merges: true })
  const late = inWindows()
  late.now = 16 * hour - 60
  expect(where(says(late, 'bob', '/approve'))).toMatchObject({ reasons: ['wait/window'], merges: false })
  expect(next(late)).toContain('until Mon 2026-11-23 at 09:00 in Europe/Berlin (2026-11-23 at 08:00 UTC)')
})

test('where a person merges, the gate opens with the window and is closed with it', () => {
  const world = inWindows('windows: [office-hours]\nmerge: manual\n')
  expect(where(says(world, 'bob', '/approve'))).toMatchObject({ reasons: ['wait/window'] })
  expect(gates(world)).toEqual([])
  expect(next(world)).toContain(
    'After that somebody who may merge has to do it; the gate is closed until then.',
  )
  world.now = 9 * hour
  expect([where(rest(world)).reasons, gates(world)]).toEqual([['merge/manual'], ['open']])
  world.now = 17 * hour
  expect([where(rest(world)).reasons, gates(world)]).toEqual([['wait/window'], ['closed']])
})

test('a gate that stands open for a required check is closed when the window is', () => {
  const world = inWindows()
  world.now = 9 * hour
  expect(where(says(world, 'bob', '/approve', blocked)).reasons).toEqual(['merge/blocked'])
  expect(gates(world)).toEqual(['open'])
  world.now = 17 * hour
  expect([where(rest(world, blocked)).reasons, gates(world)]).toEqual([['wait/window'], ['closed']])
})

test('what GitHub was told to merge before the type had windows is called off, alone and first', () => {
  const world = inWindows()
  says(world, 'bob', '/approve')
  const armed: Sight = withPull({ autoMerge: true })
  const { effects } = decide(read(armed(observe(world))))
  expect(effects.map(({ kind }) => kind)).toEqual(['disarm-merge'])
})

test('all windows that are named have to be open', () => {
  const world = inWindows(
    'windows: [office-hours, no-friday]\n',
    '  no-friday: { deny: [{ weekdays: fri }] }\n',
  )
  world.now = 9 * hour
  expect(where(says(world, 'bob', '/approve')).reasons).toEqual(['wait/window'])
  expect(next(world)).toContain(
    'the window “no-friday” is closed until Mon 2026-11-23 at 09:00 in Europe/Berlin',
  )
})

test('where the windows are never open together, a maintainer is told', () => {
  const world = inWindows(
    'windows: [office-hours, nights]\n',
    '  nights: { allow: [{ hours: 22:00-06:00 }] }\n',
  )
  says(world, 'bob', '/approve')
  expect(next(world)).toContain(
    'the window “office-hours” (Nobody is there to help) is closed, and not open within a year, so a maintainer has to change the calendar or the request type.',
  )
})

test('while a request is held back by a window, whoever may stop it does', () => {
  const world = inWindows()
  says(world, 'bob', '/approve')
  expect(where(says(world, 'carol', '/hold')).reasons).toEqual(['state/on-hold'])
  says(world, 'carol', '/unhold')
  expect(where(says(world, 'carol', '/reject not now'))).toMatchObject({ state: 'rejected' })
})

test('two looks on both sides of the moment at which a window closes are not alike', () => {
  const world = inWindows()
  says(world, 'bob', '/approve')
  const at = (seconds: number) => read(observe({ ...world, now: seconds }))
  expect(waitAlike(at(9 * hour), at(10 * hour))).toBe(true)
  expect(waitAlike(at(16 * hour - 61), at(16 * hour - 59))).toBe(false)
})

/** The world, in which approvals count for some hours. */
const validFor = (hours: number) => inWindows('windows: [office-hours]\n', '', hours)

test('while only a window is waited for, an approval does not grow older', () => {
  const world = validFor(12)
  // On Friday at two o'clock in the night; the window opens seven hours later and closes after eight more.
  world.now = hour
  says(world, 'bob', '/approve', blocked)
  world.now = 8 * hour
  expect(where(rest(world, blocked)).reasons).toEqual(['merge/blocked'])
  // The weekend and two nights do not count, the eight hours of Friday do, and so do three hours of Monday.
  world.now = (3 * 24 + 11) * hour
  expect(where(rest(world, blocked))).toMatchObject({ state: 'approved', reasons: ['merge/blocked'] })
  world.now += 2 * hour
  expect(where(rest(world, blocked))).toMatchObject({ state: 'awaiting-approval' })
  expect(decisions(world).at(-1)).toBe('revoked')
})

test('before the approval is on record, and while somebody holds the request, an approval grows older as ever', () => {
  const world = validFor(12)
  says(world, 'bob', '/approve')
  says(world, 'carol', '/hold')
  world.now = 11 * hour
  says(world, 'carol', '/unhold', blocked)
  expect(decisions(world).slice(-2)).toEqual(['unhold', 'approved'])
  world.now = 13 * hour
  expect(where(rest(world, blocked))).toMatchObject({ state: 'awaiting-approval' })
})

test('what was not counted stands in the record that approves anew, so that whoever verifies it counts alike', () => {
  const world = validFor(6)
  world.now = hour
  says(world, 'bob', '/approve')
  world.now = 8 * hour + 60
  says(world, 'carol', '/hold')
  says(world, 'carol', '/unhold', blocked)
  const last = world.records.at(-1)
  if (last === undefined) throw new Error('nothing is recorded')
  expect([last.predicate.decision, last.predicate.waited]).toEqual(['approved', 7 * hour - 1])
  expect(recordFaults(last)).toEqual([])
  const { waited: _, ...counted } = last.predicate
  expect(recordFaults({ ...last, predicate: counted }).map(({ code }) => code)).toContain(
    'ledger/rules-not-met',
  )
  const before = world.records.slice(0, -1)
  expect(orderFaults(last, before)).toEqual([])
  const more = { ...last, predicate: { ...last.predicate, waited: 9 * hour } }
  expect(orderFaults(more, before).map(({ code }) => code)).toEqual(['ledger/window-unsound'])
})
