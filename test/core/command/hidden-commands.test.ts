import { expect, test } from 'vitest'
import { parseCommand } from '../../../src/core/command/parse-command.js'

test.each([
  ['a fence', '```\n/help\n```'],
  ['an HTML comment', '<!--\n/help\n-->'],
  ['a folded section', '<details>\n<summary>More</summary>\n/help\n</details>'],
])('/help in %s asks for nothing', (_, body) => {
  expect(parseCommand(body)).toEqual({ kind: 'none' })
})

test('a command in a code block beside another is an example, not a contradiction', () => {
  const body = '/approve\n\nIf you disagree, write\n\n```\n/reject too large\n```\n'
  expect(parseCommand(body)).toEqual({ kind: 'command', command: { name: 'approve', prefix: null } })
})

test('/unapprove takes an approval back, whatever follows it', () => {
  const takenBack = { kind: 'command', command: { name: 'unapprove' } }
  expect(parseCommand('/unapprove')).toEqual(takenBack)
  expect(parseCommand('/Unapprove wrong cluster')).toEqual(takenBack)
  expect(parseCommand('> /unapprove')).toEqual({ kind: 'none' })
})

test('a word that only rhymes with a command is somebody’s text', () => {
  expect(parseCommand('/eject the disk first')).toEqual({ kind: 'none' })
})
