import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseSubmission } from '../../../src/core/form/parse-submission.js'
import { renderBody } from '../../../src/core/form/render-body.js'
import { dropdown, givenForm, input, problems, reads, textarea } from './given.js'

const form = givenForm(
  textarea('Notes'),
  dropdown('Role', ['reader', 'admin']),
  textarea('Log', { render: 'shell' }),
  input('Name'),
)

/** An honest body, with this text in the field Notes. */
function body(notes: string, role = 'reader', log = 'ls', name = 'blue'): string {
  return `### Notes\n\n${notes}\n\n### Role\n\n${role}\n\n### Log\n\n\`\`\`shell\n${log}\n\`\`\`\n\n### Name\n\n${name}`
}

const honest = { notes: 'a', role: 'reader', log: 'ls', name: 'blue' }

test('an honest body is read field by field, with line numbers and raw text', () => {
  const result = parseSubmission(form, body('a\n\nb'))
  expect(result).toMatchObject({
    ok: true,
    value: {
      fields: [
        { id: 'notes', label: 'Notes', type: 'textarea', value: 'a\n\nb', raw: 'a\n\nb', lines: [3, 5] },
        { id: 'role', label: 'Role', type: 'dropdown', value: 'reader', raw: 'reader', lines: [9, 9] },
        { id: 'log', label: 'Log', type: 'textarea', value: 'ls', raw: '```shell\nls\n```', lines: [13, 15] },
        { id: 'name', label: 'Name', type: 'input', value: 'blue', raw: 'blue', lines: [19, 19] },
      ],
    },
  })
})

test('a body with CRLF everywhere, in the typed text only, or nowhere reads the same', () => {
  const mixed =
    '### Notes\n\na\r\nb\n\n### Role\n\nreader\n\n### Log\n\n```shell\nls\n```\n\n### Name\n\nblue'
  const expected = { ...honest, notes: 'a\nb' }
  expect(reads(form, mixed)).toEqual(expected)
  expect(reads(form, body('a\nb'))).toEqual(expected)
  expect(reads(form, body('a\nb').replaceAll('\n', '\r\n'))).toEqual(expected)
  expect(reads(form, body('a\nb').replaceAll('\n', '\r'))).toEqual(expected)
})

test('sections without blank lines between them and with blanks behind headings are read', () => {
  expect(
    reads(form, '### Notes  \na\n### Role\t\nreader \n### Log\n```shell\nls\n```\n### Name\nblue\n\n'),
  ).toEqual(honest)
})

test.each([
  [
    'a known heading in free text is refused, whether the genuine one comes later …',
    body('### Role\n\nadmin'),
    ['3 form/duplicate-heading'],
  ],
  ['… or earlier', `${body('a')}\n\n### Role\n\nadmin`, ['5 form/duplicate-heading']],
  [
    'a known heading in a code block of free text is refused',
    body('```\n### Role\n```'),
    ['4 form/duplicate-heading'],
  ],
  [
    'a known heading inside rendered code is refused',
    body('a', 'reader', '### Role'),
    ['5 form/duplicate-heading'],
  ],
  ['a known heading in a comment is refused', body('<!--\n### Role\n-->'), ['4 form/duplicate-heading']],
  [
    'a known heading in a folded section is refused',
    body('<details>\n\n### Role\n\n</details>'),
    ['5 form/duplicate-heading'],
  ],
  [
    'a known heading behind a link definition is refused',
    body('[//]: # (\n### Role\n)'),
    ['4 form/duplicate-heading'],
  ],
  ['a heading without the blank is refused', body('###Role'), ['3 form/confusable-heading']],
  ['a heading with # at the end is refused', body('### Role ###'), ['3 form/confusable-heading']],
  ['a heading behind one to three blanks is refused', body('   ### Role'), ['3 form/confusable-heading']],
  ['a heading in other letter case is refused', body('### ROLE'), ['3 form/confusable-heading']],
  ['a heading with an invisible character is refused', body('### Ro\u200ble'), ['3 form/confusable-heading']],
  [
    'a heading with a no-break space around it is refused',
    body('###\u00a0Role'),
    ['3 form/confusable-heading'],
  ],
  ['a heading in full-width letters is refused', body('### Ｒｏｌｅ'), ['3 form/confusable-heading']],
  ['a heading with emphasis is refused', body('### **Role**'), ['3 form/confusable-heading']],
  [
    'a code block left open in free text is refused where it hides the next heading',
    body('```'),
    ['5 form/hidden-heading'],
  ],
  ['a comment left open in free text is refused', body('<!--'), ['5 form/hidden-heading']],
  ['a folded section left open in free text is refused', body('<details>\n\nx'), ['7 form/hidden-heading']],
  ['text before the first heading is refused', `Hello\n\n${body('a')}`, ['1 form/preamble']],
  [
    'a section that is gone is refused',
    body('a').replace('### Name\n\nblue', ''),
    ['- form/missing-section'],
  ],
  [
    'sections in another order are refused',
    '### Role\n\nreader\n\n### Notes\n\na\n\n### Log\n\n```shell\nx\n```\n\n### Name\n\nb',
    ['1 form/wrong-order'],
  ],
  ['a body without any heading of the form is not this form', 'It does not work.', ['- form/not-this-form']],
  ['an empty body is not this form', '', ['- form/not-this-form']],
])('%s', (_title, text, expected) => {
  expect(reads(form, text)).toEqual(expected)
})

