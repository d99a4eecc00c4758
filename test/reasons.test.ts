import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { actOut } from '../src/cli/simulate/act-out.js'
import { type Look, openToolkit } from '../src/cli/simulate/open-toolkit.js'
import { readStory } from '../src/cli/simulate/read-story.js'
import { seedOf } from '../src/cli/simulate/seed-of.js'
import type { Story } from '../src/cli/simulate/story.js'
import { issueNumber } from '../src/model/ids.js'
import { createSandbox, type Sandbox } from '../src/sandbox/create-sandbox.js'
import type { SandboxSeed } from '../src/sandbox/seed.js'
import { access, createAccesses, lists, look, lookWithReason, mergedByHand } from './accesses.js'
import { altered, everywhere, type Passing } from './altered.js'

/** Codes nobody can meet at the end of a run, and why. */
const neverAtRest: Readonly<Record<string, string>> = {
  'state/proposing': 'The run that proposes goes on until the plan is published and recorded, or fails.',
  'merge/state-outdated': 'The run that has just opened the gate looks again before it ends.',
}

const story: Story = { ...readStory('test/scenarios/happy-path'), ledger: 'unprotected' }
const name = 'acme/platform'
const open: { sandbox: Sandbox | null } = { sandbox: null }

function sandbox(): Sandbox {
  if (open.sandbox === null) throw new Error('the sandbox is closed')
  return open.sandbox
}

async function begin(change: (seed: SandboxSeed) => SandboxSeed = (seed) => seed): Promise<void> {
  await open.sandbox?.close()
  open.sandbox = await createSandbox(change(seedOf(story)))
  const [files] = story.steps
  if (files !== undefined) await actOut(sandbox(), story, files, 1)
}

beforeEach(() => begin())
afterEach(async () => {
  await open.sandbox?.close()
  open.sandbox = null
})

/** A run over HTTP in which GitHub's answers are changed on their way. */
async function runAltered(change: (answer: Passing) => void): Promise<Look> {
  const front = await altered(sandbox().url, change)
  try {
    return await openToolkit({ ...sandbox(), url: front.url }, story)()
  } finally {
    await front.close()
  }
}

const run = () => openToolkit(sandbox(), story)()

function merged(): boolean {
  return sandbox()
    .repository(name)
    .pulls()
    .some(({ pull }) => pull?.merged !== null)
}

/** What GitHub says of the pull request, whatever is so. */
const saysOfPull = (said: Readonly<Record<string, unknown>>) => (answer: Passing) =>
  everywhere(answer.body, 'mergeStateStatus', (pull) => Object.assign(pull, said))

test.each<[string, string, (answer: Passing) => void]>([
  [
    'GitHub has not found out yet whether it can be merged',
    'merge/mergeability-unknown',
    saysOfPull({ mergeable: 'UNKNOWN', mergeStateStatus: 'UNKNOWN' }),
  ],
  ['GitHub sees a conflict that git does not', 'merge/conflict', saysOfPull({ mergeable: 'CONFLICTING' })],
  ['its branch has to be up to date', 'merge/behind', saysOfPull({ mergeStateStatus: 'BEHIND' })],
  [
    'GitHub refuses the merge for a reason of its own',
    'merge/refused',
    (answer) => {
      if (answer.method !== 'PUT' || !answer.path.endsWith('/merge')) return
      answer.status = 405
      answer.body = { message: 'Repository rule violations found' }
    },
  ],
])('an approved request is not merged while %s', async (_, reason, change) => {
  await run()
  await sandbox().as('bob').comment(name, 1, '/approve')
  const refused = reason === 'merge/refused'
  // A merge that lands behind a refusal is another matter: the sandbox must not merge either.
  if (refused) sandbox().faults.inject({ kind: 'lost' }, ({ path }) => path.endsWith('/merge'))
  expect(await runAltered(change)).toMatchObject({ state: 'approved', reasons: [reason] })
  expect(merged()).toBe(false)
  sandbox().faults.clear()
  expect((await run()).state).toBe('merged')
})

