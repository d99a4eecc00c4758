import { expect, test } from 'vitest'
import { type IssueNumber, issueNumber } from '../../../src/model/ids.js'
import { user } from './given.js'
import { beginningOf, filed, issueOf, recordsOf, said, tipOf } from './town.js'
import { bodyOf, firstFiles, kinds } from './town-requests.js'
import { drive, type Place, run, sweep, type WriteOrder } from './town-run.js'

const issue = issueNumber(42)
const wake = (place: Place, steps?: number, order?: WriteOrder, about = issue) =>
  drive(
    run(place, about, () => {}, order),
    steps,
  )

/** Somebody comments, some seconds after what was before. */
function says(place: Place, login: string, text: string, about = issue): void {
  const { town } = place
  place.town = said({ ...town, now: town.now + 1 }, about, user(login), text)
}

/** Approves what a request of alice's proposes, and lets the run about it crash between the merge and its record. */
function mergedUnrecorded(place: Place, about: IssueNumber): void {
  says(place, 'bob', '/approve', about)
  const steps = run(place, about, () => {})
  const merges = () =>
    [...issueOf(place.town, about).pulls.values()].filter(({ state }) => state === 'merged').length
  const before = merges()
  while (merges() === before) steps.next()
  expect(decisions(place, about).at(-1)).toBe('approved')
}

/** A request of alice's that was merged. */
function mergedRequest(
  body = bodyOf({ type: 'limit', team: 'red', cpus: 2, person: 'p', until: '' }),
): Place {
  const place = { town: filed(beginningOf(kinds[0].policy, firstFiles), issue, 'alice', body) }
  wake(place)
  says(place, 'bob', '/approve')
  wake(place)
  expect(decisions(place)).toEqual(['proposed', 'approved', 'merged'])
  return place
}

const decisions = ({ town }: Place, about = issue) =>
  recordsOf(town, about).records.map(({ predicate }) => predicate.decision)

test.each([
  ['a day old', 86_400, ['begun', 'proposed']],
  ['a second older', 86_401, []],
])('a command that is %s when a run first sees it: what it begins', (_, age, begins) => {
  const place = mergedRequest()
  says(place, 'alice', '/rollback')
  place.town = { ...place.town, now: place.town.now + age }
  wake(place)
  expect({ decisions: decisions(place), unreadable: recordsOf(place.town, issue).unreadable }).toEqual({
    decisions: ['proposed', 'approved', 'merged', ...begins],
    unreadable: [],
  })
})

test.each<WriteOrder>(['as decided', 'the last first'])(
  'wherever the run crashes that begins a chapter, its writes landing %s, the next one leaves the issue open for those who have to act',
  (order) => {
    for (let steps = 1; steps <= 14; steps += 1) {
      const place = mergedRequest()
      says(place, 'alice', '/rollback')
      wake(place, steps, order)
      place.town = { ...place.town, now: place.town.now + 1 }
      wake(place)
      const { state, labels } = issueOf(place.town, issue)
      expect({ steps, state, labels }).toEqual({
        steps,
        state: 'open',
        labels: ['issueops:awaiting-approval'],
      })
    }
  },
)

test('whoever closes the issue while a chapter waits is not fought over it', () => {
  const place = mergedRequest()
  says(place, 'alice', '/rollback')
  wake(place)
  const open = issueOf(place.town, issue)
  const closing = { at: '2026-11-21T00:00:00Z', own: false }
  place.town = { ...place.town, issues: new Map([[issue, { ...open, state: 'closed' as const, closing }]]) }
  wake(place)
  expect(issueOf(place.town, issue).state).toBe('closed')
})

test.each(['/rollback', '/extend 3 days'])(
  'an issue that goes away while %s is decided still ends',
  (command) => {
    const body = bodyOf({ type: 'limit', team: 'red', cpus: 2, person: 'p', until: '2026-11-24' })
    const place = mergedRequest(body)
    says(place, 'alice', command)
    wake(place)
    const open = { ...issueOf(place.town, issue), gone: true, comments: [] }
    place.town = { ...place.town, now: place.town.now + 6 * 86_400, issues: new Map([[issue, open]]) }
    wake(place)
    const { records } = recordsOf(place.town, issue)
    expect(records.slice(-5).map(({ predicate }) => [predicate.cause.kind, predicate.decision])).toEqual([
      [command === '/rollback' ? 'taken-back' : 'extended', 'lapsed'],
      ['ended', 'begun'],
      ['ended', 'proposed'],
      ['ended', 'approved'],
      ['ended', 'merged'],
    ])
  },
)

test('a merge whose record did not land ends, though its issue is closed already and no sweep came for days', () => {
  const body = bodyOf({ type: 'limit', team: 'red', cpus: 2, person: 'p', until: '2026-11-24' })
  const place: Place = { town: filed(beginningOf(kinds[0].policy, firstFiles), issue, 'alice', body) }
  wake(place)
  says(place, 'bob', '/approve')
  // What closes the issue and takes the branch away lands, and the record does not.
  const steps = run(place, issue, () => {}, 'the last first')
  while (issueOf(place.town, issue).branches.size > 0 || issueOf(place.town, issue).state === 'open')
    steps.next()
  expect(decisions(place)).toEqual(['proposed', 'approved'])
  place.town = { ...place.town, now: place.town.now + 6 * 86_400 }
  sweep(place, () => {})
  expect(decisions(place)).toEqual([
    'proposed',
    'approved',
    'merged',
    'begun',
    'proposed',
    'approved',
    'merged',
  ])
})

test('what was taken back on a place of others and is not on record yet is recorded before one of them is taken back', () => {
  const place = mergedRequest()
  const later = issueNumber(43)
  const body = bodyOf({ type: 'limit', team: 'red', cpus: 5, person: 'q', until: '' })
  place.town = filed(place.town, later, 'alice', body)
  wake(place, undefined, undefined, later)
  says(place, 'bob', '/approve', later)
  wake(place, undefined, undefined, later)
  says(place, 'alice', '/rollback', later)
  wake(place, undefined, undefined, later)
  mergedUnrecorded(place, later)

  says(place, 'alice', '/rollback')
  expect(wake(place)).toMatchObject({ state: 'held', reasons: ['state/merge-unrecorded'] })
  wake(place, undefined, undefined, later)
  expect(decisions(place, later).at(-1)).toBe('merged')
  expect(wake(place)).toMatchObject({ state: 'awaiting-approval' })
  says(place, 'bob', '/approve')
  expect(wake(place)).toMatchObject({ state: 'merged' })
  expect(tipOf(place.town).files.get('limits.yaml')).toBe(firstFiles['limits.yaml'])
})

test('what is there by a merge that is not on record yet is not told to be there before that is known to stay', () => {
  const body = bodyOf({ type: 'limit', team: 'red', cpus: 2, person: 'p', until: '2026-12-24' })
  const place = { town: filed(beginningOf(kinds[0].policy, firstFiles), issue, 'alice', body) }
  wake(place)
  mergedUnrecorded(place, issue)
  const later = issueNumber(43)
  place.town = filed(place.town, later, 'alice', body)
  expect(wake(place, undefined, undefined, later)).toMatchObject({ reasons: ['state/merge-unrecorded'] })
  wake(place)
  expect(wake(place, undefined, undefined, later)).toMatchObject({ reasons: ['state/there-for-a-while'] })
})
