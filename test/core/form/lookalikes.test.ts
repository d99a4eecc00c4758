import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseSubmission } from '../../../src/core/form/parse-submission.js'
import { checkboxes, dropdown, givenForm, input, reads, textarea } from './given.js'

const form = givenForm(
  textarea('Notes'),
  dropdown('Role', ['reader', 'admin']),
  textarea('Log', { render: 'shell' }),
  input('Cost in €', { id: 'cost' }),
)

function body(notes: string, log = 'ls'): string {
  return `### Notes\n\n${notes}\n\n### Role\n\nreader\n\n### Log\n\n\`\`\`shell\n${log}\n\`\`\`\n\n### Cost in €\n\n7`
}

function warnings(text: string, of = form): readonly string[] {
  const result = parseSubmission(of, text)
  if (!result.ok) return ['refused', ...result.problems.map(({ code }) => code)]
  return result.value.warnings.map(({ line, code, label }) => `${line} ${code} ${label}`)
}

test.each([
  ['with letters of another script', '### Rоlе'],
  ['in capitals of another script', '### ΡΟLΕ'.replace('Ρ', 'R')],
  ['with a capital I for a small l', '### RoIe'],
  ['with the digit nought', '### R0le'],
  ['in the letters of mathematics', '### 𝐑𝐨𝐥𝐞'],
  ['with a decimal character reference', '### R&#111;le'],
  ['with a hexadecimal character reference', '### R&#x6F;le'],
  ['with a named character reference', '### R&oscr;le'],
  ['made of named character references', '### &Rscr;&oscr;&lscr;&escr;'],
  ['of several words with references in each', '### &Copf;o&sscr;t &iscr;n &euro;'],
  ['with many invisible character references', `### Ro${'&zwnj;'.repeat(60)}le`],
  ['with a no-break space by reference', '### &nbsp;Role'],
  ['as a link', '### [Role](https://evil.example)'],
  ['as a link by reference', '### [Role][1]'],
  ['with a comment inside', '### Ro<!-- > -->le'],
  ['with tags around it', '### <b title=">">Role</b>'],
  ['as mathematics', '### $Role$'],
  ['with an invisible character outside the basic plane', '### Ro\u{e0001}le'],
  ['behind an invisible character outside the basic plane', '\u{e0100}### Role'],
  ['with a thousand invisible characters', `### Ro${'\u200b'.repeat(1000)}le`],
  ['behind an invisible letter', '### \u115fRole'],
  ['in HTML', '<h3>Role</h3>'],
  ['in HTML with attributes', 'a <H3 align="center">Role</H3>'],
  ['in HTML over several lines', '<h3\n>\n\nRo<b>le</b>\n\n</h3>'],
  ['in HTML that is never closed', '<h3>Role\n\nadmin'],
])('a heading that only looks like one of the form is refused: %s', (_title, notes) => {
  expect(warnings(body(notes))).toEqual(['refused', 'form/confusable-heading'])
})

test.each([
  ['other words', '### Roles and rights'],
  ['a label as part of a longer heading', '### My Role'],
  ['an umlaut', '### Röle'],
  ['references that stand for too little', '### R&amp;e'],
  ['references that stand for other words', '### &copy; &oscr;thers &escr;'],
  ['a heading of HTML with other words', '<h3>Roles</h3>'],
  ['a heading of HTML in code', '```\n<h3>Role</h3>\n```'],
  ['a heading of HTML in a quotation', '> <h3>Role</h3>'],
  ['another element of HTML', '<header>Role</header>'],
])('an honest heading stays text, without a warning: %s', (_title, notes) => {
  expect(reads(form, body(notes))).toMatchObject({ notes, role: 'reader' })
  expect(warnings(body(notes))).toEqual([])
})

test('a label with sign, bracket or reference in it has lookalikes too, and is itself none', () => {
  const odd = givenForm(textarea('Notes'), input('Q&amp;A [x]', { id: 'q' }))
  const text = (notes: string) => `### Notes\n\n${notes}\n\n### Q&amp;A [x]\n\ny`
  expect(reads(odd, text('a'))).toEqual({ notes: 'a', q: 'y' })
  expect(reads(odd, text('### Q&A [x]'))).toEqual(['3 form/confusable-heading'])
})

test.each([
  ['Memory', '### rnemory'],
  ['Title', '### Tltle'],
  ['Title', '### T1tle'],
  ['Web', '### vveb'],
  ['ΤΕΑΜ', '### TEAM'],
  ['ΟΔΟΣ', '### Οδος'],
  ['Straße', '### STRASSE'],
  ['Office 1', '### Oﬃce\u2003\u2003¹'],
  ['´ ´', '### ´´'],
])('letters and digits that are mistaken for others do not tell headings apart: %s, %s', (label, heading) => {
  const other = givenForm(textarea('Notes'), input(label, { id: 'other' }))
  expect(reads(other, `### Notes\n\n${heading}\n\n### ${label}\n\nx`)).toEqual(['3 form/confusable-heading'])
})

