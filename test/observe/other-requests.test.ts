import { afterEach, beforeEach, expect, test } from 'vitest'
import { actOut } from '../../src/cli/simulate/act-out.js'
import { openToolkit } from '../../src/cli/simulate/open-toolkit.js'
import { readStory } from '../../src/cli/simulate/read-story.js'
import { seedOf } from '../../src/cli/simulate/seed-of.js'
import { detailsOf } from '../../src/core/decide/reading.js'
import { connect } from '../../src/github/connect.js'
import { createReader, type QueryAnswer, type Reader } from '../../src/github/reader.js'
import type { Decision } from '../../src/model/decision.js'
import { issueNumber } from '../../src/model/ids.js'
import { explore } from '../../src/reconcile.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/create-sandbox.js'

const story = readStory('test/scenarios/two-on-one-place')
const name = 'acme/platform'
const kustomization = 'clusters/prod/kustomization.yaml'
const [first, second] = [issueNumber(1), issueNumber(3)]

let sandbox: Sandbox
let run: ReturnType<typeof openToolkit>
let reader: Reader

/** Two open requests: #1 with pull request #2, and #3 with pull request #4, on one place. */
beforeEach(async () => {
  sandbox = await createSandbox(seedOf(story))
  run = openToolkit(sandbox, story)
  for (const step of story.steps.slice(0, 2)) {
    await actOut(sandbox, story, step, step.issue)
    await run(step.issue)
  }
  const token = sandbox.appToken({
    slug: 'acme-issueops',
    id: 4242,
    repositories: [name],
    permissions: { contents: 'read', issues: 'read', pull_requests: 'read', checks: 'read', members: 'read' },
  })
  reader = createReader(connect({ apiUrl: sandbox.url, token, retryDelaysMs: [] }), story.repository)
})
afterEach(() => sandbox.close())

async function observed(from: Reader = reader) {
  const { reading, decision } = await explore(from, second)
  const details = detailsOf(reading)
  return { others: details?.others, records: details?.otherRecords, decision }
}

/** The status comment that would be written now. */
function statusOf(decision: Decision | null): string {
  const effect = decision?.effects.find((each) => each.kind === 'ensure-status')
  return effect?.body ?? ''
}

/** The reader, whose answers about the details of a request are changed on the way. */
function changed(change: (repository: Record<string, unknown>, answer: QueryAnswer) => void): Reader {
  return {
    ...reader,
    query: async (...call) => {
      const answer = structuredClone(await reader.query(...call))
      const { repository } = Object(answer.data)
      if ('others' in repository) change(repository, answer)
      return answer
    },
  }
}

/** The branch of #1 in an answer. */
function branchOf(repository: Record<string, unknown>) {
  const branch = Object(repository.others).nodes.find(
    (each: unknown) => Object(each).name === 'issueops/1-namespace',
  )
  const [pull] = branch.associatedPullRequests.nodes
  return { branch, pull }
}

test('the other open request is found by its branch, with its files and what the ledger has of it', async () => {
  const { others, records } = await observed()
  const view = sandbox.repository(name)
  const head = (await view.branches()).get('issueops/1-namespace')
  expect(others).toEqual({
    open: [{ issue: 1, pull: 2, head, paths: [kustomization, 'clusters/prod/namespaces/payments.yaml'] }],
    complete: true,
  })
  expect(records?.map(({ issue, last }) => [issue, last?.predicate.decision])).toEqual([[1, 'proposed']])
})

test('people’s pull requests, those to another branch, and those to another repository are none of the requests', async () => {
  const bob = sandbox.as('bob')
  for (const branch of ['topic', 'fix-issueops/5-x', 'issueops/release'])
    await bob.pushCommit(name, branch, { [kustomization]: `# ${branch}\n` }, branch)
  await bob.pushCommit(name, 'issueops/7-namespace', { [kustomization]: '# elsewhere\n' }, 'Elsewhere')
  await bob.pushCommit(name, 'release', { 'a.txt': 'a\n' }, 'Release')
  for (const head of ['topic', 'fix-issueops/5-x', 'issueops/release'])
    await bob.openPull(name, { title: head, head })
  await bob.openPull(name, { title: 'Elsewhere', head: 'issueops/7-namespace', base: 'release' })
  expect((await observed()).others?.open.map(({ issue }) => issue)).toEqual([1])
  const forked = changed((repository) => {
    branchOf(repository).pull.isCrossRepository = true
  })
  expect((await observed(forked)).others?.open).toEqual([])
})

