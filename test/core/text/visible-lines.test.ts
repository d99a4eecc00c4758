import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitLines } from '../../../src/core/text/page-lines.js'
import { visibleLines } from '../../../src/core/text/visible-lines.js'

/** One letter per line: t text, f fence, i indented, q quote, h html, d folded. */
function seen(...lines: readonly string[]): string {
  return visibleLines(lines)
    .map(({ kind }) => (kind === 'folded' ? 'd' : kind[0]))
    .join('')
}

test.each([
  ['ordinary text and headings are seen', ['a', '', '### b', '- c', '1. d'], 'ttttt'],
  ['a fence hides its lines up to a fence as long', ['````', 'a', '```', '````', 'b'], 'fffft'],
  ['a fence never closed hides everything behind it', ['```js', '', '### a'], 'fff'],
  ['tildes do not close backticks', ['```', '~~~', 'a'], 'fff'],
  ['a fence with text behind it does not close', ['```', '``` a', 'b'], 'fff'],
  ['backticks in the info string make it inline code, not a fence', ['```foo``` is inline', 'a'], 'tt'],
  [
    'up to three blanks before a fence are allowed, four are not',
    ['   ```', '    ```', '   ```', 'a'],
    'ffft',
  ],
  [
    'a quotation is no text of the author, nor is the line that goes on with it',
    ['> a', 'b', '', 'c'],
    'qqtt',
  ],
  ['a heading at the margin ends a quotation', ['> a', '### b'], 'qt'],
  ['a fence in a quotation ends with it', ['> ```', '### a'], 'qt'],
  ['a fence in a list item ends with it', ['- a', '  ```', '### b'], 'tft'],
  [
    'the closing fence at the margin opens a new one when the first was in a list',
    ['- a', '  ```', '```', '### b'],
    'tfff',
  ],
  ['four blanks make code, unless a paragraph is open', ['    a', '', 'b', '    c'], 'iitt'],
  ['a tab counts as four blanks', ['\ta', 'b'], 'it'],
  ['a comment runs through blank lines to its end', ['<!--', '', '### a', '-->', 'b'], 'hhhht'],
  ['a comment never closed hides everything behind it', ['a', '', '<!--', '', 'b'], 'tthhh'],
  [
    'a comment that begins inside a paragraph hides only up to its end there',
    ['a <!--', 'b', '--> c'],
    'thh',
  ],
  ['a comment that begins inside a paragraph ends with it', ['a <!--', '', '### b'], 'ttt'],
  ['a block of HTML ends at a blank line', ['<div>', '### a', '', '### b'], 'hhtt'],
  ['a block of preformatted text runs through blank lines', ['<pre>', '', 'a', '</pre>', 'b'], 'hhhht'],
  [
    'a comment left open inside a block of HTML swallows the rest of the page',
    ['<div><!--', '', '### a', '-->'],
    'hhhh',
  ],
  [
    'a tag left open inside a block of HTML swallows the rest of the page',
    ['<div title="', '', '### a'],
    'hhh',
  ],
  ['a comment left open in a quotation swallows the rest of the page', ['> <!--', '', '### a'], 'qhh'],
  [
    'an open details element folds away what follows',
    ['<details>', '', '### a', '', '</details>', '', 'b'],
    'hdddhtt',
  ],
  ['details inside a sentence folds away what follows', ['a <details> b', '', '### c'], 'tdd'],
  ['details named in inline code folds nothing', ['use `<details>` here', '', 'a'], 'ttt'],
  ['details behind a backslash folds nothing', ['use \\<details> here', '', 'a'], 'ttt'],
  ['a code span that may be a link target is not trusted', ['[a](b`c) <details> `d`', '', '### e'], 'tdd'],
  ['details in a comment folds nothing', ['<!-- <details> -->', 'a'], 'ht'],
  ['the end of details in a comment does not count', ['<details>', '<!-- </details> -->', '', 'a'], 'hhdd'],
  ['the end of details behind a text counts', ['<details>', '', 'a</details>', '', 'b'], 'hddtt'],
  [
    'the end of details inside a table cell does not count',
    ['<details><table>', '</details>', '', 'a'],
    'hhdd',
  ],
  ['details in a list item ends with it', ['- <details>', '', 'a'], 'hdt'],
  [
    'nested details need as many ends',
    ['<details><details>', '</details>', '', 'a', '', '</details>', '', 'b'],
    'hhdddhtt',
  ],
  [
    'the end of an element ends what was begun inside it',
    ['<details><video>', '</details>', '', 'a'],
    'hhtt',
  ],
  [
    'an end that a table keeps from its element ends one inside the table',
    ['<details><table><details>', '</details></details>', '', 'a'],
    'hhdd',
  ],
  ['an end of what is not open ends nothing', ['<details>', '</video></select>', '', 'a'], 'hhdd'],
  ['an end goes to the element begun last', ['<details>', '', '<details>', '</details>', '', 'a'], 'hdhhdd'],
  ['a tag alone on its line does not interrupt a paragraph', ['a', '<b>', '```', 'b'], 'ttff'],
  ['a tag alone on its line interrupts a table', ['|a|', '|-|', '<b>', '```', '', 'c'], 'tthhtt'],
])('%s', (_title, lines, expected) => {
  expect(seen(...lines)).toBe(expected)
})

test('a hidden line names the line that hides it', () => {
  expect(visibleLines(['a', '```', '', 'b'])).toEqual([
    { kind: 'text', openedAt: 0 },
    { kind: 'fence', openedAt: 1 },
    { kind: 'fence', openedAt: 1 },
    { kind: 'fence', openedAt: 1 },
  ])
})

test('every body gets one view per line, and nothing hides a line before it', () => {
  const piece = fc.constantFrom(
    '```',
    '~~~',
    '> ',
    '- ',
    '1. ',
    '<!--',
    '-->',
    '<details>',
    '</details>',
    '<a b="',
    '|',
    '-|',
    '`',
    '\\',
    '\t',
    '    ',
    '\n',
    '\r\n',
    '\n\n',
    'x',
    ']',
    '\0',
    '\ud800',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }), (pieces) => {
      const lines = splitLines(pieces.join(''))
      const views = visibleLines(lines)
      expect(views.length).toBe(lines.length)
      for (const [index, view] of views.entries()) {
        expect(view.openedAt).toBeLessThanOrEqual(index)
        if (view.kind === 'text') expect(view.openedAt).toBe(index)
      }
    }),
    { numRuns: 1000 },
  )
})

test('one blank in front of every line changes nothing, whichever way the lines are read', () => {
  const line = fc.constantFrom(
    ...[
      '',
      'a',
      'B <!--',
      'c -->',
      'd <details>',
      '</details> e',
      'f',
      '---',
      '===',
      '```',
      '~~~',
      '> g',
      '- h',
      '-',
    ],
    ...[
      '1. i',
      '2. j',
      '1234567890. k',
      '|l|',
      '|-|',
      'm|',
      '-|',
      '<div>',
      '<pre>',
      '</pre>',
      '<b>',
      '# n',
      '`o',
      'p\\',
      '+',
      '*',
    ],
    ...['<!-- -->', '<a b="', '@', '[', '{', 'ä'],
  )
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
      const moved = lines.map((each) => (each === '' ? '' : ` ${each}`))
      expect(visibleLines(moved)).toEqual(visibleLines(lines))
    }),
    { numRuns: 3000 },
  )
})
