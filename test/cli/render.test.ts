import { expect, test } from 'vitest'
import { call, file } from './output.js'

const form = file(
  'team.yml',
  `name: Team
description: Ask for a team
body:
  - { type: input, id: name, attributes: { label: Name } }
  - { type: input, id: version, attributes: { label: Version } }
  - { type: dropdown, id: zones, attributes: { label: Zones, multiple: true, options: [a, b, c] } }
`,
)
const rendered = (answers: string) =>
  call('render', '--form', form, '--answers', file('answers.yml', answers))

test('answers become the body as they are written, numbers too; what is not answered is empty', async () => {
  expect(await rendered('version: 1.10\nzones: [a, c]\n')).toEqual({
    code: 0,
    out: '### Name\n\n_No response_\n\n### Version\n\n1.10\n\n### Zones\n\na, c',
    err: '',
  })
})

test('an answer to no question and an answer that is none are told at once, with their lines', async () => {
  const { code, out, err } = await rendered('verson: docs\nzones: { a: true }\n')
  expect({ code, out, told: err.replaceAll(/^.*answers\.yml/gm, 'answers.yml') }).toEqual({
    code: 2,
    out: '',
    told: `answers.yml, line 1
  “verson” is not a key of the form.
  → Did you mean version? The keys are: name, version, zones. [type/unknown-key]
answers.yml, line 2
  “zones” is a map.
  → Write a text, a list of options or nothing, as in [dev, prod]. [type/value]
`,
  })
})

test.each(['', '- name', 'name: x\nname: y\n', 'name: *docs\n'])('%j are no answers', async (text) => {
  expect((await rendered(text)).code).toBe(2)
})
