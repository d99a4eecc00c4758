import { type Instant, isBefore, secondsAfter, secondsBetween } from '../../model/instant.js'
import { type Person, samePerson } from '../../model/person.js'
import type { PublishedPlan } from '../../model/pull.js'
import type { CauseKind } from '../../model/record.js'
import type { RequestType } from '../../model/request-type.js'
import type { RefusedVote } from '../../model/verdict.js'
import { releasesAll } from '../approval/authority.js'
import { chapterOf } from '../ledger/chapter-at-hand.js'
import type { RecordContent } from './build-record.js'
import { whoMay } from './deciders.js'
import { type HoldKind, kindOf, type Step, stepsInOrder } from './hold-steps.js'
import type { Reading } from './reading.js'
import { type Tampering, tamperings } from './tamperings.js'

/** Somebody who has put the request on hold and has not released it. */
export interface Hold {
  readonly by: Person
  /** Of the comment that holds. */
  readonly comment: number
  readonly at: Instant
  readonly kind: HoldKind
  readonly reason: string | null
  /** When it ends without anybody; null where it does not. */
  readonly until: Instant | null
}

export interface Holds {
  readonly active: readonly Hold[]
  /** What was done to comments, for which neither their author nor a maintainer has answered since. */
  readonly tampered: readonly Tampering[]
  /** Since when something holds; null where nothing does. */
  readonly since: Instant | null
  /** The oldest hold or release with an effect that the ledger does not have yet. */
  readonly unrecorded: Pick<RecordContent, 'decision' | 'evidence' | 'reason'> | null
  /** Commands that have no effect, or another than they ask for, with the reason. */
  readonly refused: readonly RefusedVote[]
}

/**
 * Who has stopped the request. A hold stays once the ledger has it, even if its comment is deleted: it ends by `/unhold` of the same
 * person or of a maintainer of the repository, and one that was not clear also by any clear decision of the same person. Everything counts in
 * the order in which it was written, whenever it was recorded, so that nothing releases what came after it. What was released before any run
 * saw it needs no record. What is done to somebody's comment ends by a later `/unhold` of theirs or of a maintainer as well.
 */
export function holds(reading: Reading, type: RequestType, publication: PublishedPlan | null): Holds {
  const may = whoMay(reading, type)
  const refused: RefusedVote[] = []
  let unclear: readonly RefusedVote[] = []
  let active: readonly Step[] = []
  let unrecorded: readonly Step[] = []
  let tampered = tamperings(reading, publication, may)
  for (const { step, recorded } of stepsInOrder(reading, may)) {
    if ('code' in step) {
      if (step.kind === 'unclear') unclear = [...unclear, step]
      else refused.push(step)
      continue
    }
    const next = follow(active, step, chapterOf(reading.snapshot.ledger).cause.kind)
    const unseen = unrecorded.filter((each) => each.decision === 'unhold' || next.includes(each))
    const left = tampered.filter((each) => !answers(step, each))
    const settled =
      left.length < tampered.length ||
      active.some((each) => !next.includes(each) && !unrecorded.includes(each))
    const stillUnclear = unclear.filter((each) => !ends(step, each.person, 'asked'))
    if (!recorded) {
      const without = next.length === active.length && stillUnclear.length === unclear.length
      if (step.evidence.command === 'unhold' && without && !settled) refused.push(...nothingReleased(step))
      if (settled || (step.decision === 'hold' && next !== active)) unseen.push(step)
    }
    active = next
    unrecorded = unseen
    unclear = stillUnclear
    tampered = left
  }
  const stopping = stops(reading)
  const lasting = newestOfEach(active).filter(({ evidence: { person, createdAt } }) =>
    stopping([person], createdAt),
  )
  tampered = tampered.filter(({ person, by, at }) => stopping([person, by], at))
  unclear = unclear.filter(({ person, comment }) => stopping([person], comment.createdAt))
  const [oldest] = unrecorded
  return {
    active: lasting.map((step) => held(step, chapterOf(reading.snapshot.ledger).cause.kind)),
    tampered,
    since: earliest([
      ...lasting.map((step) => step.evidence.createdAt),
      ...tampered.map(({ at }) => at),
      ...unclear.map(({ comment }) => comment.createdAt),
    ]),
    unrecorded:
      oldest === undefined
        ? null
        : { decision: oldest.decision, evidence: [oldest.evidence], reason: oldest.reason },
    refused: [...refused, ...unclear, ...lasting.flatMap(heldInstead)],
  }
}

