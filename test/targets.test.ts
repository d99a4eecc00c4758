import { afterEach, describe, expect, test } from 'vitest'
import { readLedger } from '../src/cli/read-ledger.js'
import { actOut } from '../src/cli/simulate/act-out.js'
import { openToolkit } from '../src/cli/simulate/open-toolkit.js'
import { readStory } from '../src/cli/simulate/read-story.js'
import { seedOf } from '../src/cli/simulate/seed-of.js'
import type { Story } from '../src/cli/simulate/story.js'
import { detailsOf } from '../src/core/decide/reading.js'
import { branchPrefix } from '../src/core/decide/request-branch.js'
import { verifyLedger } from '../src/core/ledger/verify-ledger.js'
import { connect } from '../src/github/connect.js'
import { createReader } from '../src/github/reader.js'
import { createWriter } from '../src/github/writer.js'
import { issueNumber, repositoryRef } from '../src/model/ids.js'
import { issuesElsewhere } from '../src/observe/issues-elsewhere.js'
import { reconcile } from '../src/reconcile.js'
import { createSandbox, type Sandbox } from '../src/sandbox/create-sandbox.js'
import type { Permissions } from '../src/sandbox/world/tokens.js'
import { callStride, gone, onlyGitHub, troubles } from './disturbed.js'

const story: Story = { ...readStory('test/scenarios/target-elsewhere'), ledger: 'unprotected' }
const [home, target] = ['acme/requests', 'acme/gitops'] as const
const branch = 'issueops/acme-requests-63a87f59/1-namespace'
const one = issueNumber(1)
const typePath = '.github/issueops/namespace.yml'

let sandbox: Sandbox | null = null
afterEach(async () => {
  await sandbox?.close()
  sandbox = null
})

/** Begins a story and lets its first step happen. */
async function begin(told: Story = story, more: Parameters<typeof withRepository>[1] | null = null) {
  const seed = seedOf(told)
  sandbox = await createSandbox(more === null ? seed : withRepository(seed, more))
  const [files] = told.steps
  if (files === undefined) throw new Error('the story is empty')
  await actOut(sandbox, told, files, 1)
  return sandbox
}

function withRepository(
  seed: ReturnType<typeof seedOf>,
  more: { readonly owner: string; readonly name: string; readonly files: ReadonlyMap<string, string> },
) {
  const [first] = seed.repositories
  return { ...seed, repositories: [...seed.repositories, { ...first, ...more }] }
}

const all = { contents: 'write', issues: 'write', pull_requests: 'write', checks: 'write' } as const

function appToken(world: Sandbox, repositories: readonly string[], permissions: Permissions): string {
  return world.appToken({ slug: 'acme-issueops', id: 4242, repositories, permissions })
}

/** The toolkit with one token for both, which does not wait long for an answer. */
function withOneToken(world: Sandbox) {
  const token = appToken(world, [home, target], { ...all, members: 'read' })
  const octokit = connect({ apiUrl: world.url, token, retryDelaysMs: [1, 1] })
  const repository = repositoryRef(home)
  return () => reconcile(createReader(octokit, repository), createWriter(octokit, repository), one)
}

/** The toolkit with one token for the issues and another for the target. */
function withTwoTokens(world: Sandbox, permissions: Permissions, from = home) {
  const client = (token: string) => connect({ apiUrl: world.url, token, retryDelaysMs: [1, 1] })
  const here = client(appToken(world, [from], { ...all, members: 'read' }))
  const there = client(appToken(world, [target], permissions))
  const repository = repositoryRef(from)
  return () => reconcile(createReader(here, repository, there), createWriter(here, repository, there), one)
}

/** What can be told of the end in both repositories. */
async function summary(world: Sandbox) {
  const [here, there] = [world.repository(home), world.repository(target)]
  const found = here.issue(1)
  const ledger = verifyLedger(readLedger(here.gitDir, 'refs/heads/issueops/ledger') ?? [])
  return {
    target: (await there.tree('main')).map(({ path, oid }) => [path, oid]),
    commits: [(await here.log('main')).length, (await there.log('main')).length],
    branches: [[...(await here.branches()).keys()], [...(await there.branches()).keys()]],
    issue: [found?.state, found?.stateReason, found?.labels],
    comments: found?.comments.filter(({ author }) => author.endsWith('[bot]')).length,
    pulls: [here.pulls().length, there.pulls().map(({ pull }) => pull?.merged !== null)],
    ledger: ledger.records.map(({ predicate }) => predicate.decision),
    plans: new Set(ledger.records.map(({ predicate }) => predicate.plan?.repository)),
    findings: ledger.findings,
  }
}

