import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ambiguousOption } from '../../../../src/core/advice/lint/ambiguous-options.js'
import { lintRepository } from '../../../../src/core/advice/lint/lint-repository.js'

const formText = (label: string, rest = '') => `name: ${label}
description: For tests
${rest}body:
  - type: input
    id: name
    attributes: { label: ${label} }
    validations: { required: true }
`
const typeText = (name: string, form = `${name}.yml`) => `name: ${name}
title: ${name}
form: ${form}
approval: [{ from: [team:platform] }]
changes: [{ file: teams.yaml, at: [teams], item: "\${{ request.name }}" }]
`
const file = (path: string, text: string) => ({ path, text })
const formFile = (name: string, text: string) => file(`.github/ISSUE_TEMPLATE/${name}.yml`, text)
const typeFile = (name: string, text = typeText(name)) => file(`.github/issueops/${name}.yml`, text)

test('a repository whose forms and request types agree has no findings, and other files are left alone', () => {
  const files = [
    formFile('dns', formText('Zone')),
    typeFile('dns'),
    formFile('config', 'blank_issues_enabled: false'),
    file('.github/ISSUE_TEMPLATE/bug.md', ': not YAML ['),
    file('.github/issueops/README.md', ': not YAML ['),
    file('.github/issueops/deeper/x.yml', ': not YAML ['),
    file('other/x.yml', ': not YAML ['),
  ]
  expect(lintRepository(files)).toEqual([])
})

test('a form that is not there is named, with those that are', () => {
  expect(lintRepository([formFile('dns', formText('Zone')), typeFile('zone')])).toEqual([
    {
      code: 'type/form-missing',
      file: '.github/issueops/zone.yml',
      line: 3,
      what: 'There is no issue form .github/ISSUE_TEMPLATE/zone.yml.',
      fix: 'Add the form, or name one of: dns.yml.',
    },
  ])
})

test('templates are read with the request types that name them; one nobody names is a leftover', () => {
  const uses = (name: string, from: string) =>
    typeFile(
      name,
      typeText(name).replace('at: [teams], item: "${{ request.name }}"', `content-from: ${from}`),
    )
  const found = lintRepository([
    formFile('dns', formText('Zone')),
    formFile('zone', formText('Other')),
    uses('dns', 'templates/used.yaml'),
    uses('zone', 'templates/used.yaml'),
    file('.github/issueops/templates/used.yaml', 'a: 1\nb: ${{ request.nmae }}\n'),
    file('.github/issueops/templates/left.txt', 'x'),
    file('.github/issueops/templates/README.md', '# Templates'),
  ])
  expect(found.map(({ code, file: path, line }) => [code, path, line])).toEqual([
    ['type/template-unused', '.github/issueops/templates/left.txt', 1],
    ['expression/unknown-field', '.github/issueops/templates/used.yaml', 2],
    ['expression/unknown-field', '.github/issueops/templates/used.yaml', 2],
  ])
  expect(
    lintRepository([formFile('dns', formText('Zone')), uses('dns', 'templates/gone.yaml')]),
  ).toMatchObject([{ code: 'type/template-missing', file: '.github/issueops/dns.yml', line: 5 }])
})

test('problems of forms and of request types come with the whole path, ordered by file and line', () => {
  const found = lintRepository([
    typeFile('dns', `${typeText('dns')}ensur: absent\nfields: { nope: {} }\n`),
    typeFile(
      'zone',
      `${typeText('zone', 'dns.yml')}fields: { nope: {} }\nrules: [{ assert: request.x, message: No. }]\n`,
    ),
    formFile('dns', formText('Zone')),
    formFile('broken', formText('Zone', 'nope: 1\n').replace('name: Zone', 'name: Broken')),
  ])
  expect(found.map(({ code, file, line }) => [code, file, line])).toEqual([
    ['form/file-unknown-key', '.github/ISSUE_TEMPLATE/broken.yml', 3],
    ['type/unknown-key', '.github/issueops/dns.yml', 6],
    ['type/field-unknown', '.github/issueops/zone.yml', 6],
    ['expression/unknown-field', '.github/issueops/zone.yml', 7],
  ])
})

test('a request type of a form that cannot be read is not blamed for it', () => {
  const found = lintRepository([formFile('dns', 'name: [')])
  expect(lintRepository([formFile('dns', 'name: ['), typeFile('dns')])).toEqual(found)
})

test('two request types on one form can never be told apart', () => {
  expect(
    lintRepository([
      formFile('dns', formText('Zone')),
      typeFile('dns'),
      typeFile('zone', typeText('zone', 'dns.yml')),
    ]),
  ).toEqual([
    {
      code: 'type/alike',
      file: '.github/issueops/zone.yml',
      line: 3,
      what: '.github/issueops/dns.yml uses the form dns.yml too, so no issue can be told to be of one or the other.',
      fix: 'Give each request type a form of its own, or join the two with when: and ensure:.',
    },
  ])
})

