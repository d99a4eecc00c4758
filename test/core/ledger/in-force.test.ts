import { expect, test } from 'vitest'
import { footings } from '../../../src/core/ledger/footings.js'
import { inForce, layersAt, type PlacesOf, stackAt, standing } from '../../../src/core/ledger/in-force.js'
import { placeText } from '../../../src/core/manifest/place-text.js'
import { canonicalJson, sha256 } from '../../../src/core/text/digest.js'
import { issueNumber } from '../../../src/model/ids.js'
import { isFinal, type LedgerRecord, type Predicate, type RecordedPlace } from '../../../src/model/record.js'
import { alice, merge, plan, record } from './forged.js'
import { asked, blob, changed, moment, takenBack } from './lives.js'

const digestOf = (text: string) => sha256(canonicalJson(text))

/** Of each request in force its places, with who supersedes each. */
function told(records: readonly LedgerRecord[], placesOf?: PlacesOf) {
  return standing(inForce(records, placesOf)).map(({ issue, places }) => [
    issue,
    places.map(({ supersededBy }) => supersededBy?.issue ?? null),
  ])
}

const shop = { kind: 'Deployment', name: 'shop' }
const cart = { kind: 'Deployment', name: 'cart' }

/** How the place of the later of two requests is to that of the earlier. */
function relation(path: string, earlier: RecordedPlace, later: RecordedPlace): string {
  const records = [asked(1, 1, [changed(path, [earlier])]), asked(2, 2, [changed(path, [later])])]
  const [first] = footings(inForce(records), issueNumber(1))
  if (first !== undefined && first.above.length > 0) return 'supersedes it'
  return first !== undefined && first.resting.length > 0 ? 'rests on it' : 'is apart from it'
}

test.each<[string, RecordedPlace, RecordedPlace, string]>([
  ['the same keys', { at: ['a', 'b'] }, { at: ['a', 'b'] }, 'supersedes it'],
  ['a key and the map around it', { at: ['a', 'b'] }, { at: ['a'] }, 'supersedes it'],
  ['a map and a key inside', { at: ['a'] }, { at: ['a', 'b'] }, 'rests on it'],
  ['the whole file and a key', { at: [], after: digestOf('x') }, { at: ['a'] }, 'rests on it'],
  ['two keys', { at: ['a', 'b'] }, { at: ['a', 'c'] }, 'is apart from it'],
  ['a number and its digits', { at: ['a', 80] }, { at: ['a', '80'] }, 'supersedes it'],
  [
    'one item, its parts in another order',
    { at: ['l', { host: 'a', port: 1 }] },
    { at: ['l', { port: 1, host: 'a' }] },
    'supersedes it',
  ],
  [
    'an item and a value of it',
    { at: ['l', { name: 'a' }] },
    { at: ['l', { name: 'a' }, 'tag'] },
    'rests on it',
  ],
  ['two items', { at: ['l', { name: 'a' }] }, { at: ['l', { name: 'b' }] }, 'is apart from it'],
  ['an item and a position', { at: ['l', { name: 'a' }] }, { at: ['l', 0] }, 'is apart from it'],
  [
    'equal items without a key',
    { at: ['l'], item: digestOf('a') },
    { at: ['l'], item: digestOf('a') },
    'supersedes it',
  ],
  [
    'other items without a key',
    { at: ['l'], item: digestOf('a') },
    { at: ['l'], item: digestOf('b') },
    'is apart from it',
  ],
  ['a list and an item without a key', { at: ['l'] }, { at: ['l'], item: digestOf('a') }, 'rests on it'],
  ['an item without a key and its list', { at: ['l'], item: digestOf('a') }, { at: ['l'] }, 'supersedes it'],
  [
    'an item called by its line and a value of it',
    { at: [{ line: 'x' }] },
    { at: [{ line: 'x' }, 'a'] },
    'rests on it',
  ],
  [
    'two items, of which one is called by more',
    { at: [{ line: 'x' }] },
    { at: [{ line: 'x', port: 1 }] },
    'is apart from it',
  ],
  ['one document', { document: shop, at: ['a'] }, { document: { ...shop }, at: ['a'] }, 'supersedes it'],
  ['two documents', { document: shop, at: ['a'] }, { document: cart, at: ['a'] }, 'is apart from it'],
  ['two documents by position', { document: 0, at: ['a'] }, { document: 1, at: ['a'] }, 'is apart from it'],
  ['a document and the only one', { document: shop, at: ['a'] }, { at: ['a'] }, 'supersedes it'],
  ['the only document and one of several', { at: ['a'] }, { document: 1, at: ['a', 'b'] }, 'rests on it'],
])('of %s, the later one %s', (_, earlier, later, expected) => {
  expect(relation('a.yaml', earlier, later)).toBe(expected)
})

