import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseSubmission } from '../../../src/core/form/parse-submission.js'
import { validateRequest } from '../../../src/core/request/validate-request.js'
import { canonicalJson, sha256 } from '../../../src/core/text/digest.js'
import type { Submission } from '../../../src/model/submission.js'
import { body, form, must, problemsOf, requestType, validate } from '../request-type/fixtures.js'

const fields = form(`  - type: input
    id: name
    attributes: { label: Name }
    validations: { required: true }
  - type: dropdown
    id: environment
    attributes: { label: Environment, options: [dev, prod] }
    validations: { required: true }
  - type: input
    id: cpu
    attributes: { label: CPU }
  - type: input
    id: share
    attributes: { label: Share }
  - type: dropdown
    id: public
    attributes: { label: Public, options: ["Yes", "No"] }
  - type: textarea
    id: ports
    attributes: { label: Ports }
  - type: textarea
    id: notes
    attributes: { label: Notes }
  - type: checkboxes
    id: agreed
    attributes: { label: Agreed, options: [{ label: I have read the rules }] }
  - type: dropdown
    id: zones
    attributes: { label: Zones, multiple: true, options: [a, b, c] }
`)

const typed = `fields:
  cpu: { type: integer, maximum: 16 }
  share: { type: number }
  public: { type: boolean }
  ports: { type: array, items: { type: integer } }
  agreed: { type: boolean }
`

const filled = (changes: Readonly<Record<string, string>> = {}) => {
  const answers = {
    Name: 'shop',
    Environment: 'prod',
    CPU: '4',
    Share: '0.25',
    Public: 'Yes',
    Ports: '80\n\n  443 ',
    Notes: 'first\n  second',
    Agreed: '- [x] I have read the rules',
    Zones: 'a, c',
    ...changes,
  }
  return body(...Object.entries(answers).flat())
}

test('values are typed as declared, in the order of the form', () => {
  const request = must(validate(requestType(typed), fields, filled()))
  expect([...request.values]).toEqual([
    ['name', 'shop'],
    ['environment', 'prod'],
    ['cpu', 4],
    ['share', 0.25],
    ['public', true],
    ['ports', [80, 443]],
    ['notes', 'first\n  second'],
    ['agreed', true],
    ['zones', ['a', 'c']],
  ])
})

test('what was left empty is null, whatever is demanded of a value, and an unticked yes-or-no box is no', () => {
  const empty = '_No response_'
  const text = filled({
    CPU: empty,
    Share: empty,
    Public: empty,
    Ports: empty,
    Notes: empty,
    Zones: empty,
    Agreed: '- [ ] I have read the rules',
  })
  const request = must(validate(requestType(typed), fields, text))
  expect([...request.values.values()]).toEqual(['shop', 'prod', null, null, null, null, null, false, null])
})

test('without a declaration nothing is guessed: a number stays the text it was', () => {
  const request = must(validate(requestType(''), fields, filled({ CPU: '010', Public: 'No' })))
  expect([request.values.get('cpu'), request.values.get('public'), request.values.get('ports')]).toEqual([
    '010',
    'No',
    '80\n\n  443 ',
  ])
})

test('the digest is that of the canonical JSON of the type’s name and the values', () => {
  const request = must(validate(requestType(typed), fields, filled()))
  const values = Object.fromEntries(request.values)
  expect(request.digest).toBe(sha256(canonicalJson({ type: 'namespace', values })))
})

test('line ends and blank lines around answers do not change the digest; another answer does', () => {
  const digest = (text: string) => must(validate(requestType(typed), fields, text)).digest
  expect(digest(filled().replaceAll('\n', '\r\n'))).toBe(digest(filled()))
  expect(digest(`${filled()}\n\n`)).toBe(digest(filled()))
  expect(digest(filled({ CPU: '5' }))).not.toBe(digest(filled()))
})

test.each([
  '1e3',
  '0x10',
  '+4',
  '04',
  '4.0',
  ' 4',
  '4 ',
  '٤',
  '9007199254740993',
  '-0',
  '1_000',
  'NaN',
  'Infinity',
])('the whole number “%s” is not guessed at', (text) => {
  const submission = withValue('cpu', text)
  expect(
    problemsOf(validateRequest(requestType(typed), fields, submission, { login: 'octocat' })).map(
      ({ code }) => code,
    ),
  ).toEqual(['request/type'])
})

function withValue(id: string, value: string): Submission {
  const submission = must(parseSubmission(fields, filled()))
  return {
    ...submission,
    fields: submission.fields.map((field) => (field.id === id ? { ...field, value, raw: value } : field)),
  }
}

test('a number is accepted exactly when it reads back as it was written', () => {
  const type = requestType('fields: { share: { type: number } }')
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = String(value)
      const result = validateRequest(type, fields, withValue('share', text), { login: 'octocat' })
      if (result.ok) expect(JSON.stringify(result.value.values.get('share'))).toBe(text)
    }),
    { numRuns: 300 },
  )
})