test.each<[string, string, (answer: Passing) => void]>([
  [
    'GitHub lists fewer comments than it counts',
    'state/comments-incomplete',
    ({ body }) => everywhere(body, 'comments', ({ comments }) => more(comments)),
  ],
  [
    'the requester’s account is gone',
    'state/requester-gone',
    ({ body }) =>
      everywhere(body, 'stateReason', (issue) => {
        issue.author = null
      }),
  ],
  [
    'the pull request does not show the last commit of its branch yet',
    'state/pull-lags',
    saysOfPull({ headRefOid: '1'.repeat(40) }),
  ],
])('a request is held while %s, and is merged when that is over', async (_, reason, change) => {
  await run()
  await sandbox().as('bob').comment(name, 1, '/approve')
  expect(await runAltered(change)).toMatchObject({ state: 'held', reasons: [reason] })
  expect(merged()).toBe(false)
  expect((await run()).state).toBe('merged')
})

function more(comments: unknown): void {
  everywhere(comments, 'totalCount', (found) => {
    found.totalCount = Number(found.totalCount) + 1
  })
}

const typePath = '.github/issueops/namespace.yml'
const typeText = story.files.get(typePath) ?? ''
/** The request type of the story with other words at one place. */
function typeWith(from: string, to: string): string {
  if (!typeText.includes(from)) throw new Error(`the request type does not hold ${from}`)
  return typeText.replace(from, () => to)
}
const withType = (text: string) =>
  begin((seed) => ({
    ...seed,
    repositories: seed.repositories.map((each) => ({
      ...each,
      files: new Map([...each.files, [typePath, text]]),
    })),
  }))
const status = () =>
  sandbox()
    .repository(name)
    .issue(1)
    ?.comments.find(({ body }) => body.startsWith('<!-- issueops:status -->'))?.body

test('a rule that approves by itself and takes a text for a number approves nothing', async () => {
  await withType(typeWith('approval:\n', 'approval:\n  - { when: request.name <= 2, automatic: true }\n'))
  expect(await run()).toMatchObject({ state: 'held', reasons: ['approval/when-unfit'] })
})

test('rules that come back after others had been in force are noted (approval/rules-returned)', async () => {
  await run()
  const carol = sandbox().as('carol')
  await carol.pushCommit(name, 'main', { [typePath]: typeWith('count: 2', 'count: 3') }, 'Others')
  await run()
  await carol.pushCommit(name, 'main', { [typePath]: typeText }, 'As before')
  await run()
  expect(status()).toContain('are an earlier version that has come back')
})

test('a login that is another account by now approves nothing', async () => {
  await withType(typeWith('from: [team:platform, role:maintain]', 'from: [bob]'))
  await run()
  const token = sandbox().appToken({
    slug: 'acme-issueops',
    id: 4242,
    repositories: [name],
    permissions: { contents: 'write' },
  })
  const [tip] = await sandbox().repository(name).log('refs/heads/issueops/ledger')
  // The toolkit itself wrote down whose the login was, before the account was given up and taken by somebody else.
  const input = {
    branch: { repositoryNameWithOwner: name, branchName: 'issueops/ledger' },
    expectedHeadOid: tip?.oid,
    message: { headline: 'People' },
    fileChanges: {
      additions: [{ path: 'people.json', contents: Buffer.from('{\n  "bob": 4711\n}\n').toString('base64') }],
    },
  }
  const query =
    'mutation ($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid } } }'
  await fetch(sandbox().graphqlUrl, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { input } }),
  })
  await sandbox().as('bob').comment(name, 1, '/approve')
  expect(await run()).toMatchObject({ state: 'held', reasons: ['approval/login-taken'] })
  expect(merged()).toBe(false)
})

test('what is to be taken back has to stand where it was merged', async () => {
  await run()
  const before = (await sandbox().repository(name).branches()).get('main')
  await sandbox().as('bob').comment(name, 1, '/approve')
  expect(await run()).toMatchObject({ state: 'merged' })
  await sandbox()
    .as('bob')
    .forcePush(name, 'main', before ?? '')
  await sandbox().as('bob').comment(name, 1, '/rollback')
  expect(await run()).toMatchObject({ state: 'held', reasons: ['state/merge-doubtful'] })
})