test('where a file had one document and has two now, each of them may be that one', () => {
  const [old, one, two] = [{ at: ['a'] }, { document: shop, at: ['a'] }, { document: cart, at: ['a'] }]
  const records = [old, one, two].map((place, index) => asked(index + 1, index, [changed('a.yaml', [place])]))
  expect(told(records)).toEqual([
    [1, [3]],
    [2, [null]],
    [3, [null]],
  ])
})

const written = (line: string, before?: string): RecordedPlace => ({
  at: [{ line }],
  ...(before === undefined ? {} : { before: digestOf(before) }),
  after: digestOf(line),
})

test.each<[string, string, RecordedPlace, RecordedPlace, string]>([
  ['the same line', 'list.txt', written('TAG=1'), written('TAG=1'), 'supersedes it'],
  ['two lines', 'list.txt', written('TAG=1'), written('TAG=2'), 'is apart from it'],
  [
    'two lines of a name, of which both stay',
    'CODEOWNERS',
    written('/a @b'),
    written('/a @c'),
    'is apart from it',
  ],
  ['two values of a key that has one', '.env', written('TAG=1'), written('export TAG=2'), 'supersedes it'],
  ['two values of a key, also', 'app.properties', written('TAG=1'), written('TAG: 2'), 'supersedes it'],
  ['two keys', '.env', written('TAG=1'), written('TAGS=1'), 'is apart from it'],
  [
    'a line and the one it was replaced by',
    'app.ini',
    written('tag=1'),
    written('tag=2', 'tag=1'),
    'supersedes it',
  ],
  [
    'two lines that may be of two sections',
    'app.ini',
    written('tag=1'),
    written('tag=2'),
    'is apart from it',
  ],
])('of %s (in %s), the later one %4$s', (_, path, earlier, later, expected) => {
  expect(relation(path, earlier, later)).toBe(expected)
})

test('a line that was replaced twice is one place, whoever replaced it', () => {
  const records = [
    written('tag=4', 'tag=3'),
    written('tag=2', 'tag=1'),
    written('tag=3', 'tag=2'),
    written('tag=4', 'tag=3'),
    written('tag=1', 'tag=4'),
  ].map((place, index) => asked(index + 1, index, [changed('app.ini', [place])]))
  expect(told(records)).toEqual([
    [1, [5]],
    [2, [5]],
    [3, [5]],
    [4, [5]],
    [5, [null]],
  ])
})

test('places are of one file of one branch of one repository, whose name is read without case', () => {
  const file = changed('a.yaml', [{ at: ['a'] }])
  const target = (repository: string, branch: string) => ({
    plan: { ...plan, repository, branch, files: [file] },
  })
  const records = [
    asked(1, 1, [], target('Acme/GitOps', 'main')),
    asked(2, 2, [], target('acme/gitops', 'main')),
    asked(3, 3, [], target('acme/gitops', 'stable')),
    asked(4, 4, [], target('acme/other', 'main')),
    asked(5, 5, [changed('b.yaml', [{ at: ['a'] }])]),
  ]
  expect(told(records)).toEqual([
    [1, [2]],
    [2, [null]],
    [3, [null]],
    [4, [null]],
    [5, [null]],
  ])
})

const one = [changed('a.yaml', [{ at: ['a'] }])]

