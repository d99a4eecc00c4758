import { expect, test } from 'vitest'
import { restingOn } from '../../../src/core/ledger/file-to-take-back.js'
import { footings } from '../../../src/core/ledger/footings.js'
import { inForce, layersAt, standing } from '../../../src/core/ledger/in-force.js'
import {
  carriedOut,
  chapterEnds,
  doneStages,
  ownStanding,
  stageOf,
} from '../../../src/core/ledger/own-standing.js'
import { verifyLedger } from '../../../src/core/ledger/verify-ledger.js'
import { placeText } from '../../../src/core/manifest/place-text.js'
import { issueNumber } from '../../../src/model/ids.js'
import type { AcceptedFile, LedgerRecord, Predicate, RecordedPlace } from '../../../src/model/record.js'
import { alice, approval, carol, commitId, file, ledger, plan, record, request, rule } from './forged.js'
import { blob, changed, asked as merged, moment, takenBack } from './lives.js'
import { asked, type Chapter, life, minute, promoted, restoredAs } from './staged.js'

const path = 'apps/shop/values.yaml'
const replicas: RecordedPlace = { at: ['replicas'] }
const image: RecordedPlace = { at: ['image'] }

/** Places of a merge are let go of: the first record of another issue of its kind. */
function letGo(issue: number, second: number, places: readonly RecordedPlace[], of = 3): LedgerRecord {
  return record(4, 'accepted', {
    issue: issueNumber(issue),
    observedAt: moment(second),
    plan: null,
    pull: null,
    accepted: { of, commit: commitId(88), files: [{ path, found: blob(77), places }] },
  })
}

function inForceNow(...records: readonly LedgerRecord[]) {
  return standing(inForce(records)).map(({ issue, places }) => [
    issue,
    places.map(({ layer, supersededBy }) => [placeText(layer.place.at), supersededBy?.issue ?? null]),
  ])
}

test('what was let go of is in force no more, and the other places of the request are as before', () => {
  const both = merged(1, 1, [changed(path, [replicas, image])])
  expect(inForceNow(both, letGo(1, 100, [replicas]))).toEqual([[1, [['image', null]]]])
  expect(inForceNow(both, letGo(1, 100, [replicas, image]))).toEqual([])
  expect(ownStanding([both, letGo(1, 100, [replicas])])?.merges).toEqual([both])
  expect(ownStanding([both, letGo(1, 100, [replicas, image])])).toBe(null)
  expect(ownStanding([both, letGo(1, 100, [replicas]), letGo(1, 200, [image])])).toBe(null)
})

test('a whole file is let go of with every place in it', () => {
  const both = merged(1, 1, [changed(path, [replicas, image])])
  expect(ownStanding([both, letGo(1, 100, [{ at: [] }])])).toBe(null)
})

test('what lies below does not come back by it, also when the rest of the request is taken back', () => {
  const below = merged(1, 1, [changed(path, [replicas])])
  const above = merged(2, 2, [changed(path, [replicas, image])])
  const after = [below, above, letGo(2, 100, [replicas])]
  expect(inForceNow(...after)).toEqual([
    [1, [['replicas', 2]]],
    [2, [['image', null]]],
  ])
  expect(inForceNow(...after, takenBack(2, 200))).toEqual([[1, [['replicas', 2]]]])
})

test('what was let go of before it was taken back stays; what was taken back before cannot be let go of', () => {
  const [own, back] = [merged(1, 1, [changed(path, [replicas])]), takenBack(1, 50)]
  expect(footings(inForce([own, letGo(1, 30, [replicas]), back]), issueNumber(1))).toMatchObject([
    { layer: { removed: null }, shows: [] },
  ])
  const late = { ...letGo(1, 100, [replicas]) }
  const after = { ...late, predicate: { ...late.predicate, sequence: 8 } }
  expect(footings(inForce([own, back, after]), issueNumber(1))).toEqual([])
})

test('whoever takes the request back, or restores it, leaves the place as it is: nobody has the word there', () => {
  const own = merged(1, 1, [changed(path, [replicas, image])])
  const found = inForce([own, letGo(1, 100, [replicas])])
  expect(
    footings(found, issueNumber(1)).map(({ layer, above, resting, shows }) => ({
      at: layer.place.at,
      above: above.map(({ issue }) => issue),
      resting,
      shows: shows.map(({ side }) => side),
    })),
  ).toEqual([
    { at: ['replicas'], above: [1], resting: [], shows: [] },
    { at: ['image'], above: [], resting: [], shows: ['before'] },
  ])
})

