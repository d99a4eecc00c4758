import { afterEach, beforeEach, expect, test } from 'vitest'
import { pointOut } from '../src/actions/point-out.js'
import { actOut } from '../src/cli/simulate/act-out.js'
import { openToolkit } from '../src/cli/simulate/open-toolkit.js'
import { readStory } from '../src/cli/simulate/read-story.js'
import { seedOf } from '../src/cli/simulate/seed-of.js'
import { connect } from '../src/github/connect.js'
import { createReader } from '../src/github/reader.js'
import { createWriter } from '../src/github/writer.js'
import { issueNumber } from '../src/model/ids.js'
import { createSandbox, type Sandbox } from '../src/sandbox/create-sandbox.js'
import { appOf } from './toolkit-app.js'

const story = readStory('test/scenarios/happy-path')
const name = 'acme/platform'
const pull = 2

let sandbox: Sandbox

async function begin(visibility: 'public' | 'private'): Promise<void> {
  const told = {
    ...story,
    visibility,
    people: new Map([...story.people, ['alice', 'triage'], ['mallory', 'read']] as const),
  }
  sandbox = await createSandbox(seedOf(told))
  const [files] = story.steps
  if (files === undefined) throw new Error('the story is empty')
  await actOut(sandbox, told, files, 1)
  await openToolkit(sandbox, told)()
}

beforeEach(() => begin('private'))
afterEach(() => sandbox.close())

/** What a run does that a comment on a pull request wakes. */
function look(number: number = pull): Promise<boolean> {
  const token = appOf(sandbox)
  const octokit = connect({ apiUrl: sandbox.url, token })
  return pointOut(
    createReader(octokit, story.repository),
    createWriter(octokit, story.repository),
    issueNumber(number),
  )
}

const answers = (number: number = pull) =>
  (sandbox.repository(name).issue(number)?.comments ?? [])
    .filter(({ author }) => author.endsWith('[bot]'))
    .map(({ body }) => body)

test.each(['/approve', '/hold', 'Looks good.\n\n/approve', '/rejct no'])(
  'a command on the pull request gets one answer with the way to the issue, whoever writes how many: %s',
  async (text) => {
    await sandbox.as('bob').comment(name, pull, text)
    expect(await look()).toBe(true)
    await sandbox.as('carol').comment(name, pull, '/reject no')
    expect(await look()).toBe(false)
    expect(answers()).toEqual([
      '<!-- issueops:pointer -->\n@bob commands count on the issue only, so nothing was approved, stopped or carried out here. Write it in a new comment on #1.\n',
    ])
  },
)

test('a conversation without a command is left alone', async () => {
  await sandbox.as('bob').comment(name, pull, 'Looks good. I would not /approve this yet.')
  expect(await look()).toBe(false)
  expect(answers()).toEqual([])
})

test('a pull request of somebody else gets nothing, whatever its branch is called', async () => {
  const carol = sandbox.as('carol')
  await carol.pushCommit(name, 'issueops/1-mine', { 'a.txt': 'a\n' }, 'Mine')
  const opened = await carol.openPull(name, { title: 'Mine', head: 'issueops/1-mine', base: 'main' })
  await sandbox.as('bob').comment(name, opened, '/approve')
  expect(await look(opened)).toBe(false)
  expect(answers(opened)).toEqual([])
})

test('in a public repository a passer-by gets no answer, and somebody with a role does', async () => {
  await sandbox.close()
  await begin('public')
  await sandbox.as('mallory').comment(name, pull, '/approve')
  expect(await look()).toBe(false)
  await sandbox.as('bob').comment(name, pull, '/approve')
  expect(await look()).toBe(true)
  expect(answers().at(-1)).toContain('@bob')
})

test('an issue and a number of nothing are no pull request', async () => {
  expect([await look(1), await look(99)]).toEqual([false, false])
})
