import { expect, test } from 'vitest'
import { splitLines } from '../../../src/core/text/page-lines.js'

test('CRLF, a lone CR and LF each end a line, once', () => {
  expect(splitLines('a\r\nb\rc\nd\r\n')).toEqual(['a', 'b', 'c', 'd', ''])
})

test('Unicode line and paragraph separators, form feeds and next-line characters end no line', () => {
  expect(splitLines('a\u2028b\u2029c\u0085d\fe\vf')).toEqual(['a\u2028b\u2029c\u0085d\fe\vf'])
})

test('an empty body is one empty line', () => {
  expect(splitLines('')).toEqual([''])
})
