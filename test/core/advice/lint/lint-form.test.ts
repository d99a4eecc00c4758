import { expect, test } from 'vitest'
import { lintRepository } from '../../../../src/core/advice/lint/lint-repository.js'

const top = 'name: Request\ndescription: Ask for it\n'
const input = (attributes: string, more = '') => `  - type: input\n${more}    attributes: { ${attributes} }\n`
const select = (...options: readonly string[]) =>
  `  - type: dropdown\n    attributes:\n      label: L\n      options:\n${options.map((option) => `        - ${option}\n`).join('')}`
const form = (body: string, head = top) => `${head}body:\n${body}`

function findings(...texts: readonly string[]): readonly string[] {
  const files = texts.map((text, index) => ({ path: `.github/ISSUE_TEMPLATE/f${index}.yml`, text }))
  return lintRepository(files).map(({ code, line }) => `${line ?? '-'} ${code}`)
}

const dialect = 'type/form-yaml-dialect'
const wrong = 'form/file-wrong-type'

test.each<[string, string, readonly string[]]>([
  ['no labels at all', `${top}labels: ''\n`, [`3 ${wrong}`]],
  ['blank assignees', `${top}assignees: "   "\n`, [`3 ${wrong}`]],
  ['a blank project', `${top}projects: " "\n`, [`3 ${wrong}`]],
  ['a label of the issue that is blank', `${top}labels: [a, ""]\n`, [`3 ${wrong}`]],
  ['a label of the issue that is a number', `${top}labels: [2026]\n`, [`3 ${dialect}`]],
  ['a title that is a yes', `${top}title: yes\n`, [`3 ${dialect}`]],
  ['a type that is a number', `${top}type: 1\n`, [`3 ${dialect}`]],
  ['an assignee that is a no', `${top}assignees: off\n`, [`3 ${dialect}`]],
  ['a description that is true', 'name: Request\ndescription: true\n', [`2 ${dialect}`]],
  ['a name that is a date', 'name: 2026-11-27\ndescription: x\n', [`1 ${dialect}`]],
])('GitHub refuses a form with %s', (_title, head, expected) => {
  expect(findings(form(input('label: A'), head))).toEqual(expected)
})

test.each<[string, string, readonly string[]]>([
  ['a value that is empty', input('label: A, value: ""'), [`5 ${wrong}`]],
  ['a placeholder that is empty', input('label: A, placeholder: ""'), [`5 ${wrong}`]],
  ['a placeholder that is blank', input('label: A, placeholder: "  "'), [`5 ${wrong}`]],
  ['a placeholder that is a number', input('label: A, placeholder: 3'), [`5 ${dialect}`]],
  ['a value that is a no', input('label: A, value: no'), [`5 ${dialect}`]],
  ['a description that is true', input('label: A, description: true'), [`5 ${dialect}`]],
  ['a label that is a number', input('label: 1.3'), [`5 ${dialect}`]],
  ['a label that is a whole number', input('label: 8'), [`5 ${dialect}`]],
  ['a label that is a yes', input('label: Yes'), [`5 ${dialect}`]],
  ['an id that is a number', input('label: A', '    id: 12\n'), [`5 ${dialect}`]],
  [
    'a check box that is a yes',
    '  - type: checkboxes\n    attributes:\n      label: A\n      options:\n        - label: Yes\n',
    [`8 ${dialect}`],
  ],
  [
    'a check box labelled like a field without an id',
    `${input('label: Name')}  - type: checkboxes\n    attributes:\n      label: A\n      options: [{ label: Name? }]\n`,
    ['6 form/file-duplicate-label'],
  ],
])('GitHub refuses a form with %s in an element', (_title, body, expected) => {
  expect(findings(form(body))).toEqual(expected)
})

