import { expect, test } from 'vitest'
import { statusEffects, statusOf } from '../../../src/core/decide/views.js'
import { statusMarker } from '../../../src/core/report/status-comment.js'
import type { ObservedComment, Snapshot } from '../../../src/model/snapshot.js'
import { comment, user } from './given.js'
import { published } from './played.js'
import { observe } from './world.js'

const seen = observe(published())
const body = `${statusMarker}\nWaiting for bob.\n`

function on(...comments: readonly ObservedComment[]): Snapshot {
  return { ...seen, issue: { ...seen.issue, comments } }
}

const own = (id: number, text: string) => comment(user('toolkit'), text, { id, own: true })
const forged = (id: number) => comment(user('mallory'), body, { id })

test('a comment that somebody else begins with the toolkit’s mark is not taken for its status, not written over and not deleted', () => {
  expect(statusOf(on(forged(1)))).toBeNull()
  expect(statusEffects(on(forged(1)), body)).toEqual([{ kind: 'ensure-status', comment: null, body }])
  expect(statusEffects(on(forged(1), own(2, body), forged(3)), body)).toEqual([])
})

test('a comment of the toolkit’s own without the mark is another one', () => {
  expect(statusEffects(on(own(1, 'x')), body)).toEqual([{ kind: 'ensure-status', comment: null, body }])
})

test('of two status comments, which two runs have written at once, the older stays', () => {
  expect(statusEffects(on(own(1, statusMarker), own(2, body)), body)).toEqual([
    { kind: 'delete-comment', comment: 2 },
    { kind: 'ensure-status', comment: 1, body },
  ])
})

test('line ends and blanks at the end that GitHub stores otherwise are no difference', () => {
  expect(statusEffects(on(own(1, body.replaceAll('\n', '\r\n').trimEnd())), body)).toEqual([])
})