async function play(
  disturb: (world: Sandbox) => void,
  open = (world: Sandbox): (() => Promise<unknown>) => withOneToken(world),
) {
  const world = await createSandbox(seedOf(story))
  try {
    const run = open(world)
    for (const step of story.steps) {
      await actOut(world, story, step, 1)
      disturb(world)
      await run().catch(onlyGitHub)
      world.faults.clear()
      await run()
    }
    return await summary(world)
  } finally {
    await world.close()
  }
}

describe('whatever goes wrong on the way', () => {
  const undisturbed = play(() => {})

  test('undisturbed, branch, pull request and merge are in the target, and issue and ledger at home', async () => {
    expect(await undisturbed).toMatchObject({
      commits: [1, 2],
      branches: [['issueops/ledger', 'main'], ['main']],
      issue: ['closed', 'completed', ['issueops:merged']],
      comments: 1,
      pulls: [0, [true]],
      ledger: ['proposed', 'approved', 'merged'],
      plans: new Set([target]),
      findings: [],
    })
  })

  test('with a token of its own that can only change the target, the end is the same', async () => {
    const { issues: _, ...least } = all
    expect(
      await play(
        () => {},
        (world) => withTwoTokens(world, least),
      ),
    ).toEqual(await undisturbed)
  })

  // The one trouble at twice as many calls as the other: the calls are those of one repository, which are all tried elsewhere.
  test.each(troubles.slice(0, 1))('whichever call %s, the end is the same', async (_, fault) => {
    for (let call = 0; call < 14; call += callStride) {
      const end = await play((world) => world.faults.inject(fault, call))
      expect({ call, ...end }).toEqual({ call, ...(await undisturbed) })
    }
  })

  test('after whichever call GitHub goes away, the next run leads to the same end', async () => {
    for (let call = 0; call < 14; call += 2 * callStride) {
      const end = await play((world) => gone(world, call))
      expect({ call, ...end }).toEqual({ call, ...(await undisturbed) })
    }
  })
})

describe('a token that does not get far enough', () => {
  test.each([
    ['contents', 'contents: write'],
    ['pull_requests', 'pull-requests: write'],
    ['checks', 'checks: write'],
  ])(
    'without %s: write in the target the request is held, told so once, and goes on when it is there',
    async (lacking, named) => {
      const world = await begin()
      const barred = withTwoTokens(world, { ...all, [lacking]: 'read' })
      const { decision } = await barred()
      expect(decision?.reasons).toEqual(['state/target-unreachable'])
      const [status] = world.repository(home).issue(1)?.comments ?? []
      expect(status?.body).toContain('live in acme/gitops, and GitHub did not let the toolkit')
      expect(status?.body).toContain(`“${named}”`)
      await barred()
      expect(
        world
          .repository(home)
          .issue(1)
          ?.comments.map(({ body }) => body),
      ).toEqual([status?.body])
      expect((await withTwoTokens(world, all)()).decision?.state).toBe('awaiting-approval')
    },
  )

  test('a permission that goes missing beside the merge leaves a merged request merged, and the next run tidies up', async () => {
    const world = await begin()
    await withTwoTokens(world, all)()
    await world.as('bob').comment(home, 1, '/approve')
    expect((await withTwoTokens(world, { ...all, checks: 'read' })()).decision?.state).toBe('merged')
    await withTwoTokens(world, { ...all, checks: 'read' })()
    expect([...(await world.repository(target).branches()).keys()]).toEqual(['main'])
  })

  test('a token that is not valid any more is told like one that lacks a permission', async () => {
    const world = await begin()
    const here = connect({ apiUrl: world.url, token: appToken(world, [home], all), retryDelaysMs: [] })
    const there = connect({ apiUrl: world.url, token: 'ghs_expired', retryDelaysMs: [] })
    const repository = repositoryRef(home)
    const found = await reconcile(
      createReader(here, repository, there),
      createWriter(here, repository, there),
      one,
    )
    expect(found.decision?.reasons).toEqual(['state/target-unreachable'])
  })

  test('with the target out of reach the request can be taken back', async () => {
    const world = await begin()
    const run = openToolkit(world, story, { installed: false })
    await run()
    await world.as('alice').comment(home, 1, '/withdraw')
    // Nothing was ever proposed, but only the target could show that no pull request is left there.
    expect((await run()).state).toBe('withdrawn')
    expect((await openToolkit(world, story, { installed: true })()).state).toBe('withdrawn')
    expect(world.repository(home).issue(1)?.state).toBe('closed')
  })

  test('a request taken back after it was proposed is closed in the target once that is reached again', async () => {
    const world = await begin()
    await openToolkit(world, story)()
    await world.as('alice').comment(home, 1, '/withdraw')
    const blind = openToolkit(world, story, { installed: false })
    await blind()
    expect((await blind()).outcomes).toEqual([])
    expect(world.repository(home).issue(1)?.state).toBe('open')
    await openToolkit(world, story)()
    expect(
      world
        .repository(target)
        .pulls()
        .map(({ state }) => state),
    ).toEqual(['closed'])
    expect([...(await world.repository(target).branches()).keys()]).toEqual(['main'])
    expect(world.repository(home).issue(1)?.state).toBe('closed')
  })

  test('a branch the target does not have is told', async () => {
    const type = story.files.get(typePath) ?? ''
    const files = new Map(story.files)
    files.set(typePath, type.replace('acme/gitops }', 'acme/gitops, branch: mian }'))
    const world = await begin({ ...story, files })
    expect((await openToolkit(world, story)()).reasons).toEqual(['state/target-branch-missing'])
  })
})

