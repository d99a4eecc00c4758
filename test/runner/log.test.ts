import { expect, test } from 'vitest'
import { harmless } from '../../src/runner/log.js'

/** Both grammars of the runner: a command at the start of a line, and the older one anywhere. */
const commands = [/^\s*::[^:]/m, /##\[/]

test.each([
  '::set-output name=approved::true',
  'value\n::add-mask::a',
  'value\r::stop-commands::x',
  'value\u2028::error::x',
  'x ##[set-output name=approved;]true',
  '##[add-mask]a',
  '::::debug::',
  '####[error]x',
])('the runner finds no command in a logged line: %j', (text) => {
  const line = harmless(text)
  expect(line).not.toMatch(/[\r\n\u2028\u2029]/)
  for (const command of commands) expect(line).not.toMatch(command)
})

test('an ordinary line stays as it is', () => {
  expect(harmless('issue 42: merged (state/merged); nothing to write')).toBe(
    'issue 42: merged (state/merged); nothing to write',
  )
})
