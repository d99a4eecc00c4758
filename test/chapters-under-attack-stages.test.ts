import { afterEach, expect, test } from 'vitest'
import { actOut } from '../src/cli/simulate/act-out.js'
import type { Step } from '../src/cli/simulate/deeds.js'
import { openToolkit } from '../src/cli/simulate/open-toolkit.js'
import { readStory } from '../src/cli/simulate/read-story.js'
import { seedOf } from '../src/cli/simulate/seed-of.js'
import type { Story } from '../src/cli/simulate/story.js'
import { decodeRecord } from '../src/core/ledger/decode-record.js'
import { encodeRecord } from '../src/core/ledger/encode-record.js'
import { subjectsOf } from '../src/model/record.js'
import { createSandbox, type Sandbox } from '../src/sandbox/create-sandbox.js'
import { commentsOn, recordsOn } from './on-issue.js'

const name = 'acme/platform'
const minute = 60
const typeFile = '.github/issueops/release.yml'

let sandbox: Sandbox
let run: ReturnType<typeof openToolkit>

afterEach(() => sandbox.close())

/** A release through dev, staging and production, filed by alice; nobody has approved anything yet. */
async function filed(change: (story: Story) => Story = (story) => story): Promise<void> {
  const told = readStory('test/scenarios/stages')
  const people = new Map([...told.people, ['frank', 'admin' as const]])
  const story = change({ ...told, people })
  sandbox = await createSandbox(seedOf(story))
  run = openToolkit(sandbox, story)
  const [files] = story.steps as readonly [Step, ...Step[]]
  await actOut(sandbox, story, files, 1)
  await run()
}

const approvers = { dev: 'bob', staging: 'carol', production: 'dan' } as const
type Stage = keyof typeof approvers

/** The approval, the merge and the good word of one stage. */
async function carriedOut(stage: Stage): Promise<void> {
  await says(approvers[stage], '/approve')
  await arrived(stage)
}

async function arrived(stage: Stage): Promise<void> {
  await signal({ context: `kustomization/${stage}` })
  expect((await run()).state).toBe('reached')
}

async function says(who: string, text: string) {
  await sandbox.as(who).comment(name, 1, text)
  return run()
}

interface Said {
  readonly context: string
  readonly state?: 'success' | 'failure' | 'pending'
  readonly commit?: string
}

/** A commit status of the merge that came last, by the app the type waits for. */
async function signal(said: Said, token = flux()): Promise<void> {
  sandbox.clock.advance(minute)
  const commit = said.commit ?? lastMerge()
  await post(token, `statuses/${commit}`, { context: said.context, state: said.state ?? 'success' })
}

function flux(): string {
  return sandbox.appToken({
    slug: 'flux',
    id: 5001,
    repositories: [name],
    permissions: { statuses: 'write', checks: 'write' },
  })
}

function lastMerge(): string {
  const merged = sandbox
    .repository(name)
    .pulls()
    .flatMap(({ pull }) => pull?.merged ?? [])
  return merged.at(-1)?.commit ?? ''
}

