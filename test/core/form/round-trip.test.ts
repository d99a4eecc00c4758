import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formSchema } from '../../../src/core/form/form-schema.js'
import { parseSubmission } from '../../../src/core/form/parse-submission.js'
import { renderBody } from '../../../src/core/form/render-body.js'
import type { FormField } from '../../../src/model/form.js'
import type { FieldValue } from '../../../src/model/submission.js'
import { portionOf } from '../../at-length.js'
import { checkboxes, dropdown, givenForm, input, textarea, upload } from './given.js'

/** One word of visible characters; no comma, so that options can be told apart. */
const word = fc.string({ unit: fc.constantFrom(...'abcXYZ019-_.:;()äß漢|$&\\'), minLength: 1, maxLength: 8 })
const phrase = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '))
const line = fc.oneof(
  phrase,
  phrase.map((text) => `  ${text}`),
  fc.constantFrom(
    '',
    '### Unlisted heading',
    '#### a',
    '> q',
    '- [ ] x',
    '_No response_',
    'a ``` b',
    '::error::',
  ),
)
/** Text as somebody types it: no blank line at either end, and not GitHub's words for nothing. */
const typed = fc
  .array(line, { minLength: 1, maxLength: 6 })
  .map((lines) => lines.join('\n').replace(/^(?:[ \t]*\n)+|(?:\n[ \t]*)+$/g, ''))
  .filter((text) => text.trim() !== '' && text !== '_No response_')
const options = fc.uniqueArray(phrase, { minLength: 1, maxLength: 5 })

type Answered = { readonly field: FormField; readonly value: FieldValue }

function some(all: readonly string[]): fc.Arbitrary<FieldValue> {
  return fc.subarray([...all]).map((chosen) => (chosen.length === 0 ? null : chosen))
}

function optional(value: fc.Arbitrary<FieldValue>): fc.Arbitrary<FieldValue> {
  return fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) })
}

const required = fc.boolean()
const answered: fc.Arbitrary<Answered> = fc.oneof(
  fc
    .tuple(required, optional(phrase))
    .map(([need, value]) => ({ field: input('L', { required: need && value !== null }), value })),
  fc
    .tuple(required, optional(typed))
    .map(([need, value]) => ({ field: textarea('L', { required: need && value !== null }), value })),
  optional(typed).map((value) => ({ field: textarea('L', { render: 'shell' }), value })),
  options.chain((all) =>
    optional(fc.constantFrom(...all)).map((value) => ({ field: dropdown('L', all), value })),
  ),
  options.chain((all) =>
    some(all).map((value) => ({ field: dropdown('L', all, { multiple: true }), value })),
  ),
  options.chain((all) =>
    some(all).map((value) => ({
      field: checkboxes(
        'L',
        all.map((label) => ({ label, required: value?.includes(label) ?? false })),
      ),
      value,
    })),
  ),
  fc
    .constantFrom<FieldValue>(null, [
      'https://github.com/user-attachments/files/1/a.zip',
      'https://github.com/user-attachments/assets/b-2',
    ])
    .map((value) => ({ field: upload('L'), value })),
)

const filled = fc
  .tuple(
    fc.uniqueArray(phrase, {
      minLength: 1,
      maxLength: 6,
      selector: (text) => text.replace(/[^a-z0-9äß漢]/gi, '').toLowerCase(),
    }),
    fc.array(answered, { minLength: 6, maxLength: 6 }),
  )
  .map(([labels, all]) => labels.map((label, index) => ({ id: `id${index}`, label, all: all[index] })))
  .map((items) =>
    items.flatMap(({ id, label, all }) =>
      all === undefined ? [] : [{ field: { ...all.field, id, label }, value: all.value }],
    ),
  )

/** What GitHub's own editor does to a body: nothing, CRLF everywhere, or a box ticked anew in the web page. */
const edits: readonly ((body: string) => string)[] = [
  (body) => body,
  (body) => body.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n'),
  (body) => body.replaceAll('- [X] ', '- [x] '),
]

test('what a person answers in a form is what the machine reads, after every edit GitHub makes by itself', () => {
  fc.assert(
    fc.property(filled, fc.constantFrom(...edits), (items, edit) => {
      const form = givenForm(...items.map(({ field }) => field))
      const answers = new Map(items.map(({ field, value }) => [field.id, value]))
      const result = parseSubmission(form, edit(renderBody(form, answers)))
      const read = result.ok
        ? new Map(result.value.fields.map(({ id, value }) => [id, value]))
        : result.problems
      expect(read).toEqual(answers)
    }),
    { numRuns: portionOf({ portion: 500, all: 3_000 }) },
  )
})

test('whatever the machine reads is valid by the schema of the form', () => {
  fc.assert(
    fc.property(filled, (items) => {
      const form = givenForm(...items.map(({ field }) => field))
      const valid = new Ajv2020({ strict: true }).compile(formSchema(form))
      const values = Object.fromEntries(items.map(({ field, value }) => [field.id, value]))
      expect(valid(values) || valid.errors).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('the schema refuses what the form does not allow', () => {
  const form = givenForm(
    input('Name', { required: true }),
    dropdown('One', ['a', 'b']),
    dropdown('Many', ['a', 'b'], { multiple: true }),
    checkboxes('Boxes', [
      { label: 'yes', required: true },
      { label: 'more', required: false },
    ]),
  )
  const valid = new Ajv2020({ strict: true }).compile(formSchema(form))
  const good = { name: 'x', one: null, many: ['a'], boxes: ['yes'] }
  expect(valid(good)).toBe(true)
  const bad = [
    { name: null },
    { name: '' },
    { one: 'c' },
    { many: [] },
    { many: ['a', 'a'] },
    { boxes: null },
    { boxes: ['more'] },
    { extra: 1 },
  ]
  expect(bad.filter((change) => valid({ ...good, ...change }))).toEqual([])
})

test('the schema of a form reads as the form does', () => {
  expect(
    formSchema(givenForm(input('Name', { id: 'toString', required: true }), dropdown('One', ['a']))),
  ).toEqual({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Request',
    type: 'object',
    properties: {
      toString: { title: 'Name', type: 'string', minLength: 1 },
      one: { title: 'One', anyOf: [{ type: 'string', enum: ['a'] }, { type: 'null' }] },
    },
    required: ['toString', 'one'],
    additionalProperties: false,
  })
})

test('a body is rendered as GitHub writes it: LF between the parts, CRLF in typed text, no newline at the end', () => {
  const form = givenForm(
    textarea('Notes'),
    textarea('Log', { render: 'shell' }),
    input('Name'),
    dropdown('Many', ['a', 'b'], { multiple: true }),
    checkboxes('Boxes', [
      { label: 'yes', required: false },
      { label: 'no', required: false },
    ]),
    upload('File'),
  )
  const answers = new Map<string, FieldValue>([
    ['notes', 'a\nb'],
    ['many', ['a', 'b']],
    ['boxes', ['yes']],
    ['file', ['https://github.com/user-attachments/files/1/a.zip']],
  ])
  expect(renderBody(form, answers)).toBe(
    '### Notes\n\na\r\nb\n\n### Log\n\n```shell\n\n```\n\n### Name\n\n_No response_\n\n### Many\n\na, b\n\n' +
      '### Boxes\n\n- [X] yes\n- [ ] no\n\n### File\n\n[a.zip](https://github.com/user-attachments/files/1/a.zip)',
  )
})
