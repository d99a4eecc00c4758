import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseSubmission } from '../../../src/core/form/parse-submission.js'
import { isBlank, isNothingSeen } from '../../../src/core/form/unseen-characters.js'
import { dropdown, givenForm, input, textarea } from './given.js'

const form = givenForm(
  textarea('Notes'),
  dropdown('Role', ['reader', 'admin']),
  textarea('Log', { render: 'shell' }),
  input('Name'),
)

/** What somebody may type or paste into a text of several lines; no NUL, which is always refused. */
const piece = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ...[
        '\n',
        '\n',
        '\n\n',
        '\r\n',
        '\r',
        '\u2028',
        '\u2029',
        '\u0085',
        '\v',
        '\f',
        ' ',
        '    ',
        '\t',
        '  \n',
        '\n \t\n',
      ],
      ...['\u00a0', '\ufeff', '\u200b', '\u202e', '😀', 'e\u0301', '$&', '\\', '\u001b[31m'],
      ...[
        '### Steps',
        '###',
        '### ',
        '#### Deeper',
        '# One',
        'Role',
        '---',
        '===',
        '> ',
        '- ',
        '1. ',
        '- [ ] a',
        '|a|b|',
      ],
      ...[
        '```',
        '````',
        '~~~',
        '```sh',
        '`',
        '<!--',
        '-->',
        '<details>',
        '</details>',
        '<b',
        '<pre>',
        '<a href="',
        '[//]: # (',
      ],
      ...['_No response_', 'None', '::error::x', '&amp;', '&#32;', '"quoted"', '${{ x }}'],
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: 'binary', maxLength: 6 }).map((text) => text.replaceAll('\0', '')),
  },
  // Rare, because nearly all of these are refused.
  {
    weight: 1,
    arbitrary: fc.constantFrom('words', '    indented', 'trailing  ', '### Role', '###Role', '#### Role'),
  },
)
const typed = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''))

const readings = fc.record({ allowMissingOptional: fc.boolean(), refuseUnseenCharacters: fc.boolean() })

/**
 * The lines of a text, in this test's own words: CR LF is one end of a line, so is CR alone, so is LF alone, and nothing else is. The form
 * writes a line feed behind the text, which makes one end of line with a CR that the text ends in.
 */
function linesOf(text: string): string[] {
  const lines = ['']
  for (let at = 0; at < text.length; at += 1) {
    const ends = text[at] === '\n' || text[at] === '\r'
    const joined = text[at] === '\r' && (text[at + 1] ?? '\n') === '\n'
    if (joined && at + 1 === text.length) break
    if (joined) at += 1
    if (ends) lines.push('')
    else lines[lines.length - 1] += text[at] ?? ''
  }
  return lines
}

/** Nothing on it but spaces and tabs. */
const blank = (line: string | undefined) => line !== undefined && /^[ \t]*$/.test(line)

/** What is documented of a text of several lines: blank lines at both ends are dropped, and what nobody sees is nothing, as are GitHub's words for it. */
function expectedText(text: string): string | null {
  const lines = linesOf(text)
  while (blank(lines[0])) lines.shift()
  while (blank(lines.at(-1))) lines.pop()
  const kept = lines.join('\n')
  const said = kept.replace(/^[\p{Zs}\ufeff\t]+|[\p{Zs}\ufeff\t]+$/gu, '')
  return said === '_No response_' || isNothingSeen(kept) ? null : kept
}

/** And of a text that the form renders as code: all of it is kept, unless nobody sees any of it. */
function expectedCode(text: string): string | null {
  const lines = linesOf(text)
  return isBlank(lines.join('\n')) ? null : lines.join('\n')
}

function bodyOf(notes: string, log: string): string {
  return `### Notes\n\n${notes}\n\n### Role\n\nreader\n\n### Log\n\n\`\`\`shell\n${log}\n\`\`\`\n\n### Name\n\nblue`
}

test('a text of several lines is read to the last byte, but for line ends and blank lines at both ends, or it is refused', () => {
  const seen = { read: 0, refused: 0 }
  fc.assert(
    fc.property(typed, readings, (text, options) => {
      const result = parseSubmission(form, bodyOf(text, 'ls'), options)
      if (!result.ok) {
        seen.refused += 1
        for (const { code, what, fix } of result.problems) expect([code, what, fix]).not.toContain('')
        return
      }
      seen.read += 1
      const values = Object.fromEntries(result.value.fields.map(({ id, value }) => [id, value]))
      expect(values).toEqual({ notes: expectedText(text), role: 'reader', log: 'ls', name: 'blue' })
    }),
    { numRuns: 4000 },
  )
  // Both have to happen often, or the property says nothing.
  expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(400)
})

test('a text that the form renders as code is read to the last byte, but for line ends, or it is refused', () => {
  const seen = { read: 0, refused: 0 }
  fc.assert(
    fc.property(typed, readings, (text, options) => {
      const result = parseSubmission(form, bodyOf('a', text), options)
      if (!result.ok) {
        seen.refused += 1
        for (const { code, what, fix } of result.problems) expect([code, what, fix]).not.toContain('')
        return
      }
      seen.read += 1
      const values = Object.fromEntries(result.value.fields.map(({ id, value }) => [id, value]))
      expect(values).toEqual({ notes: 'a', role: 'reader', log: expectedCode(text), name: 'blue' })
    }),
    { numRuns: 4000 },
  )
  expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(400)
})

test.each([
  ['CRLF and a lone CR are line ends', 'a\r\nb\rc', 'a\nb\nc'],
  ['no other character is one', 'a\u2028b\u2029c\u0085d\ve\ff', 'a\u2028b\u2029c\u0085d\ve\ff'],
  [
    'no-break space and byte order mark at the ends stay',
    '\u00a0\ufeffa\ufeff\u00a0',
    '\u00a0\ufeffa\ufeff\u00a0',
  ],
  ['a line of a no-break space is not blank', '\u00a0\na\n\u00a0', '\u00a0\na\n\u00a0'],
  ['blanks at the end of a line stay', 'a  \nb \t', 'a  \nb \t'],
  ['indentation of the first line stays', '    a\n  b', '    a\n  b'],
  ['blank lines inside stay as they are', 'a\n \t\n\nb', 'a\n \t\n\nb'],
  [
    'lines that look like commands of a runner stay',
    '::error::x\n::add-mask::y',
    '::error::x\n::add-mask::y',
  ],
  ['what other tools would replace stays', "$& $1 $' \\1 ${{ x }}", "$& $1 $' \\1 ${{ x }}"],
])('in a text of several lines %s', (_title, text, value) => {
  const result = parseSubmission(form, bodyOf(text, text))
  const read = result.ok ? result.value.fields.map((field) => field.value) : result.problems
  expect(read).toEqual([value, 'reader', value, 'blue'])
})