/** How long somebody can keep up an end that was approved, in seconds; whoever wants it for longer says so every day. */
export const endHeldMax = 24 * 60 * 60

/**
 * Whether something stops the chapter at hand. An end that was approved is kept up for a while only, and not by whoever asked for the request:
 * neither by a word of theirs nor by what they do to the words of others.
 */
function stops({
  snapshot: { ledger, viewer },
}: Reading): (by: readonly (Person | null)[], at: Instant) => boolean {
  const begun = ledger.records[0]?.predicate
  if (begun?.cause.kind !== 'ended') return () => true
  const { requester } = begun.request
  return (by, at) =>
    !by.some((each) => each !== null && samePerson(each, requester)) &&
    secondsBetween(at, viewer.observedAt) < endHeldMax
}

/** Of somebody's holds the newest is told, where each counts for itself. */
function newestOfEach(active: readonly Step[]): readonly Step[] {
  return active.filter(
    ({ evidence: { person } }, index) =>
      !active.slice(index + 1).some((later) => samePerson(later.evidence.person, person)),
  )
}

function held(step: Step, chapter: CauseKind): Hold {
  const { person: by, comment, createdAt: at } = step.evidence
  const until = chapter === 'ended' ? secondsAfter(at, endHeldMax) : null
  return { by, comment, at, kind: kindOf(step), reason: step.reason, until }
}

/**
 * What is still on hold after a step. A second hold of the same person only makes clear what was not; where a hold is over after a while, each
 * counts from its own moment.
 */
function follow(active: readonly Step[], step: Step, chapter: CauseKind): readonly Step[] {
  if (step.decision === 'unhold')
    return active.filter((each) => !ends(step, each.evidence.person, kindOf(each)))
  const own = active.find((each) => samePerson(each.evidence.person, step.evidence.person))
  if (own === undefined || chapter === 'ended') return [...active, step]
  const clearer = kindOf(own) === 'unclear' && kindOf(step) !== 'unclear'
  return clearer ? [...active.filter((each) => each !== own), step] : active
}

/** Whether a step ends the hold of somebody. Those that hold name another command, and end none that was asked for. */
function ends({ evidence: { command, person, role } }: Step, holder: Person, kind: HoldKind): boolean {
  if (command !== 'unhold') return kind === 'unclear' && samePerson(person, holder)
  return releasesAll(role) || samePerson(person, holder)
}

/** Whether a release covers what was done to a comment before it; within the same second nothing has an order, and it stays. */
function answers(step: Step, { person, at }: Tampering): boolean {
  return ends(step, person, 'asked') && isBefore(at, step.evidence.createdAt)
}

/** The answer to somebody whose words hold the request although they did not say /hold. */
function heldInstead(step: Step): readonly RefusedVote[] {
  const { spoken } = step
  if (spoken === null || kindOf(step) === 'asked' || spoken.comment.lastEditedAt !== null) return []
  const { person, comment, reading } = spoken
  // What a lock lacks is told with the answers about locks.
  if (reading.kind === 'command' && reading.command.name === 'lock') return []
  const { code, fix } = reading.kind === 'refused' ? reading : notTheirs(step.evidence.command)
  return [
    {
      code,
      person,
      comment,
      what: `${step.reason ?? ''} It was taken for a wish to stop, so the request is on hold.`,
      fix: `${fix} To let the request go on, comment /unhold.`,
    },
  ]
}

function notTheirs(command: string): Pick<RefusedVote, 'code' | 'fix'> {
  const fix =
    command === 'withdraw'
      ? 'An approver can comment /reject with a reason instead.'
      : 'If the request is yours, comment /withdraw instead.'
  return { code: 'command/not-permitted', fix }
}

function nothingReleased({ spoken }: Step): readonly RefusedVote[] {
  if (spoken === null) return []
  return [
    {
      code: 'command/not-permitted',
      person: spoken.person,
      comment: spoken.comment,
      what: 'Nothing was released: a hold ends by /unhold of whoever put the request on hold, or of a maintainer of the repository.',
      fix: 'Ask one of them, or see with /explain whether anything is on hold at all.',
    },
  ]
}

function earliest(instants: readonly Instant[]): Instant | null {
  let first: Instant | null = null
  for (const each of instants) if (first === null || isBefore(each, first)) first = each
  return first
}