test('what a later request found there by hand is what shows when that goes, and not what was let go of', () => {
  const first = merged(1, 1, [changed(path, [replicas], { before: blob(1), after: blob(2) })])
  const later = merged(2, 300, [changed(path, [replicas], { before: blob(3), after: blob(4) })])
  const found = inForce([first, letGo(1, 100, [replicas]), later])
  const shows = footings(found, issueNumber(2)).flatMap((each) => each.shows)
  expect(shows.map(({ of, side }) => [of.issue, side, of.file[side]])).toEqual([[2, 'before', blob(3)]])
})

test('what a later request has written inside is its own as before, and gives way to what it found', () => {
  const whole: RecordedPlace = { at: ['limits'] }
  const cpu: RecordedPlace = { at: ['limits', 'cpu'] }
  const [outer, inner] = [merged(1, 1, [changed(path, [whole])]), merged(2, 2, [changed(path, [cpu])])]
  const found = inForce([outer, inner, letGo(1, 100, [whole])])
  expect(standing(found).map(({ issue, places }) => [issue, places[0]?.supersededBy ?? null])).toEqual([
    [2, null],
  ])
  const [footing] = footings(found, issueNumber(2))
  expect(footing?.shows.map(({ of, side }) => [of.issue, side])).toEqual([[2, 'before']])
})

test('a change by hand that was accepted inside of another request holds nobody up as if it were in force', () => {
  const whole: RecordedPlace = { at: ['limits'] }
  const cpu: RecordedPlace = { at: ['limits', 'cpu'] }
  const [outer, inner] = [merged(1, 1, [changed(path, [whole])]), merged(2, 2, [changed(path, [cpu])])]
  const asksFor = (...records: readonly LedgerRecord[]) =>
    footings(inForce(records), issueNumber(1)).map((each) => restingOn(each)?.code ?? null)
  expect(asksFor(outer, inner)).toEqual(['state/rested-on'])
  expect(asksFor(outer, inner, letGo(2, 100, [cpu]))).toEqual([null])
  // Whoever puts the outer one back still finds somebody's word inside.
  const inside = footings(inForce([outer, inner, letGo(2, 100, [cpu])]), issueNumber(1))
  expect(inside.flatMap(({ resting }) => resting.map(({ issue }) => issue))).toEqual([2])
})

test('whoever looks at a place is told that it was let go of', () => {
  const own = merged(1, 1, [changed(path, [replicas])])
  const found = inForce([own, letGo(1, 100, [replicas])])
  const there = layersAt(found, { repository: null, branch: 'main', path, place: replicas })
  expect(there.map(({ issue, letGo: by }) => [issue, by?.predicate.decision])).toEqual([[1, 'accepted']])
})

const first: Chapter = { cause: asked }

interface Said {
  readonly after?: readonly Chapter[]
  readonly of?: number
  readonly files?: readonly AcceptedFile[]
  readonly more?: Partial<Predicate>
}

const asFound: readonly AcceptedFile[] = [{ path: file.path, found: commitId(98), places: [{ at: [] }] }]
const said = { command: 'accept', comment: 200, body: '/accept', createdAt: minute(100) } as const

/** The records of some chapters, and one that lets go of what the first has merged. */
function accepting({
  after = [first],
  of = 3,
  files = asFound,
  more = {},
}: Said = {}): readonly LedgerRecord[] {
  const before = life(...after)
  const last = before.at(-1)?.predicate
  if (last === undefined) throw new Error('a life has records')
  const { chapter, cause } = last
  const accepted = record(before.length + 1, 'accepted', {
    chapter,
    cause,
    plan: null,
    pull: null,
    rules: [rule],
    evidence: [approval(said)],
    observedAt: minute(101),
    accepted: { of, commit: commitId(88), files },
    ...more,
  })
  return [...before, accepted]
}

const found = (records: readonly LedgerRecord[]) =>
  verifyLedger(ledger(...records)).findings.map(({ code, what }) => `${code}: ${what}`)
const unsound = (what: string) => [`ledger/accepted-unsound: ${what}`]

test('somebody who may approve the request lets go of what was changed since, and no chapter ends or begins by it', () => {
  const records = accepting()
  expect(found(records)).toEqual([])
  expect(chapterEnds(records)).toEqual(chapterEnds(records.slice(0, -1)))
  expect(carriedOut(records)?.predicate.sequence).toBe(3)
  expect(ownStanding(records)).toBe(null)
})

