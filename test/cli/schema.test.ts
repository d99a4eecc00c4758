import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { parseForm } from '../../src/core/form/parse-form.js'
import { parseSubmission } from '../../src/core/form/parse-submission.js'
import { renderBody } from '../../src/core/form/render-body.js'
import type { FieldValue } from '../../src/model/submission.js'
import { call, file, form } from './output.js'

async function schemaOf(text: string) {
  const { code, out } = await call('schema', '--form', file('database.yml', text))
  expect(code).toBe(0)
  return JSON.parse(out)
}

/** What `parse` gives for the body GitHub writes for these answers. */
function values(answers: Readonly<Record<string, FieldValue>>): Readonly<Record<string, FieldValue>> {
  const parsed = parseForm({ file: 'database.yml', blob: null, text: form })
  if (!parsed.ok) throw new Error('the form is broken')
  const submission = parseSubmission(parsed.value, renderBody(parsed.value, new Map(Object.entries(answers))))
  if (!submission.ok) throw new Error(JSON.stringify(submission.problems))
  return Object.fromEntries(submission.value.fields.map(({ id, value }) => [id, value]))
}

test('the schema names its dialect and the form, and is a schema to a strict validator', async () => {
  const schema = await schemaOf(form)
  expect(schema).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Database',
    type: 'object',
  })
  expect(() => new Ajv2020({ strict: true }).compile(schema)).not.toThrow()
})

test.each([
  ['all fields', { name: 'x', why: 'a\nb', size: 'large', zones: ['a'], terms: ['I pay', 'I back it up'] }],
  ['the required fields only', { name: 'x', terms: ['I pay'] }],
  [
    'an uploaded file',
    { name: 'x', terms: ['I pay'], plan: ['https://github.com/user-attachments/files/1/a.zip'] },
  ],
])('what parse reads is valid by the schema: %s', async (_title, answers) => {
  const valid = new Ajv2020({ strict: true }).compile(await schemaOf(form))
  expect(valid(values(answers)) || valid.errors).toBe(true)
})

test.each([
  ['a required text that is empty', { name: null }],
  ['a required text that is gone', { name: undefined }],
  ['a required box that is not ticked', { terms: ['I back it up'] }],
  ['boxes of which none is ticked', { terms: null }],
  ['an option the form does not have', { size: 'huge' }],
  ['a field the form does not have', { more: 'x' }],
])('the schema refuses %s', async (_title, change) => {
  const valid = new Ajv2020({ strict: true }).compile(await schemaOf(form))
  const good = values({ name: 'x', terms: ['I pay'] })
  expect(valid(good)).toBe(true)
  const bad = JSON.parse(JSON.stringify({ ...good, ...change }))
  expect(valid(bad)).toBe(false)
})

test('a form GitHub would not show has no schema: exit code 1, and with --json the problems as JSON', async () => {
  const path = file('database.yml', form.replace('label: Name', 'labl: Name'))
  const plain = await call('schema', '--form', path)
  expect(plain.code).toBe(1)
  expect(plain.out).toContain('Did you mean “label”?')
  const json = await call('schema', '--form', path, '--json')
  expect(JSON.parse(json.out)).toMatchObject({ ok: false, problems: [{ code: 'form/file-unknown-key' }, {}] })
})

test('without a form the usage is told and nothing is printed', async () => {
  expect(await call('schema')).toEqual({
    code: 2,
    out: '',
    err: '--form is missing.\nUsage: issueops schema --form FORM [--json]\n',
  })
})