async function post(token: string, path: string, body: object, repository = name): Promise<void> {
  const answer = await fetch(`${sandbox.url}/repos/${repository}/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
}

async function typeReads(from: string, to: string): Promise<void> {
  const text = (await sandbox.repository(name).fileAt('main', typeFile)) ?? ''
  expect(text).toContain(from)
  await sandbox
    .as('frank')
    .pushCommit(name, 'main', { [typeFile]: text.replaceAll(from, to) }, 'Change the type')
}

const records = () => recordsOn(sandbox, name)

async function story() {
  return (await records()).map(({ chapter, decision }) => `${chapter} ${decision}`)
}

const told = (issue = 1) => commentsOn(sandbox, name, issue)

test.each(['/rollback production carts are empty', '/rollback Staging: carts are empty'])(
  'whoever names a stage in which nothing is in force takes back no other one: %s',
  async (command) => {
    await filed()
    await carriedOut('dev')
    await says('alice', command)
    expect(await story()).toEqual(['1 proposed', '1 approved', '1 merged', '1 reached'])
    expect(told().at(-1)).toContain('command/stage-unclear')
  },
)

test('whoever wants back the stage that is only asked for stops it, and does not take back the one before', async () => {
  await filed()
  await carriedOut('dev')
  await says('bob', '/promote')
  expect((await says('alice', '/rollback staging it is too early')).reasons).toEqual(['state/held-instead'])
  expect((await story()).slice(4)).toEqual(['2 begun', '2 proposed', '2 hold'])
})

test('whoever filed the request stops a stage that somebody else has asked for, and lets go nothing that others stopped', async () => {
  await filed((each) => ({ ...each, people: new Map([...each.people, ['alice', 'maintain' as const]]) }))
  await carriedOut('dev')
  await says('bob', '/promote')
  await says('carol', '/hold')
  expect((await says('alice', '/unhold')).reasons).toEqual(['state/on-hold'])
  await says('carol', '/unhold')
  expect((await says('alice', '/hold')).reasons).toEqual(['state/on-hold'])
  expect((await says('carol', '/approve')).reasons).toEqual(['state/on-hold'])
  await says('alice', '/unhold')
  expect((await run()).state).toBe('merged')
})

test('a request that the new order of its stages would lead back goes on nowhere, and can be taken back', async () => {
  await filed()
  await carriedOut('dev')
  await says('bob', '/promote')
  await carriedOut('staging')
  const dev = '  - { name: dev, approval: [{ from: [team:developers] }] }\n'
  await typeReads(dev, '')
  await typeReads('  - { name: production', `${dev}  - { name: production`)
  const before = await story()
  expect((await says('bob', '/promote')).state).toBe('reached')
  expect(await story()).toEqual(before)
  expect(told().at(-1)).toContain('no stage is done twice')
  expect(told()[0]).toContain('in another order')
  expect((await says('alice', '/rollback staging')).reasons).toEqual(['approval/missing'])
})

test('a check that was begun before the merge says nothing of it, however late it ends', async () => {
  await filed()
  await typeReads('status: "kustomization/${{ stage.name }}"', 'check: smoke')
  await run()
  const queued = sandbox.clock.now()
  await says('bob', '/approve')
  const commit = lastMerge()
  sandbox.clock.advance(minute)
  const check = { name: 'smoke', head_sha: commit, conclusion: 'success' }
  await post(flux(), 'check-runs', { ...check, started_at: queued })
  expect((await run()).state).toBe('merged')
  await post(flux(), 'check-runs', check)
  expect((await run()).state).toBe('reached')
  expect((await records()).at(-1)?.outcome?.signals.map((each) => Object.keys(each))).toEqual([
    ['kind', 'name', 'app', 'state', 'commit', 'at', 'url'],
  ])
})

test('a stage that its type moves to another repository while it is being decided is held, so that no approved pull request is left behind', async () => {
  const repository = { owner: 'acme', name: 'gitops' }
  const visibility = 'private'
  await filed((each) => ({ ...each, target: { repository, visibility, installed: true, files: each.files } }))
  await carriedOut('dev')
  await says('bob', '/promote')
  await typeReads('- { name: staging,', '- { name: staging, target: { repository: acme/gitops },')
  expect((await says('carol', '/approve')).reasons).toEqual(['state/target-changed'])
  expect(sandbox.repository('acme/gitops').pulls()).toEqual([])
  expect((await says('bob', '/withdraw')).state).toBe('withdrawn')
  expect(
    sandbox
      .repository(name)
      .pulls()
      .map(({ state }) => state),
  ).toEqual(['closed', 'closed'])
})

test('a /rollback that was declined takes back nothing more, also once somebody has taken the later stage back', async () => {
  await filed()
  await carriedOut('dev')
  await says('bob', '/promote')
  await carriedOut('staging')
  await says('alice', '/rollback dev it is wrong')
  expect((await records()).at(-1)?.cause).toMatchObject({ stage: 'staging', downTo: 'dev' })
  await says('carol', '/reject no')
  await says('alice', '/rollback staging')
  await says('carol', '/approve')
  await run()
  expect((await story()).slice(-5)).toEqual(['3 rejected', '4 begun', '4 proposed', '4 approved', '4 merged'])
})

test('the command that takes back two stages goes on when its comment is deleted, each with an approval of its own', async () => {
  await filed()
  await carriedOut('dev')
  await says('bob', '/promote')
  await carriedOut('staging')
  const comment = await sandbox.as('alice').comment(name, 1, '/rollback dev it is wrong')
  await run()
  await says('carol', '/approve')
  await sandbox.as('alice').deleteComment(name, comment)
  await says('carol', '/approve')
  expect((await story()).slice(-3)).toEqual(['3 merged', '4 begun', '4 proposed'])
  expect((await says('bob', '/approve')).state).toBe('merged')
  const [dev, staging] = await Promise.all(
    ['dev', 'staging'].map((stage) => sandbox.repository(name).fileAt('main', `apps/${stage}/shop.yaml`)),
  )
  expect([dev, staging].map((text) => text?.includes('1.5.0'))).toEqual([false, false])
})

test('a secret behind the stage of a /rollback, or behind /promote, is told nowhere', async () => {
  await filed()
  await carriedOut('dev')
  const secret = `ghp_${'a1B2'.repeat(9)}`
  await says('alice', `/promote ${secret}`)
  await says('alice', `/rollback dev ${secret}`)
  const own = told().filter((each) => !each.startsWith('/'))
  const pulls = sandbox
    .repository(name)
    .pulls()
    .map(({ title, body }) => title + body)
  const log = await sandbox.repository(name).log('issueops/1-release-2')
  const all = JSON.stringify([own, pulls, log, await records()])
  expect([pulls.length, all.includes(secret)]).toEqual([2, false])
})

test('a stage does not follow one whose merge was forced off its branch', async () => {
  await filed()
  const [before] = await sandbox.repository(name).log('main')
  await carriedOut('dev')
  await sandbox.as('carol').forcePush(name, 'main', before?.oid ?? '')
  expect((await says('bob', '/promote')).reasons).toEqual(['state/merge-doubtful'])
  expect((await says('carol', '/approve')).reasons).toEqual(['state/merge-doubtful'])
})

test('weaker approval rules of a stage need a new plan: an approval of before counts for nothing', async () => {
  await filed()
  await carriedOut('dev')
  await says('bob', '/promote')
  await sandbox.as('dan').comment(name, 1, '/approve')
  await typeReads('from: [team:testers]', 'from: [role:write]')
  expect((await run()).state).toBe('awaiting-approval')
  expect((await story()).slice(4)).toEqual(['2 begun', '2 proposed', '2 proposed'])
})

test('a stage that begins by itself does not begin on an issue that is closed', async () => {
  await filed()
  await typeReads('- { name: staging,', '- { name: staging, after: reached,')
  await run()
  await says('bob', '/approve')
  await sandbox.as('alice').closeIssue(name, 1)
  await arrived('dev')
  expect((await story()).at(-1)).toBe('1 reached')
  await sandbox.as('alice').reopenIssue(name, 1)
  await run()
  expect((await story()).slice(-2)).toEqual(['2 begun', '2 proposed'])
})

test('what begins by itself, what somebody asks for and what takes it back, all at once and by two runs, each comes to its end once', async () => {
  await filed()
  await typeReads('- { name: staging,', '- { name: staging, after: reached,')
  await run()
  await says('bob', '/approve')
  await signal({ context: 'kustomization/dev' })
  await sandbox.as('bob').comment(name, 1, '/promote')
  await Promise.allSettled([run(), run()])
  await sandbox.as('alice').comment(name, 1, '/rollback dev')
  await sandbox.as('carol').comment(name, 1, '/approve')
  await Promise.allSettled([run(), run()])
  await run()
  expect((await story()).slice(4)).toEqual([
    '1 reached',
    '2 begun',
    '2 proposed',
    '2 lapsed',
    '3 begun',
    '3 proposed',
  ])
  const staging = await sandbox.repository(name).fileAt('main', 'apps/staging/shop.yaml')
  expect(staging).not.toContain('1.5.0')
})

test('strangers who want to go on, or back, get no answer, and cost two reads however many they are', async () => {
  await filed((each) => ({
    ...each,
    visibility: 'public',
    people: new Map([...each.people, ['alice', 'triage' as const], ['mallory', 'none' as const]]),
  }))
  await carriedOut('dev')
  const mallory = sandbox.as('mallory')
  for (const text of ['/promote', '/promote production', '/rollback', '/rollback staging', '/approve'])
    for (let times = 0; times < 6; times += 1) await mallory.comment(name, 1, text)
  const before = told()
  const { cost } = await sandbox.measure(run)
  expect({ reads: cost.reads, told: told(), story: await story() }).toEqual({
    reads: 2,
    told: before,
    story: ['1 proposed', '1 approved', '1 merged', '1 reached'],
  })
})

test('nobody else than the app that is waited for says that a stage works, and nobody before the merge or of another commit', async () => {
  await filed()
  const context = 'kustomization/dev'
  const elsewhere = await sandbox.as('carol').pushCommit(name, 'elsewhere', { 'x.txt': 'x\n' }, 'x')
  await says('bob', '/approve')
  await signal({ context }, sandbox.userToken('bob'))
  await signal(
    { context },
    sandbox.appToken({ slug: 'fluxx', id: 5002, repositories: [name], permissions: { statuses: 'write' } }),
  )
  expect((await run()).state).toBe('merged')
  await signal({ context, commit: elsewhere })
  await signal({ context: 'kustomization/devel' })
  const [, before] = await sandbox.repository(name).log('main')
  await signal({ context, commit: before?.oid ?? '' })
  expect((await run()).state).toBe('merged')
  expect((await says('bob', '/promote')).state).toBe('merged')
  await signal({ context })
  expect((await run()).state).toBe('reached')
})

test('somebody else’s word under the name that is waited for hides a failure, and lets nothing go on', async () => {
  await filed()
  const [before] = await sandbox.repository(name).log('main')
  await signal({ context: 'kustomization/dev', commit: before?.oid ?? '' })
  await says('bob', '/approve')
  await signal({ context: 'kustomization/dev', state: 'failure' })
  await signal({ context: 'kustomization/dev' }, sandbox.userToken('bob'))
  sandbox.clock.advance(60 * minute)
  expect((await run()).state).toBe('merged')
  expect((await says('bob', '/promote')).state).toBe('merged')
})

test('an approval of before the plan of a stage, or of another stage, lets nothing in', async () => {
  await filed()
  await sandbox.as('carol').comment(name, 1, '/approve')
  await carriedOut('dev')
  await sandbox.as('carol').comment(name, 1, '/approve')
  expect((await says('bob', '/promote')).state).toBe('awaiting-approval')
  expect((await says('dan', '/approve')).state).toBe('awaiting-approval')
  expect((await story()).slice(4)).toEqual(['2 begun', '2 proposed'])
  await carriedOut('staging')
})

test('whoever asks for a stage does not approve it, nor does whoever filed the request', async () => {
  await filed((each) => ({
    ...each,
    teams: new Map([...each.teams, ['testers', ['carol', 'alice', 'bob']]]),
  }))
  await carriedOut('dev')
  await says('carol', '/promote')
  expect((await says('carol', '/approve')).state).toBe('awaiting-approval')
  expect((await says('alice', '/approve')).state).toBe('awaiting-approval')
  expect((await story()).slice(4)).toEqual(['2 begun', '2 proposed'])
})

test('/promote that is edited into a comment, quoted, hidden in a comment of HTML or written by somebody who only reads begins nothing', async () => {
  await filed((each) => ({ ...each, people: new Map([...each.people, ['rita', 'read' as const]]) }))
  await carriedOut('dev')
  const bob = sandbox.as('bob')
  const comment = await bob.comment(name, 1, 'Good.')
  await bob.editComment(name, comment, '/promote')
  for (const text of ['> /promote', '<!--\n/promote\n-->', '```\n/promote\n```'])
    await bob.comment(name, 1, text)
  await sandbox.as('rita').comment(name, 1, '/promote')
  await run()
  expect(await story()).toEqual(['1 proposed', '1 approved', '1 merged', '1 reached'])
})

test('what the issue says after the first stage does not reach the next one', async () => {
  await filed()
  await carriedOut('dev')
  const body = sandbox.repository(name).issue(1)?.body ?? ''
  await sandbox.as('alice').editIssue(name, 1, { body: body.replace('1.5.0', '6.6.6') })
  await says('bob', '/promote')
  await says('carol', '/approve')
  const text = await sandbox.repository(name).fileAt('main', 'apps/staging/shop.yaml')
  expect([text?.includes('1.5.0'), text?.includes('6.6.6')]).toEqual([true, false])
})

test('a record of arrival that somebody pushes into the open ledger lets nothing go on', async () => {
  await filed()
  await says('bob', '/approve')
  const third = (await records()).at(-1)
  await sandbox.as('frank').protectLedger(name, null)
  const text = (await sandbox.repository(name).fileAt('issueops/ledger', 'issues/00/1/0003.json')) ?? ''
  const record = decodeRecord(text)
  if (record === null || third === undefined) throw new Error('there is no such record')
  const at = sandbox.clock.now()
  const signals = [
    {
      kind: 'status',
      name: 'kustomization/dev',
      app: 'flux',
      state: 'success',
      commit: lastMerge(),
      at,
      url: null,
    },
  ] as const
  const ledger = (await sandbox.repository(name).branches()).get('issueops/ledger') ?? ''
  const predicate = {
    ...record.predicate,
    decision: 'reached' as const,
    sequence: 4,
    previous: ledger as typeof third.previous,
    observedAt: at,
    outcome: { signals: signals.map((each) => ({ ...each, commit: each.commit as typeof third.previous })) },
    evidence: [],
  }
  const { rules: _, ...forged } = predicate
  const made = encodeRecord({ ...record, subject: subjectsOf(forged), predicate: forged })
  await sandbox
    .as('carol')
    .pushCommit(name, 'issueops/ledger', { 'issues/00/1/0004.json': made }, 'Record: issue 1 reached')
  await sandbox.as('frank').protectLedger(name, [4242])
  expect((await says('bob', '/promote')).reasons).toEqual(['state/ledger-doubtful'])
})

/** The manifests are in a repository that fewer people can read than the issue; its files say something that nobody is told. */
function withheld(type: (text: string) => string): (story: Story) => Story {
  return (told) => {
    const hidden = [...told.files].map(
      ([path, text]) => [path, text.replace('1.4.2', '0.0.7-hidden')] as const,
    )
    return {
      ...told,
      files: new Map([...told.files, [typeFile, type(told.files.get(typeFile) ?? '')]]),
      visibility: 'public',
      people: new Map([...told.people, ['alice', 'triage' as const]]),
      target: { repository: gitops, visibility: 'private', installed: true, files: new Map(hidden) },
    }
  }
}

const gitops = { owner: 'acme', name: 'gitops' }

test('what is said where fewer people can read is not told on the issue, nor on record: by no name, no address and no commit but the merge', async () => {
  await filed(
    withheld((text) =>
      text
        .replace('reached:', 'target: { repository: acme/gitops }\nreached:')
        .replace('kustomization/${{ stage.name }}"', 'kustomization/${{ stage.name }}/*"'),
    ),
  )
  await says('bob', '/approve')
  const [merge, before] = await sandbox.repository('acme/gitops').log('main')
  const permissions = { statuses: 'write' } as const
  const token = sandbox.appToken({ slug: 'flux', id: 5001, repositories: ['acme/gitops'], permissions })
  const wasSaid = async (commit: string | undefined, state: string) => {
    sandbox.clock.advance(minute)
    const body = { context: 'kustomization/dev/hidden', state, target_url: 'https://hidden.example.com' }
    await post(token, `statuses/${commit}`, body, 'acme/gitops')
  }
  await wasSaid(before?.oid, 'success')
  await wasSaid(merge?.oid, 'failure')
  await run()
  const meanwhile = told()
  expect(meanwhile[0]).toContain('**Fails at present**')
  sandbox.clock.advance(31 * minute)
  expect((await run()).reasons).toEqual(['state/outcome-failed'])
  await wasSaid(merge?.oid, 'success')
  expect((await run()).state).toBe('reached')
  const all = JSON.stringify([meanwhile, told(), sandbox.repository(name).issue(1)?.labels, await records()])
  expect([all.includes('hidden'), all.includes(merge?.oid ?? '?')]).toEqual([false, true])
  expect(JSON.stringify(told())).not.toContain(before?.oid.slice(0, 7))
})

test('what a stage cannot copy from where fewer people can read is not quoted on the issue', async () => {
  const copy = `
  - file: apps/staging/\${{ request.application }}.yaml
    copy:
      from: apps/dev/\${{ request.application }}.yaml
      places: [[spec, image, tag, hash]]
    when: \${{ stage.previous == 'dev' }}
`
  await filed(
    withheld((text) =>
      `${text.trimEnd()}${copy}`
        .replace('{ name: dev,', '{ name: dev, target: { repository: acme/gitops },')
        .replace(
          'value: ${{ request.version }}',
          "value: ${{ request.version }}-hidden\n    when: ${{ stage.name == 'dev' }}",
        )
        .replace(/reached:[\s\S]*?minutes\n/, ''),
    ),
  )
  expect((await says('bob', '/approve')).state).toBe('merged')
  expect((await says('bob', '/promote')).reasons).toEqual(['state/plan-withheld'])
  expect(JSON.stringify(told())).not.toContain('hidden')
})

test('the name and the address of a signal stay text in the status comment', async () => {
  await filed()
  await typeReads('status: "kustomization/${{ stage.name }}"', 'status: "kustomization/**"')
  await run()
  await says('bob', '/approve')
  const context = 'kustomization/`@bob` <!-- issueops:status --> [x](https://e.example) #1\n/approve'
  const body = { context, state: 'failure', target_url: 'https://evil.example/>)<img src=x>' }
  await post(flux(), `statuses/${lastMerge()}`, body)
  await run()
  expect(told()[0]).toContain(
    '- the status ``kustomization/`@bob` <!-- issueops:status --> [x](https://e.example) #1⏎/approve`` (`https://evil.example/>)<img src=x>`) of `flux`\n',
  )
})

