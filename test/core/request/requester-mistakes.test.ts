import { expect, test } from 'vitest'
import { body, form, problemsOf, requestType, validate } from '../request-type/fixtures.js'

const input = (id: string, label: string) =>
  `  - type: input\n    id: ${id}\n    attributes: { label: ${label} }\n`
const textarea = (id: string, label: string) =>
  `  - type: textarea\n    id: ${id}\n    attributes: { label: ${label} }\n`
const dropdown = (id: string, label: string, options: string) =>
  `  - type: dropdown\n    id: ${id}\n    attributes: { label: ${label}, options: ${options} }\n`
const several = (id: string, label: string, options: string) =>
  `  - type: dropdown\n    id: ${id}\n    attributes: { label: ${label}, multiple: true, options: ${options} }\n`

/** What a requester reads who writes `answer` into the only field. */
function reads(field: string, demand: string, label: string, answer: string) {
  const type = requestType(`fields:\n  x: ${demand}\n`)
  return problemsOf(validate(type, form(field), body(label, answer)))
}

test('a number above the limit is answered with label, value, expectation and example', () => {
  expect(reads(input('x', 'CPU'), '{ type: integer, maximum: 16 }', 'CPU', '18')).toEqual([
    {
      code: 'request/range',
      field: 'x',
      label: 'CPU',
      line: 3,
      what: 'CPU must be a whole number of at most 16; you wrote “18”.',
      fix: 'Edit the issue and write, for example, 16 under “CPU”.',
    },
  ])
})

