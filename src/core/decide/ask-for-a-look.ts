import type { Effect } from '../../model/effect.js'
import type { Judgement, Unclear } from '../../model/judgement.js'
import { rollBackWords } from '../report/following.js'
import { outcomeMarker, outcomeNotice } from '../report/outcome-words.js'
import { followingOf } from './following.js'
import { awaited, judged } from './merge-outcome.js'
import type { FirstReading } from './reading.js'
import { placeOf } from './told-outcome.js'
import type { Finished } from './understand.js'

/** Asks once for somebody to look, where the time is over and nobody can say whether a merge has arrived. Whoever has closed the issue has looked. */
export function asksForALook(reading: FirstReading, finished: Finished): readonly Effect[] {
  const { carried } = finished
  if (carried === null) return []
  const view = carried.outcome === null ? judged(reading, finished) : null
  const { issue } = reading.snapshot
  const { chapter, request } = carried.record.predicate
  if (!isUnclear(view) || issue.state === 'closed') return []
  const marker = outcomeMarker(chapter, view.kind)
  if (issue.comments.some(({ own, body }) => own && body.startsWith(marker))) return []
  const expected = awaited(reading, finished)
  const place = placeOf(finished, expected?.within ?? 0)
  if (place === null) return []
  const following = followingOf(reading, finished)
  const body = outcomeNotice(view, {
    ...place,
    chapter,
    requester: request.requester,
    back: following === null ? '/rollback' : rollBackWords(following),
    next: following?.next?.waits === true ? following.next.stage : null,
  })
  return [{ kind: 'notice', about: `outcome-${chapter}-${view.kind}`, body }]
}

function isUnclear(view: Judgement | null): view is Unclear {
  return view?.kind === 'one-of' || view?.kind === 'silent'
}
