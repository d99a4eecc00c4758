import { expect, test } from 'vitest'
import { lintRepository } from '../../../../src/core/advice/lint/lint-repository.js'

const form = {
  path: '.github/ISSUE_TEMPLATE/t.yml',
  text: 'name: T\ndescription: T\nbody:\n  - type: input\n    id: name\n    attributes: { label: Name }\n    validations: { required: true }\n',
}

function found(change: string, rest = ''): readonly (string | undefined)[] {
  const text = `name: t\ntitle: T\nform: t.yml\nfields: { name: { pattern: "^[a-z]+$" } }\napproval: [{ from: [team:a] }]\nchanges:\n  - ${change}\n${rest}`
  return lintRepository([form, { path: '.github/issueops/t.yml', text }]).map(
    ({ code, line }) => `${line} ${code}`,
  )
}

test.each([
  ['a value in HCL', '{ file: main.hcl, at: [a], value: 1 }'],
  ['an item in plain text', '{ file: teams.txt, at: [a], item: b }'],
  ['a value in a file without an ending', '{ file: Dockerfile, at: [a], value: 1 }'],
  ['a value in a file that only a part of the name makes YAML', '{ file: a.yaml.tmpl, at: [a], value: 1 }'],
  ['an image of a file that is no kustomization', '{ file: images.txt, image: { name: a, newTag: b } }'],
  ['a resource of the same', '{ file: images.txt, resource: a.yaml }'],
  ['a place copied into plain text', '{ file: a.txt, at: [a], copy: b.yaml }'],
  ['a place copied from plain text', '{ file: a.yaml, at: [a], copy: b.txt }'],
  ['data as the content of plain text', '{ file: app.conf, content: { a: 1 } }'],
  ['a line of YAML', '{ file: a.yaml, line: b }'],
  ['a line of JSON', '{ file: a.json, line: b }'],
  ['a copy that shall be absent', '{ file: a.yaml, copy: b.yaml, ensure: absent }'],
  ['a copied place that shall be absent', '{ file: a.yaml, at: [a], copy: b.yaml, ensure: absent }'],
  ['an item taken away by its position', '{ file: a.yaml, at: [a, 0], value: 1, ensure: absent }'],
  ['a schema for plain text', '{ file: a.txt, content: x, validate: s.json }'],
  ['a schema that is no data', '{ file: a.yaml, at: [a], value: 1, validate: s.xsd }'],
])('%s is found, because no run can carry it out', (_title, change) => {
  expect(found(change)).toEqual(['7 type/change-impossible'])
})

test('so is one that shall be absent because the whole request type says so', () => {
  expect(found('{ file: a.yaml, copy: b.yaml }', 'ensure: absent\n')).toEqual(['7 type/change-impossible'])
})

test.each([
  ['a value in YAML', '{ file: a.yml, at: [a], value: 1 }'],
  ['an item in JSON with comments', '{ file: a.jsonc, at: [a], item: b }'],
  [
    'a value in a file of which only a run knows the ending',
    '{ file: "a/${{ request.name }}", at: [a], value: 1 }',
  ],
  ['a line of plain text', '{ file: a.txt, line: b }'],
  ['a text as the content of plain text', '{ file: app.conf, content: x }'],
  ['a copy of plain text as a whole', '{ file: a.txt, copy: b.txt }'],
  [
    'a copy that may be absent',
    "{ file: a.yaml, copy: b.yaml, ensure: \"${{ request.name == 'x' && 'absent' || 'present' }}\" }",
  ],
  ['an entry taken away by its name', '{ file: a.yaml, at: [a, b], value: 1, ensure: absent }'],
])('%s is fine', (_title, change) => {
  expect(found(change)).toEqual([])
})