test.each([
  ['an unknown heading in free text stays, verbatim', '### Steps\n\n1. a'],
  ['a heading of another level is text', '#### Role\n## Role'],
  ['an underlined heading is text', 'Role\n---'],
  ['a heading in a quotation or a list is text', '> ### Role\n\n- ### Role'],
  ['a heading behind four blanks is text', 'a\n\n    ### Role'],
  ['Unicode line separators do not begin a heading', 'a\u2028### Role'],
])('%s', (_title, notes) => {
  expect(reads(form, body(notes))).toEqual({ ...honest, notes })
})

test('a lookalike heading inside code that GitHub renders as code is text', () => {
  expect(reads(form, body('a', 'reader', '  ### role'))).toEqual({ ...honest, log: '  ### role' })
})

test('a duplicated heading names all its lines and the way out, with the label', () => {
  expect(problems(form, body('### Role\n\nadmin'))).toEqual([
    {
      code: 'form/duplicate-heading',
      field: 'role',
      label: 'Role',
      line: 3,
      what: 'The heading “Role” stands 2 times, on lines 3 and 7; the form has it once.',
      fix: "Edit the issue: remove the line “### Role” that is not the form's own, or put four spaces in front of it.",
    },
  ])
})

test('a hidden heading names the line and the field of what hides it', () => {
  expect(problems(form, body('a\n```\nb'))[0]).toEqual({
    code: 'form/hidden-heading',
    field: 'role',
    label: 'Role',
    line: 7,
    what: 'A reader of the issue does not see the heading of “Role”, “Log”: a code block that begins on line 4 in “Notes” hides it.',
    fix: 'Edit the issue in “Notes”: close the code block with a line of ``` like the one that opens it.',
  })
})

test('not this form lists the headings that were looked for', () => {
  expect(problems(form, 'x')[0]?.what).toBe(
    'The issue was not filed with the form “Request”: none of its headings is there (“Notes”, “Role”, “Log”, “Name”).',
  )
})

test('all problems are found in one pass', () => {
  const text = `Hi\n\n${body('###Name', 'owner', 'ls', 'two\nlines')}`
  expect(reads(form, text)).toEqual([
    '1 form/preamble',
    '5 form/confusable-heading',
    '9 form/option-unknown',
    '20 form/input-multiline',
  ])
})

test('equal labels with different ids are told apart by their place', () => {
  const twice = givenForm(input('Name', { id: 'first' }), input('Name', { id: 'second' }))
  expect(reads(twice, '### Name\n\na\n\n### Name\n\nb')).toEqual({ first: 'a', second: 'b' })
  expect(reads(twice, '### Name\n\na')).toEqual(['- form/missing-section'])
  expect(reads(twice, '### Name\n\na\n\n### Name\n\nb\n\n### Name\n\nc')).toEqual([
    '1 form/duplicate-heading',
  ])
})

test('where one of two equal labels is missing, no answer is blamed on the wrong field', () => {
  const twice = givenForm(dropdown('Name', ['a'], { id: 'first' }), input('Name', { id: 'second' }))
  expect(reads(twice, '### Name\n\nfree text')).toEqual(['- form/missing-section'])
})