test.each<[string, LedgerRecord]>([
  ['is open', record(1, 'proposed', { plan: { ...plan, files: one } })],
  ['is approved', record(2, 'approved', { plan: { ...plan, files: one } })],
  ['was already as requested', record(2, 'unchanged', { plan: { ...plan, files: one } })],
  ['was rejected', record(2, 'rejected', { plan: { ...plan, files: one } })],
  ['was withdrawn', record(2, 'withdrawn', { plan: { ...plan, files: one } })],
  ['gave way', record(2, 'lapsed', { plan: { ...plan, files: one } })],
  ['failed', asked(2, 2, one, { decision: 'failed' })],
  ['was merged otherwise', asked(2, 2, one, { merge: { ...merge, exact: false } })],
  ['was merged elsewhere', asked(2, 2, one, { merge: { ...merge, onTarget: false } })],
])('a request that %s is not in force', (_, end) => {
  expect(told([end])).toEqual([])
})

test.each(['rejected', 'withdrawn', 'lapsed', 'failed', 'begun', 'approved'] as const)(
  'a request stays in force where taking it back is %s',
  (decision) => {
    expect(told([asked(1, 1, one), takenBack(1, 2, { decision })])).toEqual([[1, [null]]])
  },
)

test.each(['merged', 'unchanged'] as const)(
  'a request that was taken back is in force nowhere, and the one below is again (%s)',
  (decision) => {
    const merged = decision === 'merged' ? {} : { merge: null }
    const records = [asked(1, 1, one), asked(2, 2, one), takenBack(2, 3, { decision, ...merged })]
    expect(told(records)).toEqual([[1, [null]]])
    expect(footings(inForce(records), issueNumber(2))).toEqual([])
  },
)

test('the order of the merges counts, not that of the issues or of the records', () => {
  const records = [
    asked(1, 9, one, { observedAt: moment(20) }),
    asked(2, 5, one, { observedAt: moment(40) }),
    asked(3, 7, one, { observedAt: moment(30) }),
  ]
  for (const given of [records, records.toReversed()])
    expect(told(given)).toEqual([
      [2, [1]],
      [3, [1]],
      [1, [null]],
    ])
})

/** A file that goes from one blob to another, in one second. */
const turned = (before: number, after: number) => [
  changed('a.yaml', [{ at: ['a'] }], { before: blob(before), after: blob(after) }),
]
const inOneSecond = (
  issue: number,
  before: number,
  after: number,
  seen: number,
  repository = 'acme/platform',
) =>
  asked(issue, 5, [], {
    plan: { ...plan, repository, files: turned(before, after) },
    observedAt: moment(seen),
  })

/** The issues in the order in which they wrote, or were taken back. */
function turns(records: readonly LedgerRecord[]) {
  const layers = [...inForce(records).requests.values()].flat()
  const written = layers.map(({ issue, order }) => ({ order, what: `${issue} writes` }))
  const removed = layers.flatMap(({ issue, removed: by }) =>
    by === null ? [] : [{ order: by.order, what: `${issue} is taken back` }],
  )
  return [...written, ...removed].sort((a, b) => a.order - b.order).map(({ what }) => what)
}

test('of merges in one second the later is who found what the other left, whatever was seen first', () => {
  const records = [inOneSecond(1, 13, 14, 10), inOneSecond(2, 11, 12, 11), inOneSecond(3, 12, 13, 12)]
  expect(turns(records)).toEqual(['2 writes', '3 writes', '1 writes'])
})

test('where the blobs of one second tell nothing, or go round in a circle, it is who was seen later', () => {
  expect(turns([inOneSecond(1, 11, 12, 20), inOneSecond(2, 13, 14, 10)])).toEqual(['2 writes', '1 writes'])
  expect(turns([inOneSecond(2, 11, 12, 10), inOneSecond(1, 13, 14, 10)])).toEqual(['1 writes', '2 writes'])
  expect(turns([inOneSecond(1, 11, 12, 10), inOneSecond(2, 12, 11, 20)])).toEqual(['1 writes', '2 writes'])
  expect(turns([inOneSecond(1, 11, 12, 20), inOneSecond(2, 12, 11, 10)])).toEqual(['2 writes', '1 writes'])
  const elsewhere = inOneSecond(2, 12, 13, 10, 'acme/gitops')
  expect(turns([inOneSecond(1, 11, 12, 20), elsewhere])).toEqual(['2 writes', '1 writes'])
})

