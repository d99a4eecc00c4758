import type { Effect } from '../../model/effect.js'
import { type Instant, isBefore } from '../../model/instant.js'
import type { Person } from '../../model/person.js'
import type { FirstLook, ObservedComment } from '../../model/snapshot.js'
import { chapterOf } from '../ledger/chapter-at-hand.js'
import { dueReminder } from '../ledger/due-reminder.js'
import { waitingSince } from '../ledger/waiting-since.js'
import { reminder, reminderMarker, reminderMarkers } from '../report/reminder.js'
import { askers } from './askers.js'
import { withdrawnAt } from './unanswered.js'
import type { WeighedRequest } from './weighed-request.js'

/**
 * Tells once, where the type wants that, that somebody is waited for: those who have to act, and later others. The one that was written stays, should two runs have raced to
 * write it, and what somebody has deleted is not written again.
 */
export function reminders(weighed: WeighedRequest): readonly Effect[] {
  const { reading, understood, plan, shown } = weighed
  const { snapshot } = reading
  const { type } = understood
  const { chapter } = chapterOf(snapshot.ledger)
  if (type.remind === undefined) return []
  const twice = writtenTwice(snapshot.issue.comments)
  const since = waitingSince(snapshot.ledger.records)
  const due = since === null ? null : dueReminder(type.remind, since, snapshot.viewer.observedAt)
  if (since === null || due === null || shown.state !== 'pending') return twice
  const marker = reminderMarker(chapter, due.kind, since)
  if (isTold(snapshot, marker, due.at)) return twice
  const body = reminder({
    marker,
    kind: due.kind,
    title: type.title,
    remind: type.remind,
    since,
    withdrawn: withdrawnAt(reading, type),
    verdict: shown,
    digest: plan.digest,
    place: { organization: snapshot.repository.owner, ...askers(snapshot) },
  })
  return [...twice, { kind: 'notice', about: `${due.kind}-${chapter}-${since}`, body }]
}

/** Whether it was written, or may have been: GitHub tells that a comment was deleted and by whom it was, and not which. */
function isTold({ issue, viewer }: FirstLook, marker: string, from: Instant): boolean {
  const isOwn = (person: Person | null) =>
    person !== null && (person.login === viewer.login || `${person.login}[bot]` === viewer.login)
  return (
    issue.comments.some(({ own, body }) => own && body.startsWith(marker)) ||
    issue.deletions.some(({ at, by, author }) => isOwn(author) && !isOwn(by) && !isBefore(at, from))
  )
}

/** What two runs have both written; the older one stays. */
function writtenTwice(comments: readonly ObservedComment[]): readonly Effect[] {
  const seen = new Set<string>()
  return comments.flatMap(({ id, own, body }) => {
    const [marker] = own ? (reminderMarkers.exec(body) ?? []) : []
    if (marker === undefined) return []
    if (seen.has(marker)) return [{ kind: 'delete-comment' as const, comment: id }]
    seen.add(marker)
    return []
  })
}