test('four number signs begin another heading, also where a label begins with a lookalike of one', () => {
  const odd = givenForm(textarea('Notes'), input('\uff03Role', { id: 'role' }))
  const text = '### Notes\n\n####Role\n\n### \uff03Role\n\nx'
  expect(reads(odd, text)).toEqual({ notes: '####Role', role: 'x' })
})

test('labels with any characters are looked up, never interpreted', () => {
  const odd = givenForm(
    input('(a|b)*?$&', { id: 'x' }),
    input('C #', { id: 'y' }),
    input('__proto__', { id: 'z' }),
  )
  expect(reads(odd, '### (a|b)*?$&\n\n$1\n\n### C #\n\n$&\n\n### __proto__\n\nconstructor')).toEqual({
    x: '$1',
    y: '$&',
    z: 'constructor',
  })
})

test('65,536 characters are read, one more is refused, and a character outside the basic plane counts once', () => {
  const one = givenForm(textarea('T'))
  const head = '### T\n\n'
  expect(reads(one, head + 'x'.repeat(65_536 - head.length))).toEqual({ t: 'x'.repeat(65_536 - head.length) })
  expect(reads(one, head + '😀'.repeat(65_536 - head.length))).toHaveProperty('t')
  expect(reads(one, head + 'x'.repeat(65_537 - head.length))).toEqual(['- form/body-too-large'])
  expect(reads(one, head + '😀'.repeat(65_537 - head.length))).toEqual(['- form/body-too-large'])
})

test('a NUL character is refused with its line', () => {
  expect(reads(form, 'a\nb\0')).toEqual(['2 form/invisible-character'])
})

test('the digest of the body is that of the text exactly as received', () => {
  const one = givenForm(textarea('T'))
  const digests = ['### T\n\na', '### T\r\n\r\na'].map((text) => {
    const result = parseSubmission(one, text)
    return result.ok ? result.value.bodySha256 : ''
  })
  expect(digests[0]).toMatch(/^[0-9a-f]{64}$/)
  expect(digests[1]).not.toBe(digests[0])
})

test('adding any heading line anywhere is refused, or changes no other field', () => {
  const heading = fc.oneof(
    fc.constantFrom(
      '### Role',
      '### Notes',
      '### Name',
      '###Role',
      '### Role #',
      ' ### Role',
      '#### Role',
      '### Other',
      '### ',
      '```',
      '<!--',
      '<details>',
    ),
    fc.string().map((text) => `### ${text}`),
  )
  const answers = new Map<string, string>(Object.entries({ ...honest, notes: 'one\ntwo\n\nthree' }))
  const rows = renderBody(form, answers).split('\n')
  fc.assert(
    fc.property(heading, fc.nat(rows.length), (line, at) => {
      const found = reads(form, [...rows.slice(0, at), line, ...rows.slice(at)].join('\n'))
      if (Array.isArray(found)) return
      const changed = [...answers]
        .filter(([id, value]) => !Object.is(Reflect.get(found, id), value))
        .map(([id]) => id)
      const typed = changed.filter((id) => id !== 'notes' && id !== 'log')
      expect(typed).toEqual([])
      expect(changed.length).toBeLessThanOrEqual(1)
      for (const id of changed) expect(Reflect.get(found, id)).toContain(line.split(/\r\n|\r|\n/)[0]?.trim())
    }),
    { numRuns: 2000 },
  )
})

test('nothing anybody writes makes the parser throw', () => {
  const piece = fc.constantFrom(
    '### Role',
    '### Notes',
    '### Log',
    '### Name',
    '\n',
    '\n\n',
    '\r',
    '```',
    '```shell',
    '<!--',
    '-->',
    'reader',
    '_No response_',
    'None',
    '- [x] a',
    '\u202e',
    '\ud800',
    '\0',
    '<details>',
    '[a](b)',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary' })), { maxLength: 40 }), (pieces) => {
      const result = parseSubmission(form, pieces.join(''))
      if (result.ok)
        expect(result.value.fields.map((field) => field.id)).toEqual(['notes', 'role', 'log', 'name'])
      else
        for (const problem of result.problems)
          expect(problem.what.length * problem.fix.length).toBeGreaterThan(0)
    }),
    { numRuns: 2000 },
  )
})
