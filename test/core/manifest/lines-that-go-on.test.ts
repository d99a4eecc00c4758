import { describe, expect, test } from 'vitest'
import { editLines } from '../../../src/core/manifest/edit-lines.js'
import type { LineChange } from '../../../src/model/change.js'

function line(file: string, text: string, more: Partial<LineChange> = {}): LineChange {
  return {
    kind: 'line',
    file,
    ensure: 'present',
    document: null,
    validate: null,
    line: text,
    order: { by: 'end' },
    ...more,
  }
}

const absent = { ensure: 'absent' } as const
const below = (text: string): Partial<LineChange> => ({ order: { by: 'after', line: text } })

/** The text after the changes, or the code of the first problem and its line. */
function edited(text: string, ...changes: readonly LineChange[]): string {
  const result = editLines(text, changes)
  if (result.ok) return result.value.text
  const [{ code, line: number }] = result.problems
  return `${code} ${number}`
}

describe.each(['\n', '\r\n'])('with line ends %j', (eol) => {
  const written = (text: string) => text.replaceAll('\n', eol)

  test.each<[string, string, LineChange, number]>([
    ['the value would keep its second half', 'tag=1,\\\n  2\nb=1\n', line('a.properties', 'tag=3'), 1],
    ['the line would become a part of the one above', 'b=1\\\n', line('a.properties', 'tag=3'), 1],
    ['also without a final line end', 'b=1\\', line('a.properties', 'tag=3'), 1],
    ['the first half of a value is to go', 'tag=1,\\\n  2\n', line('a.properties', 'tag=1,\\', absent), 1],
    [
      'the line would take the one below with it',
      'a=1\nb=2\n',
      line('a.properties', 'c=1\\', below('a=1')),
      2,
    ],
    [
      'a line would come between the halves of a value',
      'a=1\\\n  2\n',
      line('a.properties', 'c=1', below('a=1\\')),
      1,
    ],
    ['a text in quotes would keep its end', 'KEY="a\nb"\nC=1\n', line('.env', 'KEY=2'), 1],
    [
      'a key inside the quotes of another is one to some readers only',
      'KEY="a\nTAG=1\nb"\n',
      line('.env', 'TAG=2'),
      2,
    ],
    ['also where it is to go', "KEY='a\nTAG=1\nb'\n", line('.env', 'TAG=1', absent), 2],
    ['also in back quotes', 'KEY=`a\nb`\n', line('.env', 'Z=1', below('KEY=`a')), 1],
    ['also behind a colon', 'A: "x\nB=1\n"\n', line('.env', 'B=1', absent), 2],
    ['also where a quote opens behind other text', 'A=x"\nB=1\n"\n', line('.env', 'B=2'), 2],
    ['also where one is closed and another opened', 'A="x" "\nB=1\n"\n', line('.env', 'B=2'), 2],
    ['also in three quotes', 'A="""x\nB=1\n"""\n', line('.env', 'B=2'), 2],
    ['also behind the dollar sign of a shell', "A=$'x\nB=1\n'\n", line('.env', 'B=2'), 2],
    ['below a backslash a shell reads no key', 'A=x\\\nB=1\n', line('.env', 'B=2'), 2],
    ['quotes of an INI file go over lines too', '[s]\na="x\nb=2\n"\n', line('a.ini', 'b=2', absent), 3],
    ['a quote that is not closed takes the next one', 'A=1\nB="2"\n', line('.env', 'A="x'), 2],
    [
      'a sorted line would come between quotes',
      'A="x\nz"\n',
      line('.env', 'B=1', { order: { by: 'sorted' } }),
      1,
    ],
    ['an INI value would keep its second line', '[a]\nkey = 1\n  2\nb = 1\n', line('a.ini', 'key = 3'), 2],
    ['also below a comment and a blank line', '[a]\nkey = 1\n# c\n\n  2\n', line('a.ini', 'key = 3'), 2],
    ['also where its first line is what is asked for', '[a]\nkey = 1\n  2\n', line('a.ini', 'key = 1'), 2],
    ['a deeper key is one to some readers only', '[a]\nkey = 1\n  tag = 2\n', line('a.ini', 'tag = 3'), 3],
    ['a key whose list stays is to go', '[a]\nx = 1\nkey =\n  1\n', line('a.ini', 'key =', absent), 3],
    [
      'a key would come between another and its list',
      '[a]\nkey =\n  1\n',
      line('a.ini', 'y = 3', below('key =')),
      2,
    ],
    [
      'a heading that keeps two keys apart is to go',
      '[a]\nx = 1\n[b]\n  y = 1\n',
      line('a.ini', '[b]', absent),
      4,
    ],
  ])('no half of a value is changed: %s', (_title, before, change, number) => {
    expect(edited(written(before), change)).toBe(`change/line-goes-on ${number}`)
  })

  test.each<[string, string, LineChange, string]>([
    [
      'beside a value of several lines',
      'tag=1,\\\n  2\n',
      line('a.properties', 'b=1'),
      'tag=1,\\\n  2\nb=1\n',
    ],
    ['a backslash that is one itself', 'a=1\\\\\n', line('a.properties', 'b=1'), 'a=1\\\\\nb=1\n'],
    ['a backslash in a comment', '# a\\\nb=1\n', line('a.properties', 'b=2'), '# a\\\nb=2\n'],
    [
      'a key in the second half of a value is none',
      'b=1,\\\ntag=2\n',
      line('a.properties', 'tag=3'),
      'b=1,\\\ntag=2\ntag=3\n',
    ],
    ['below a text in quotes', 'KEY="a\nb"\nC=1\n', line('.env', 'C=2'), 'KEY="a\nb"\nC=2\n'],
    ['a quote inside a word', "A=it's\nB=1\nC=it's\n", line('.env', 'B=2'), "A=it's\nB=2\nC=it's\n"],
    ['a quote that is never closed', 'A="x\nB=1\n', line('.env', 'B=2'), 'A="x\nB=2\n'],
    ['a quote with a backslash before it', 'A="x\\"y"\nB=1\n', line('.env', 'B=2'), 'A="x\\"y"\nB=2\n'],
    [
      'an entry of an INI list, which is deeper',
      '[a]\nkey =\n  1\n  2\n',
      line('a.cfg', '  3', below('  2')),
      '[a]\nkey =\n  1\n  2\n  3\n',
    ],
    ['and it goes again', '[a]\nkey =\n  1\n  2\n', line('a.cfg', '  2', absent), '[a]\nkey =\n  1\n'],
    [
      'keys that are all indented',
      '[a]\n  x = 1\n  y = 2\n',
      line('a.ini', 'y = 3'),
      '[a]\n  x = 1\ny = 3\n',
    ],
    ['a text whose format is not known', 'a \\\n  b\n', line('run.sh', 'c'), 'a \\\n  b\nc\n'],
  ])('what stands by itself is edited: %s', (_title, before, change, after) => {
    expect(edited(written(before), change)).toBe(written(after))
    expect(edited(written(after), change)).toBe(written(after))
  })

  test.each<[string, string, LineChange, string]>([
    [
      'a value is changed there',
      '[*]\nindent = 1\n[*.ts]\nindent = 2\n',
      line('.editorconfig', 'indent = 3', below('[*]')),
      '[*]\nindent = 3\n[*.ts]\nindent = 2\n',
    ],
    [
      'the same line in another section does not count',
      '[*]\nindent = 1\n[*.ts]\nindent = 2\n',
      line('.editorconfig', 'indent = 2', below('[*]')),
      '[*]\nindent = 2\n[*.ts]\nindent = 2\n',
    ],
    [
      'nor does it go',
      '[*]\nindent = 1\n[*.ts]\nindent = 1\n',
      line('.editorconfig', 'indent = 1', { ...absent, ...below('[*]') }),
      '[*]\n[*.ts]\nindent = 1\n',
    ],
    [
      'a key is added to its section',
      '[a]\n[b]\nx = 1\n',
      line('a.ini', 'x = 1', below('[a]')),
      '[a]\nx = 1\n[b]\nx = 1\n',
    ],
  ])('a line below a heading of an INI file is about its section: %s', (_title, before, change, after) => {
    expect(edited(written(before), change)).toBe(written(after))
    expect(edited(written(after), change)).toBe(written(after))
  })
})