describe('an attacker', () => {
  test('cannot name a target in an issue', async () => {
    const world = await begin()
    const body = world.repository(home).issue(1)?.body ?? ''
    const named = body.replace(
      'The payments team moves',
      'target: { repository: mallory/loot } The payments team moves',
    )
    await world.as('alice').editIssue(home, 1, { body: named })
    await openToolkit(world, story)()
    expect(world.repository(target).pulls().length).toBe(1)
    expect(world.repository(target).issue(1)?.body).toContain('acme/requests#1')
  })

  test('who pushes to the branch in the target puts the request on hold, and nothing is merged', async () => {
    const world = await begin()
    const run = openToolkit(world, story)
    await run()
    await world.as('carol').pushCommit(target, branch, { 'loot.yaml': 'a: 1\n' }, 'More')
    expect((await run()).reasons).toEqual(['state/foreign-commits'])
    await world.as('bob').comment(home, 1, '/approve')
    await run()
    expect((await world.repository(target).log('main')).length).toBe(1)
  })

  test('who forges a record cannot have another pull request of the target closed', async () => {
    const world = await begin()
    const run = openToolkit(world, story)
    await run()
    const carol = world.as('carol')
    await carol.pushCommit(target, 'topic', { 'topic.txt': 'a\n' }, 'Topic')
    const others = await carol.openPull(target, { title: 'Topic', head: 'topic' })
    const path = 'issues/00/1/0001.json'
    const record = JSON.parse((await world.repository(home).fileAt('issueops/ledger', path)) ?? '')
    record.predicate.decision = 'rejected'
    record.predicate.pull.number = others
    await carol.pushCommit(home, 'issueops/ledger', { [path]: `${JSON.stringify(record)}\n` }, 'Forged')
    expect((await run()).state).toBe('held')
    expect(world.repository(target).issue(others)?.state).toBe('open')
  })

  test('who changes the target while the request is open does not move it along', async () => {
    const world = await begin()
    const run = openToolkit(world, story)
    await run()
    const type = story.files.get(typePath) ?? ''
    await world
      .as('carol')
      .pushCommit(home, 'main', { [typePath]: type.replace('acme/gitops', 'acme/requests') }, 'Home')
    expect((await run()).reasons).toEqual(['state/target-changed'])
    await world.as('alice').comment(home, 1, '/withdraw')
    await run()
    expect(
      world
        .repository(target)
        .pulls()
        .map(({ state }) => state),
    ).toEqual(['closed'])
  })

  test('of a public issue learns nothing of a private manifest from a plan that cannot be made', async () => {
    const told = readStory('test/scenarios/public-requests-private-target')
    if (told.target === null) throw new Error('the story has no target')
    const files = new Map(told.target.files)
    files.set('clusters/dev/kustomization.yaml', 'resources: { hunter2: true }\n')
    const world = await begin({ ...told, target: { ...told.target, files } })
    const { reasons } = await openToolkit(world, told)()
    await world.as('alice').comment(home, 1, '/explain')
    await openToolkit(world, told)()
    expect(reasons).toEqual(['state/plan-withheld'])
    const said =
      world
        .repository(home)
        .issue(1)
        ?.comments.map(({ body }) => body)
        .join('\n') ?? ''
    expect(said).toContain('state/plan-withheld')
    expect(said).not.toMatch(/hunter2|kustomization|clusters/)
  })

  test('of a public ledger reads no place of a private manifest', async () => {
    const told = readStory('test/scenarios/public-requests-private-target')
    const world = await begin(told)
    await openToolkit(world, told)()
    const { records } = verifyLedger(
      readLedger(world.repository(home).gitDir, 'refs/heads/issueops/ledger') ?? [],
    )
    expect(records.map(({ predicate }) => predicate.plan?.withheld)).toEqual([true])
    expect(
      records.flatMap(({ predicate }) => predicate.plan?.files.map(({ places }) => places) ?? []),
    ).toEqual([[{ at: [] }], [{ at: [] }]])
  })

  test('who reads a public target learns nothing of a private issue but what the manifests say', async () => {
    if (story.target === null) throw new Error('the story has no target')
    const world = await begin({ ...story, target: { ...story.target, visibility: 'public' } })
    await openToolkit(world, story)()
    const pull = world.repository(target).issue(1)
    expect(pull?.body).toContain('acme/requests#1')
    expect(pull?.body).not.toContain('The payments team moves')
  })
})