test.each([
  [
    'a word where a number belongs',
    [input('x', 'CPU'), '{ type: integer, minimum: 1, maximum: 16 }', 'CPU', 'four'],
    'request/type',
    'CPU must be a whole number from 1 to 16; you wrote “four”.',
    'Edit the issue and write, for example, 16 under “CPU”.',
  ],
  [
    'a unit behind the number',
    [input('x', 'Memory'), '{ type: integer, minimum: 1 }', 'Memory', '8 GB'],
    'request/type',
    'Memory must be a whole number of at least 1; you wrote “8 GB”.',
    'Edit the issue and write, for example, 1 under “Memory”.',
  ],
  [
    'a fraction where a whole number belongs',
    [input('x', 'CPU'), '{ type: integer, maximum: 16 }', 'CPU', '1.5'],
    'request/type',
    'CPU must be a whole number of at most 16; you wrote “1.5”.',
    'Edit the issue and write, for example, 16 under “CPU”.',
  ],
  [
    'a decimal comma',
    [
      input('x', 'Share'),
      '{ type: number, exclusiveMinimum: 0, exclusiveMaximum: 1, examples: [0.25] }',
      'Share',
      '0,5',
    ],
    'request/type',
    'Share must be a number greater than 0 and less than 1; you wrote “0,5”.',
    'Edit the issue and write, for example, 0.25 under “Share”.',
  ],
  [
    'a number that is not divisible',
    [input('x', 'Storage'), '{ type: integer, minimum: 10, maximum: 100, multipleOf: 10 }', 'Storage', '25'],
    'request/range',
    'Storage must be a whole number from 10 to 100 and divisible by 10; you wrote “25”.',
    'Edit the issue and write, for example, 100 under “Storage”.',
  ],
  [
    'a name that does not match the pattern, where the request type says it in words',
    [
      input('x', 'Name'),
      '{ pattern: "^[a-z][a-z0-9-]{2,40}$", description: "3 to 41 lower-case letters, digits and hyphens.", examples: [shop-frontend] }',
      'Name',
      'Shop Frontend',
    ],
    'request/pattern',
    'Name must be 3 to 41 lower-case letters, digits and hyphens; you wrote “Shop Frontend”.',
    'Edit the issue and write, for example, shop-frontend under “Name”.',
  ],
  [
    'a name that does not match the pattern, where it does not',
    [input('x', 'Name'), '{ pattern: "^[a-z]+$" }', 'Name', 'Shop'],
    'request/pattern',
    'Name must be text that matches the pattern ^[a-z]+$; you wrote “Shop”.',
    'Edit the issue and correct what stands under “Name”.',
  ],
  [
    'a text that is too short',
    [input('x', 'Reason'), '{ minLength: 10, maxLength: 200 }', 'Reason', 'because'],
    'request/length',
    'Reason must be text of 10 to 200 characters; you wrote “because”.',
    'Edit the issue and correct what stands under “Reason”.',
  ],
  [
    'a text that is too long is not repeated in full',
    [input('x', 'Reason'), '{ maxLength: 100 }', 'Reason', 'a'.repeat(101)],
    'request/length',
    `Reason must be text of at most 100 characters; you wrote “${'a'.repeat(79)}…”.`,
    'Edit the issue and correct what stands under “Reason”.',
  ],
  [
    'a date in another order',
    [input('x', 'Until'), '{ format: date }', 'Until', '31.12.2027'],
    'request/format',
    'Until must be a date as year-month-day; you wrote “31.12.2027”.',
    'Edit the issue and write, for example, 2027-01-31 under “Until”.',
  ],
  [
    'a day that does not exist',
    [input('x', 'Until'), '{ format: date }', 'Until', '2027-02-30'],
    'request/format',
    'Until must be a date as year-month-day; you wrote “2027-02-30”.',
    'Edit the issue and write, for example, 2027-01-31 under “Until”.',
  ],
  [
    'an e-mail address without its domain',
    [input('x', 'Owner'), '{ format: email }', 'Owner', 'mona'],
    'request/format',
    'Owner must be an e-mail address; you wrote “mona”.',
    'Edit the issue and write, for example, name@example.com under “Owner”.',
  ],
  [
    'a web address without https',
    [input('x', 'Repository'), '{ format: uri }', 'Repository', 'github.com/acme/shop'],
    'request/format',
    'Repository must be a full web address or other URI; you wrote “github.com/acme/shop”.',
    'Edit the issue and write, for example, https://example.com/shop under “Repository”.',
  ],
  [
    'a version with a v',
    [input('x', 'Version'), '{ format: semver }', 'Version', 'v1.2.3'],
    'request/format',
    'Version must be a version of three numbers; you wrote “v1.2.3”.',
    'Edit the issue and write, for example, 1.4.2 under “Version”.',
  ],
  [
    'a tag where a digest belongs',
    [input('x', 'Image'), '{ format: digest, examples: ["not one"] }', 'Image', 'latest'],
    'request/format',
    'Image must be an image digest; you wrote “latest”.',
    `Edit the issue and write, for example, sha256:${'0123456789abcdef'.repeat(4)} under “Image”.`,
  ],
  [
    'a word that is neither yes nor no',
    [input('x', 'Public'), '{ type: boolean }', 'Public', 'maybe'],
    'request/type',
    'Public must be Yes or No; you wrote “maybe”.',
    'Edit the issue and write, for example, Yes under “Public”.',
  ],
  [
    'a value that is none of those accepted',
    [input('x', 'Region'), '{ enum: [eu-west-1, eu-north-1] }', 'Region', 'us-east-1'],
    'request/choice',
    'Region must be one of: eu-west-1, eu-north-1; you wrote “us-east-1”.',
    'Edit the issue and write, for example, eu-west-1 under “Region”.',
  ],
  [
    'a value that is excluded',
    [input('x', 'Version'), '{ not: { const: latest }, examples: [1.4.2] }', 'Version', 'latest'],
    'request/not-accepted',
    'Version must be text other than “latest”; you wrote “latest”.',
    'Edit the issue and write, for example, 1.4.2 under “Version”.',
  ],
  [
    'none of several forms',
    [
      input('x', 'Source'),
      '{ anyOf: [{ format: ipv4 }, { format: hostname, maxLength: 20 }] }',
      'Source',
      '-',
    ],
    'request/not-accepted',
    'Source must be an IPv4 address, or a host name of at most 20 characters; you wrote “-”.',
    'Edit the issue and correct what stands under “Source”.',
  ],
  [
    'an option the form offers and this request type does not accept',
    [dropdown('x', 'Size', '[small, large]'), '{ enum: [small] }', 'Size', 'large'],
    'request/choice',
    'Size must be one of: small; you chose “large”.',
    'Edit the issue and choose otherwise under “Size”, for example small.',
  ],
  [
    'an option above the limit',
    [
      dropdown('x', 'Replicas', '["1", "3", "9"]'),
      '{ type: integer, maximum: 5, examples: [3] }',
      'Replicas',
      '9',
    ],
    'request/range',
    'Replicas must be a whole number of at most 5; you chose “9”.',
    'Edit the issue and choose otherwise under “Replicas”, for example 3.',
  ],
  [
    'too many choices',
    [several('x', 'Zones', '[a, b, c]'), '{ maxItems: 2 }', 'Zones', 'a, b, c'],
    'request/list',
    'Zones must be a list of at most 2 entries; you chose “a”, “b”, “c”.',
    'Edit the issue and choose otherwise under “Zones”.',
  ],
  [
    'too few lines',
    [textarea('x', 'Reviewers'), '{ type: array, minItems: 2, maxItems: 5 }', 'Reviewers', 'mona'],
    'request/list',
    'Reviewers must be a list of 2 to 5 entries; you wrote one.',
    'Edit the issue and correct what stands under “Reviewers”.',
  ],
  [
    'the same line twice',
    [textarea('x', 'Reviewers'), '{ type: array, uniqueItems: true }', 'Reviewers', 'mona\nhubot\nmona'],
    'request/list',
    'Reviewers must be a list without repetitions; you wrote 3.',
    'Edit the issue and correct what stands under “Reviewers”.',
  ],
] as const)('%s', (_, [field, demand, label, answer], code, what, fix) => {
  expect(reads(field, demand, label, answer)).toEqual([{ code, field: 'x', label, line: 3, what, fix }])
})

