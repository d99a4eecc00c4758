import { type Instant, isBefore, secondsAfter } from '../../model/instant.js'
import type { Reminding } from '../../model/request-type.js'

/** Whom a comment about the waiting is for: those who have to act, or others. */
export type ReminderKind = 'reminder' | 'escalation'

export interface DueReminder {
  readonly kind: ReminderKind
  /** Since when it is due. */
  readonly at: Instant
}

/**
 * How long after it was due somebody is still reminded, in seconds. The sweep comes every hour; after weeks in which none came, nobody wants to be told what
 * should have been told weeks ago.
 */
const remindedWithin = 24 * 60 * 60

/** What is to be told of the waiting now; null where nothing is. Once others are to be told, nobody is reminded beside that. */
export function dueReminder(
  { after, escalate }: Reminding,
  since: Instant,
  now: Instant,
): DueReminder | null {
  const others = escalate === null ? null : secondsAfter(since, escalate.after)
  if (others !== null && !isBefore(now, others)) return timely({ kind: 'escalation', at: others }, now)
  return timely({ kind: 'reminder', at: secondsAfter(since, after) }, now)
}

function timely(found: DueReminder, now: Instant): DueReminder | null {
  return !isBefore(now, found.at) && isBefore(now, secondsAfter(found.at, remindedWithin)) ? found : null
}
