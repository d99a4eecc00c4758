import { expect, test } from 'vitest'
import { parseCommand } from '../../../src/core/command/parse-command.js'

test.each([
  ['/promote', null],
  ['/promote production', 'production'],
  ['/promote eu-production  ', 'eu-production'],
  ['/promote Production', 'production'],
  ['\n/promote production\n\nIt looks good.', 'production'],
])('%j asks for the next stage', (body, stage) => {
  expect(parseCommand(body)).toEqual({ kind: 'command', command: { name: 'promote', stage } })
})

test.each([
  '/promote to production',
  '/promote production!',
  '/promote not yet',
  '/promote production please',
  `/promote ${'a'.repeat(40)}`,
])('what is no name of a stage is refused, and never taken for a /promote alone: %j', (body) => {
  expect(parseCommand(body)).toEqual({
    kind: 'refused',
    code: 'command/bad-argument',
    what: 'What follows /promote is not the name of a stage, so nothing was begun.',
    fix: 'Write a new comment with /promote alone, or with the name of the next stage and nothing else, as in: /promote production',
  })
})

test.each([
  ['> /promote production', 'none'],
  ['`/promote`', 'none'],
  ['```\n/promote\n```', 'none'],
  ['Looks good.\n\n/promote', 'command/misplaced'],
  ['/promoet production', 'command/unknown'],
  ['/advance', 'command/unknown'],
  ['/promote\n/approve', 'command/contradictory'],
  ['/promote\n/hold', 'command/contradictory'],
  ['/promote /rollback', 'command/contradictory'],
])('it goes ahead only where it is unmistakable: %j', (body, code) => {
  const reading = parseCommand(body)
  expect(reading.kind === 'refused' ? reading.code : reading.kind).toBe(code)
})

test.each([
  ['/rollback production', 'production'],
  ['/rollback production it answers with 500', 'production it answers with 500'],
  ['/rollback', null],
])(
  'what stands behind a /rollback is kept whole, whether it begins with a stage or not: %j',
  (body, reason) => {
    expect(parseCommand(body)).toEqual({ kind: 'command', command: { name: 'rollback', reason } })
  },
)
