import type { MergeWindow } from '../../model/calendar.js'
import { type Instant, secondsAfter } from '../../model/instant.js'
import type { CauseKind } from '../../model/record.js'
import { chapterOf } from '../ledger/chapter-at-hand.js'
import type { ClosedWindow } from '../report/merge-wait-words.js'
import { closedAt, opensAt } from '../request-type/openings.js'
import { windowsOf } from '../request-type/read-calendar.js'
import type { FirstReading } from './reading.js'
import type { UnderstoodRequest } from './understand.js'

/** Some of its windows are closed. */
export interface WindowWait {
  readonly kind: 'window'
  readonly closed: readonly ClosedWindow[]
  /** When all of its windows are open; null where that is further away than anybody looks. */
  readonly opens: Instant | null
  /** The time zone that people are told it in. */
  readonly zone: string
}

/**
 * How long before a window closes no merge is begun any more, in seconds: between the last look and the time that GitHub writes on a merge lie some calls, and
 * what is begun within a window has to end within it.
 */
const lastBegun = 60

/** The windows that the merge of the chapter at hand has to wait for, whether they are open or not. */
export function windowsFor(
  reading: FirstReading,
  { type }: Pick<UnderstoodRequest, 'type'>,
): readonly MergeWindow[] {
  const { kind } = chapterOf(reading.snapshot.ledger).cause
  return windowsOf(type, reading.policy.calendar).filter((window) => isHeldBy(window, kind))
}

/** Whether a window holds chapters of a kind. What takes something away that nobody wants any more is not held, unless the window says so. */
export function isHeldBy({ ends, rollbacks }: MergeWindow, kind: CauseKind): boolean {
  switch (kind) {
    case 'ended':
      return ends === 'hold'
    case 'taken-back':
      return rollbacks === 'hold'
    case 'asked':
    case 'restored':
    case 'extended':
    case 'stage':
      return true
  }
}

/** What windows hold back a merge that would begin at a moment; null where they are open, and stay so long enough. */
export function windowWait(windows: readonly MergeWindow[], now: Instant): WindowWait | null {
  const [first] = windows
  if (first === undefined) return null
  const landed = secondsAfter(now, lastBegun)
  const [closed, closing] = [closedAt(windows, now), closedAt(windows, landed)]
  if (closed.length === 0 && closing.length === 0) return null
  // What is about to close opens again only after that.
  const opens = opensAt(windows, closing.length > 0 ? landed : now)
  return { kind: 'window', closed: closing.length > 0 ? closing : closed, opens, zone: first.zone }
}
