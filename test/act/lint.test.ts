import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'

const script = join(dirname(fileURLToPath(import.meta.url)), '../../scripts/lint-workflows.mjs')

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'issueops-lint-test-'))
  mkdirSync(join(folder, '.github/workflows'), { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function lint(workflow: string) {
  writeFileSync(join(folder, '.github/workflows/planted.yml'), workflow)
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, folder], { encoding: 'utf8' })
  return { status, said: stdout + stderr }
}

const clean = `on: push
permissions: {}
jobs:
  greet:
    runs-on: ubuntu-latest
    steps:
      - run: echo Hello
`

test("this repository's workflows, those its documentation shows and a further folder's are clean", () => {
  const { status, said } = lint(clean)
  expect([status, said]).toEqual([0, expect.stringContaining(`${folder}: 1 workflows and actions`)])
})

test.each([
  [
    'a context that does not exist',
    'echo Hello',
    'echo ${{ github.acter }}',
    'property "acter" is not defined',
  ],
  [
    'text of an issue within a script',
    'echo Hello',
    'echo ${{ github.event.issue.title }}',
    'template-injection',
  ],
  ['a trigger that hands secrets to strangers', 'on: push', 'on: pull_request_target', 'dangerous-triggers'],
  ['an action that is not pinned', 'run: echo Hello', 'uses: actions/checkout@v7', 'unpinned-uses'],
  ['no YAML at all', 'jobs:', 'jobs: [', 'planted.yml'],
])('%s fails the check', (_, from, to, finding) => {
  const { status, said } = lint(clean.replace(from, () => to))
  expect([status, said]).toEqual([1, expect.stringContaining(finding)])
})
