import { expect, test } from 'vitest'
import { parseCommand } from '../../../src/decide/command/parse-command.js'

const approve = { kind: 'command', command: { name: 'approve', prefix: null } }
const none = { kind: 'none' }

test.each([
  ['alone', '/approve'],
  ['behind blank lines', '\n\n/approve'],
  ['with the line end of a web edit', '/approve\r\n'],
  ['with a capital letter', '/Approve'],
  ['with trailing blanks', '/approve  '],
  ['with prose below it', '/approve\n\nThanks for the details!'],
])('/approve on the first line is the command: %s', (_, body) => {
  expect(parseCommand(body)).toEqual(approve)
})

test.each([
  ['in the middle of a sentence', 'I would not /approve this'],
  ['below other text', 'Looks good.\n/approve'],
  ['in a quote', '> /approve'],
  ['in a code block', '```\n/approve\n```'],
  ['in a code block of tildes', '~~~\n/approve\n~~~'],
  ['in indented code', '    /approve'],
  ['in inline code', '`/approve`'],
  ['in an HTML comment', '<!--\n/approve\n-->'],
  ['in a folded section', '<details>\n\n/approve\n\n</details>'],
  ['as a list item', '- /approve'],
  ['as part of a longer word', '/approve-all'],
  ['as part of a path', '/approve/everything'],
  ['with a fullwidth slash', '／approve'],
  ['with a zero-width joiner', '/app\u200drove'],
  ['with a Cyrillic letter', '/аpprove'],
  ['behind a blank', ' /approve'],
  ['an absolute path', '/etc/passwd'],
  ['any other word', '/shrug'],
  ['nothing at all', ''],
])('what a reader does not see as a command is none: %s', (_, body) => {
  expect(parseCommand(body)).toEqual(none)
})

test('/approve takes the beginning of a plan digest, in any case', () => {
  expect(parseCommand('/approve 0123456789AB')).toEqual({
    kind: 'command',
    command: { name: 'approve', prefix: '0123456789ab' },
  })
})

test.each([
  ['too short', '/approve 0123456789a'],
  ['longer than a digest', `/approve ${'a'.repeat(65)}`],
  ['not hexadecimal', '/approve please'],
  ['a shell command', '/approve; rm -rf /'],
  ['an expression', '/approve ${{ secrets.TOKEN }}'],
  ['two arguments', '/approve 0123456789ab 0123456789ab'],
])('an argument of /approve that is no digest refuses instead of approving: %s', (_, body) => {
  const reading = parseCommand(body)
  expect(reading).not.toEqual(approve)
  expect(reading.kind === 'command').toBe(false)
})

test('/reject needs its reason on the same line, and keeps it word for word', () => {
  expect(parseCommand('/reject the team has one already')).toEqual({
    kind: 'command',
    command: { name: 'reject', reason: 'the team has one already' },
  })
  expect(parseCommand('/reject\nthe team has one already')).toEqual({
    kind: 'refused',
    code: 'command/bad-argument',
    what: 'The reason is missing, so /reject was not carried out.',
    fix: 'Write a new comment with the reason on the same line, as in: /reject the team already has a namespace.',
  })
  expect(parseCommand(`/reject ${'x'.repeat(1001)}`)).toMatchObject({ code: 'command/bad-argument' })
})

test.each(['withdraw', 'unhold'])('/%s takes nothing behind it', (name) => {
  expect(parseCommand(`/${name}`)).toEqual({ kind: 'command', command: { name } })
  expect(parseCommand(`/${name} now`)).toEqual({
    kind: 'refused',
    code: 'command/bad-argument',
    what: 'The command takes nothing behind it, so it was not carried out.',
    fix: `Write a new comment with /${name} alone on its line.`,
  })
})

test('/unapprove counts whatever follows it, because it stops something', () => {
  expect(parseCommand('/unapprove for now')).toEqual({ kind: 'command', command: { name: 'unapprove' } })
})

test('/hold may give its reason, and need not', () => {
  expect(parseCommand('/hold')).toEqual({ kind: 'command', command: { name: 'hold', reason: null } })
  expect(parseCommand('/hold the cluster is being moved')).toEqual({
    kind: 'command',
    command: { name: 'hold', reason: 'the cluster is being moved' },
  })
  expect(parseCommand(`/hold ${'x'.repeat(1001)}`)).toMatchObject({ code: 'command/bad-argument' })
})

test('two deciding commands in one comment refuse each other', () => {
  expect(parseCommand('/approve\n/reject too expensive')).toEqual({
    kind: 'refused',
    code: 'command/contradictory',
    what: 'The comment holds 2 deciding commands (/approve, /reject), so none of them was carried out.',
    fix: 'Write a new comment with exactly one of them.',
  })
})

test('a quoted second command is no contradiction', () => {
  expect(parseCommand('/approve\n\n> /reject too expensive')).toEqual(approve)
})

test.each(['help', 'explain', 'retry'])('/%s may stand on any line, because it decides nothing', (name) => {
  const reading = { kind: 'command', command: { name } }
  expect(parseCommand(`How does this work?\n/${name}`)).toEqual(reading)
  expect(parseCommand(`/${name} please`)).toEqual(reading)
})

test.each([
  ['/aprove', '/approve [digest]'],
  ['/approved', '/approve [digest]'],
  ['/rejekt too late', '/reject <reason>'],
  ['/withdrawn', '/withdraw'],
  ['/unapproved', '/unapprove'],
  ['/holdd', '/hold [reason]'],
])('a misspelt command %s gets a suggestion and does nothing', (body, usage) => {
  const word = body.split(' ')[0]
  expect(parseCommand(body)).toEqual({
    kind: 'refused',
    code: 'command/unknown',
    what: `There is no command ${word}.`,
    fix: `Write a new comment with ${usage} if that is what you meant, or /help for all commands.`,
  })
})

test.each([
  ['blank lines', '\n'.repeat(65_000)],
  ['slashes', '/'.repeat(65_000)],
  ['lines of slash words', '/a\n'.repeat(20_000)],
  ['blank lines, then slash words', `${'\n'.repeat(30_000)}${'/b\n'.repeat(11_000)}`],
  ['quotes', '>'.repeat(65_000)],
  ['backticks', '`'.repeat(65_000)],
  ['open comments', '<!--'.repeat(16_000)],
])('a comment of 65,000 characters of %s is read without a hang', (_, body) => {
  expect(parseCommand(body)).toEqual(none)
})
