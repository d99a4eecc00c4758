import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { editLines } from '../../../src/core/manifest/edit-lines.js'
import type { LineChange, LineOrder } from '../../../src/model/change.js'

function line(text: string, more: Partial<LineChange> = {}): LineChange {
  return {
    kind: 'line',
    file: 'list.txt',
    ensure: 'present',
    document: null,
    validate: null,
    line: text,
    order: { by: 'end' },
    ...more,
  }
}

const gone = (text: string): LineChange => line(text, { ensure: 'absent' })
const sorted: { readonly order: LineOrder } = { order: { by: 'sorted' } }
const below = (text: string): { readonly order: LineOrder } => ({ order: { by: 'after', line: text } })

/** The text after the changes, or the code of the first problem. */
function edited(text: string, ...changes: readonly LineChange[]): string {
  const result = editLines(text, changes)
  return result.ok ? result.value.text : result.problems[0].code
}

const cases: readonly (readonly [string, string, LineChange, string])[] = [
  ['a line at the end', 'a\nb\n', line('c'), 'a\nb\nc\n'],
  ['a line in a file without a final line end', 'a\nb', line('c'), 'a\nb\nc'],
  ['a line in an empty file', '', line('a'), 'a\n'],
  ['a line that is there', 'a\nb\n', line('a'), 'a\nb\n'],
  ['a line that differs by a space only', 'a \n', line('a'), 'a \na\n'],
  ['a line that differs by case only', 'A\n', line('a'), 'A\na\n'],
  ['a line of a sorted list', '# teams\n\na\nc\n', line('b', sorted), '# teams\n\na\nb\nc\n'],
  ['the first of a sorted list', '# teams\nb\nc\n', line('a', sorted), '# teams\na\nb\nc\n'],
  ['the last of a sorted list', 'a\nb\n# end\n', line('c', sorted), 'a\nb\nc\n# end\n'],
  ['a comment of the next line', 'a\n# about c\nc\n', line('b', sorted), 'a\nb\n# about c\nc\n'],
  ['a line of a list in no order', 'c\na\n', line('b', sorted), 'c\na\nb\n'],
  ['a line below another', '# x\na\n# y\nb\n', line('new', below('# y')), '# x\na\n# y\nnew\nb\n'],
  ['a line below the last', 'a\n# y', line('new', below('# y')), 'a\n# y\nnew'],
  ['a removed line', 'a\nb\nc\n', gone('b'), 'a\nc\n'],
  ['a line that is there twice, removed', 'b\na\nb\n', gone('b'), 'a\n'],
  ['the last line removed from a file without a final line end', 'a\nb', gone('b'), 'a'],
  ['the only line removed', 'a\n', gone('a'), ''],
  ['a line that is not there, removed', 'a\n\n', gone('b'), 'a\n\n'],
]

describe.each(['\n', '\r\n'])('in a text with line ends %j', (eol) => {
  describe.each(['', '\ufeff'])('and the mark %j', (mark) => {
    const written = (text: string) => mark + text.replaceAll('\n', eol)
    test.each(cases)('%s', (_title, before, change, after) => {
      const expected = before === '' ? mark + after : written(after)
      expect(edited(written(before), change)).toBe(expected)
      expect(edited(expected, change)).toBe(expected)
    })
  })
})

test('a line below one that is not there, or there twice, is refused', () => {
  expect(edited('a\n', line('b', below('# y')))).toBe('change/line-anchor')
  expect(edited('# y\n# y\n', line('b', below('# y')))).toBe('change/line-anchor')
})

test.each(['A=ENC[x]\nsops_mac=ENC[y]\n', '[a]\nb=ENC[x]\n[sops]\nmac=ENC[y]\n'])(
  'a file sealed with SOPS is refused: %j',
  (text) => {
    expect(edited(text, line('c'))).toBe('change/sops-file')
  },
)

test('two changes that want different things of one line are refused', () => {
  expect(edited('a\n', line('b'), gone('b'))).toBe('change/contradiction')
})

test('the places name the lines', () => {
  expect(editLines('a\nb\n', [line('c'), gone('a'), line('b')])).toEqual({
    ok: true,
    value: {
      text: 'b\nc\n',
      places: [
        { at: [{ line: 'c' }], new: 'c' },
        { at: [{ line: 'a' }], old: 'a' },
      ],
    },
  })
})

test('whatever the file, a line comes and goes without a trace, and all others keep their bytes', () => {
  const text = fc
    .array(
      fc.tuple(fc.constantFrom('a', 'b', '', '# c', ' a', 'a\rb', '\u2028'), fc.constantFrom('\n', '\r\n')),
    )
    .map((lines) => lines.map(([one, eol]) => one + eol).join(''))
  const order = fc.constantFrom<LineOrder>({ by: 'end' }, { by: 'sorted' })
  fc.assert(
    fc.property(text, fc.boolean(), order, (lines, cut, by) => {
      const before = cut ? lines.replace(/\r?\n$/, '') : lines
      const added = edited(before, line('new', { order: by }))
      expect(added.split(/\r?\n/).filter((one) => one === 'new')).toHaveLength(1)
      expect(edited(added, line('new', { order: by }))).toBe(added)
      if (!/\r\n/.test(before)) expect(edited(added, gone('new'))).toBe(before)
    }),
    { numRuns: 2_000 },
  )
})
