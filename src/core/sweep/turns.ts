import type { DueItem, Turn, TurnWhy } from '../../model/due.js'
import type { IssueNumber } from '../../model/ids.js'
import { type Instant, secondsBetween } from '../../model/instant.js'

/** What a sweep could look at. An issue may be in several lists; it has one turn. */
export interface SweepView {
  /** The most urgent first. */
  readonly due: readonly DueItem[]
  /** Open issues. */
  readonly open: readonly IssueNumber[]
  /** Closed issues that somebody has touched lately. */
  readonly touched: readonly IssueNumber[]
  /** Requests of which a branch is there: their end may have been cut off. */
  readonly branches: readonly IssueNumber[]
}

/** The turns of a sweep, each list in its order. */
export interface Turns {
  /** Of what stands longer than anybody approved, and of what that waits for. */
  readonly urgent: readonly Turn[]
  readonly others: readonly Turn[]
}

const urgentWhys: readonly TurnWhy[] = ['unrecorded', 'end']

/** How long an issue counts as one that no sweep has looked at yet, in seconds: the callers have a sweep every hour. */
const sweepEvery = 60 * 60

/**
 * Whose turn it is, in the order in which a sweep looks as long as it may make calls. No sweep knows what an earlier one came to: nothing that it could have
 * written down is to be believed. So what was due before, and all that is looked at hour by hour, is begun at another place each time, in turn with what has just come due. Whatever fails
 * again and again, or is slow, keeps nobody else from being looked at.
 */
export function turnsOf({ due, open, touched, branches }: SweepView, now: Instant): Turns {
  const isUrgent = ({ why }: Turn) => urgentWhys.includes(why)
  const inLine = once([
    ...due,
    ...touched.map((issue): Turn => ({ issue, why: 'touched', at: null })),
    ...open.map((issue): Turn => ({ issue, why: 'open', at: null })),
    ...branches.map((issue): Turn => ({ issue, why: 'branch', at: null })),
  ])
  const isNew = ({ at }: Turn) => at !== null && secondsBetween(at, now) < sweepEvery
  const urgent = inLine.filter(isUrgent)
  const others = inLine.filter((turn) => !isUrgent(turn))
  // What nobody is looking at for long may be what somebody waits for.
  const passing = others.filter(({ why }) => why !== 'open' && why !== 'branch')
  const lasting = others.filter(({ why }) => why === 'open' || why === 'branch')
  return {
    urgent: alternating(
      urgent.filter(isNew),
      rotated(
        urgent.filter((turn) => !isNew(turn)),
        now,
      ),
    ),
    others: alternating(rotated(passing, now), rotated(lasting, now)),
  }
}

function once(turns: readonly Turn[]): readonly Turn[] {
  const seen = new Set<IssueNumber>()
  return turns.filter(({ issue }) => {
    const isFirst = !seen.has(issue)
    seen.add(issue)
    return isFirst
  })
}

/** The golden ratio: its multiples, round a circle, leave no part of it out for long, whether a sweep comes every hour, every sixth or once a day. */
const golden = (Math.sqrt(5) - 1) / 2

/**
 * Each hour begins at another place of the line and goes round, so that what one sweep had to leave is reached by one of the next, and nobody is the first of two hours
 * one after the other.
 */
function rotated(turns: readonly Turn[], now: Instant): readonly Turn[] {
  const hour = Math.floor(secondsBetween('1970-01-01T00:00:00Z', now) / sweepEvery)
  const inLine = turns.toSorted((a, b) => a.issue - b.issue)
  // Of two, the half that the ratio names is the same now and then.
  const place = inLine.length === 2 ? hour % 2 : Math.floor(((hour * golden) % 1) * inLine.length)
  return [...inLine.slice(place), ...inLine.slice(0, place)]
}

/** One of each, as long as there are. */
function alternating(a: readonly Turn[], b: readonly Turn[]): readonly Turn[] {
  const longest = Math.max(a.length, b.length)
  return Array.from({ length: longest }, (_, index) => [
    ...a.slice(index, index + 1),
    ...b.slice(index, index + 1),
  ]).flat()
}
