import { expect, test } from 'vitest'
import { inForce } from '../../../src/core/ledger/in-force.js'
import { inventory, inventoryLines } from '../../../src/core/report/inventory.js'
import { canonicalJson, sha256 } from '../../../src/core/text/digest.js'
import type { LedgerRecord, RecordedPlace } from '../../../src/model/record.js'
import { alice, approval, bob, carol, merge, plan, request } from '../ledger/forged.js'
import { asked, changed, moment, takenBack } from '../ledger/lives.js'

const told = (records: readonly LedgerRecord[]) => inventoryLines(inventory(inForce(records)))
const item = sha256(canonicalJson('payments'))
const inTeams = (place: RecordedPlace) => [changed('teams.yaml', [place])]

test('each request is told with who asked for it, who approved it, since when, and its places as people say them', () => {
  const places = [{ at: ['teams'], item }, { at: ['spec', { name: 'shop' }, 'replicas'] }]
  const created = changed('a.yaml', [{ at: [] }], { change: 'create', before: null })
  const earlier = changed('apps.yaml', [{ at: ['zone'] }])
  const records = [asked(42, 1, [changed('teams.yaml', places), earlier, created])]
  expect(told(records)).toEqual([
    'acme/platform, branch main',
    '',
    'issue  request                           asked by  approved by  since',
    '#42    Kubernetes namespace (namespace)  alice     bob          2026-11-20T10:00:01Z',
    '       a.yaml: the whole file',
    '       apps.yaml: zone',
    '       teams.yaml: spec › shop › replicas',
    '       teams.yaml: an item of teams',
  ])
})

test('programs are told the same as one list', () => {
  const document = { kind: 'Deployment', name: 'shop' }
  const records = [
    asked(42, 1, inTeams({ document, at: ['spec', 'replicas'] })),
    asked(43, 2, inTeams({ at: ['spec'] })),
  ]
  expect(inventory(inForce(records))).toEqual(
    [
      {
        issue: 42,
        since: moment(1),
        places: [
          {
            path: 'teams.yaml',
            document,
            at: ['spec', 'replicas'],
            place: 'spec › replicas',
            supersededBy: 43,
          },
        ],
      },
      {
        issue: 43,
        since: moment(2),
        places: [{ path: 'teams.yaml', at: ['spec'], place: 'spec', supersededBy: null }],
      },
    ].map((each) => ({
      type: 'namespace',
      title: 'Kubernetes namespace',
      requestedBy: 'alice',
      approvedBy: ['bob'],
      until: null,
      repository: 'acme/platform',
      branch: 'main',
      commit: merge.commit,
      findings: [],
      ...each,
    })),
  )
})

test('targets come by name and requests by issue; what is superseded or taken back is seen as that', () => {
  const elsewhere = { plan: { ...plan, repository: 'acme/gitops', files: inTeams({ at: ['a'] }) } }
  const evidence = [approval({ person: bob }), approval({ person: carol })]
  const records = [
    asked(9, 1, inTeams({ at: ['a'] })),
    asked(10, 2, inTeams({ at: ['a'] }), { request: { ...request, requester: carol }, evidence }),
    asked(11, 3, inTeams({ at: ['b'] })),
    takenBack(11, 4),
    asked(12, 5, [], elsewhere),
  ]
  expect(told(records)).toEqual([
    'acme/gitops, branch main',
    '',
    'issue  request                           asked by  approved by  since',
    '#12    Kubernetes namespace (namespace)  alice     bob          2026-11-20T10:00:05Z',
    '       teams.yaml: a',
    '',
    'acme/platform, branch main',
    '',
    'issue  request                           asked by  approved by  since',
    '#9     Kubernetes namespace (namespace)  alice     bob          2026-11-20T10:00:01Z',
    '       teams.yaml: a (superseded by #10)',
    '#10    Kubernetes namespace (namespace)  carol     bob, carol   2026-11-20T10:00:02Z',
    '       teams.yaml: a',
  ])
})

test('where requests end there is a column for it', () => {
  const end = { kind: 'at', at: '2026-12-24T00:00:00Z' } as const
  const records = [
    asked(9, 1, [], { plan: { ...plan, files: inTeams({ at: ['a'] }), end } }),
    asked(10, 2, inTeams({ at: ['b'] })),
  ]
  expect(told(records).slice(2)).toEqual([
    'issue  request                           asked by  approved by  since                 until',
    '#9     Kubernetes namespace (namespace)  alice     bob          2026-11-20T10:00:01Z  2026-12-24T00:00:00Z',
    '       teams.yaml: a',
    '#10    Kubernetes namespace (namespace)  alice     bob          2026-11-20T10:00:02Z  –',
    '       teams.yaml: b',
  ])
})

