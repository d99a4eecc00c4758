import { expect, test } from 'vitest'
import { decodeForcedPushes, forcedPushesRead } from '../../src/observe/decode-pull.js'

const oid = (digit: string) => digit.repeat(40)
const push = (second: number) => ({
  createdAt: `2026-11-20T09:00:${String(second).padStart(2, '0')}Z`,
  beforeCommit: { oid: oid('a') },
  afterCommit: { oid: oid('b') },
})
const pushes = (count: number) => decodeForcedPushes(Array.from({ length: count }, (_, index) => push(index)))

test('pushes by force are told from which head to which', () => {
  expect(pushes(2)).toEqual([
    { at: '2026-11-20T09:00:00Z', from: oid('a'), to: oid('b') },
    { at: '2026-11-20T09:00:01Z', from: oid('a'), to: oid('b') },
  ])
})

test('where more may have been pushed than is listed, the oldest that is listed is one between heads nobody knows', () => {
  const listed = pushes(forcedPushesRead)
  expect(listed).toHaveLength(forcedPushesRead)
  expect(listed[0]).toEqual({ at: '2026-11-20T09:00:00Z', from: null, to: null })
  expect(listed.slice(1).every(({ from, to }) => from === oid('a') && to === oid('b'))).toBe(true)
  expect(pushes(forcedPushesRead - 1)[0]?.from).toBe(oid('a'))
})

test('without any there is none', () => {
  expect(pushes(0)).toEqual([])
})
