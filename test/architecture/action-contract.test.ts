import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { load } from 'js-yaml'
import { expect, test } from 'vitest'
import { states } from '../../src/model/decision.js'

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../actions/reconcile')
const read = (name: string) => readFileSync(join(folder, name), 'utf8')
const action = Object(load(read('action.yml')))
const readme = read('README.md')

/** The names in the first column of the table under a heading. */
function documented(heading: string): readonly string[] {
  const section = readme.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  return [...section.matchAll(/^\| `([a-z-]+)` \|/gm)].map((match) => match[1] ?? '')
}

test('the README names the inputs and outputs of action.yml, all of them and no others', () => {
  expect(documented('Inputs')).toEqual(Object.keys(action.inputs))
  expect(documented('Outputs')).toEqual(Object.keys(action.outputs))
})

test('the code reads the inputs of action.yml and sets its outputs, all of them and no others', () => {
  const source = ['../../src/runner/inputs.ts', '../../src/main/reconcile.ts']
    .map((path) => read(path))
    .join('\n')
  const inputs = [...source.matchAll(/getInput\('([a-z-]+)'\)/g)].map((match) => match[1])
  const outputs = source.split('function outputs(')[1]?.split('\n}')[0] ?? ''
  const set = [...outputs.matchAll(/^ {4}'?([a-z-]+)'?: /gm)].map((match) => match[1])
  expect(new Set(inputs)).toEqual(new Set(Object.keys(action.inputs)))
  expect(set).toEqual(Object.keys(action.outputs))
})

test('every state is named in action.yml and in the README', () => {
  for (const state of states) {
    expect(action.outputs.state.description).toContain(state)
    expect(readme).toContain(`\`${state}\``)
  }
})
