import { describe, expect, test } from 'vitest'
import { editLines } from '../../../src/core/manifest/edit-lines.js'
import { planFile } from '../../../src/core/plan/plan-file.js'
import { oid } from '../../../src/model/ids.js'
import type { Json } from '../../../src/model/json.js'
import { edited, item, noValue, value } from '../manifest/fixtures.js'

const helm = '{{ .Values.secret }}'
const github = `\${{ secrets.TOKEN }}`

/** The text of a file that is given as a whole, or the code of the problem. */
function written(path: string, content: Json, before: string | null = null, mode?: '100644'): string | null {
  const observed =
    before === null
      ? { kind: 'absent' as const, path }
      : { kind: 'text' as const, path, mode: '100644' as const, oid: oid('1'.repeat(40)), text: before }
  const base = {
    kind: 'file' as const,
    file: path,
    ensure: 'present' as const,
    document: null,
    validate: null,
    content,
  }
  const outcome = planFile(observed, [mode === undefined ? base : { ...base, mode }])
  return outcome.ok ? outcome.value.text : outcome.problems[0].code
}

describe('what a requester typed never becomes a part of a template', () => {
  test.each([
    ['a value in a folder of Helm templates', 'chart/templates/a.yaml', 'a: x\n', value(['a'], helm)],
    ['a part of a value', 'chart/templates/a.yaml', 'a: x\n', value(['a'], `hello {{ "x" }} there`)],
    ['a key', 'chart/templates/a.yaml', 'a: {}\n', value(['a', '{{ x }}'], 1)],
    ['an item', 'chart/templates/a.yaml', 'a: []\n', item(['a'], helm)],
    ['a text of several lines', 'chart/templates/a.yaml', 'a: x\n', value(['a'], `one\n${helm}\n`)],
    [
      'an expression of GitHub, which Helm evaluates as well',
      'chart/templates/a.yaml',
      'a: x\n',
      value(['a'], `\${{ .Values.x }}`),
    ],
    ['JSON in such a folder', 'chart/templates/a.json', '{"a": "x"}\n', value(['a'], helm)],
    ['a place deep in such a folder', 'chart/templates/tests/x/a.yaml', 'a: x\n', value(['a'], helm)],
    ['a helmfile', 'helmfile.yaml', 'a: x\n', value(['a'], '{{ exec "sh" }}')],
    ['a workflow', 'ci/build.yaml', 'on: push\njobs: {}\n', value(['name'], github)],
    ['an action', 'ci/a.yaml', 'runs:\n  using: composite\n', value(['name'], github)],
    ['a pipeline of Azure', 'azure.yaml', 'steps:\n  - script: x\n', value(['steps', 0, 'script'], github)],
    [
      'a template of Backstage',
      'a.yaml',
      'apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\n',
      value(['name'], github),
    ],
    [
      'a file that has such an expression',
      'a.yaml',
      `a: ${github}\nb: x\n`,
      value(['b'], `\${{ secrets.OTHER }}`),
    ],
    ['the same expression once more', 'a.yaml', `a: ${github}\nb: x\n`, value(['b'], github)],
    ['another in the place of one', 'a.yaml', `a: ${github}\nb: x\n`, value(['a'], `\${{ secrets.OTHER }}`)],
    [
      'variables of Ansible',
      'group_vars/all.yml',
      'a: "{{ b }}"\nc: x\n',
      value(['c'], `{{ lookup('pipe', 'id') }}`),
    ],
    ['statements of Jinja', 'a.yml', 'a: "{{ b }}"\nc: x\n', value(['c'], '{% include "x" %}')],
    [
      'a workflow of Argo',
      'wf.yaml',
      'args: ["{{inputs.parameters.a}}"]\nb: x\n',
      value(['b'], '{{=sprig.env("X")}}'),
    ],
    [
      'a stack of CloudFormation',
      'stack.yaml',
      'Resources: {}\n',
      value(['Description'], '{{resolve:ssm-secure:x}}'),
    ],
  ])('%s', (_title, file, before, change) => {
    expect(edited(before, { ...change, file })).toBe('change/template-file')
  })

  test.each<[title: string, path: string, content: Json]>([
    ['data', 'chart/templates/a.yaml', { a: helm }],
    ['a text', 'chart/templates/a.yaml', `a: ${helm}\n`],
    ['another text', 'chart/templates/NOTES.txt', `Hello ${helm}\n`],
    ['JSON', 'chart/templates/a.json', { a: helm }],
    ['a text by its ending', 'config/app.conf.j2', 'a = {{ b }}\n'],
    ['a workflow', 'ci/x.yml', { on: 'push', jobs: { a: { name: github } } }],
  ])('in a new file: %s', (_title, path, content) => {
    expect(written(path, content)).toBe('change/template-file')
  })

  test('in the place of a file that has others', () => {
    expect(written('chart/templates/a.txt', `x ${helm}\n`, 'x {{ .Values.a }}\n')).toBe(
      'change/template-file',
    )
  })

  test('in a line of a text', () => {
    const line = (file: string, text: string, wanted: string) => {
      const result = editLines(text, [
        {
          kind: 'line',
          file,
          ensure: 'present',
          document: null,
          validate: null,
          line: wanted,
          order: { by: 'end' },
        },
      ])
      return result.ok ? result.value.text : result.problems[0].code
    }
    expect(line('chart/templates/NOTES.txt', 'a\n', helm)).toBe('change/template-file')
    expect(line('chart/templates/NOTES.txt', `${helm}\n`, 'b')).toBe(`${helm}\nb\n`)
    expect(line('app.tpl', 'a\n', '<%= x %>')).toBe('change/template-file')
    expect(line('notes.txt', 'a\n', helm)).toBe(`a\n${helm}\n`)
  })
})

describe('a file is judged by what it is, not by the name of its folder', () => {
  test.each([
    ['a pipeline of Azure', `steps:\n  - script: \${{ parameters.x }}\nb: 1\n`],
    ['a template of CloudFormation', `Resources:\n  A: "{{resolve:ssm:x}}"\nb: 1\n`],
    ['a file without expressions', 'b: 1\n'],
  ])('in a folder called templates: %s', (_title, before) => {
    expect(edited(before, value(['b'], 2, { file: 'ci/templates/a.yaml' }))).toBe(
      before.replace('b: 1', 'b: 2'),
    )
  })

  test('a file called templates is no folder', () => {
    expect(edited('a: "{{ x }}"\nb: 1\n', value(['b'], 2, { file: 'templates.yaml' }))).toBe(
      'a: "{{ x }}"\nb: 2\n',
    )
  })

  test('what is no template to anybody keeps such a text as data', () => {
    expect(edited('a: x\n', value(['a'], helm))).toBe(`a: "${helm}"\n`)
    expect(written('apps/a.yaml', { a: helm })).toBe(`a: "${helm}"\n`)
  })

  test('alerts have texts that are filled in for whoever reads them', () => {
    const before = 'groups:\n  - name: a\n    text: "{{ $value }}"\n'
    expect(edited(before, item(['groups'], { name: 'b', text: '{{ $labels.pod }}' }, 'name'))).toBe(
      `${before}  - name: b\n    text: "{{ $labels.pod }}"\n`,
    )
  })

  test('an expression can go, and others stay', () => {
    expect(edited('a: "{{ x }}"\nb: "{{ y }}"\n', noValue(['a']))).toBe('b: "{{ y }}"\n')
  })

  test('a copied template is the same as its source, byte for byte', () => {
    const text = `a: ${helm}\n`
    expect(written('prod/templates/a.yaml', text, null, '100644')).toBe(text)
  })
})
