import { isDeepStrictEqual } from 'node:util'
import { decide } from '../../../src/core/decide/decide.js'
import { decideAndTell } from '../../../src/core/decide/notices.js'
import { type FirstReading, isWhole } from '../../../src/core/decide/reading.js'
import { whatCounts } from '../../../src/core/decide/what-counts.js'
import { causeAgeMax } from '../../../src/core/ledger/check-chapter.js'
import { type ReadPolicy, readPolicy } from '../../../src/core/request-type/read-policy.js'
import { due } from '../../../src/core/sweep/due.js'
import type { Decision } from '../../../src/model/decision.js'
import type { Effect } from '../../../src/model/effect.js'
import type { IssueNumber } from '../../../src/model/ids.js'
import { secondsBetween } from '../../../src/model/instant.js'
import type { Told } from '../../../src/model/notice.js'
import type { Policy } from '../../../src/model/policy.js'
import { look, momentOf, recordsOf, type Town, written } from './town.js'

/** What there is at the moment. */
export interface Place {
  town: Town
  /** Delivers to a receiver, or does not; where it is left out, nobody is told anything. */
  readonly tell?: (issue: IssueNumber, effect: NotifyEffect) => boolean
}

type NotifyEffect = Extract<Effect, { readonly kind: 'notify' }>

/** Whom a run has told. */
interface RunTold {
  list: readonly Told[]
}

/** Is told of every write of a run directly before it is carried out. */
export type Witness = (town: Town, issue: IssueNumber, effect: Effect, reading: FirstReading) => void

/** The effects of a round are carried out at the same time, so that any of them may be the first to land. */
export type WriteOrder = 'as decided' | 'the last first'

/** Most rounds one run may take; the toolkit itself gives up after as many. */
const roundsMax = 32
/** As in the toolkit. */
const startsMax = 8
const confirmationsMax = 4

/**
 * A run about one issue. It goes on with what it has seen and written itself, as the toolkit does, and stops before every write and every look: others
 * may do something there, and whoever does not go on with it has let it crash.
 */
export function* run(
  place: Place,
  issue: IssueNumber,
  witness: Witness,
  order: WriteOrder = 'as decided',
): Generator<'write' | 'look', Decision | null> {
  const decides = place.tell === undefined ? decide : decideAndTell
  const told: RunTold = { list: [] }
  let confirmations = 0
  let waits = 1
  for (let start = 1; start <= startsMax; start += 1) {
    yield 'look'
    let view: Town = { ...place.town, told: told.list }
    let reading: FirstReading | undefined
    for (let round = 1; ; round += 1) {
      if (round > roundsMax) throw new Error(`issue ${issue} is not settled after ${roundsMax} rounds`)
      const before: FirstReading = look(view, issue, reading)
      reading = before
      const decision = decides(before)
      if (decision.effects.length === 0) {
        if (decision.next === 'done' || waits === 0) {
          sameAgain(view, issue, decision, decides)
          return decision
        }
        waits -= 1
        yield 'look'
        view = { ...place.town, told: told.list }
        continue
      }
      if (decision.effects.some(({ kind }) => kind === 'merge-pull') && confirmations < confirmationsMax) {
        yield 'look'
        view = { ...place.town, told: told.list }
        reading = look(view, issue, before)
        if (!alike(before, reading)) {
          confirmations += 1
          continue
        }
      }
      const effects = order === 'as decided' ? decision.effects : decision.effects.toReversed()
      const after: Town | null = yield* write({ place, told }, view, issue, effects, (town, effect) =>
        witness(town, issue, effect, before),
      )
      if (after === null) break
      view = after
    }
  }
  return null
}

/** Whatever a run has read before, what it decides follows from what there is alone. */
function sameAgain(town: Town, issue: IssueNumber, decision: Decision, decides: typeof decide): void {
  if (!isDeepStrictEqual(decides(look(town, issue)), decision))
    throw new Error(`what is decided twice about issue ${issue} is not the same`)
}

function alike(before: FirstReading, seen: FirstReading): boolean {
  return (
    isWhole(before) &&
    isWhole(seen) &&
    isDeepStrictEqual(whatCounts(before.snapshot), whatCounts(seen.snapshot))
  )
}

/** Carries out the effects of one round; what the run knows then, or null where it has to look again. */
function* write(
  { place, told }: { readonly place: Place; readonly told: RunTold },
  seen: Town,
  issue: IssueNumber,
  effects: readonly Effect[],
  witness: (town: Town, effect: Effect) => void,
): Generator<'write' | 'look', Town | null> {
  let view = seen
  for (const effect of effects) {
    yield 'write'
    if (effect.kind === 'notify') {
      const delivered = place.tell?.(issue, effect) ?? false
      told.list = [...told.list, { receiver: effect.receiver, ...effect.of, delivered }]
      view = { ...view, told: told.list }
      continue
    }
    const { town } = place
    const next = written(town, issue, effect)
    if (next === 'moved') return null
    witness(town, effect)
    place.town = next
    // What was merged is looked at, and with it everything else.
    const own =
      effect.kind === 'merge-pull'
        ? next
        : written({ ...view, now: town.now, given: town.given }, issue, effect)
    if (own === 'moved') throw new Error('what was just seen is not there')
    view = effect.kind === 'merge-pull' ? { ...next, told: told.list } : { ...own, now: view.now }
  }
  return view
}

/** Lets a run go to its end, or crash before one of its steps. */
export function drive(steps: ReturnType<typeof run>, stepsMax = Number.POSITIVE_INFINITY): Decision | null {
  for (let count = 0; count < stepsMax; count += 1) {
    const { done, value } = steps.next()
    if (done === true) return value
  }
  return null
}

/** Lets two runs go on in turn, each as long as the other lets it. */
export function driveBoth(
  one: ReturnType<typeof run>,
  other: ReturnType<typeof run>,
  turns: readonly boolean[],
): void {
  const open = { one: true, other: true }
  for (let turn = 0; open.one || open.other; turn += 1) {
    const mine = turns[turn % turns.length] === true ? open.one : !open.other
    const { done } = (mine ? one : other).next()
    if (done === true) open[mine ? 'one' : 'other'] = false
  }
}

/** The issues the scheduled run looks at, the most urgent first. */
export function sweptIssues(town: Town): readonly IssueNumber[] {
  const now = momentOf(town)
  const records = new Map([...town.issues.keys()].map((number) => [number, recordsOf(town, number).records]))
  const there = [...town.issues.values()].filter(
    ({ gone, state, branches, comments, closing }) =>
      branches.size > 0 ||
      (!gone && state === 'open') ||
      [...comments.map(({ createdAt }) => createdAt), ...(closing === null ? [] : [closing.at])].some(
        (at) => secondsBetween(at, now) <= causeAgeMax,
      ),
  )
  return [
    ...new Set([
      ...due(records, typesOf(town.policy), now).map(({ issue }) => issue),
      ...there.map(({ number }) => number),
    ]),
  ]
}

/** What the files of a policy say, read once: that takes longer than all that is asked of it. */
const policiesRead = new WeakMap<Policy, ReadPolicy>()

function typesOf(policy: Policy): ReadPolicy {
  const known = policiesRead.get(policy) ?? readPolicy(policy)
  policiesRead.set(policy, known)
  return known
}

/** One scheduled run; whether it wrote anything. */
export function sweep(place: Place, witness: Witness): boolean {
  let wrote = false
  for (const issue of sweptIssues(place.town))
    drive(
      run(place, issue, (...seen) => {
        wrote = true
        witness(...seen)
      }),
    )
  return wrote
}