test('of one request its chapters come in their order, within one second too', () => {
  const back = (issue: number, before: number, after: number, seen: number) =>
    takenBack(issue, 5, { plan: { ...plan, files: turned(before, after) }, observedAt: moment(seen) })
  expect(turns([inOneSecond(1, 11, 12, 20), back(1, 12, 13, 25), inOneSecond(2, 13, 14, 10)])).toEqual([
    '1 writes',
    '1 is taken back',
    '2 writes',
  ])
  const circle = [inOneSecond(1, 11, 12, 20), back(1, 12, 11, 25)]
  expect(turns([asked(9, 1, one), back(9, 10, 11, 50), ...circle])).toEqual([
    '9 writes',
    '9 is taken back',
    '1 writes',
    '1 is taken back',
  ])
})

test('what needed no merge any more comes after the merges of its second, and what was asked for at first before them', () => {
  const nothing = { decision: 'unchanged' as const, merge: null, observedAt: moment(5) }
  expect(turns([asked(1, 1, one), takenBack(1, 5, nothing), inOneSecond(2, 11, 12, 30)])).toEqual([
    '1 writes',
    '2 writes',
    '1 is taken back',
  ])
})

test('what is taken back comes after the stages that were merged in its second, whatever was seen first', () => {
  const stage = { kind: 'stage', stage: 'production', after: 'merged' } as const
  const second = asked(2, 5, turned(11, 12), { chapter: 2, cause: stage, observedAt: moment(30) })
  const nothing = { decision: 'unchanged' as const, merge: null, observedAt: moment(5) }
  expect(turns([asked(1, 1, one), takenBack(1, 5, nothing), second])).toEqual([
    '1 writes',
    '2 writes',
    '1 is taken back',
  ])
})

test('the repository of the ledger stays the same when it gets another name', () => {
  const at = (repository: string, { predicate, ...record }: LedgerRecord): LedgerRecord => {
    const { plan } = predicate
    if (plan === null) throw new Error('what is merged has a plan')
    return { ...record, predicate: { ...predicate, repository, plan: { ...plan, repository } } }
  }
  const records = [
    at('acme/before', asked(1, 1, [changed('a.yaml', [{ at: ['a'] }])])),
    at('acme/after', asked(2, 2, [changed('a.yaml', [{ at: ['a'] }])])),
  ]
  const [first] = standing(inForce(records))
  expect(first?.places.map(({ supersededBy }) => supersededBy?.issue)).toEqual([2])
})

test('what may be in force at a place is the topmost there, what stands inside, and what does not say where in the file it is', () => {
  const at = (place: RecordedPlace) => [changed('a.yaml', [place])]
  const records = [
    asked(1, 1, at({ at: ['a'] })),
    asked(2, 2, at({ at: ['a', 'b'] })),
    asked(3, 3, at({ at: ['a', 'b', 'c'] })),
    asked(4, 4, at({ at: ['a', 'd'] })),
    asked(5, 5, at({ at: [] })),
    asked(6, 6, at({ at: ['a', 'b', 'e'] })),
    takenBack(6, 7),
  ]
  const place = { repository: null, branch: 'main', path: 'a.yaml', place: { at: ['a', 'b'] } }
  expect(layersAt(inForce(records), place).map(({ issue }) => issue)).toEqual([2, 3, 5])
  expect(layersAt(inForce(records), { ...place, path: 'b.yaml' })).toEqual([])
})

