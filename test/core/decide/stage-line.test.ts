import { expect, test } from 'vitest'
import { lastDone, nextStage } from '../../../src/core/decide/stage-line.js'
import { asked, type Chapter, life, promoted, takenBack } from '../ledger/staged.js'
import { typeOf } from './staged-types.js'

const dev: Chapter = { cause: asked, stage: 'dev' }
const live: Chapter = { cause: promoted('live'), stage: 'live' }
const arrived = ['reached'] as const

/** What comes next, and whether it may begin. */
function next(kind: Parameters<typeof typeOf>[0], ...chapters: readonly Chapter[]): string | null {
  const found = nextStage(life(...chapters), typeOf(kind))
  return found === null ? null : `${found.stage.name}: ${found.standing}`
}

test('the next stage is the one after the last that is done, until there is none', () => {
  const world = { cause: promoted('world', 31), stage: 'world' }
  expect(next('at once')).toBe(null)
  expect(next('at once', dev)).toBe('live: ready')
  expect(next('at once', dev, live)).toBe('world: ready')
  expect(next('at once', dev, live, world)).toBe(null)
})

test('a stage that was taken back comes next again', () => {
  expect(next('at once', dev, live, { cause: takenBack('live') })).toBe('live: ready')
})

test('of a stage that the type does not have nobody can tell what comes next', () => {
  expect(next('at once', { ...dev, stage: 'test' })).toBe(null)
})

test('no order of stages leads back to one that is done', () => {
  const turned = [
    { ...dev, stage: 'live' },
    { cause: promoted('dev'), stage: 'dev' },
  ] as const
  expect(next('at once', ...turned)).toBe(null)
})

test('where something is waited for, a stage comes once the one before has arrived', () => {
  expect(next('once reached', dev)).toBe('live: not-reached')
  expect(next('once reached', { ...dev, outcomes: arrived })).toBe('live: ready')
})

test('what comes after the merge alone waits for no word, but for none after one that failed', () => {
  expect(next('after the merge', dev)).toBe('live: ready')
  expect(next('after the merge', { ...dev, outcomes: ['failed'] })).toBe('live: failed')
})

test('no stage comes after one that failed, until it works', () => {
  expect(next('once reached', { ...dev, outcomes: ['failed'] })).toBe('live: failed')
  expect(next('once reached', { ...dev, outcomes: ['failed', 'reached'] })).toBe('live: ready')
})

test('where no file had to change, nothing has to arrive', () => {
  expect(next('once reached', { ...dev, end: 'unchanged' })).toBe('live: ready')
})

test('what became of a stage stays so, whatever was declined since', () => {
  const chapters = [{ ...dev, outcomes: arrived }, { ...live, end: 'rejected' } as const]
  expect(lastDone(life(...chapters))?.outcome?.predicate.decision).toBe('reached')
  expect(next('once reached', ...chapters)).toBe('live: ready')
})
