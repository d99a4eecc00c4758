import { expect, test } from 'vitest'
import { decodeSubmission } from '../../../src/core/form/decode-submission.js'
import { parseSubmission } from '../../../src/core/form/parse-submission.js'
import { renderBody } from '../../../src/core/form/render-body.js'
import { submissionJson } from '../../../src/core/report/request-json.js'
import type { FieldValue } from '../../../src/model/submission.js'
import { checkboxes, dropdown, givenForm, input, textarea, upload } from './given.js'

const form = givenForm(
  input('Name'),
  textarea('Why'),
  textarea('Script', { render: 'bash' }),
  dropdown('Size', ['small', 'large']),
  dropdown('Zones', ['a', 'b', 'c'], { multiple: true }),
  checkboxes('Terms', [
    { label: 'one', required: false },
    { label: 'two', required: false },
  ]),
  upload('Files'),
)
const full = new Map<string, FieldValue>([
  ['name', 'payments'],
  ['why', '  first\n\nsecond | `x`'],
  ['script', 'echo "```"'],
  ['size', 'large'],
  ['zones', ['a', 'c']],
  ['terms', ['two']],
  ['files', ['https://github.com/user-attachments/files/1/a.txt']],
])

test.each([
  ['filled in', full],
  ['empty', new Map<string, FieldValue>()],
])('what parse puts out is read back to the same values: %s', (_, answers) => {
  const parsed = parseSubmission(form, renderBody(form, answers))
  if (!parsed.ok) throw new Error(parsed.problems[0].what)
  const again = decodeSubmission(form, JSON.stringify(submissionJson(parsed.value)))
  const values = (from: typeof parsed.value) => from.fields.map(({ id, value }) => [id, value])
  expect(again?.ok === true ? values(again.value) : again).toEqual(values(parsed.value))
})

test.each([
  ['not JSON', '{'],
  ['problems', '{"ok":false,"problems":[]}'],
  ['no values', '{"ok":true}'],
  ['a list', '[]'],
  ['a number for a text', '{"ok":true,"values":{"name":1}}'],
  ['a field the form does not have', '{"ok":true,"values":{"other":"x"}}'],
  ['a property every object has', '{"ok":true,"values":{"__proto__":"x"}}'],
])('%s is no submission', (_, json) => {
  expect(decodeSubmission(form, json)).toBe(null)
})

test('an option the form does not have, and a heading in a text, are refused as in an issue', () => {
  const read = (values: object) => decodeSubmission(form, JSON.stringify({ ok: true, values }))
  expect(read({ size: 'huge' })).toMatchObject({ ok: false, problems: [{ code: 'form/option-unknown' }] })
  expect(read({ name: 'a', why: 'x\n\n### Size\n\nlarge' })?.ok).toBe(false)
})
