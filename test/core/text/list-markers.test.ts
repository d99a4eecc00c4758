import { expect, test } from 'vitest'
import { visibleLines } from '../../../src/core/text/visible-lines.js'

function lastKind(...lines: readonly string[]): string | undefined {
  return visibleLines(lines).at(-1)?.kind
}

test('a number of at most nine digits begins a list, a longer one is text', () => {
  expect(lastKind('123456789. ```', '           inside')).toBe('fence')
  expect(lastKind('1234567890. ```', '            beside')).toBe('text')
})

test('only a list that begins with 1 interrupts a paragraph', () => {
  expect(lastKind('text', '1. ```', '   inside')).toBe('fence')
  expect(lastKind('text', '2. ```', '   beside')).toBe('text')
})
