import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { parseCommand } from '../../../src/core/command/parse-command.js'
import { skeletonOf } from '../../../src/core/command/slash-word.js'
import { plainLetters } from '../../../src/core/form/plain-letters.js'

afterEach(() => {
  vi.restoreAllMocks()
})

test.each([
  ['the same name on thousands of lines', '／ｈｅｌｐ\n'.repeat(5_000)],
  [
    'thousands of names of the same few letters',
    Array.from(
      { length: 4_096 },
      (_, at) => `/${[9, 6, 3, 0].map((shift) => 'éèêëàâùû'[(at >> shift) & 7]).join('')}`,
    ).join('\n'),
  ],
])('%s are taken apart character by character, and each character once', (_, body) => {
  const takenApart = vi.spyOn(String.prototype, 'normalize')
  parseCommand(`${body}\n\n/help`)
  expect(takenApart.mock.calls.length).toBeLessThanOrEqual(new Set(body).size)
})

test('a name that is taken apart character by character reads as the whole does', () => {
  const letters = fc.constantFrom(
    ...'hold',
    'é',
    'ｈ',
    'Σ',
    'ς',
    '𝐡',
    '𝚺',
    'İ',
    'ﬁ',
    '한',
    'ﷺ',
    '\u0301',
    '\u0316',
    '\u200B',
    '-',
    '1',
    'm',
  )
  const whole = (name: string) =>
    plainLetters(
      name
        .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu, '')
        .normalize('NFKD')
        .replace(/[\p{M}_-]/gu, '')
        .toLowerCase(),
    )
  const name = fc.array(fc.oneof(letters, fc.string({ unit: 'grapheme', maxLength: 2 })), { maxLength: 12 })
  fc.assert(
    fc.property(name, (parts) => skeletonOf(parts.join(''), new Map()) === whole(parts.join(''))),
    { numRuns: 5_000 },
  )
})

test('no Chinese, Yi or Korean letter can be taken for one with which a command begins', () => {
  const codes = [[0x3400, 0xa48c] as const, [0xac00, 0xd7a3] as const].flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, at) => from + at),
  )
  const taken = codes.filter((code) => /^(?:[a-z]|$)/.test(skeletonOf(String.fromCharCode(code), new Map())))
  expect(taken).toEqual([])
})
