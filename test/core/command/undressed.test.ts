import { expect, test } from 'vitest'
import { parseCommand } from '../../../src/core/command/parse-command.js'

test.each([
  ['a character reference in its name', '/&#104;old'],
  ['a reference in slash and name', '&#47;&#x68;old'],
  ['a soft hyphen nobody sees', '/h&shy;old'],
  ['a reference to nothing in front', '&#8203;/hold'],
  ['a named one', '&ZeroWidthSpace;/hold'],
  ['the reference of a bullet', '&bull; /hold'],
  ['the reference of an arrow', '&rarr; /reject no quota'],
  ['the reference of a picture', '&#128721; /hold'],
  ['emphasis behind the slash', '/**hold**'],
  ['a tag behind the slash', '/<b>hold</b>'],
  ['a tag around the slash', '<b>/</b>hold'],
  ['a tag within the name', '/ho<b></b>ld'],
  ['small capitals', '/ʀᴇᴊᴇᴄᴛ no quota'],
  ['letters in circles', '/ⓗⓞⓛⓓ'],
  ['letters in squares', '/🄷🄾🄻🄳'],
  ['letters in black squares', '/🅷🅾🅻🅳'],
  ['a team addressed', '@acme/platform: /hold'],
  ['an escaped number', '1\\. /hold'],
  ['an escaped star', '\\* /hold'],
  ['a sign', '✓ /hold'],
  ['a colon', ': /hold'],
  ['dots', '... /hold'],
  ['brackets around it', '(/hold)'],
  ['quotation marks around it', '"/hold"'],
])('a stop with %s holds and asks, and an approval above it approves nothing: %s', (_what, text) => {
  for (const body of [text, `/approve\n\n${text}`])
    expect(parseCommand(body)).toMatchObject({ kind: 'refused', stops: true })
})

test.each([
  '/&#97;pprove',
  '&#8203;/approve',
  '/**approve**',
  '@acme/platform /approve',
  '/ⓐⓟⓟⓡⓞⓥⓔ',
  '(/approve)',
  '&rarr; /unhold',
])('what goes ahead is not looked for under decoration: %s', (text) => {
  expect(parseCommand(text)).toMatchObject({ kind: expect.not.stringMatching('command') })
})

test.each([
  '"/hold" is what stops a request',
  '(see /hold below)',
  '`/hold`',
  '[/hold](https://example.org)',
  '~~/hold~~',
  '<code>/hold</code>',
  '_/usr/bin_',
  '* see https://example.org/hold',
])('what is talked about, code, a link, struck out or a path is no stop: %s', (text) => {
  expect(parseCommand(text)).toEqual({ kind: 'none' })
})
