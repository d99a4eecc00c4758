import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { load } from 'js-yaml'
import { expect, test } from 'vitest'
import { states } from '../../src/model/decision.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const names = readdirSync(join(root, 'actions')).sort()
const actionOf = (name: string) => Object(load(read(`actions/${name}/action.yml`)))
const composites = names.filter((name) => actionOf(name).runs.using === 'composite')
const single = names.filter((name) => !composites.includes(name))

/** Names in a list of the entry's source, as in `inputs: ['token', 'issue']`. */
function declared(source: string, list: 'inputs' | 'outputs'): readonly string[] {
  const [, items = ''] = new RegExp(`^ {2}${list}: \\[([^\\]]*)\\]`, 'm').exec(source) ?? []
  return [...items.matchAll(/'([a-z-]+)'/g)].map((match) => match[1] ?? '')
}

/** The names in the first column of the table under a heading. */
function documented(readme: string, heading: string): readonly string[] {
  const section = readme.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  return [...section.matchAll(/^\| `([a-z-]+)` \|/gm)].map((match) => match[1] ?? '')
}

/** The example of a README, as a workflow. */
function usage(name: string) {
  const [, text = ''] = /## Usage\n\n```yaml\n([\s\S]*?)```/.exec(read(`actions/${name}/README.md`)) ?? []
  return Object(load(text))
}

test('these are the actions', () => {
  expect(names).toEqual([
    'audit',
    'command',
    'comment',
    'lint',
    'ownership',
    'parse',
    'propose',
    'reconcile',
    'request',
    'validate',
  ])
})

test.each(single)('%s: code, action.yml and README have the same inputs and outputs', (name) => {
  const action = actionOf(name)
  const source = read(`src/actions/${name}.ts`)
  const readme = read(`actions/${name}/README.md`)
  for (const list of ['inputs', 'outputs'] as const) {
    const own = Object.keys(action[list])
    expect(declared(source, list)).toEqual(own)
    expect(documented(readme, list === 'inputs' ? 'Inputs' : 'Outputs')).toEqual(own)
  }
})

test('no entry reads an input or writes an output but through its lists', () => {
  for (const name of readdirSync(join(root, 'src/actions'))) {
    expect({
      name,
      found: /getInput|setOutput|INPUT_|GITHUB_OUTPUT/.test(read(`src/actions/${name}`)),
    }).toEqual({
      name,
      found: false,
    })
  }
})

test.each(names)('%s: names, defaults, branding and node are as the ecosystem has them', (name) => {
  const { inputs, outputs, runs, branding, description, ...action } = actionOf(name)
  expect(action.name).toBe(`IssueOps ${name}`)
  expect(description).toMatch(/^[A-Z].*\.$/)
  expect(Object.keys(branding)).toEqual(['icon', 'color'])
  for (const key of [...Object.keys(inputs), ...Object.keys(outputs)])
    expect(key).toMatch(/^[a-z]+(?:-[a-z]+)*$/)
  for (const each of [...Object.values(inputs), ...Object.values(outputs)])
    expect(Object(each).description).toMatch(/\S/)
  expect(inputs.token.default).toBe('$' + '{{ github.token }}')
  expect(Object.values(inputs).every((each) => typeof Object(each).default === 'string')).toBe(true)
  expect(Object.keys(outputs).slice(0, 2)).toEqual(['state', 'reason-code'])
  expect(runs.using === 'composite' || runs.using === 'node24').toBe(true)
})

test('the tables of the READMEs are those of action.yml', () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(root, 'scripts/generate-action-docs.mjs'), '--check'],
    { encoding: 'utf8' },
  )
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

test.each(names)(
  '%s: the example grants what the README says, pins a commit, and keeps values out of scripts',
  (name) => {
    const readme = read(`actions/${name}/README.md`)
    const [job] = Object.values(usage(name).jobs).map(Object)
    const section = readme.split('## Permissions\n')[1]?.split('\n## ')[0] ?? ''
    for (const [permission, level] of Object.entries(job.permissions))
      expect(section).toContain(`\`${permission}: ${String(level)}\``)
    expect(job.steps.some((step: { uses?: string }) => step.uses?.includes(`/actions/${name}@`))).toBe(true)
    for (const step of job.steps) {
      if (step.uses !== undefined) expect(step.uses).toMatch(/^OWNER\/REPOSITORY\/actions\/[a-z]+@COMMIT$/)
      expect(step.run ?? '').not.toContain('${{')
      const [, used = ''] = /\/actions\/([a-z]+)@/.exec(step.uses ?? '') ?? []
      if (used !== '')
        expect(Object.keys(actionOf(used).inputs)).toEqual(
          expect.arrayContaining(Object.keys(step.with ?? {})),
        )
    }
  },
)

test.each(names)('%s: outputs an example uses are outputs of its action', (name) => {
  const [job] = Object.values(usage(name).jobs).map(Object)
  const outputs = new Map<string, readonly string[]>()
  for (const step of job.steps) {
    const [, used] = /\/actions\/([a-z]+)@/.exec(step.uses ?? '') ?? []
    if (used !== undefined && step.id !== undefined) outputs.set(step.id, Object.keys(actionOf(used).outputs))
  }
  const text = read(`actions/${name}/README.md`)
  for (const [, step = '', output = ''] of text.matchAll(/steps\.([a-z]+)\.outputs\.([a-z-]+)/g))
    expect(outputs.get(step)).toContain(output)
})

test.each(composites)('%s: every step runs a sibling of this very commit with inputs that it has', (name) => {
  const { runs, inputs, outputs } = actionOf(name)
  const readme = read(`actions/${name}/README.md`)
  expect(documented(readme, 'Inputs')).toEqual(Object.keys(inputs))
  expect(documented(readme, 'Outputs')).toEqual(Object.keys(outputs))
  for (const step of runs.steps) {
    const sibling = actionOf(step.id)
    const wanted = Object.keys(sibling.inputs).map((input) => `INPUT_${input.toUpperCase()}`)
    expect(wanted).toEqual(expect.arrayContaining(Object.keys(step.env)))
  }
  const text = read(`actions/${name}/action.yml`)
  for (const [, step = '', output = ''] of text.matchAll(/steps\.([a-z]+)\.outputs\.([a-z-]+)/g))
    expect(Object.keys(actionOf(step).outputs)).toContain(output)
})

test('every schema that an output names is there, and every other schema is one of a file', () => {
  const named = names.flatMap((name) =>
    [...read(`actions/${name}/action.yml`).matchAll(/schemas\/([a-z-]+)\.schema\.json/g)].map(
      (match) => match[1] ?? '',
    ),
  )
  for (const name of named) expect(existsSync(join(root, 'schemas', `${name}.schema.json`))).toBe(true)
  const all = readdirSync(join(root, 'schemas')).map((file) => file.replace('.schema.json', ''))
  expect(all.filter((name) => !named.includes(name))).toEqual(['calendar', 'notify', 'request-type'])
})

test('every state of a request is named by reconcile, and by the schema of its decision', () => {
  const { description } = actionOf('reconcile').outputs.state
  for (const state of states) expect(description).toContain(`\`${state}\``)
  const schema = JSON.parse(read('schemas/decision.schema.json'))
  expect(schema.properties.state.enum).toEqual([...states])
})

test('the page about the actions names all of them', () => {
  const page = read('docs/actions.md')
  for (const name of names) expect(page).toContain(`(../actions/${name}/README.md)`)
})