test('the stack of a place goes from bottom to top, with what encloses it and without what was taken back', () => {
  const at = (place: RecordedPlace) => [changed('a.yaml', [place])]
  const records = [
    asked(1, 1, [changed('a.yaml', [{ at: [] }], { change: 'create', before: null })]),
    asked(2, 2, at({ at: ['a'] })),
    asked(3, 3, at({ at: ['a', 'b'] })),
    asked(4, 4, at({ at: ['a', 'c'] })),
    asked(5, 5, at({ at: ['a', 'b', 'd'] })),
    asked(6, 6, at({ at: ['a', 'b'] })),
    takenBack(2, 7),
  ]
  const place = { repository: null, branch: 'main', path: 'a.yaml', place: { at: ['a', 'b'] } }
  const stack = stackAt(inForce(records), place)
  expect(
    stack.map(({ issue, chapter, record: { predicate } }) => [issue, chapter, predicate.merge?.at]),
  ).toEqual([
    [1, 1, moment(1)],
    [3, 1, moment(3)],
    [6, 1, moment(6)],
  ])
  expect(stackAt(inForce(records), { ...place, path: 'b.yaml' })).toEqual([])
})

/** How a request stands at each of its places. */
function footing(issue: number, records: readonly LedgerRecord[]) {
  return footings(inForce(records), issueNumber(issue)).map(({ above, resting, shows }) => ({
    above: above.map((layer) => layer.issue),
    resting: resting.map((layer) => layer.issue),
    shows: shows.map(({ place, of, side }) => [placeText(place.at), side, of.issue]),
  }))
}

const whole = changed('a.yaml', [{ at: [], after: digestOf('x') }])

test('below the only request stands what it found', () => {
  expect(footing(1, [asked(1, 1, one)])).toEqual([{ above: [], resting: [], shows: [['a', 'before', 1]] }])
})

test('below the topmost request stands what the one below it wrote, also around the place', () => {
  expect(footing(2, [asked(1, 1, one), asked(2, 2, one)])).toEqual([
    { above: [], resting: [], shows: [['a', 'after', 1]] },
  ])
  expect(footing(2, [asked(1, 1, [whole]), asked(2, 2, one)])).toEqual([
    { above: [], resting: [], shows: [['a', 'after', 1]] },
  ])
})

test('a superseded request shows nothing, because nothing of it is seen; all that stands above is named', () => {
  expect(footing(1, [asked(1, 1, one), asked(2, 2, one), asked(3, 3, [whole])])).toEqual([
    { above: [2, 3], resting: [], shows: [] },
  ])
})

test('what was taken back under a later request is still in the blob that one found, and is passed over', () => {
  const three = [asked(1, 1, one), asked(2, 2, one), asked(3, 3, one)]
  expect(footing(3, [...three, takenBack(2, 4)])).toEqual([
    { above: [], resting: [], shows: [['a', 'after', 1]] },
  ])
  expect(footing(3, [...three, takenBack(2, 4), takenBack(1, 5)])).toEqual([
    { above: [], resting: [], shows: [['a', 'before', 1]] },
  ])
})

test('what was taken back on top is in no blob any more', () => {
  expect(footing(2, [asked(1, 1, one), takenBack(1, 2), asked(2, 3, one)])).toEqual([
    { above: [], resting: [], shows: [['a', 'before', 2]] },
  ])
})

test('a request that is taken back once more, when nothing of it is left, was away since the first time', () => {
  const again = takenBack(1, 9, { sequence: 10, chapter: 3, decision: 'unchanged', merge: null })
  expect(footing(2, [asked(1, 1, one), takenBack(1, 2), asked(2, 3, one), again])).toEqual([
    { above: [], resting: [], shows: [['a', 'before', 2]] },
  ])
})

test('a request inside rests on the one around it until that is written anew', () => {
  const inside = [changed('a.yaml', [{ at: ['a', 'b'] }])]
  expect(footing(1, [asked(1, 1, one), asked(2, 2, inside)])).toEqual([
    { above: [], resting: [2], shows: [['a', 'before', 1]] },
  ])
  expect(footing(1, [asked(1, 1, one), asked(2, 2, inside), asked(3, 3, one)])).toEqual([
    { above: [3], resting: [2], shows: [] },
  ])
  expect(footing(1, [asked(1, 1, one), asked(3, 2, one), asked(2, 3, inside)])).toEqual([
    { above: [3], resting: [], shows: [] },
  ])
})