test('a label in another script is no lookalike of itself', () => {
  const greek = givenForm(textarea('Σημείωση', { id: 'notes' }), input('Роль', { id: 'role' }))
  expect(reads(greek, '### Σημείωση\n\na\n\n### Роль\n\nb')).toEqual({ notes: 'a', role: 'b' })
  expect(reads(greek, '### Σημείωση\n\n### РОЛЬ\n\n### Роль\n\nb')).toEqual(['3 form/confusable-heading'])
})

test.each([
  ['a heading of another level warns, by its line and the field it could be taken for', '#### Role', 3],
  ['so does a larger one', 'a\n\n# role', 5],
  ['so does one in HTML', 'a\n\n<h4>Role</h4>', 5],
])('%s', (_title, notes, line) => {
  expect(warnings(body(notes))).toEqual([`${line} form/heading-level Role`])
  expect(reads(form, body(notes))).toMatchObject({ notes, role: 'reader' })
})

test.each([
  ['an underlined heading', 'Role\n---'],
  ['a comment of a program in code', '```sh\n# Role\n```'],
  ['a heading in a quotation or a list', '> #### Role\n\n- #### Role'],
  ['a hashtag', '#Role'],
  ['seven number signs', '####### Role'],
])('%s is text, without a warning', (_title, notes) => {
  expect(warnings(body(notes))).toEqual([])
})

test('a lookalike inside code that GitHub renders as code warns', () => {
  expect(warnings(body('a', 'x\n### role'))).toEqual(['13 form/confusable-heading Role'])
  expect(warnings(body('a', '<h3>Role</h3>'))).toEqual([])
})

test('characters that turn the text or cannot be seen warn in a text of several lines, once per kind', () => {
  const text = body('a\nb\u202ec\nd\u202ee\nf\u200b', '\u2066x')
  expect(warnings(text)).toEqual([
    '4 form/bidi Notes',
    '6 form/invisible-character Notes',
    '15 form/bidi Log',
  ])
  expect(reads(form, text)).toMatchObject({ notes: 'a\nb\u202ec\nd\u202ee\nf\u200b' })
  expect(warnings(body('a\u{e0100}'))).toEqual(['3 form/invisible-character Notes'])
  expect(warnings(body('a\tb\n\u001b[31m'))).toEqual(['4 form/invisible-character Notes'])
})

test('emoji of several pictures are honest, in short text too; a joiner elsewhere is not', () => {
  const one = givenForm(input('Name'), textarea('Notes'))
  const text = (name: string) => `### Name\n\n${name}\n\n### Notes\n\n👩‍💻 🏳️‍🌈 👩🏽‍🚀`
  expect(reads(one, text('👩‍💻 🏳️‍🌈 👩🏽‍🚀'))).toMatchObject({ name: '👩‍💻 🏳️‍🌈 👩🏽‍🚀' })
  expect(warnings(text('👩‍💻'), one)).toEqual([])
  expect(reads(one, text('ad\u200dmin'))).toEqual(['3 form/invisible-character'])
  expect(reads(one, text('👩\u200d\u200d💻'))).toEqual(['3 form/invisible-character'])
})

test('an honest body has no warnings', () => {
  expect(warnings(body('A text, with *Markdown*.\n\n## Steps\n\n1. one\n2. two\n\n```\n# x\n```'))).toEqual(
    [],
  )
})

test('problems and warnings are bounded in number, and one kind does not use up the room of the other', () => {
  expect(warnings(body('#### Role\n'.repeat(500))).length).toBe(20)
  const result = parseSubmission(form, body(`${'#### Role\n'.repeat(500)}### role\n`))
  expect(result.ok ? [] : result.problems.map(({ code }) => code)).toEqual(['form/confusable-heading'])
  const refused = parseSubmission(form, body('###Role\n'.repeat(500)))
  expect(refused.ok ? [] : refused.problems).toHaveLength(20)
})

test.each(['R', '&a;R'])(
  'a heading %s with 60,000 marks on its letter costs no more than others',
  (letter) => {
    const start = performance.now()
    reads(form, body(`### ${letter}${'\u0301\u0323'.repeat(30_000)}`))
    // Normalizing it takes a second and more; the whole body takes a few milliseconds.
    expect(performance.now() - start).toBeLessThan(500)
  },
)

test('no text of marks, tags and references makes the parser throw, nor changes another field', () => {
  const piece = fc.constantFrom(
    ...[
      '### ',
      '<h3>',
      '</h3>',
      '<',
      '>',
      '&',
      ';',
      '&#',
      '&#x',
      '1114112',
      'zwnj',
      '[',
      '](',
      ']',
      '"',
      "'",
    ],
    ...['Role', 'R', '\u0301', '\n', '\n\n', '<!--', '-->', '\ufffc', '\ud800', '&Rscr;', '#'],
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), (pieces) => {
      const found = reads(form, body(pieces.join('')))
      if (!Array.isArray(found)) expect(found).toMatchObject({ role: 'reader', log: 'ls', cost: '7' })
    }),
    { numRuns: 1500 },
  )
})

test('check boxes and the words of an empty field are no place for lookalikes', () => {
  const boxes = givenForm(checkboxes('Terms', [{ label: 'Yes', required: false }]))
  expect(reads(boxes, '### Terms\n\n- [x] Yes\n\n### terms\n\n- [ ] Yes')).toContain(
    '5 form/confusable-heading',
  )
})
