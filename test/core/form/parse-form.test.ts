import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseForm } from '../../../src/core/form/parse-form.js'
import type { Form } from '../../../src/model/form.js'
import type { Result } from '../../../src/model/problem.js'

const top = 'name: Request\ndescription: Ask for it\n'

function parse(text: string): Result<Form> {
  return parseForm({ file: 'request.yml', blob: null, text })
}

function codes(text: string): readonly string[] {
  const result = parse(text)
  return result.ok ? [] : result.problems.map(({ line, code }) => `${line ?? '-'} ${code}`)
}

test('a form with every type of element is read, labels and options as they are written', () => {
  const text = `${top}title: "[Request] "
labels: one, two
assignees: [octocat]
projects: [acme/8]
type: task
body:
  - type: markdown
    attributes:
      value: "# Hello"
  - type: input
    id: version
    attributes: { label: 1.10, description: Which, placeholder: x, value: y }
    validations: { required: true }
  - type: textarea
    attributes:
      label: Café size?
      render: shell
  - type: dropdown
    id: kind
    attributes:
      label: Kind
      multiple: true
      default: 1
      options: [1.10, Yes, 0x1F, "a, b"]
  - type: checkboxes
    attributes:
      label: Terms
      options:
        - { label: I agree, required: true }
        - label: No
  - type: upload
    id: log
    attributes: { label: 日本 }
    validations: { accept: ".zip, .tar.gz" }
`
  expect(parse(text)).toEqual({
    ok: true,
    value: {
      file: 'request.yml',
      blob: null,
      name: 'Request',
      labels: ['one', 'two'],
      fields: [
        { type: 'input', id: 'version', label: '1.10', description: 'Which', required: true, line: 12 },
        {
          type: 'textarea',
          id: 'cafe-size',
          label: 'Café size?',
          description: null,
          required: false,
          line: 16,
          render: 'shell',
        },
        {
          type: 'dropdown',
          id: 'kind',
          label: 'Kind',
          description: null,
          required: false,
          line: 20,
          multiple: true,
          options: ['1.10', 'Yes', '0x1F', 'a, b'],
        },
        {
          type: 'checkboxes',
          id: 'terms',
          label: 'Terms',
          description: null,
          required: true,
          line: 27,
          options: [
            { label: 'I agree', required: true },
            { label: 'No', required: false },
          ],
        },
        {
          type: 'upload',
          id: 'log',
          label: '日本',
          description: null,
          required: false,
          line: 33,
          accept: ['zip', 'tar.gz'],
        },
      ],
    },
  })
})

const element = (lines: string) => `${top}body:\n  - type: input\n${lines}`
const input = (label: string, id = '') =>
  `  - type: input\n${id && `    id: ${id}\n`}    attributes: { label: ${label} }\n`
const select = (options: string) =>
  `${top}body:\n  - type: dropdown\n    attributes:\n      label: L\n      options: ${options}\n`

