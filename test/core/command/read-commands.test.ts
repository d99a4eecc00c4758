import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCommands } from '../../../src/core/command/read-commands.js'
import { stopOf } from '../../../src/core/command/stop-of.js'
import { comment, user } from '../decide/given.js'

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

test('what only looks like a slash is read too, and so is a command behind marks', () => {
  const bodies = [
    '／hold',
    '\\hold',
    '&#47;hold',
    '/ｈｏｌｄ',
    '<b>/hold</b>',
    '1. /hold',
    '🛑 /hold',
    '/ hold',
  ]
  const spoken = readCommands(bodies.map((body, index) => comment(bob, body, { id: index + 1 })))
  expect(spoken.filter(({ reading }) => stopOf(reading) === null)).toEqual([])
  expect(spoken).toHaveLength(bodies.length)
})

test('whatever stands around it, a stop on a plain line of its own is never lost', () => {
  const prose = fc.constantFrom(
    'Looks good.',
    '',
    '> /approve',
    '- a\n- b',
    '# Title',
    '`/approve`',
    '    code',
    '1. x',
    '**b**',
  )
  const lead = fc.constantFrom('', ' ', '   ', '\uFEFF', '\u00A0', '\u200B')
  const stop = fc.constantFrom(
    '/hold',
    '/HOLD',
    '/hold, please',
    '/rejct no',
    '/reject',
    '/withdraw',
    '/unapprove',
    '／hold',
    '/hodl',
  )
  const text = fc.record({
    above: fc.array(prose, { maxLength: 4 }),
    lead,
    stop,
    below: fc.array(prose, { maxLength: 4 }),
  })
  fc.assert(
    fc.property(text, ({ above, lead: before, stop: line, below }) => {
      const body = [...above, '', `${before}${line}`, '', ...below].join('\n')
      const [spoken] = readCommands([comment(bob, body)])
      return spoken !== undefined && stopOf(spoken.reading) !== null
    }),
    { numRuns: 3000 },
  )
})
