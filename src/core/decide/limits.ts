import { type Instant, latest, secondsAfter } from '../../model/instant.js'
import type { LateMerge } from '../../model/late-merge.js'
import type { Plan } from '../../model/plan.js'
import type { Problem } from '../../model/problem.js'
import type { Limits, RequestType } from '../../model/request-type.js'
import { chapterOf } from '../ledger/chapter-at-hand.js'
import { amountsOf, countsFor, limitedWithin } from '../ledger/merged-lately.js'
import type { Reading } from './reading.js'
import type { WeighedRequest } from './weighed-request.js'

const kinds = ['requests', 'files', 'places'] as const
type Kind = (typeof kinds)[number]

/** More would be changed within a day than the type allows. */
export interface LimitWait {
  readonly kind: 'limit'
  /** Null where the ledger cannot be read, so that nobody knows what was merged. */
  readonly reached: {
    readonly what: Kind
    readonly most: number
    readonly used: number
    readonly stage: string | null
    /** When enough of it is more than a day old. */
    readonly from: Instant
  } | null
}

/** Whether the merge of the chapter at hand is limited by what was merged within a day. */
export function isLimited(
  { snapshot: { ledger } }: Pick<Reading, 'snapshot'>,
  { limits }: RequestType,
): boolean {
  return (
    limits !== undefined &&
    kinds.some((kind) => limits[kind] !== undefined) &&
    countsFor(chapterOf(ledger).cause.kind)
  )
}

/** Which limit an approved request would break if it were merged now; nothing where it breaks none. */
export function limitWaits({
  reading,
  understood: { type },
  plan,
}: Pick<WeighedRequest, 'reading' | 'understood' | 'plan'>): readonly LimitWait[] {
  const { limits } = type
  if (limits === undefined || !isLimited(reading, type)) return []
  const { lately } = reading.snapshot.details
  if (lately === undefined || lately === null) return [{ kind: 'limit', reached: null }]
  const before = lately.filter(
    (each) => each.type === type.name && (limits.stage === undefined || each.stage === limits.stage),
  )
  return kinds
    .flatMap((kind): readonly LimitWait[] => {
      const reached = reachedLimit(kind, limits, before, plan)
      return reached === null ? [] : [{ kind: 'limit', reached }]
    })
    .slice(0, 1)
}

function reachedLimit(what: Kind, limits: Limits, before: readonly LateMerge[], plan: Pick<Plan, 'files'>) {
  const most = limits[what]
  if (most === undefined) return null
  const own = takes(what, amountsOf(plan))
  const used = before.reduce((sum, each) => sum + takes(what, each), 0)
  if (used + own <= most) return null
  let left = used
  let from = secondsAfter(before[0]?.at ?? '1970-01-01T00:00:00Z', limitedWithin)
  for (const each of before) {
    if (left + own <= most) break
    left -= takes(what, each)
    from = latest(from, secondsAfter(each.at, limitedWithin))
  }
  return { what, most, used, stage: limits.stage ?? null, from }
}

function takes(what: Kind, amounts: { readonly files: number; readonly places: number }): number {
  return what === 'requests' ? 1 : amounts[what]
}

/** Why a request would change too much by itself; null where it does not. What would never be merged is told before anybody is asked to approve it. */
export function tooMuchAtOnce(plan: Plan, { limits, path }: RequestType): Problem | null {
  if (limits === undefined) return null
  for (const what of ['files', 'places'] as const) {
    const own = amountsOf(plan)[what]
    const allowed = [limits.atOnce?.[what], limits[what]].flatMap((each) => each ?? [])
    const most = Math.min(...allowed)
    if (own <= most) continue
    return {
      code: 'change/too-much-at-once',
      what: `The request would change ${own} ${what}, and one request may change at most ${most}${limits.stage === undefined ? '' : ` in ${limits.stage}`} (limits in ${path}).`,
      fix: 'The requester has to ask for less: edit the issue, or close it and file several smaller requests. If all of it has to change at once, a maintainer has to raise limits in the request type.',
    }
  }
  return null
}
