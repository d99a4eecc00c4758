import fc from 'fast-check'
import { expect, test } from 'vitest'
import { selectType } from '../../../src/core/request-type/select-type.js'
import { gitBlobOid } from '../../../src/core/text/git-oid.js'
import { body, form, requestType } from './fixtures.js'

function candidate(name: string, headings: readonly string[], labels = '[]') {
  const fields = headings.map(
    (label, index) => `  - type: input\n    id: f${index}\n    attributes: { label: ${label} }\n`,
  )
  return { type: requestType('', name), form: form(fields.join(''), `${name}.yml`, labels) }
}

const answers = (...headings: readonly string[]) => body(...headings.flatMap((heading) => [heading, 'x']))
const namespace = candidate('namespace', ['Name', 'Environment', 'CPU'], '[request, namespace]')
const dns = candidate('dns', ['Zone', 'Record', 'Description'])
const all = [namespace, dns]

/** The selection in short: `none`, `namespace`, `namespace with problems`, `ambiguous: a, b`. */
function selected(candidates: typeof all, text: string, labels: readonly string[] = []): string {
  const selection = selectType(candidates, { body: text, labels })
  if (selection.kind === 'none') return 'none'
  if (selection.kind === 'ambiguous')
    return `ambiguous: ${selection.types.map(({ name }) => name).join(', ')}`
  return selection.submission.ok ? selection.type.name : `${selection.type.name} with problems`
}

test('an issue belongs to the request type whose form it fits, with or without labels', () => {
  expect(selected(all, answers('Name', 'Environment', 'CPU'))).toBe('namespace')
  expect(selected(all, answers('Zone', 'Record', 'Description'))).toBe('dns')
  expect(selected(all, answers('Zone', 'Record', 'Description'), ['request', 'namespace'])).toBe('dns')
})

test('what only fits partly belongs to the type whose headings it mostly has, so that its author is told what to mend', () => {
  expect(selected(all, answers('Name', 'CPU'))).toBe('namespace with problems')
  expect(selected(all, answers('Environment', 'Name', 'CPU'))).toBe('namespace with problems')
  expect(selected(all, answers('Zone', 'Record', 'Description', 'Name', 'CPU'))).toBe('dns with problems')
})

const five = candidate('five', ['Name', 'Environment', 'CPU', 'Owner', 'Reason'])
const bugForm = {
  path: '.github/ISSUE_TEMPLATE/bug.yml',
  blob: gitBlobOid(''),
  text: `name: Bug\ndescription: A bug\nbody:\n${['Name', 'Owner'].map((label) => `  - type: input\n    attributes: { label: ${label} }\n`).join('')}`,
}

test('two headings of five and no others are a request that lost some, unless another form has them in fewer', () => {
  const chosen = (text: string, others = [bugForm]) => {
    const selection = selectType([five], { body: text, labels: [] }, others)
    return selection.kind === 'one' ? [selection.type.name, selection.submission.ok] : selection.kind
  }
  expect(chosen(answers('Name', 'CPU'))).toEqual(['five', false])
  expect(chosen(answers('CPU', 'Environment'))).toEqual(['five', false])
  expect(chosen(answers('Name'))).toBe('none')
  expect(chosen(answers('Name', 'CPU', 'Steps'))).toBe('none')
  expect(chosen(answers('Name', 'Owner'))).toBe('none')
  expect(chosen(answers('Name', 'Owner'), [])).toEqual(['five', false])
})

/** A type that lets the section of its field “Reason”, and of all others that are not the first, be absent. */
function lenient(name: string, headings: readonly string[], labels = '[]') {
  const made = candidate(name, headings, labels)
  const [first, ...others] = made.form.fields
  if (first === undefined) throw new Error('a form needs a field')
  return {
    type: requestType('allow-missing-optional: true', name),
    form: { ...made.form, fields: [{ ...first, required: true }, ...others] },
  }
}

test('a body without the sections its request type lets be absent fits that type, and only that type', () => {
  const access = lenient('access', ['Name', 'Role', 'Reason'])
  expect(selected([access], answers('Name', 'Role'))).toBe('access')
  expect(selected([access], answers('Role', 'Reason'))).toBe('access with problems')
  expect(selected([candidate('access', ['Name', 'Role', 'Reason'])], answers('Name', 'Role'))).toBe(
    'access with problems',
  )
})