test('of a plan whose places are withheld only the file is told, and whether the whole of it was written since', () => {
  const hidden = changed('secret.yaml', [{ at: [] }])
  const records = [asked(9, 1, [], { plan: { ...plan, files: [hidden], withheld: true } })]
  expect(told(records).at(-1)).toBe('       secret.yaml: some places, which are not told')
  expect(inventory(inForce(records))[0]?.places).toEqual([
    { path: 'secret.yaml', at: null, place: null, supersededBy: null },
  ])
  const gone = asked(10, 2, [{ ...hidden, change: 'delete', after: null }])
  expect(told([...records, gone])[4]).toBe(
    '       secret.yaml: some places, which are not told (superseded by #10)',
  )
})

test.each<[RecordedPlace, string]>([
  [{ document: 1, at: ['a'] }, 'a of document 2'],
  [{ document: { kind: 'Role', name: 'x' }, at: ['a'] }, 'a of Role x'],
  [{ document: 0, at: [], after: item }, 'the whole of document 1'],
  [{ at: [], item }, 'an item of the list'],
  [{ at: [{ line: 'TAG=1' }] }, 'TAG=1'],
])('a place %j is told as “%s”', (place, words) => {
  expect(told([asked(9, 1, inTeams(place))]).at(-1)).toBe(`       teams.yaml: ${words}`)
})

test('a merge that nobody approved is told with what was found of it', () => {
  const findings = ['It was merged without an approval.']
  const records = [asked(9, 1, inTeams({ at: ['a'] }), { evidence: [], merge: { ...merge, findings } })]
  expect(told(records).slice(3)).toEqual([
    '#9     Kubernetes namespace (namespace)  alice     –            2026-11-20T09:59:00Z',
    '       teams.yaml: a',
    '       note: It was merged without an approval.',
  ])
})

test('no title and no name draws lines of its own, or hides a part of them', () => {
  const records = [
    asked(9, 1, [changed('a\nb.yaml', [{ at: ['x\u001b[2Jy'] }])], {
      request: { ...request, title: 'A\u202etitle', requester: alice },
    }),
  ]
  expect(told(records).slice(3)).toEqual([
    '#9     A⟨U+202E⟩title (namespace)  alice     bob          2026-11-20T10:00:01Z',
    '       a b.yaml: x⟨U+001B⟩[2Jy',
  ])
})

test('where nothing was merged, nothing is in force', () => {
  expect(told([])).toEqual(['Nothing is in force.'])
})

test('a place of a stage is superseded by a later stage of its request, or by a stage of another', () => {
  const plans = (stage: string) => ({ plan: { ...plan, files: inTeams({ at: ['tag'] }), stage } })
  const next = { kind: 'stage', stage: 'production', after: 'merged' } as const
  const first = asked(42, 1, [], plans('staging'))
  const second = asked(42, 2, [], { sequence: 6, chapter: 2, cause: next, ...plans('production') })
  const superseding = (records: readonly LedgerRecord[]) => {
    const [{ places: [place] = [] } = {}] = inventory(inForce(records))
    return [place?.supersededBy, place?.supersededByStage, told(records)[4]]
  }
  expect(superseding([first, second])).toEqual([
    42,
    'production',
    '       teams.yaml: tag (superseded by its stage production)',
  ])
  expect(superseding([first, asked(43, 3, [], plans('live'))])).toEqual([
    43,
    'live',
    '       teams.yaml: tag (superseded by #43, live)',
  ])
  expect(superseding([second])).toEqual([null, undefined, '       teams.yaml: tag'])
})

test('what was let in as an emergency is told with its review', () => {
  const emergency = { review: { within: 86_400, from: ['team:security'], count: 1 } }
  const urgent = { plan: { ...plan, emergency, files: inTeams({ at: ['a'] }) } }
  const merged = asked(42, 1, inTeams({ at: ['a'] }), urgent)
  const review: LedgerRecord = {
    ...merged,
    predicate: {
      ...merged.predicate,
      decision: 'reviewed',
      sequence: merged.predicate.sequence + 1,
      evidence: [approval({ person: carol })],
      observedAt: moment(9),
    },
  }
  const lines = (records: readonly LedgerRecord[]) =>
    inventoryLines(inventory(inForce(records), records)).filter((line) => line.includes('emergency'))
  expect(lines([merged])).toEqual(['       emergency: not reviewed, due 2026-11-21T10:00:01Z'])
  expect(lines([merged, review])).toEqual(['       emergency: reviewed by carol at 2026-11-20T10:00:09Z'])
  expect(inventory(inForce([merged, review]), [merged, review])[0]?.emergency).toEqual({
    due: '2026-11-21T10:00:01Z',
    reviewedBy: ['carol'],
    reviewedAt: moment(9),
  })
})