test('stages that write the same place are taken back in order, until it says what it said before the first', async () => {
  await filed()
  await typeReads('file: apps/${{ stage.name }}/', 'file: apps/dev/')
  await typeReads('value: ${{ request.version }}', 'value: ${{ request.version }}-${{ stage.name }}')
  await run()
  const tag = async () =>
    /tag: "?([^\s"]+)/.exec((await sandbox.repository(name).fileAt('main', 'apps/dev/shop.yaml')) ?? '')?.[1]
  await carriedOut('dev')
  await says('bob', '/promote')
  await carriedOut('staging')
  expect(await tag()).toBe('1.5.0-staging')
  await says('alice', '/rollback dev')
  await says('carol', '/approve')
  expect(await tag()).toBe('1.5.0-dev')
  await says('bob', '/approve')
  expect(await tag()).toBe('1.4.2')
})

test('no program goes on to a stage or takes one back', async () => {
  await filed()
  await carriedOut('dev')
  const permissions = { issues: 'write' } as const
  const token = sandbox.appToken({ slug: 'helper', id: 7001, repositories: [name], permissions })
  for (const body of ['/promote', '/rollback dev']) await post(token, 'issues/1/comments', { body })
  await run()
  expect(await story()).toEqual(['1 proposed', '1 approved', '1 merged', '1 reached'])
})