test('two repositories with requests of one number and one type for one target do not meet', async () => {
  const world = await begin(story, { owner: 'acme', name: 'other', files: story.files })
  const { body = '' } = world.repository(home).issue(1) ?? {}
  await world
    .as('alice')
    .openIssue('acme/other', { title: 'Other', body: body.replace('payments\n', 'refunds\n'), labels: [] })
  const other = withTwoTokens(world, all, 'acme/other' as typeof home)
  const ours = withTwoTokens(world, all)
  await ours()
  const second = await other()
  await ours()
  expect([...(await world.repository(target).branches()).keys()].sort()).toEqual(
    [branch, `${branchPrefix(repositoryRef('acme/other'), repositoryRef(target))}1-namespace`, 'main'].sort(),
  )
  // Each is shown the other by its pull request alone: its issue is another repository's.
  expect(detailsOf(second.reading)?.others?.open).toMatchObject([{ issue: null, pull: 1 }])
  await world.as('bob').comment(home, 1, '/approve')
  expect((await ours()).decision?.state).toBe('merged')
  expect((await other()).decision?.state).toBe('awaiting-approval')
  expect(
    world
      .repository(target)
      .pulls()
      .map(({ state }) => state),
  ).toEqual(['closed', 'open'])
})

test.each([
  ['acme/requests', 'acme/requests', 'issueops/'],
  ['acme/requests', 'Acme/Requests', 'issueops/'],
  ['acme/requests', 'acme/gitops', 'issueops/acme-requests-63a87f59/'],
  ['acme/.github', 'acme/gitops', 'issueops/acme-github-0785d4d7/'],
])('branches of %s begin in %s with %s', (from, to, prefix) => {
  expect(branchPrefix(repositoryRef(from), repositoryRef(to))).toBe(prefix)
})

test('names that read the same in a branch are told apart', () => {
  const there = repositoryRef('acme/gitops')
  const prefixes = ['a-b/c', 'a/b-c', 'a/b.c', '42/x'].map((name) => branchPrefix(repositoryRef(name), there))
  expect(new Set(prefixes).size).toBe(4)
})

test('the sweep finds the branches that requests have in another repository, those of closed issues too, and no others', async () => {
  const world = await begin()
  await openToolkit(world, story)()
  await world.as('alice').closeIssue(home, 1)
  const carol = world.as('carol')
  for (const name of ['issueops/7-namespace', 'issueops/acme-other-0a1b2c3d/8-namespace', 'topic'])
    await carol.pushCommit(target, name, { 'a.txt': name }, 'Elsewhere')
  const reader = (repositories: readonly string[]) => {
    const token = appToken(world, repositories, all)
    return createReader(connect({ apiUrl: world.url, token, retryDelaysMs: [] }), repositoryRef(home))
  }
  expect(await issuesElsewhere(reader([home, target]))).toEqual({ issues: [1], passedOver: [] })
  // Out of reach there is nothing to be found, and the sweep goes on.
  expect(await issuesElsewhere(reader([home]))).toEqual({ issues: [], passedOver: [] })
})