test('when the other request ends, its line goes at the next run, and the run after writes nothing', async () => {
  const status = () => sandbox.repository(name).issue(second)?.comments.at(-1)?.body
  expect(status()).toContain('| #1 (pull request #2) |')
  await sandbox.as('alice').comment(name, first, '/withdraw')
  await run(first)
  expect((await run(second)).outcomes.map(({ key }) => key)).toEqual(['ensure-status'])
  expect(status()).not.toContain('#1')
  expect((await run(second)).outcomes).toEqual([])
})

test('two requests that name each other come to rest', async () => {
  expect((await run(first)).outcomes.map(({ key }) => key)).toEqual(['ensure-status'])
  for (const issue of [second, first, second, first]) expect((await run(issue)).outcomes).toEqual([])
})

test('another request changes neither the plan nor its digest nor what an approval binds to', async () => {
  const beside = (await observed()).decision
  await sandbox.as('alice').comment(name, first, '/withdraw')
  await run(first)
  const alone = (await observed()).decision
  expect([beside?.state, alone?.state]).toEqual(['awaiting-approval', 'awaiting-approval'])
  expect(beside?.plan).toEqual(alone?.plan)
})

test('more branches of requests than are listed are not passed over in silence', async () => {
  const bob = sandbox.as('bob')
  for (let issue = 100; issue < 150; issue += 1)
    await bob.pushCommit(name, `issueops/${issue}-namespace`, { 'a.txt': `${issue}\n` }, 'More')
  const { others, decision } = await observed()
  expect(others?.complete).toBe(false)
  expect(statusOf(decision)).toContain(
    'More requests are open, or they change more files, than were looked at',
  )
})

test('files of another request that GitHub did not list are not passed over in silence', async () => {
  const more = changed((repository) => {
    branchOf(repository).pull.files.totalCount = 101
  })
  const none = changed((repository) => {
    branchOf(repository).pull.files = null
  })
  expect((await observed(more)).others?.complete).toBe(false)
  expect((await observed(none)).others).toMatchObject({ open: [{ issue: 1, paths: [] }], complete: false })
})

test.each([
  [
    'left out',
    (repository: Record<string, unknown>) => {
      repository.others = null
    },
  ],
  [
    'answered in part',
    (_: Record<string, unknown>, { errors }: QueryAnswer) => {
      const path = ['repository', 'others', 'nodes', 0, 'associatedPullRequests', 'nodes', 0, 'files']
      Object(errors).push({ path, type: 'SERVICE_UNAVAILABLE', message: 'Something went wrong' })
    },
  ],
])(
  'other requests that GitHub %s are unknown: the request goes on, and its comment says so',
  async (_, change) => {
    const { others, records, decision } = await observed(changed(change))
    expect([others, records, decision?.state]).toEqual([null, null, 'awaiting-approval'])
    expect(statusOf(decision)).toContain('GitHub did not tell which other requests are open')
  },
)

test('a field of another request that GitHub did not answer stops the run', async () => {
  const nameless = changed((repository) => {
    delete branchOf(repository).branch.name
  })
  await expect(observed(nameless)).rejects.toThrow('the name of a branch')
})

test('records of another request that GitHub did not tell in full do not stop this one: the files are named', async () => {
  const partial: Reader = {
    ...reader,
    query: async (...call) => {
      const answer = await reader.query(...call)
      if (!('records1' in Object(answer.data).repository)) return answer
      const path = ['repository', 'records1', 'entries', 0, 'object', 'text']
      return { ...answer, errors: [{ path, type: 'SERVICE_UNAVAILABLE', message: 'Something went wrong' }] }
    },
  }
  const { records, decision } = await observed(partial)
  expect(records).toEqual([{ issue: 1, last: null }])
  expect(statusOf(decision)).toContain(`| #1 (pull request #2) | \`${kustomization}\`, `)
})