test('of stages one is let go of, and the line of stages is as it was', () => {
  const staging: Chapter = { cause: asked, stage: 'staging' }
  const production: Chapter = { cause: promoted('production'), stage: 'production' }
  const records = accepting({ after: [staging, production] })
  expect(found(records)).toEqual([])
  expect(doneStages(records).map(stageOf)).toEqual(['staging', 'production'])
  expect(ownStanding(records)?.merges.map(stageOf)).toEqual(['production'])
})

test.each<[string, Said, string]>([
  [
    'by the requester',
    { more: { evidence: [approval({ ...said, person: alice })] } },
    'alice asked for the request or edited it, and accepts what was made of it.',
  ],
  [
    'by somebody who could not approve it',
    { more: { evidence: [approval({ ...said, as: ['team:others'] })] } },
    'bob is none of those who may approve the request.',
  ],
  [
    'by whom a field names that the rule leaves out',
    {
      more: {
        evidence: [approval({ ...said, person: carol })],
        rules: [{ ...rule, not: ['requester', 'request.approver'] }],
      },
    },
    'carol is none of those who may approve the request.',
  ],
  [
    'by two comments',
    { more: { evidence: [approval(said), approval({ ...said, comment: 201, person: carol })] } },
    'It does not rest on one command of one person.',
  ],
  [
    'by a command that was older than a day',
    { more: { observedAt: minute(100 + 25 * 60) } },
    'The command was more than a day old when it was first seen.',
  ],
  [
    'by a command that was given before the merge',
    { more: { evidence: [approval({ ...said, createdAt: minute(6) })] } },
    'Comment 200 is not newer than the end of the chapter before.',
  ],
  [
    'by a comment that has approved the request',
    { more: { evidence: [approval({ ...said, comment: 101 })] } },
    'Comment 101 was the cause of something else before.',
  ],
  ['of a merge there is none of', { of: 2 }, 'What it lets go of was never merged, or is in force no more.'],
  [
    'of a file that the merge has not touched',
    { files: [{ path: 'b.yaml', found: null, places: [{ at: [] }] }] },
    'The merge has not touched b.yaml.',
  ],
  [
    'of a place that the merge has not written',
    { files: [{ path: file.path, found: null, places: [{ at: ['a'] }] }] },
    'A place in clusters/dev/a.yaml is none of those that the merge has written.',
  ],
  [
    'of a file as it was merged',
    { files: [{ path: file.path, found: file.after, places: [{ at: [] }] }] },
    'clusters/dev/a.yaml stands as it was merged, so nothing of it has changed.',
  ],
  ['with a plan', { more: { plan } }, 'What changes no file holds a plan, a pull request or a merge.'],
  [
    'of another request',
    { more: { request: { ...request, title: 'Another' } } },
    'It is about another request than was merged.',
  ],
  ['of nothing', { files: [] }, 'It lets go of a file without a place.'],
])('what somebody has changed is not let go of %s', (_title, otherwise, what) => {
  expect(found(accepting(otherwise))).toContain(unsound(what)[0])
})

test('nothing is let go of twice, nor while something is being decided', () => {
  const [, , , once] = accepting()
  if (once === undefined) throw new Error('there is a record')
  const { predicate } = once
  const again = record(5, 'accepted', { ...predicate, sequence: 5, previous: commitId(4) })
  expect(found([...accepting().slice(0, 3), once, again])).toEqual(
    unsound('What it lets go of was never merged, or is in force no more.'),
  )
  const open = life(first, { cause: restoredAs(null) }).slice(0, 4)
  const { chapter, cause } = open[3]?.predicate ?? predicate
  expect(
    found([
      ...open,
      record(5, 'accepted', { ...predicate, sequence: 5, previous: commitId(4), chapter, cause }),
    ]),
  ).toContain(unsound('A chapter is open, or none was ever merged.')[0])
})

test('only what lets go of places says which, and only a record of its own does', () => {
  const records = accepting().map((each) => {
    const { accepted: _, ...predicate } = each.predicate
    return { ...each, predicate }
  })
  expect(found(records)).toContain(unsound('It does not say which places are let go.')[0])
  const accepted = { of: 3, commit: commitId(88), files: asFound }
  const merge = life({ ...first, but: { merged: { accepted } } })
  expect(found(merge)).toContain(unsound('A decision “merged” lets go of no places.')[0])
})