test('a form of which every section is there goes before one of which sections are absent, whatever the labels', () => {
  const access = lenient('access', ['Name', 'Role', 'Reason'], '[access]')
  const group = candidate('group', ['Name', 'Role'])
  expect(selected([access, group], answers('Name', 'Role'), ['access'])).toBe('group')
  expect(selected([access, group], answers('Name', 'Role', 'Reason'))).toBe('access')
  const other = lenient('other', ['Name', 'Role', 'Reason', 'Until'])
  expect(selected([access, other], answers('Name', 'Role', 'Reason'))).toBe('access')
})

test('a bug report with one heading of a form whose sections may be absent is no request, unless it has all its labels', () => {
  const access = lenient('access', ['Description', 'Role', 'Reason'], '[access]')
  expect(selected([access], answers('Description'))).toBe('none')
  expect(selected([access], answers('Description'), ['access'])).toBe('access')
})

test('a bug report is no request, not even when it shares a heading with a form', () => {
  expect(selected(all, 'It crashes.')).toBe('none')
  expect(selected(all, '')).toBe('none')
  expect(selected(all, answers('Description', 'Steps', 'Expected'))).toBe('none')
  expect(selected(all, answers('Description', 'Steps', 'Expected'), ['bug'])).toBe('none')
})

test('an issue with all labels of a form is its request even without one heading; with some of them it is not', () => {
  expect(selected(all, 'Please give me a namespace.', ['request', 'Namespace', 'urgent'])).toBe(
    'namespace with problems',
  )
  expect(selected(all, 'Please give me a namespace.', ['request'])).toBe('none')
  expect(selected([dns], 'No label can stand for a form that sets none.', ['request'])).toBe('none')
  const selection = selectType(all, { body: 'Please.', labels: ['request', 'namespace'] })
  expect(selection).toMatchObject({
    kind: 'one',
    submission: { ok: false, problems: [{ code: 'form/not-this-form' }] },
  })
})

test('between forms with the same headings labels decide, and without them nobody guesses', () => {
  const prod = candidate('prod', ['Name'], '[prod]')
  const dev = candidate('dev', ['Name'], '[dev]')
  const plain = candidate('plain', ['Name'])
  expect(selected([prod, dev], answers('Name'), ['prod'])).toBe('prod')
  expect(selected([prod, dev], answers('Name'), ['dev'])).toBe('dev')
  expect(selected([prod, dev], answers('Name'), ['dev', 'prod'])).toBe('ambiguous: dev, prod')
  expect(selected([prod, dev], answers('Name'))).toBe('ambiguous: dev, prod')
  expect(selected([prod, plain], answers('Name'), ['prod'])).toBe('prod')
  expect(selected([prod, plain], answers('Name'))).toBe('plain')
})

test('a form whose headings are part of another’s is chosen only when it fits', () => {
  const small = candidate('small', ['Name'])
  const large = candidate('large', ['Name', 'CPU', 'Memory'])
  expect(selected([small, large], answers('Name'))).toBe('small')
  expect(selected([small, large], answers('Name', 'CPU', 'Memory'))).toBe('large')
  expect(selected([small, large], answers('Name', 'CPU'))).toBe('large with problems')
})

test('of forms with equally many headings in the issue, the one that lacks fewer is meant', () => {
  const small = candidate('small', ['Name', 'CPU'])
  const large = candidate('large', ['Name', 'CPU', 'Memory'])
  expect(selected([small, large], answers('CPU', 'Name'))).toBe('small with problems')
})

test('there is always exactly one answer, and it does not depend on the order of the request types', () => {
  const many = [
    namespace,
    dns,
    candidate('small', ['Name']),
    candidate('other', ['Name', 'Zone'], '[request]'),
    candidate('twin', ['Name'], '[request]'),
  ]
  const line = fc.constantFrom(
    '### Name',
    '### Environment',
    '### CPU',
    '### Zone',
    '### Record',
    '### Description',
    'x',
    '',
    '```',
  )
  const labels = fc.subarray(['request', 'namespace', 'bug'])
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 16 }),
      labels,
      fc.shuffledSubarray(many, { minLength: 5 }),
      (lines, has, shuffled) => {
        expect(selected(shuffled, lines.join('\n'), has)).toBe(selected(many, lines.join('\n'), has))
      },
    ),
    { numRuns: 500 },
  )
})