test('what a request covers inside its place comes to light with it, without what was taken back there', () => {
  const at = (...steps: string[]) => [changed('a.yaml', [{ at: steps }])]
  const records = [
    asked(1, 1, at('a', 'b')),
    asked(2, 2, at('a', 'c')),
    asked(3, 3, at('a', 'b', 'd')),
    asked(4, 4, at('a')),
    takenBack(2, 5),
  ]
  expect(footing(4, records)).toEqual([
    {
      above: [],
      resting: [],
      shows: [
        ['a', 'before', 4],
        ['a › b', 'after', 1],
        ['a › c', 'before', 2],
        ['a › b › d', 'after', 3],
      ],
    },
  ])
})

/** The merge of a stage of a request, which is a chapter of its own. */
function stage(chapter: number, second: number, more: Partial<Predicate> = {}): LedgerRecord {
  const name = `stage-${chapter}`
  const cause =
    chapter === 1
      ? asked(1, 1, one).predicate.cause
      : ({ kind: 'stage', stage: name, after: 'merged' } as const)
  const own = { ...plan, files: one, stage: name }
  return asked(1, second, one, { chapter, sequence: chapter * 4, cause, plan: own, ...more })
}

/** A stage is taken back, which is a chapter too. */
function stageBack(chapter: number, second: number, name: string): LedgerRecord {
  const cause = { kind: 'taken-back', stage: name, comment: chapter, by: alice, reason: null } as const
  return takenBack(1, second, { chapter, sequence: chapter * 4, cause })
}

/** What is in force of requests with stages: the chapter that was merged, and the one that supersedes it. */
function chapters(records: readonly LedgerRecord[]) {
  return standing(inForce(records)).map(({ issue, record, places }) => [
    issue,
    record.predicate.chapter,
    ...places.map(({ supersededBy }) => supersededBy?.chapter ?? null),
  ])
}

test('each stage of a request is in force by itself, and at one place the later one supersedes the earlier', () => {
  expect(chapters([stage(2, 3), asked(2, 2, one), stage(1, 1)])).toEqual([
    [1, 1, 2],
    [2, 1, 2],
    [1, 2, null],
  ])
  const live = { plan: { ...plan, files: one, stage: 'stage-2', branch: 'live' } }
  expect(chapters([stage(1, 1), stage(2, 3, live)])).toEqual([
    [1, 1, null],
    [1, 2, null],
  ])
})

test('a stage that is taken back leaves the others in force, and comes again with its next merge', () => {
  const [first, second, back] = [stage(1, 1), stage(2, 2), stageBack(3, 3, 'stage-2')]
  expect(chapters([first, second, back])).toEqual([[1, 1, null]])
  const again = stage(4, 4, { plan: { ...plan, files: one, stage: 'stage-2' } })
  expect(chapters([again, back, second, first])).toEqual([
    [1, 1, 4],
    [1, 4, null],
  ])
  expect(chapters([first, second, takenBack(1, 3, { chapter: 3, sequence: 12 })])).toEqual([])
})

test('what became of a merge takes nothing out of force', () => {
  const outcome = { signals: [] }
  for (const decision of ['reached', 'failed'] as const)
    expect(chapters([stage(1, 1), stage(1, 1, { decision, outcome, sequence: 5 })])).toEqual([[1, 1, null]])
})

test('below a stage stands the one before it, and whoever asks is told of the merges that are meant', () => {
  const [first, second] = [stage(1, 1), stage(2, 2)]
  const found = inForce([first, second])
  const below = (merges: readonly LedgerRecord[]) =>
    footings(found, issueNumber(1), merges.filter(isFinal)).map(({ above, shows }) => [
      above.map(({ chapter }) => chapter),
      shows.map(({ side, of }) => [side, of.chapter]),
    ])
  expect(below([first])).toEqual([[[2], []]])
  expect(below([second])).toEqual([[[], [['after', 1]]]])
  expect(footings(found, issueNumber(1)).length).toBe(2)
})

