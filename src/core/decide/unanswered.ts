import type { Decision } from '../../model/decision.js'
import { type Instant, isBefore, latest, secondsAfter } from '../../model/instant.js'
import type { RequestType } from '../../model/request-type.js'
import { authorityOf, takesPart } from '../approval/authority.js'
import { chapterOf } from '../ledger/chapter-at-hand.js'
import { answeredAt, staysUnanswered, waitingSince } from '../ledger/waiting-since.js'
import { durationWords } from '../report/end-words.js'
import { deciders } from './deciders.js'
import type { Declined } from './decline.js'
import { type FirstReading, isWhole } from './reading.js'
import { isView } from './views.js'

/**
 * The withdrawal of what nobody has answered within the lifetime of its type; null where that does not have one, or where somebody has. What somebody has put on hold, and
 * what is approved, waits for no answer.
 * @param decision what would be shown otherwise: only what is at rest is withdrawn, so that nothing is that is about to be recorded.
 */
export function unanswered(reading: FirstReading, type: RequestType, decision: Decision): Declined | null {
  const { snapshot } = reading
  const { lifetime } = type
  const until = withdrawnAt(reading, type)
  if (lifetime === undefined || until === null || !isWhole(reading)) return null
  if (isBefore(snapshot.viewer.observedAt, until) || !isAtRest(decision)) return null
  // What is closed elsewhere has to be within reach, and what an approval amounts to has to be known.
  if (!reading.snapshot.details.target.reached || decision.verdict?.state === 'unknown') return null
  return {
    decision: 'withdrawn',
    evidence: [],
    unanswered: { since: secondsAfter(until, -lifetime), lifetime },
    reason: `Nobody answered for ${durationWords(lifetime)}.`,
  }
}

/** When what is asked for is withdrawn unless somebody answers before; null where it is not. */
export function withdrawnAt(reading: FirstReading, type: RequestType): Instant | null {
  const { ledger } = reading.snapshot
  const { lifetime } = type
  const answered = answeredAt(ledger.records)
  if (lifetime === undefined || answered === null || waitingSince(ledger.records) === null) return null
  if (staysUnanswered(chapterOf(ledger).cause)) return null
  return secondsAfter(latest(answered, ...saidSince(reading, type)), lifetime)
}

/**
 * What the issue has of answers beside the ledger: its text was edited, or somebody who takes part wrote a comment, whatever it says. In a private
 * repository that is everybody who can read it; in a public one the requester, and whoever is known to have a role or to decide.
 */
function saidSince(reading: FirstReading, type: RequestType): readonly Instant[] {
  const { issue, repository } = reading.snapshot
  const asking = [issue.author, ...issue.editors].flatMap((person) => person?.id ?? [])
  const named = deciders(reading, type)
  const authority = authorityOf(reading.snapshot)
  const said = issue.comments.flatMap(({ author, own, createdAt }) => {
    if (own || author?.kind !== 'user') return []
    const counts = repository.private || asking.includes(author.id) || takesPart(author, named, authority)
    return counts ? [createdAt] : []
  })
  return issue.lastEditedAt === null ? said : [issue.lastEditedAt, ...said]
}

function isAtRest({ state, effects, next }: Decision): boolean {
  const waits = state === 'awaiting-approval' || state === 'invalid' || state === 'held'
  return waits && next === 'done' && effects.every(isView)
}