test.each([
  ['broken YAML is refused with its line', `${top}body: [`, ['3 form/file-not-yaml']],
  ['two documents are refused', `${top}---\na: b`, ['3 form/file-not-yaml']],
  ['an empty file is refused', '', ['1 form/file-wrong-type']],
  ['an alias is refused', `${top}body: &a\n  - *a`, ['3 form/file-alias', '4 form/file-alias']],
  ['a tag is refused', `${top}body: !!seq []`, ['3 form/file-alias']],
  ['deep nesting is refused before it is parsed', '['.repeat(5000), ['1 form/file-too-complex']],
  [
    'deep nesting by indentation is refused',
    Array.from({ length: 200 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    ['130 form/file-too-complex'],
  ],
  ['a file of too many characters is refused', '#'.repeat(65_537), ['1 form/file-too-large']],
  [
    'a form without name, description and body is refused',
    'title: x',
    ['1 form/file-missing-key', '1 form/file-missing-key', '1 form/file-missing-key'],
  ],
  [
    'a description of more than 200 characters is refused',
    `name: a\ndescription: ${'é'.repeat(201)}\nbody:\n${input('L')}`,
    ['2 form/file-description-too-long'],
  ],
  ['an unknown key is refused', `${top}about: x\nbody:\n${input('L')}`, ['3 form/file-unknown-key']],
  [
    'a key that stands twice is refused',
    `${top}name: b\nbody:\n${input('L')}`,
    ['3 form/file-duplicate-key'],
  ],
  [
    'a form of markdown alone is refused',
    `${top}body:\n  - type: markdown\n    attributes: { value: x }`,
    ['4 form/file-no-fields'],
  ],
  ['an empty body is refused', `${top}body: []`, ['3 form/file-no-fields']],
  [
    'an unknown type is refused',
    `${top}body:\n  - type: text\n    attributes: { label: L }`,
    ['4 form/file-unknown-type'],
  ],
  [
    'an element without label is refused',
    element('    attributes: { description: x }'),
    ['5 form/file-missing-key'],
  ],
  [
    'an attribute of another type is refused',
    element('    attributes: { label: L, render: x }'),
    ['5 form/file-unknown-key'],
  ],
  [
    'a quoted true is refused',
    element('    attributes: { label: L }\n    validations: { required: "true" }'),
    ['6 form/file-wrong-type'],
  ],
  ['a label of two lines is refused', element('    attributes: { label: "a\\nb" }'), ['5 form/file-label']],
  [
    'a label that begins with # is refused',
    element('    attributes: { label: "# a" }'),
    ['5 form/file-label'],
  ],
  [
    'a label that asks for a password is refused',
    element('    attributes: { label: Your Password }'),
    ['5 form/file-label'],
  ],
  ['an id with a blank is refused', `${top}body:\n${input('L', 'a b')}`, ['4 form/file-bad-id']],
  ['an id __proto__ is refused', `${top}body:\n${input('L', '__proto__')}`, ['4 form/file-bad-id']],
  [
    'an id constructor is refused, also when it comes from the label',
    `${top}body:\n${input('Constructor')}`,
    ['4 form/file-bad-id'],
  ],
  [
    'two fields with one id are refused',
    `${top}body:\n${input('A', 'x')}${input('B', 'x')}`,
    ['7 form/file-duplicate-id'],
  ],
  [
    'labels that differ in case alone are refused without ids',
    `${top}body:\n${input('A b')}${input('a-B')}`,
    ['6 form/file-duplicate-label'],
  ],
  [
    'options None, doubled and empty are refused',
    select('[none, a, a, ""]'),
    ['7 form/file-option', '7 form/file-option', '7 form/file-option'],
  ],
  ['a dropdown without options is refused', select('[]'), ['7 form/file-wrong-type']],
  [
    'a default beyond the options is refused',
    `${select('[a]')}      default: 1\n`,
    ['8 form/file-wrong-type'],
  ],
  [
    'a kind of file GitHub does not take is refused',
    `${top}body:\n  - type: upload\n    attributes: { label: L }\n    validations: { accept: .exe }`,
    ['6 form/file-accept'],
  ],
])('%s', (_title, text, expected) => {
  expect(codes(text)).toEqual(expected)
})

test.each([
  [
    'equal labels with ids of their own are legal',
    `${top}body:\n${input('A', 'x')}${input('A', 'y')}`,
    ['x', 'y'],
  ],
  [
    'ids named like properties every object has are legal',
    `${top}body:\n${input('A', 'toString')}${input('B', 'valueOf')}`,
    ['toString', 'valueOf'],
  ],
  [
    'labels without Latin letters get an id from their place',
    `${top}body:\n${input('日本')}${input('中国')}`,
    ['field-1', 'field-2'],
  ],
  [
    'optional keys without a value count as absent',
    `${top}labels:\nassignees:\n  -\nbody:\n${input('A')}`,
    ['a'],
  ],
  ['line ends of Windows change nothing', `${top}body:\n${input('A')}`.replaceAll('\n', '\r\n'), ['a']],
])('%s', (_title, text, ids) => {
  const result = parse(text)
  expect(result.ok ? result.value.fields.map((field) => field.id) : result.problems).toEqual(ids)
})

test('a misspelt key names the file, the line, and the key that was meant', () => {
  expect(parse(`${top}lables: [x]\nbody:\n${input('A')}`)).toEqual({
    ok: false,
    problems: [
      {
        code: 'form/file-unknown-key',
        file: 'request.yml',
        line: 3,
        what: 'GitHub does not know the key “lables” in the form.',
        fix: 'Did you mean “labels”? If not, remove it.',
      },
    ],
  })
})

test('no text makes the form reader throw', () => {
  const piece = fc.constantFrom(
    'name: a\n',
    'body:\n',
    '  - type: input\n',
    '    attributes:\n',
    '      label: x\n',
    '- ',
    '? ',
    ': ',
    '[',
    '{',
    '}',
    '&a',
    '*a',
    '!!x',
    '"',
    "'",
    '|',
    '>',
    '\n',
    '  ',
    '#',
    '---\n',
    '<<: ',
    '\t',
    '\0',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 25 }), (pieces) => {
      const result = parse(pieces.join(''))
      if (!result.ok) for (const problem of result.problems) expect(problem.file).toBe('request.yml')
    }),
    { numRuns: 1500 },
  )
})