test('two forms with the same headings are told apart by their labels only', () => {
  const files = (labels: string) => [
    formFile('dev', formText('Name', 'labels: [dev]\n')),
    formFile('prod', formText('Name', labels).replace('name: Name', 'name: Other')),
    typeFile('dev'),
    typeFile('prod'),
  ]
  expect(lintRepository(files('labels: [prod]\n'))).toEqual([])
  expect(lintRepository(files('labels: [Dev]\n'))).toEqual([
    {
      code: 'type/alike',
      file: '.github/issueops/prod.yml',
      line: 3,
      what: 'The forms dev.yml (of .github/issueops/dev.yml) and prod.yml have the same headings and the same labels, so their issues cannot be told apart.',
      fix: 'Give one of the forms a label of its own, or another heading.',
    },
  ])
})

test('one name in two files is a finding in the second', () => {
  const files = [formFile('dns', formText('Zone')), formFile('zone', formText('Other')), typeFile('dns')]
  const second = file('.github/issueops/dns.yaml', typeText('dns', 'zone.yml'))
  expect(lintRepository([...files, second])).toEqual([
    {
      code: 'type/name-taken',
      file: '.github/issueops/dns.yaml',
      line: 1,
      what: '.github/issueops/dns.yml has the name “dns” too.',
      fix: 'Remove or rename one of the two files.',
    },
  ])
})

test('labels and options that GitHub’s YAML reads as something else are found, those in quotes are not', () => {
  const text = `name: A form
description: For tests
body:
  - type: dropdown
    id: version
    attributes:
      label: 1.10
      options:
        - Yes
        - "No"
        - 1.20
        - 12:30
        - 0x1F
        - 8080
        - 2027-01-31
        - small
  - type: checkboxes
    id: agreed
    attributes:
      label: Agreed
      options:
        - label: on
`
  const found = lintRepository([formFile('dns', text)])
  expect(found.map(({ code, line, what }) => [code, line, what])).toEqual([
    ['type/form-yaml-dialect', 7, 'Without quotes GitHub reads “1.10” as the number 1.1, not as this text.'],
    ['type/form-yaml-dialect', 9, 'Without quotes GitHub reads “Yes” as true, not as this text.'],
    ['type/form-yaml-dialect', 11, 'Without quotes GitHub reads “1.20” as the number 1.2, not as this text.'],
    [
      'type/form-yaml-dialect',
      12,
      'Without quotes GitHub reads “12:30” as the number 750, not as this text.',
    ],
    ['type/form-yaml-dialect', 13, 'Without quotes GitHub reads “0x1F” as the number 31, not as this text.'],
    ['type/form-yaml-dialect', 15, 'Without quotes GitHub reads “2027-01-31” as a date, not as this text.'],
    ['type/form-yaml-dialect', 22, 'Without quotes GitHub reads “on” as true, not as this text.'],
  ])
  expect(found[1]?.fix).toBe('Put it in quotes, as in "Yes".')
})

test('options with commas are a finding only where two choices would be written alike', () => {
  const text = (options: string, multiple: boolean) => `name: A form
description: For tests
body:
  - type: dropdown
    id: people
    attributes:
      label: People
      multiple: ${multiple}
      options: ${options}
`
  expect(lintRepository([formFile('dns', text('["Smith, John", "Doe, Jane"]', true))])).toEqual([])
  expect(lintRepository([formFile('dns', text('["a, b", a, b]', false))])).toEqual([])
  expect(lintRepository([formFile('dns', text('["a, b", a, b]', true))])).toEqual([
    {
      code: 'type/form-options-ambiguous',
      file: '.github/ISSUE_TEMPLATE/dns.yml',
      line: 4,
      field: 'people',
      label: 'People',
      what: 'GitHub writes the choices of “People” with commas between them, and because of “a, b” two different choices look the same.',
      fix: 'Reword that option without a comma.',
    },
  ])
})

test('a field without an id is a finding in a form that a request type uses, and in no other', () => {
  const text = formText('Name').replace('    id: name\n', '')
  expect(lintRepository([formFile('dns', text)])).toEqual([])
  expect(lintRepository([formFile('dns', text), typeFile('dns')])).toEqual([
    {
      code: 'type/form-id-missing',
      file: '.github/ISSUE_TEMPLATE/dns.yml',
      line: 4,
      field: 'name',
      label: 'Name',
      what: '“Name” has no id, so that request types know it as “name”, which would change with the label.',
      fix: 'Add id: name to the element.',
    },
  ])
})

test('whenever two lists of options are written alike, the options are called ambiguous', () => {
  const option = fc
    .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.join(', '))
  const options = fc.uniqueArray(option, { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(
      options.chain((all) =>
        fc.tuple(
          fc.constant(all),
          fc.array(fc.constantFrom(...all), { minLength: 1, maxLength: 4 }),
          fc.array(fc.constantFrom(...all), { minLength: 1, maxLength: 4 }),
        ),
      ),
      ([all, one, other]) => {
        fc.pre(one.join(', ') === other.join(', ') && JSON.stringify(one) !== JSON.stringify(other))
        expect(ambiguousOption(all)).not.toBeNull()
      },
    ),
    { numRuns: 60, maxSkipsPerRun: 1_000 },
  )
})

test('options without commas are never ambiguous', () => {
  expect(ambiguousOption(['a', 'b', 'ab', 'a b', 'a,b'])).toBeNull()
  expect(ambiguousOption(['a, b', 'c', 'a', 'b, c'])).toBe('a, b')
  expect(ambiguousOption(['a, b', 'b, a', 'c'])).toBeNull()
})