test('one line may be wanted in one section of an INI file and not in another', () => {
  const changes = [
    line('a.ini', 'x = 1', below('[a]')),
    line('a.ini', 'x = 1', { ...absent, ...below('[b]') }),
  ]
  expect(edited('[a]\n[b]\nx = 1\n', ...changes)).toBe('[a]\nx = 1\n[b]\n')
})

test('a carriage return alone ends a line to some readers only', () => {
  expect(edited('A=1\nB=2\rC=3\n', line('.env', 'D=4'))).toBe('change/line-end 2')
  expect(edited('a\rb\r', line('notes.txt', 'c'))).toBe('change/line-end 1')
  expect(edited('a\rb\n', line('notes.txt', 'c'))).toBe('a\rb\nc\n')
  expect(edited('a\r\nb\r\n', line('notes.txt', 'c'))).toBe('a\r\nb\r\nc\r\n')
})

test('lines that a problem names are those of the file as it is, whatever was added or removed before them', () => {
  const text = 'A=1\nB=2\nTAG=1\nC=3\nTAG=2\n'
  const before = [
    line('.env', 'A=1', absent),
    line('.env', 'Z=1', below('B=2')),
    line('.env', 'Y=1', below('B=2')),
  ]
  const result = editLines(text, [...before, line('.env', 'TAG=3')])
  expect(result).toEqual({
    ok: false,
    problems: [
      {
        code: 'change/line-key',
        file: '.env',
        line: 3,
        what: '“TAG” has more than one value in .env, on lines 3 and 5, and readers take different ones of them.',
        fix: 'Remove all but one of these lines from the file.',
      },
    ],
  })
  const anchored = editLines('x\na\nb\na\n', [line('t.txt', 'x', absent), line('t.txt', 'n', below('a'))])
  expect(anchored.ok ? [] : anchored.problems.map(({ line: number, what }) => [number, what])).toEqual([
    [2, 'Not exactly one line of t.txt is “a”, below which a line is to be added, on lines 2 and 4.'],
  ])
})

test.each([
  ['.env', "A=it's\nB=1\nC=don't\n", 'B=2', "A=it's\nB=2\nC=don't\n"],
  ['.env', 'A=x # 5" wide\nB=1\nC=y # 6"\n', 'B=2', 'A=x # 5" wide\nB=2\nC=y # 6"\n'],
  ['.env', 'A="x" # why\nB=1\n', 'B=2', 'A="x" # why\nB=2\n'],
  ['.env', 'A: 1\n', 'A=2', 'A=2\n'],
  ['.env', 'export A\nB=1\n', 'A=2', 'export A\nB=1\nA=2\n'],
  ['a.ini', '[s]\npath=C:\\dir\\\nb=1\n', 'b=2', '[s]\npath=C:\\dir\\\nb=2\n'],
  ['a.ini', '[s]\na\n', 'a=2', '[s]\na=2\n'],
  ['a.properties', 'a\nb=1\n', 'a=2', 'a=2\nb=1\n'],
])(
  'a value that ends on its line is nobody else’s, and a key has one value: %s %j',
  (file, text, wanted, after) => {
    expect(edited(text, line(file, wanted))).toBe(after)
  },
)