test('a broken rule says its message, and which answers it is about', () => {
  const type = requestType(`${typed}rules:
  - assert: \${{ request.cpu <= 4 || request.environment != 'prod' }}
    message: More than 4 CPUs in prod needs an architecture review
  - assert: request.name != requester.login
    message: A namespace is not named after its requester.
`)
  expect(problemsOf(validate(type, fields, filled({ CPU: '8' }), 'shop'))).toEqual([
    {
      code: 'request/rule',
      field: 'environment',
      label: 'Environment',
      line: 7,
      what: 'More than 4 CPUs in prod needs an architecture review.',
      fix: 'Edit the issue and change Environment (now “prod”) or CPU (now “8”).',
    },
    {
      code: 'request/rule',
      field: 'name',
      label: 'Name',
      line: 3,
      what: 'A namespace is not named after its requester.',
      fix: 'Edit the issue and change Name (now “shop”).',
    },
  ])
  expect(validate(type, fields, filled()).ok).toBe(true)
})

test('a rule about a field that is wrong already is not asked, the others are', () => {
  const type = requestType(`${typed}rules:
  - assert: request.cpu > 0
    message: At least 1.
  - assert: request.environment == 'dev'
    message: Only dev.
`)
  expect(
    problemsOf(validate(type, fields, filled({ CPU: 'many' }))).map(({ code, field }) => [code, field]),
  ).toEqual([
    ['request/type', 'cpu'],
    ['request/rule', 'environment'],
  ])
})

test('a rule that cannot be evaluated refuses the request and names the file to mend', () => {
  const type = requestType('rules: [{ assert: fromJSON(request.name), message: Name is JSON. }]')
  expect(problemsOf(validate(type, fields, filled({ Name: 'shop' })))).toMatchObject([
    {
      code: 'request/rule-undecided',
      file: '.github/issueops/namespace.yml',
      what: 'Whether this rule holds could not be found out: Name is JSON.',
    },
  ])
})

test.each(['false', "''", '0', 'null'])('a rule whose value is %s is broken', (value) => {
  const type = requestType(`rules: [{ assert: ${JSON.stringify(value)}, message: No. }]`)
  expect(problemsOf(validate(type, fields, filled()))).toEqual([
    {
      code: 'request/rule',
      what: 'No.',
      fix: 'Ask the people who own this kind of request; nothing in the issue can change this.',
    },
  ])
})

test('a required field that a submission made elsewhere leaves out is refused all the same', () => {
  const submission = must(parseSubmission(fields, filled()))
  const without = { ...submission, fields: submission.fields.filter((field) => field.id !== 'name') }
  expect(problemsOf(validateRequest(requestType(typed), fields, without, { login: 'octocat' }))).toEqual([
    {
      code: 'request/required',
      field: 'name',
      label: 'Name',
      what: 'Name is empty, and it is required.',
      fix: 'Edit the issue and fill in “Name”.',
    },
  ])
})

test('what the request type demands is on top of the form, not instead of it', () => {
  const type = requestType('fields: { environment: { pattern: "^[a-z]+$" } }')
  const result = validateRequest(type, fields, withValue('environment', 'test'), { login: 'octocat' })
  expect(problemsOf(result)).toMatchObject([{ code: 'request/choice', field: 'environment' }])
})

test('a list of more than a thousand entries is refused', () => {
  const lines = Array.from({ length: 1_001 }, (_, index) => String(index)).join('\n')
  expect(problemsOf(validate(requestType(typed), fields, filled({ Ports: lines })))).toMatchObject([
    { code: 'request/list', what: 'Ports has 1001 entries; a list may have 1000.' },
  ])
})

test('lengths count what a reader sees as characters, not half of them', () => {
  const type = requestType('fields: { name: { maxLength: 2 } }')
  expect(validate(type, fields, filled({ Name: '🚀🚀' })).ok).toBe(true)
  expect(validate(type, fields, filled({ Name: '🚀🚀🚀' })).ok).toBe(false)
})

test('every pattern is its own, also beside others and after others', () => {
  const accepts = (pattern: string, notes: string) => {
    const type = requestType(`fields: { name: { pattern: "${pattern}" }, notes: { pattern: "${notes}" } }`)
    return problemsOf(validate(type, fields, filled({ Name: 'shop', Notes: '42' }))).map(({ field }) => field)
  }
  expect(accepts('^[a-z]+$', '^[0-9]+$')).toEqual([])
  expect(accepts('^[0-9]+$', '^[a-z]+$')).toEqual(['name', 'notes'])
  expect(accepts('^[a-z]+$', '^[a-z]+$')).toEqual(['notes'])
})

test('a pattern that hangs other engines answers at once', () => {
  const type = requestType('fields: { notes: { pattern: "^(([a-z])+.)+[A-Z]([a-z])+$" } }')
  const start = performance.now()
  expect(validate(type, fields, filled({ Notes: 'a'.repeat(30_000) })).ok).toBe(false)
  expect(performance.now() - start).toBeLessThan(2_000)
})

test('whatever is written in the fields, validating answers', () => {
  const type = requestType(typed)
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 9, maxLength: 9 }), (texts) => {
      const submission = must(parseSubmission(fields, filled()))
      const changed = submission.fields.map((field, index) => ({
        ...field,
        value: texts[index] ?? null,
        raw: texts[index] ?? '',
      }))
      const result = validateRequest(type, fields, { ...submission, fields: changed }, { login: 'octocat' })
      expect(typeof result.ok).toBe('boolean')
    }),
    { numRuns: 300 },
  )
})
