import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { load } from 'js-yaml'
import { expect, test } from 'vitest'
import { commandTable } from '../../src/core/command/command-table.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const readme = read('README.md')
const yaml = [...readme.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? '')
const [caller = '', sweep = '', type = ''] = yaml

/** Lines of the caller that adopters copy; the promise of the first page. */
const callerLinesMax = 15

test('the caller is at most 15 lines, begins with no permissions and gives the job what the reusable workflow asks for', () => {
  expect(caller.trimEnd().split('\n').length).toBeLessThanOrEqual(callerLinesMax)
  const wanted = Object(load(read('.github/workflows/issueops.yml'))).jobs.reconcile.permissions
  for (const text of [caller, sweep]) {
    const workflow = Object(load(text))
    expect(workflow.permissions).toEqual({})
    expect(Object(Object.values(workflow.jobs)[0]).permissions).toEqual(wanted)
  }
})

test('caller and sweep pass nothing that the reusable workflow does not take, and act as the same App', () => {
  const { inputs, secrets } = Object(load(read('.github/workflows/issueops.yml'))).on.workflow_call
  const [job, swept] = [caller, sweep].map((text) => Object(Object.values(Object(load(text)).jobs)[0]))
  expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(job.with)))
  expect(Object.keys(secrets)).toEqual(expect.arrayContaining(Object.keys(job.secrets)))
  expect([swept.with, swept.secrets]).toEqual([job.with, job.secrets])
})

test('the request type is the one the stories play, word for word', () => {
  expect(type).toBe(read('test/scenarios/happy-path/given/repository/.github/issueops/namespace.yml'))
})

test('every action of the workflows is pinned to a commit', () => {
  for (const path of ['issueops', 'ci', 'release'].map((name) => `.github/workflows/${name}.yml`)) {
    const uses = [...read(path).matchAll(/\buses: (\S+)/g)].map((match) => match[1] ?? '')
    expect(uses.filter((name) => !/^[.$]\//.test(name) && !/@[0-9a-f]{40}$/.test(name))).toEqual([])
  }
})

test('the commands on an issue are those of the one table', () => {
  const section = readme.split('## Commands on an issue')[1]?.split('\n## ')[0] ?? ''
  const named = new Set([...section.matchAll(/^\| `\/([a-z]+)/gm)].map((match) => match[1]))
  expect(named).toEqual(new Set(commandTable.map(({ name }) => name)))
})
