import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maySpeak } from '../../../src/decide/command/may-speak.js'
import { parseCommand } from '../../../src/decide/command/parse-command.js'
import { readCommands, readComments } from '../../../src/decide/command/read-commands.js'
import { comment, user } from '../given.js'

const bob = user('bob')

test('commands are read of people only: not of the toolkit, of other bots, or of accounts that are gone', () => {
  const comments = [
    comment(bob, '/approve', { id: 1 }),
    comment(bob, '/approve', { id: 2, own: true }),
    comment({ ...bob, kind: 'bot' }, '/approve', { id: 3 }),
    { ...comment(bob, '/approve', { id: 4 }), author: null },
    comment(bob, 'Looks good.', { id: 5 }),
  ]
  expect(readCommands(comments).map((spoken) => spoken.comment.id)).toEqual([1])
})

test('a comment is read once, whoever asks for its command afterwards and however often', () => {
  const read = readComments([comment(user('bob'), '/help'), comment(user('mallory'), 'x'.repeat(64_000))])
  const unread = read.map((each) =>
    Object.defineProperty({ ...each }, 'body', {
      get: () => {
        throw new Error('the comment is read again')
      },
    }),
  )
  expect(readCommands(unread).map(({ reading }) => reading)).toEqual([
    { kind: 'command', command: { name: 'help' } },
  ])
  expect(readComments(unread)).toEqual(unread)
})

test('what could be no command is passed over, and nothing else is', () => {
  const quiet = [
    '',
    ' ',
    'a/help',
    'see https://github.com/a',
    '1/2',
    '/',
    '//',
    '/ help',
    '/é',
    `${'x'.repeat(64_000)}/help`,
  ]
  const candidates = [
    '/help',
    'text\n/help',
    'text\r/hold',
    '> /help',
    '\uFEFF/hold',
    '\u00A0\u00A0/hold',
    '1. /hold',
    '**/hold**',
    '- `/x`',
    '///help',
    '\n\n  /Z',
  ]
  expect(quiet.filter(maySpeak)).toEqual([])
  expect(candidates.filter((body) => !maySpeak(body))).toEqual([])
})

test('passing over is exact: of thousands of texts none that holds a command is lost', () => {
  const parts = [
    '/help',
    '/hold',
    '/approve',
    'a',
    ' ',
    '\n',
    '\r\n',
    '> ',
    '- ',
    '`',
    '<!--',
    '-->',
    '/',
    '\t',
    '1. ',
    '#',
    '\uFEFF',
    '\u00A0',
  ]
  const text = fc.array(fc.constantFrom(...parts), { maxLength: 9 }).map((some) => some.join(''))
  fc.assert(
    fc.property(text, (body) => maySpeak(body) || parseCommand(body).kind === 'none'),
    { numRuns: 5000 },
  )
})