test('what somebody else has merged in the same file is on record before anything in it is taken back', async () => {
  await open.sandbox?.close()
  open.sandbox = await createAccesses()
  const first = await access(sandbox(), 'erin')
  const second = await mergedByHand(sandbox())
  const before = await lists(sandbox())
  await sandbox().as('bob').comment(name, first, '/rollback')
  expect(await lookWithReason(sandbox(), first)).toEqual({ state: 'held', reason: 'state/merge-unrecorded' })
  expect(await lists(sandbox())).toEqual(before)
  await look(sandbox(), second)
  expect(await look(sandbox(), first)).toBe('merged')
})

test('a repository that allows no way of merging is told so', async () => {
  await begin((seed) => ({
    ...seed,
    repositories: seed.repositories.map((each) => ({ ...each, allowedMergeMethods: [] })),
  }))
  await run()
  await sandbox().as('bob').comment(name, 1, '/approve')
  expect(await run()).toMatchObject({ state: 'approved', reasons: ['merge/no-method'] })
})

test('two status comments of a race are folded into the older one', async () => {
  await run()
  const [first] = sandbox().repository(name).issue(1)?.comments ?? []
  const token = sandbox().appToken({
    slug: 'acme-issueops',
    id: 4242,
    repositories: [name],
    permissions: { issues: 'write' },
  })
  await fetch(`${sandbox().url}/repos/${name}/issues/1/comments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ body: first?.body }),
  })
  expect((await run()).outcomes.map(({ did }) => did)).toEqual(['deleted'])
  expect(sandbox().repository(name).issue(1)?.comments).toEqual([first])
})

test('what is to be restored waits where nobody can tell whose places a file has', async () => {
  const told = readStory('test/scenarios/restored-private-target')
  const restores = told.steps.findIndex((step) => step.does === 'comments' && step.text === '/restore')
  await open.sandbox?.close()
  open.sandbox = await createSandbox(seedOf(told))
  for (const [index, step] of told.steps.slice(0, restores + 1).entries()) {
    await actOut(sandbox(), told, step, step.issue)
    if (index < restores) for (const issue of [1, 2]) await openToolkit(sandbox(), told)(issueNumber(issue))
  }
  // By now everybody who reads the issue reads the manifests; but the ledger does not name the places of then.
  const front = await altered(sandbox().url, ({ body }) =>
    everywhere(body, 'visibility', (repository) => {
      repository.visibility = 'PUBLIC'
    }),
  )
  try {
    const look = await openToolkit({ ...sandbox(), url: front.url }, told)()
    expect(look).toMatchObject({ state: 'held', reasons: ['state/places-untold'] })
  } finally {
    await front.close()
  }
})

/** Every code of an approval, a command, a state or a merge that the source can give. */
function codes(): readonly string[] {
  const paths = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  )
  const texts = paths.map((path) => readFileSync(join('src', path), 'utf8'))
  const found = texts.flatMap((text) =>
    [...text.matchAll(/'((?:approval|command|state|merge|wait)\/[a-z][a-z-]*)'/g)].map(
      (match) => match[1] ?? '',
    ),
  )
  return [...new Set(found)].sort()
}

/** What was said over HTTP: the conversations of the stories, and what the tests that run on the sandbox expect. */
function heard(): string {
  const stories = readdirSync('test/scenarios').map((folder) =>
    readFileSync(`test/scenarios/${folder}/expect/conversation.md`, 'utf8'),
  )
  const here = readFileSync('test/reasons.test.ts', 'utf8')
  const expected = here.slice(here.indexOf('const story: Story ='))
  const acceptance = readdirSync('test/acceptance').map((file) => `test/acceptance/${file}`)
  const files = ['adversarial', 'targets', 'forged-ledger', 'merge-binding'].map(
    (each) => `test/${each}.test.ts`,
  )
  const others = [...files, ...acceptance]
  return [...stories, ...others.map((file) => readFileSync(file, 'utf8')), expected].join('\n')
}

test('every reason is met over HTTP at least once, but for those that no run ends with', () => {
  const said = heard()
  const silent = codes().filter((code) => !new RegExp(`[\`'( ]${code}[\`'),]`).test(said))
  expect(silent).toEqual(Object.keys(neverAtRest).sort())
})
