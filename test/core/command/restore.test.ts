import { expect, test } from 'vitest'
import { parseCommand } from '../../../src/core/command/parse-command.js'

test.each([
  ['/restore', null],
  ['/restore production', 'production'],
  ['/restore production nobody asked for six', 'production nobody asked for six'],
  ['\n/restore nobody asked for six\n\nAs we said on Monday.', 'nobody asked for six'],
])('%j asks that what was merged is put back, with what stands on its line', (body, reason) => {
  expect(parseCommand(body)).toEqual({ kind: 'command', command: { name: 'restore', reason } })
})

test('a reason that is too long is refused', () => {
  expect(parseCommand(`/restore ${'a'.repeat(1001)}`)).toMatchObject({
    kind: 'refused',
    code: 'command/bad-argument',
  })
})

test.each([
  ['> /restore', 'none'],
  ['`/restore`', 'none'],
  ['```\n/restore\n```', 'none'],
  ['Looks odd.\n\n/restore', 'command/misplaced'],
  ['/resotre', 'command/unknown'],
  ['/reinstate', 'command/unknown'],
  ['/restore\n/approve', 'command/contradictory'],
  ['/restore\n/rollback', 'command/contradictory'],
  ['/restore /hold', 'command/contradictory'],
])('it goes ahead only where it is unmistakable: %j', (body, code) => {
  const reading = parseCommand(body)
  expect(reading.kind === 'refused' ? reading.code : reading.kind).toBe(code)
})

test('/restart and /reset are still the look that they were', () => {
  for (const body of ['/restart', '/reset'])
    expect(parseCommand(body)).toMatchObject({ kind: 'refused', fix: expect.stringContaining('/retry') })
})
