import { expect, test } from 'vitest'
import { readCommands } from '../../../src/decide/command/read-commands.js'
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
