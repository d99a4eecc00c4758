import { expect, test } from 'vitest'
import { parseSubmission } from '../../../src/core/form/parse-submission.js'
import type { Form } from '../../../src/model/form.js'
import { usualReading } from '../../../src/model/submission.js'
import { checkboxes, dropdown, givenForm, input, textarea, upload } from './given.js'

const form = givenForm(
  textarea('Notes'),
  input('Role', { required: true }),
  dropdown('Zone', ['a', 'b']),
  textarea('Log', { render: 'shell' }),
  checkboxes('Terms', [{ label: 'I pay', required: true }]),
  upload('File'),
)

const sections = {
  notes: '### Notes\n\nx',
  role: '### Role\n\nreader',
  zone: '### Zone\n\na',
  log: '### Log\n\n```shell\nls\n```',
  terms: '### Terms\n\n- [x] I pay',
  file: '### File\n\n_No response_',
}
const whole = { notes: 'x', role: 'reader', zone: 'a', log: 'ls', terms: ['I pay'], file: null }
const nothing = { notes: null, zone: null, log: null, file: null }

function body(...names: readonly (keyof typeof sections)[]): string {
  return names.map((name) => sections[name]).join('\n\n')
}

const lenient = { ...usualReading, allowMissingOptional: true }

/** Values and the words of warnings, or the problems with their lines. */
function reads(text: string, options = lenient, of: Form = form): unknown {
  const result = parseSubmission(of, text, options)
  if (!result.ok) return result.problems.map(({ code, label, line }) => [code, label, line].join(' ').trim())
  const { fields, warnings } = result.value
  return { values: Object.fromEntries(fields.map(({ id, value }) => [id, value])), warnings }
}

function warned(what: string) {
  const fix =
    'Nothing needs to be done if no answer was meant; otherwise edit the issue and put the heading back in its place, with the answer below it.'
  return [{ code: 'form/section-absent', what, fix }]
}

test('usually a section is missed even if its field is optional: pasted text with the heading could take its place', () => {
  const result = parseSubmission(form, body('notes', 'role', 'log', 'terms', 'file'))
  expect(result).toEqual({
    ok: false,
    problems: [
      {
        code: 'form/missing-section',
        field: 'zone',
        label: 'Zone',
        what: 'The section “Zone” is missing.',
        fix: 'Edit the issue and put the line “### Zone” back in its place, with the answer below it, or file the form again.',
      },
    ],
  })
})

test('an optional section that says it is empty is empty', () => {
  expect(
    reads(body('notes', 'role', 'zone', 'log', 'terms', 'file').replace('\n\nx', '\n\n_No response_')),
  ).toEqual({
    values: { ...whole, notes: null },
    warnings: [],
  })
})

test('where optional sections may be absent they are null, and one warning names all of them by their labels', () => {
  expect(reads(body('role', 'terms'))).toEqual({
    values: { ...whole, ...nothing },
    warnings: warned(
      'The sections “Notes”, “Zone”, “Log”, “File” of the form are not in the issue; they were read as empty.',
    ),
  })
  expect(reads(body('notes', 'role', 'log', 'terms', 'file'))).toEqual({
    values: { ...whole, zone: null },
    warnings: warned('The section “Zone” of the form is not in the issue; it was read as empty.'),
  })
})

test('an absent section is a field without text and lines, in the place the form has it', () => {
  const result = parseSubmission(form, body('role', 'zone', 'log', 'terms', 'file'), lenient)
  expect(result.ok && result.value.fields.slice(0, 2)).toEqual([
    { id: 'notes', label: 'Notes', type: 'textarea', value: null, raw: '', lines: null },
    { id: 'role', label: 'Role', type: 'input', value: 'reader', raw: 'reader', lines: [3, 3] },
  ])
})

test('a body with every section reads the same with the switch on, without a warning', () => {
  const all = body('notes', 'role', 'zone', 'log', 'terms', 'file')
  expect(reads(all)).toEqual({ values: whole, warnings: [] })
  expect(reads(all, usualReading)).toEqual({ values: whole, warnings: [] })
})