test.each<[string, string]>([
  ['numbers that are submitted as they stand', select('1.0', '1.25', '8', '-3', '0.5', '10.0')],
  ['words in quotes', select('"Yes"', "'No'", '"1.10"', '"null"')],
  ['texts that only begin like numbers', select('1.0.2', '8 CPUs', '2026', 'v1.10')],
  [
    'a check box like a field that has an id',
    `${input('label: Name', '    id: who\n')}  - type: checkboxes\n    attributes:\n      label: A\n      options: [{ label: Name }]\n`,
  ],
  [
    'a check box labelled like its own group',
    '  - type: checkboxes\n    attributes:\n      label: Terms\n      options: [{ label: Terms }]\n',
  ],
  ['a label twice, once with an id', `${input('label: Name')}${input('label: Name', '    id: other\n')}`],
  ['the same the other way round', `${input('label: Name', '    id: other\n')}${input('label: Name')}`],
  [
    'labels of which an id tells one apart',
    `${input('label: Name?')}${input('label: Name???', '    id: your-name\n')}`,
  ],
  ['keys without a value', input('label: A, value: , placeholder: ~')],
])('GitHub shows a form with %s', (_title, body) => {
  expect(findings(form(body))).toEqual([])
})

test.each<[string, string, string]>([
  [
    'a label like the id of another field',
    `${input('label: Name?')}${input('label: Other', '    id: name\n')}`,
    'form/file-duplicate-label',
  ],
  [
    'an id like the label of another field',
    `${input('label: Other', '    id: name\n')}${input('label: Name')}`,
    'form/file-duplicate-label',
  ],
  [
    'one id for two labels',
    `${input('label: A', '    id: x\n')}${input('label: B', '    id: x\n')}`,
    'form/file-duplicate-id',
  ],
  ['one label without ids', `${input('label: Name')}${input('label: Name')}`, 'form/file-duplicate-label'],
])('GitHub refuses two fields with %s', (_title, body, code) => {
  expect(findings(form(body)).map((each) => each.split(' ')[1])).toEqual([code])
})

test.each([
  ['1.10', 'the number 1.1'],
  ['5.50', 'the number 5.5'],
  ['010', 'the number 8'],
  ['0x1F', 'the number 31'],
  ['1_000', 'the number 1000'],
  ['Yes', 'true'],
  ['off', 'false'],
  ['null', 'nothing'],
  ['~', 'nothing'],
  ['2026-11-27', 'a date'],
])('the option %s without quotes is read as %s', (option, what) => {
  const files = [{ path: '.github/ISSUE_TEMPLATE/f.yml', text: form(select('a', option)) }]
  expect(lintRepository(files)).toEqual([
    {
      code: dialect,
      file: files[0]?.path,
      line: 9,
      what: `Without quotes GitHub reads “${option}” as ${what}, not as this text.`,
      fix: `Put it in quotes, as in "${option}".`,
    },
  ])
})

test('everything is told at once: a word that is taken, answers without quotes, a key twice', () => {
  const body = `${select('None', 'b')}${select('Yes', 'No').replace('label: L', 'label: M')}${input('label: P, label: Q')}`
  expect(findings(form(body, `${top}title: x\ntitle: y\n`))).toEqual([
    '4 form/file-duplicate-key',
    '10 form/file-option',
    `16 ${dialect}`,
    `17 ${dialect}`,
    '19 form/file-duplicate-key',
  ])
})

test('two forms with one name are told, whatever else is wrong with them', () => {
  const [first, second] = [form(input('label: A')), form(select('None'))]
  expect(findings(first, second).filter((each) => each.includes('name'))).toEqual(['1 type/form-name-taken'])
  expect(findings(first, second.replace('Request', 'Other')).filter((each) => each.includes('name'))).toEqual(
    [],
  )
})

test('a second document is told as what it is, and so is no form at all', () => {
  const problems = (text: string) =>
    lintRepository([{ path: '.github/ISSUE_TEMPLATE/f.yml', text }]).map(({ line, what }) => [line, what])
  expect(problems(`${top}---\nbody:\n${input('label: A')}`)).toEqual([
    [3, 'A line “---” divides the file into two documents; a file of this kind is one.'],
  ])
  expect(problems(`---\n${form(input('label: A'))}`)).toEqual([])
  expect(
    lintRepository([{ path: '.github/ISSUE_TEMPLATE/config.yaml', text: 'blank_issues_enabled: false' }]),
  ).toEqual([])
})