test('wrong lines of a list are named one by one, each with its own line of the issue', () => {
  const demand = '{ type: array, items: { type: integer, minimum: 1, maximum: 65535, examples: [8080] } }'
  const problem = {
    field: 'x',
    label: 'Ports',
    fix: 'Edit the issue and write, for example, 8080 under “Ports”.',
  }
  expect(reads(textarea('x', 'Ports'), demand, 'Ports', '80\n\nhttp\n443\nhttps')).toEqual([
    {
      ...problem,
      code: 'request/type',
      line: 5,
      what: 'Entry 2 of Ports must be a whole number from 1 to 65535; you wrote “http”.',
    },
    {
      ...problem,
      code: 'request/type',
      line: 7,
      what: 'Entry 4 of Ports must be a whole number from 1 to 65535; you wrote “https”.',
    },
  ])
  expect(reads(textarea('x', 'Ports'), demand, 'Ports', '80\n0')).toEqual([
    {
      ...problem,
      code: 'request/range',
      line: 4,
      what: 'Entry 2 of Ports must be a whole number from 1 to 65535; you wrote “0”.',
    },
  ])
})

test('a code block around a list is not an entry, and lines are counted below its first line', () => {
  const field = '  - type: textarea\n    id: x\n    attributes: { label: Ports, render: text }\n'
  expect(
    reads(field, '{ type: array, items: { type: integer } }', 'Ports', '```text\n80\nhttp\n```'),
  ).toMatchObject([{ line: 5, what: 'Entry 2 of Ports must be a whole number; you wrote “http”.' }])
})

test('all mistakes are reported at once, in the order of the form', () => {
  const type = requestType(
    'fields:\n  cpu: { type: integer, maximum: 16 }\n  name: { pattern: "^[a-z]+$" }\n',
  )
  const fields = input('name', 'Name') + input('cpu', 'CPU')
  expect(
    problemsOf(validate(type, form(fields), body('Name', 'A B', 'CPU', '99'))).map(({ field, line }) => [
      field,
      line,
    ]),
  ).toEqual([
    ['name', 3],
    ['cpu', 7],
  ])
})

test('one field with several mistakes gets one sentence, which says everything expected', () => {
  const demand = '{ minLength: 5, maxLength: 9, pattern: "^[a-z]+$" }'
  expect(reads(input('x', 'Name'), demand, 'Name', 'A').map(({ what }) => what)).toEqual([
    'Name must be text of 5 to 9 characters that matches the pattern ^[a-z]+$; you wrote “A”.',
  ])
})
