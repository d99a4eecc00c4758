import { isAsking } from '../../model/command.js'
import { type Instant, isBefore, secondsAfter, secondsBetween } from '../../model/instant.js'
import { type Person, samePerson } from '../../model/person.js'
import type { CauseKind, Evidence } from '../../model/record.js'
import type { RequestType } from '../../model/request-type.js'
import type { PublishedPlan } from '../../model/snapshot.js'
import type { RefusedVote } from '../../model/verdict.js'
import { releasesAll } from '../approval/authority.js'
import type { Standing } from '../approval/principal.js'
import { notKnown } from '../approval/refuse-vote.js'
import type { SpokenCommand } from '../command/read-commands.js'
import { unclearStop } from '../command/unclear-stop.js'
import { chapterOf } from '../ledger/chapter-at-hand.js'
import { evidence, type RecordContent } from './build-record.js'
import { type WhoMay, whoMay } from './deciders.js'
import { declineOf, lookedAtAgain } from './decline.js'
import { editedCommand } from './edited-command.js'
import type { Reading } from './reading.js'
import { type Tampering, tamperings } from './tamperings.js'
import { withoutSecret } from './without-secret.js'

/** Somebody who has put the request on hold and has not released it. */
export interface Hold {
  readonly by: Person
  /** Of the comment that holds. */
  readonly comment: number
  readonly at: Instant
  /**
   * `asked`: by `/hold`; `instead`: by a command that would have ended the request, of somebody who may only stop it; `unclear`: by a comment
   * that means stop and could not be carried out as written.
   */
  readonly kind: 'asked' | 'instead' | 'unclear'
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
  for (const { step, recorded } of inOrder(reading, may)) {
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

interface Step {
  readonly decision: 'hold' | 'unhold'
  readonly evidence: Evidence
  readonly reason: string | null
  /** Null where the comment is gone. */
  readonly spoken: SpokenCommand | null
}

function recordedSteps({ snapshot, commands }: Reading): readonly Step[] {
  const spoken = new Map(commands.map((each) => [each.comment.id, each]))
  return snapshot.ledger.records.flatMap(
    ({
      predicate: {
        decision,
        evidence: [first],
        reason,
      },
    }) =>
      (decision === 'hold' || decision === 'unhold') && first !== undefined
        ? [{ decision, evidence: first, reason, spoken: spoken.get(first.comment) ?? null }]
        : [],
  )
}

interface Said {
  readonly step: Step | RefusedVote
  /** Whether the ledger has it. */
  readonly recorded: boolean
}

/** What the ledger has and what it does not have yet, by the comments' ids, which ascend in the order of writing. */
function inOrder(reading: Reading, may: WhoMay): readonly Said[] {
  const { cause } = chapterOf(reading.snapshot.ledger)
  const recorded = recordedSteps(reading).map((step) => ({
    id: step.evidence.comment,
    step,
    recorded: true,
  }))
  const known = new Set(recorded.map(({ id }) => id))
  const fresh = reading.commands.flatMap((spoken) => {
    const { id } = spoken.comment
    const step = known.has(id) ? null : stepOf(spoken, may, cause.kind)
    return step === null ? [] : [{ id, step, recorded: false }]
  })
  return [...recorded, ...fresh].sort((a, b) => a.id - b.id)
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
function ends({ evidence: { command, person, role } }: Step, holder: Person, kind: Hold['kind']): boolean {
  if (command !== 'unhold') return kind === 'unclear' && samePerson(person, holder)
  return releasesAll(role) || samePerson(person, holder)
}

/** Whether a release covers what was done to a comment before it; within the same second nothing has an order, and it stays. */
function answers(step: Step, { person, at }: Tampering): boolean {
  return ends(step, person, 'asked') && isBefore(at, step.evidence.createdAt)
}

function kindOf({ evidence: { command } }: Step): Hold['kind'] {
  if (command === unclearStop) return 'unclear'
  return command === 'hold' ? 'asked' : 'instead'
}

function stepOf(spoken: SpokenCommand, may: WhoMay, chapter: CauseKind): Step | RefusedVote | null {
  const { reading: said, comment, person } = spoken
  if (said.kind === 'refused') {
    if (said.stops !== true || comment.lastEditedAt !== null) return null
    return holding(spoken, unclearStop, said.what, may)
  }
  const { command } = said
  if (isAsking(command)) return null
  switch (command.name) {
    case 'hold':
      return editedCommand(spoken) ?? holding(spoken, 'hold', command.reason, may)
    case 'rollback':
      if (chapter === 'taken-back') return underWay(spoken)
      return editedCommand(spoken) ?? holding(spoken, 'rollback', nothingMerged, may)
    case 'reject':
    case 'withdraw': {
      if (editedCommand(spoken) !== null) return null
      const declined = declineOf(spoken, command, may, chapter)
      if (declined === null || 'decision' in declined || declined.kind === 'unclear') return null
      return holding(spoken, command.name, declined.what, may)
    }
    case 'extend':
      return null
    case 'unhold':
      return editedCommand(spoken) ?? releasing(spoken, 'unhold', may('unhold', person).role, may)
    case 'approve':
    case 'unapprove':
      return comment.lastEditedAt === null ? releasing(spoken, command.name, null, may) : null
  }
}

/** What is not merged cannot be taken back; whoever wants that wants it stopped. */
const nothingMerged = 'Nothing is merged yet that could be taken back.'

function underWay({ person, comment }: SpokenCommand): RefusedVote {
  return {
    code: 'command/under-way',
    person,
    comment,
    what: 'The request is being taken back already.',
    fix: 'The status comment shows the plan, and who has to approve it.',
  }
}

/** @param role null where it releases nothing that others hold. */
function releasing(spoken: SpokenCommand, command: string, role: Standing['role'], may: WhoMay): Step {
  const { person, comment } = spoken
  const { as } = may('hold', person)
  const counted = role === null ? as.filter((each) => each !== 'role:maintain') : as
  const by = { person, role, as: counted }
  return { decision: 'unhold', evidence: evidence(command, comment, by), reason: null, spoken }
}

function holding(
  spoken: SpokenCommand,
  command: string,
  reason: string | null,
  may: WhoMay,
): Step | RefusedVote | null {
  const { person, comment } = spoken
  const { as, role, unknown } = may('hold', person)
  if (as.length > 0) {
    const said = reason === null ? null : withoutSecret(reason)
    return {
      decision: 'hold',
      evidence: evidence(command, comment, { person, role, as }),
      reason: said,
      spoken,
    }
  }
  if (unknown.length > 0) {
    const what = `It could not be found out whether this person may put the request on hold: ${unknown.join('; ')}.`
    return { ...notKnown(what, lookedAtAgain), person, comment }
  }
  if (command !== 'hold' && command !== 'rollback') return null
  return {
    code: 'command/not-permitted',
    person,
    comment,
    what: `${command === 'rollback' ? `${nothingMerged} ` : ''}Only the requester, the people the approval rules name, and maintainers of the repository can put this request on hold.`,
    fix: 'Ask one of them to comment /hold.',
  }
}

/** The answer to somebody whose words hold the request although they did not say /hold. */
function heldInstead(step: Step): readonly RefusedVote[] {
  const { spoken } = step
  if (spoken === null || kindOf(step) === 'asked' || spoken.comment.lastEditedAt !== null) return []
  const { person, comment, reading } = spoken
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