test('a request is in force until the end it was approved with, or the later one it was extended to', () => {
  const ends = (records: readonly LedgerRecord[]) =>
    standing(inForce(records)).map(({ since, until }) => [since, until])
  const end = { kind: 'at' as const, at: '2026-12-24T00:00:00Z' }
  const first = asked(1, 1, one, { plan: { ...plan, files: one, end } })
  const until = '2027-01-24T00:00:00Z'
  const cause = { kind: 'extended' as const, comment: 9, by: alice, reason: null, until }
  const later = takenBack(1, 2, { cause, decision: 'unchanged', merge: null })
  expect(ends([asked(1, 1, one)])).toEqual([[moment(1), null]])
  expect(ends([first])).toEqual([[moment(1), end.at]])
  expect(ends([later, first])).toEqual([[moment(1), until]])
  expect(ends([first, takenBack(1, 2, { cause, decision: 'rejected' })])).toEqual([[moment(1), end.at]])
  const over = takenBack(1, 3, { cause: { kind: 'ended', at: until }, sequence: 11, chapter: 3 })
  expect(ends([over, later, first])).toEqual([])
})

test('two places of one request do not supersede one another', () => {
  const twice = [changed('a.yaml', [{ at: ['a'] }, { at: ['a', 'b'] }])]
  expect(told([asked(1, 1, twice)])).toEqual([[1, [null, null]]])
})

test('a request whose places are not told is somewhere in its file, and is apart from all but the whole of it', () => {
  const hidden = changed('a.yaml', [{ at: [] }])
  const records = [asked(1, 1, [whole]), asked(2, 2, [hidden]), asked(3, 3, [hidden]), asked(4, 4, one)]
  expect(told(records)).toEqual([
    [1, [null]],
    [2, [null]],
    [3, [null]],
    [4, [null]],
  ])
  expect(footing(1, records)).toEqual([{ above: [], resting: [2, 3, 4], shows: [['', 'before', 1]] }])
  expect(told([...records, asked(5, 5, [{ ...hidden, change: 'delete', after: null }])]).slice(1, 3)).toEqual(
    [
      [2, [5]],
      [3, [5]],
    ],
  )
})

test('who has read the blobs says which places it has', () => {
  const hidden = changed('a.yaml', [{ at: [] }])
  const records = [asked(1, 1, [hidden]), asked(2, 2, [hidden])]
  expect(told(records, () => [{ at: ['a'] }])).toEqual([
    [1, [2]],
    [2, [null]],
  ])
})

/** In milliseconds of processor time; the machine may be busy. */
const timeMax = 2_000

test('ten thousand requests of five records and three places are folded within two seconds', () => {
  const requests = 10_000
  const begun = (['proposed', 'approval-given', 'approved'] as const).map((decision) => record(1, decision))
  const [end, back, held] = [asked(1, 1, []), takenBack(1, 1), record(4, 'hold')]
  const teams = Array.from({ length: 2_000 }, (_, index) => ({
    at: ['teams'],
    item: digestOf(String(index)),
  }))
  const about = ({ predicate, ...rest }: LedgerRecord, more: Partial<Predicate>): LedgerRecord => ({
    ...rest,
    predicate: { ...predicate, ...more },
  })
  const records = Array.from({ length: requests }, (_, index) => {
    const app = { at: ['apps', { name: `app-${index % 500}` }, 'image'] }
    const files = [
      changed(`clusters/${index % 100}/kustomization.yaml`, [app]),
      changed('teams.yaml', [teams[index % teams.length] ?? app, { at: ['last'] }]),
    ]
    const issue = issueNumber(index + 1)
    const last = issue % 5 === 0 ? back : held
    return [
      ...begun.map((each) => about(each, { issue })),
      about(end, { issue, plan: { ...plan, files }, merge: { ...merge, at: moment(index) } }),
      about(last, { issue, merge: { ...merge, at: moment(requests + index) } }),
    ]
  }).flat()
  const start = process.cpuUsage()
  const found = standing(inForce(records))
  const { user, system } = process.cpuUsage(start)
  expect(records.length).toBe(5 * requests)
  expect(found.length).toBe(8_000)
  expect(found.filter(({ places }) => places[2]?.supersededBy === null).map(({ issue }) => issue)).toEqual([
    9_999,
  ])
  expect((user + system) / 1000).toBeLessThan(timeMax)
}, 60_000)
