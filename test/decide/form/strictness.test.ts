import { expect, test } from 'vitest'
import { parseForm } from '../../../src/decide/form/parse-form.js'
import { parseSubmission } from '../../../src/decide/form/parse-submission.js'

const form = parseForm({
  file: 'access.yml',
  blob: null,
  text: `name: Access
description: Ask for access.
body:
  - { type: input, id: role, attributes: { label: Role }, validations: { required: true } }
  - { type: textarea, id: notes, attributes: { label: Notes } }
`,
})
if (!form.ok) throw new Error('the form does not read')

test('a section is missed even if its field is optional: pasted text with the heading could take its place', () => {
  const result = parseSubmission(form.value, '### Role\n\nreader')
  expect(result).toEqual({
    ok: false,
    problems: [
      {
        code: 'form/missing-section',
        field: 'notes',
        label: 'Notes',
        what: 'The section “Notes” is missing.',
        fix: 'Edit the issue and put the line “### Notes” back in its place, with the answer below it, or file the form again.',
      },
    ],
  })
})

test('an optional section that says it is empty is empty', () => {
  const result = parseSubmission(form.value, '### Role\n\nreader\n\n### Notes\n\n_No response_')
  expect(result.ok && result.value.fields.map(({ id, value }) => [id, value])).toEqual([
    ['role', 'reader'],
    ['notes', null],
  ])
})
