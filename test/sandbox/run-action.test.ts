import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'
import { runAction } from '../../src/sandbox/run-action.js'
import { readAnnotations, readFileCommands } from '../../src/sandbox/runner-files.js'
import { acme, githubToken } from './acme.js'

let sandbox: Sandbox
let dir: string

beforeEach(async () => {
  sandbox = await createSandbox(acme())
  dir = await mkdtemp(join(tmpdir(), 'action-'))
  await mkdir(join(dir, 'dist'))
  await writeFile(join(dir, 'action.yml'), actionFile)
  // Whatever package stands above the folder for temporary files does not tell how the script is read.
  await writeFile(join(dir, 'package.json'), '{ "type": "commonjs" }\n')
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await sandbox.close()
  await rm(dir, { recursive: true, force: true })
})

const actionFile = `
name: Greet
inputs:
  token: { description: Token, required: true }
  greeting: { description: What to say, default: hello }
  dry-run: { description: A flag, default: false }
  two words: { description: A name with a space }
runs: { using: node24, main: dist/index.js }
`

async function run(script: string, inputs: Readonly<Record<string, string>> = {}) {
  await writeFile(join(dir, 'dist', 'index.js'), `const fs = require('node:fs')\n${script}`)
  const event = { issue: { number: 7 } }
  return runAction(sandbox, {
    dir,
    inputs,
    event,
    eventName: 'issues',
    repository: 'acme/gitops',
    actor: 'alice',
  })
}

test('an action gets inputs, defaults, the event and the address of the sandbox, and nothing of the machine', async () => {
  vi.stubEnv('LEAK_OF_THE_MACHINE', '1')
  const result = await run(
    `const { INPUT_TOKEN, INPUT_GREETING, INPUT_TWO_WORDS, GITHUB_REPOSITORY, GITHUB_ACTOR, LEAK_OF_THE_MACHINE } = process.env
    const event = JSON.parse(fs.readFileSync(process.env.GITHUB_EVENT_PATH, 'utf8'))
    console.log(JSON.stringify({ INPUT_TOKEN, INPUT_GREETING, INPUT_TWO_WORDS, GITHUB_REPOSITORY, GITHUB_ACTOR, LEAK_OF_THE_MACHINE,
      dry: process.env['INPUT_DRY-RUN'], number: event.issue.number, url: process.env.GITHUB_API_URL }))`,
    { token: 't', 'two words': 'w' },
  )
  expect(result).toMatchObject({ exitCode: 0, stderr: '' })
  expect(JSON.parse(result.stdout)).toEqual({
    INPUT_TOKEN: 't',
    INPUT_GREETING: 'hello',
    INPUT_TWO_WORDS: 'w',
    GITHUB_REPOSITORY: 'acme/gitops',
    GITHUB_ACTOR: 'alice',
    dry: 'false',
    number: 7,
    url: sandbox.url,
  })
})

test('outputs, summary, annotations and the exit status come back', async () => {
  const result = await run(`
    fs.appendFileSync(process.env.GITHUB_OUTPUT, 'state=merged\\nreport<<END\\none\\ntwo=2\\nEND\\n')
    fs.appendFileSync(process.env.GITHUB_STEP_SUMMARY, '# Done\\n')
    console.log('::error title=Bad,line=3::100%25 wrong%0Asee above')
    process.exitCode = 1`)
  expect(result.exitCode).toBe(1)
  expect(Object.fromEntries(result.outputs)).toEqual({ state: 'merged', report: 'one\ntwo=2' })
  expect(result.summary).toBe('# Done\n')
  expect(result.annotations).toEqual([
    {
      level: 'error',
      message: '100% wrong\nsee above',
      properties: new Map([
        ['title', 'Bad'],
        ['line', '3'],
      ]),
    },
  ])
})

test('an action talks to the sandbox with its token', async () => {
  const script = `fetch(process.env.GITHUB_API_URL + '/repos/' + process.env.GITHUB_REPOSITORY, { headers: { authorization: 'Bearer ' + process.env.INPUT_TOKEN } })
    .then((response) => response.json()).then((body) => console.log(body.full_name))`
  expect((await run(script, { token: githubToken(sandbox) })).stdout).toBe('acme/gitops\n')
  expect((await run(script, { token: 'wrong' })).stdout).toBe('undefined\n')
})

test('a heredoc that never ends is an error', () => {
  expect(() => readFileCommands('a<<END\nb\n')).toThrow('"END" never comes')
  expect(readFileCommands('a=b<<c\n').get('a')).toBe('b<<c')
})

test('only whole workflow commands are annotations', () => {
  expect(readAnnotations('say ::error::no\n::warning::yes\n::group::x')).toMatchObject([
    { level: 'warning', message: 'yes' },
  ])
})
