import { expect, test } from 'vitest'
import { decide } from '../../../src/core/decide/decide.js'
import { waitAlike } from '../../../src/core/decide/merge-waits.js'
import { read } from '../../../src/core/decide/reading.js'
import { gitBlobOid } from '../../../src/core/text/git-oid.js'
import { blocked, decisions, published, rest, type Sight, says, where, withPull } from './played.js'
import { observe, policyOf, typeText, type World } from './world.js'

const hour = 3600

/** Friday morning at nine in Berlin, and the type merges in office hours; the world begins at one o'clock in the night there. */
function inWindows(rest_ = 'windows: [office-hours]\n', more = ''): World {
  const world = published()
  const text = `zone: Europe/Berlin
windows:
  office-hours:
    reason: Somebody is there to help.
    allow: [{ weekdays: mon-fri, hours: 09:00-17:00 }]
${more}`
  const policy = policyOf(`${typeText}${rest_}`)
  world.policy = {
    ...policy,
    types: [...policy.types, { path: '.github/issueops/calendar.yml', blob: gitBlobOid(text), text }],
  }
  rest(world)
  return world
}

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
    'the window “office-hours” (Somebody is there to help.) is closed until Fri 2026-11-20 at 09:00 in Europe/Berlin (2026-11-20 at 08:00 UTC). After that the toolkit merges it at its next run; nobody has to approve again. Until then, approvers can stop it with /hold or /reject, and whoever asked for it with /withdraw.',
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
    'the window “office-hours” (Somebody is there to help.) is closed, and not open within a year, so a maintainer has to change the calendar or the request type.',
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