test.each([
  ['a required section', body('notes', 'zone', 'log', 'terms', 'file'), ['form/missing-section Role']],
  [
    'check boxes of which one is required',
    body('notes', 'role', 'zone', 'log', 'file'),
    ['form/missing-section Terms'],
  ],
  ['all sections', 'It does not work.', ['form/not-this-form']],
])('with the switch on it is still refused that the body lacks %s', (_title, text, expected) => {
  expect(reads(text)).toEqual(expected)
})

test.each([
  ['sections in another order', body('role', 'notes', 'terms'), ['form/wrong-order Role 1']],
  ['a heading twice', body('notes', 'role', 'role', 'terms'), ['form/duplicate-heading Role 5']],
  [
    'a heading nobody sees in the place of an absent section',
    body('notes', 'role', 'terms').replace('\n\nx', '\n\n<!--\n### Zone\n\na\n-->'),
    ['form/wrong-order Zone 4', 'form/hidden-heading Zone 4', 'form/option-unknown Zone 6'],
  ],
  [
    'a hidden heading that stands where the absent section would',
    `${body('role')}\n\n<details>\n\n### Zone\n\na\n\n</details>\n\n${body('terms')}`,
    ['form/hidden-heading Zone 7', 'form/input-multiline Role 5', 'form/option-unknown Zone 9'],
  ],
  [
    'a lookalike of the heading of an absent section',
    body('notes', 'role', 'terms').replace('\n\nx', '\n\n### zone\n\na'),
    ['form/confusable-heading Zone 3'],
  ],
  ['text before the first heading', `x\n\n${body('role', 'terms')}`, ['form/preamble  1']],
  [
    'an unknown heading below a one-line field',
    body('role', 'terms').replace('reader', 'reader\n\n### X'),
    ['form/unknown-heading Role 5'],
  ],
])('with the switch on it is still refused that a body has %s', (_title, text, expected) => {
  expect(reads(text)).toEqual(expect.arrayContaining(expected))
})

test('of sections with equal labels all or none are absent: with some of them nobody can say whose they are', () => {
  const twice = givenForm(
    input('Name', { id: 'first' }),
    input('Role', { required: true }),
    input('Name', { id: 'second' }),
  )
  const read = (text: string) => reads(text, lenient, twice)
  expect(read('### Name\n\na\n\n### Role\n\nr\n\n### Name\n\nb')).toMatchObject({
    values: { first: 'a', second: 'b' },
  })
  expect(read('### Role\n\nr')).toMatchObject({ values: { first: null, role: 'r', second: null } })
  const unclear = parseSubmission(twice, '### Name\n\na\n\n### Role\n\nr', lenient)
  expect(unclear).toEqual({
    ok: false,
    problems: [
      {
        code: 'form/missing-section',
        label: 'Name',
        what: 'The form has the section “Name” 2 times and the issue once, so that nobody can say which one is missing.',
        fix: 'Edit the issue and put every line “### Name” back in its place, with “_No response_” below those that have no answer.',
      },
    ],
  })
})

test('characters nobody sees, or that turn the text, are a warning in long text; with the switch on they are refused', () => {
  const refusing = { ...usualReading, refuseUnseenCharacters: true }
  const text = body('notes', 'role', 'zone', 'log', 'terms', 'file')
    .replace('\n\nx', '\n\nx\u202ey\nz\u200b')
    .replace('ls', 'ls\u2066')
  expect(reads(text, usualReading)).toMatchObject({ values: { notes: 'x\u202ey\nz\u200b', log: 'ls\u2066' } })
  expect(reads(text, refusing)).toEqual([
    'form/bidi Notes 3',
    'form/invisible-character Notes 4',
    'form/bidi Log 17',
  ])
  const emoji = text.replaceAll(/[\u202e\u200b\u2066]/g, '👩‍💻')
  expect(reads(emoji, refusing)).toEqual(reads(emoji, usualReading))
  expect(reads(emoji, refusing)).toMatchObject({ warnings: [] })
})
