import { afterEach, beforeEach, expect, test } from 'vitest'
import { playStory } from '../../src/cli/simulate/play-story.js'
import { readStory } from '../../src/cli/simulate/read-story.js'
import { inForce } from '../../src/core/ledger/in-force.js'
import { planDigest } from '../../src/core/plan/plan-digest.js'
import { inventoryLines, inventory as inventoryOf } from '../../src/core/report/inventory.js'
import { issueNumber } from '../../src/model/ids.js'
import type { LedgerRecord, Predicate, RecordedFile } from '../../src/model/record.js'
import { file, merge, plan, record, request } from '../core/ledger/forged.js'
import { changed } from '../core/ledger/lives.js'
import { ledgerClone } from './ledger-clone.js'
import { call } from './output.js'

const ledger = 'refs/heads/issueops/ledger'

let clone: ReturnType<typeof ledgerClone>
beforeEach(() => {
  clone = ledgerClone()
})
afterEach(() => clone.remove())

const inventory = (...args: readonly string[]) => call('inventory', '--repo', clone.folder, ...args)

/** The records of a request that is merged. */
function merged(
  issue: number,
  files: readonly RecordedFile[],
  more: Partial<Predicate> = {},
): readonly LedgerRecord[] {
  const digest = planDigest({
    request: request.digest,
    type: request.typeBlob,
    form: request.formBlob,
    policy: null,
    templates: [],
    chapter: null,
    end: null,
    stage: null,
    emergency: null,
    target: { repository: null, branch: 'main' },
    files,
  })
  const about = { issue: issueNumber(issue), plan: { ...plan, digest, files } }
  return [
    record(1, 'proposed', about),
    record(2, 'approved', about),
    record(3, 'merged', { ...about, ...more }),
  ]
}

const teams = (...keys: readonly string[]) =>
  changed(
    'teams.yaml',
    keys.map((key) => ({ at: ['teams', key] })),
  )
const later = { merge: { ...merge, at: '2026-11-20T09:59:30Z' } }

test('what is in force is listed for people, with where it was read and what was not checked', async () => {
  clone.ledgerAt(ledger, [
    ...merged(42, [teams('shop', 'cart')]),
    ...merged(43, [teams('shop'), file], later),
  ])
  const { code, out, err } = await inventory()
  const [read, ...lines] = out.split('\n')
  expect([code, err, read]).toEqual([0, '', `read ${ledger}`])
  expect(lines.slice(0, 8)).toEqual([
    'acme/platform, branch main',
    '',
    'issue  request                           asked by  approved by  since',
    '#42    Kubernetes namespace (namespace)  alice     bob          2026-11-20T09:59:00Z',
    '       teams.yaml: teams › cart',
    '       teams.yaml: teams › shop (superseded by #43)',
    '#43    Kubernetes namespace (namespace)  alice     bob          2026-11-20T09:59:30Z',
    '       clusters/dev/a.yaml: the whole file',
  ])
  expect(lines.at(-2)).toMatch(/^note: .+ \[ledger\/signature-unchecked\]$/)
})

test('programs are told the same as one document', async () => {
  clone.ledgerAt(ledger, merged(42, [teams('shop')]))
  const { code, out } = await inventory('--json')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toEqual({
    ok: true,
    ref: ledger,
    requests: [
      {
        issue: 42,
        type: 'namespace',
        title: 'Kubernetes namespace',
        requestedBy: 'alice',
        approvedBy: ['bob'],
        since: '2026-11-20T09:59:00Z',
        until: null,
        repository: 'acme/platform',
        branch: 'main',
        commit: merge.commit,
        findings: [],
        places: [{ path: 'teams.yaml', at: ['teams', 'shop'], place: 'teams › shop', supersededBy: null }],
      },
    ],
    notes: [{ code: 'ledger/signature-unchecked', what: expect.any(String) }],
  })
})

test('nothing is told of a ledger that is not what the toolkit appended, but what to do', async () => {
  clone.ledgerAt(ledger, merged(42, [teams('shop')]), false)
  const { code, out } = await inventory()
  expect(code).toBe(1)
  expect(out.split('\n').slice(0, 3)).toEqual([
    'issues/00/42/0001.json',
    expect.stringMatching(/^ {2}Commit [0-9a-f]{12} of the ledger: It is not signed by GitHub\.$/),
    '  → Run issueops audit verify, find out who wrote the commit, and restore the branch. Until then nothing of this ledger is told as a fact. [ledger/foreign-commit]',
  ])
  expect(out).not.toContain('teams › shop')
})

test('nor of one whose evidence does not hold, for programs as well', async () => {
  const [proposed, , end] = merged(42, [teams('shop')])
  clone.ledgerAt(
    ledger,
    [proposed, end].flatMap((each) => each ?? []),
  )
  const { code, out } = await inventory('--json')
  expect([code, JSON.parse(out)]).toEqual([
    1,
    {
      ok: false,
      problems: [expect.objectContaining({ code: 'ledger/gap', file: 'issues/00/42/0003.json' })],
    },
  ])
})

test('only commits of the app that is named are believed', async () => {
  clone.ledgerAt(ledger, merged(42, [teams('shop')]))
  expect((await inventory('--app', 'acme-issueops[bot]')).code).toBe(0)
  expect((await inventory('--app', 'github-actions[bot]')).code).toBe(1)
})

test('what the toolkit itself told of a merge leaves the rest to be believed, and is told with the request', async () => {
  const findings = ['Pull request 43 was merged without an approval of its last commit on the issue.']
  const [proposed, , end] = merged(42, [teams('shop')], {
    sequence: 2,
    evidence: [],
    rules: [],
    merge: { ...merge, findings },
  })
  clone.ledgerAt(
    ledger,
    [proposed, end].flatMap((each) => each ?? []),
  )
  const { code, out } = await inventory()
  expect(code).toBe(0)
  expect(out).toContain(`       teams.yaml: teams › shop\n       note: ${findings[0]}\n`)
})

test('an empty ledger says that nothing is in force, and where there is none it is said how to fetch it', async () => {
  expect((await inventory()).err).toContain('git fetch origin issueops/ledger:issueops/ledger')
  clone.ledgerAt('refs/remotes/origin/issueops/ledger', [])
  expect(await inventory()).toMatchObject({ code: 0, out: expect.stringContaining('Nothing is in force.\n') })
  expect((await inventory('--ref', 'nowhere')).code).toBe(2)
})

test.each([
  [
    'public-requests-private-target',
    [
      'clusters/dev/kustomization.yaml: some places, which are not told',
      'clusters/dev/namespaces/payments.yaml: the whole file',
    ],
  ],
  ['rolled-back', []],
])(
  'what is in force after the story %s is what its requests wrote and nobody took back',
  async (name, places) => {
    const { ledger: played } = await playStory(readStory(`test/scenarios/${name}`))
    const lines = inventoryLines(inventoryOf(inForce(played?.records ?? [])))
    expect(lines.filter((line) => line.startsWith(' ')).map((line) => line.trim())).toEqual(places)
  },
)
