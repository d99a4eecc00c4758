import { isStopping } from '../../model/command.js'
import type { Effect } from '../../model/effect.js'
import { isBefore, secondsAfter } from '../../model/instant.js'
import { type Person, samePerson } from '../../model/person.js'
import { type AcceptedRecord, type FinalRecord, isAccepted } from '../../model/record.js'
import type { FirstLook } from '../../model/snapshot.js'
import { authorityOf, takesPart } from '../approval/authority.js'
import type { SpokenCommand } from '../command/read-commands.js'
import { ownStanding, stageOf } from '../ledger/own-standing.js'
import { momentWords } from '../report/end-words.js'
import { outcomeWords } from '../report/life.js'
import { landingOf, rollBack, wayBack } from '../report/next-step.js'
import { type ReplyView, reply } from '../report/reply.js'
import { acceptAnswer, acceptedView } from './accept.js'
import { type Accepting, acceptings, openAcceptings } from './accepting.js'
import { answeredOn, answersAtOnceMax, awaitsAnswer } from './answered.js'
import { beginsByItself } from './following.js'
import { endHeldMax } from './holds.js'
import { isLocking } from './lock-commands.js'
import type { FirstReading } from './reading.js'
import { reviewWords } from './review.js'
import { nextStage } from './stage-line.js'
import { allRecords, refusedWishes, ruledBy, wishes } from './wishes.js'

/**
 * Answers what came after the end and was meant as a command, once each; and what would have stopped a merge and came while it was running,
 * which no run had seen: its author has to hear that it was too late, and how it is taken back.
 */
export function finishedReplies(reading: FirstReading, record: FinalRecord): readonly Effect[] {
  const { snapshot, commands } = reading
  const answered = answeredOn(snapshot)
  const review = reviewWords(reading)
  const wrong = acceptings(reading).flatMap((each) => ('code' in each ? [each] : []))
  const refused = new Map(
    [...refusedWishes(reading), ...review.refused, ...wrong].map((each) => [each.comment.id, each]),
  )
  const begins = new Set(wishes(reading).flatMap((wish) => ('code' in wish ? [] : [wish.comment.id])))
  const accepts = new Map(openAcceptings(reading).map((each) => [each.comment.id, each]))
  const late = commands.flatMap((spoken): readonly ReplyView[] => {
    // What is said about locks is about the requests of others, and is answered for itself.
    if (spoken.reading.kind === 'command' && isLocking(spoken.reading.command)) return []
    if (!awaitsAnswer(spoken, answered) || !isKnown(spoken.person, reading, record)) return []
    const refusal = refused.get(spoken.comment.id)
    if (refusal !== undefined) return [{ kind: 'refused', refusal }]
    const accepting = accepts.get(spoken.comment.id)
    if (accepting !== undefined) return unaccepted(reading, accepting)
    const accepted = acceptedBy(spoken, reading)
    if (accepted !== null)
      return [{ kind: 'accepted', ...answering(spoken), view: acceptedView(reading, accepted) }]
    return begins.has(spoken.comment.id) || review.counting.has(spoken.comment.id)
      ? []
      : tooLate(spoken, reading, record)
  })
  return late.slice(0, answersAtOnceMax).map((view) => ({
    kind: 'reply',
    to: view.kind === 'refused' ? view.refusal.comment.id : view.comment,
    body: reply(view),
  }))
}

function answering({ person, comment }: SpokenCommand) {
  return { comment: comment.id, login: person.login }
}

/** What an `/accept` is answered with that is on no record; nothing as long as it may become one. */
function unaccepted(reading: FirstReading, accepting: Accepting): readonly ReplyView[] {
  const answer = acceptAnswer(reading, accepting)
  if (answer === null) return []
  if ('code' in answer) return [{ kind: 'refused', refusal: answer }]
  return [{ kind: 'nothing-to-accept', ...answering(accepting), commit: answer.commit }]
}

/** The record that rests on a comment and lets go of places; null where there is none. */
function acceptedBy({ comment }: SpokenCommand, reading: FirstReading): AcceptedRecord | null {
  const own = allRecords(reading).filter(isAccepted)
  return own.find(({ predicate }) => predicate.evidence.some((each) => each.comment === comment.id)) ?? null
}

/** Somebody of the request's story, or of the repository as far as its people were looked up. */
function isKnown(person: Person, reading: FirstReading, { predicate }: FinalRecord): boolean {
  const { snapshot } = reading
  const accepted = allRecords(reading)
    .filter(isAccepted)
    .flatMap((each) => each.predicate.evidence)
  const evidence = [...predicate.evidence, ...accepted]
  const known = [predicate.request.requester, ...evidence.map((each) => each.person)]
  const authority = authorityOf(snapshot)
  return (
    snapshot.repository.private ||
    known.some((each) => samePerson(each, person)) ||
    takesPart(person, [], authority) ||
    authority.teams.some((team) => team.known && team.members.includes(person.id))
  )
}

/** What something is answered with that came too late to have an effect; nothing where it came in time and has been dealt with. */
function tooLate(spoken: SpokenCommand, from: FirstReading, record: FinalRecord): readonly ReplyView[] {
  const { snapshot } = from
  const { predicate } = record
  const { person, comment, reading } = spoken
  const landing = landingOf(record)
  const end = predicate.merge?.at ?? predicate.observedAt
  const refused = (what: string, fix: string): readonly ReplyView[] => [
    { kind: 'refused', refusal: { code: 'command/finished', person, comment, what, fix } },
  ]
  const takeBack = wayToTakeBack(snapshot, record)
  if (!isBefore(end, comment.createdAt)) {
    if (landing === null || !outran(spoken, snapshot, record)) return []
    return refused(
      `The command came while the merge was running: the request was merged at ${end}, before anybody could look at it.`,
      takeBack ?? newRequest,
    )
  }
  const put = holdsAnEnd(spoken, snapshot)
  if (put !== null) return refused(put, 'To put it off for longer, comment /hold again before then.')
  if (takeBack !== null && wantsToStop(reading)) {
    const stands =
      landing === null ? 'What was merged for this request is in force' : `This request was merged at ${end}`
    return refused(`${stands}, so the command changes nothing.`, `${wayOn(from)}${takeBack}`)
  }
  if (reading.kind === 'command' && reading.command.name === 'help')
    return [{ kind: 'help', comment: comment.id, login: person.login }]
  const own = ownStanding(allRecords(from))
  // Much can still be asked for: whoever has written it badly means that.
  if (own !== null && reading.kind === 'refused' && comment.lastEditedAt === null) {
    const { code, what, fix } = reading
    return [{ kind: 'refused', refusal: { person, comment, code, what, fix } }]
  }
  if (own !== null && takeBack !== null && predicate.decision !== 'failed') {
    const until = own.until === null ? '' : ` until ${momentWords(own.until)}`
    return refused(
      `What was merged for this request is in force${until}, so the command changes nothing.`,
      `${wayOn(from)}${takeBack} ${newRequest}`,
    )
  }
  return refused(
    `This request is finished (${outcomeWords(predicate)}), so the command changes nothing.`,
    newRequest,
  )
}

/** What a `/hold` after the merge comes to where an end is near; null where it comes to nothing. */
function holdsAnEnd({ comment, reading }: SpokenCommand, { ledger }: FirstLook): string | null {
  const until = ownStanding([...ledger.earlier, ...ledger.records])?.until ?? null
  if (until === null || reading.kind !== 'command' || reading.command.name !== 'hold') return null
  const over = secondsAfter(comment.createdAt, endHeldMax)
  if (!isBefore(until, over)) return null
  return `The end of this request, ${momentWords(until)}, waits until ${momentWords(over)}, if whoever wrote this may approve such requests and did not ask for this one.`
}

const newRequest = 'To ask for something else, file a new request.'

/** How it goes on to the next stage, or where that begins by itself, how it does not; empty where there is none that could begin. */
function wayOn(reading: FirstReading): string {
  const type = ruledBy(reading)
  const records = allRecords(reading)
  const next = type === null ? null : nextStage(records, type)
  if (next !== null && reading.snapshot.issue.state === 'open' && beginsByItself(next, records))
    return `So that it does not go on to ${next.stage.name} by itself, close this issue. `
  return next?.standing === 'ready' ? `To go on to ${next.stage.name}, comment /promote. ` : ''
}

/** How what stands is taken back; null where nothing does. */
function wayToTakeBack({ ledger }: FirstLook, record: FinalRecord): string | null {
  const landing = landingOf(record)
  if (landing !== null && record.predicate.decision === 'failed')
    return `To take it back, ${wayBack(landing, record.predicate.issue)}.`
  const own = ownStanding([...ledger.earlier, ...ledger.records])
  return own === null
    ? null
    : `To take it back, ${rollBack(own.merges.flatMap((merge) => stageOf(merge) ?? []))}.`
}

/** Whether something would have stopped the request, however badly it is written. */
function wantsToStop(reading: SpokenCommand['reading']): boolean {
  if (reading.kind === 'refused') return reading.stops === true
  return isStopping(reading.command)
}

/**
 * Whether the merge has outrun what would have stopped it. Whatever stops an approved request is put on record by the run that sees it,
 * so what came after the record of the approval, and stands in none, was seen by nobody.
 */
function outran(
  { person, comment, reading }: SpokenCommand,
  { ledger }: FirstLook,
  { predicate: { sequence } }: FinalRecord,
): boolean {
  // What became of the merge may be on record behind it.
  const approved = ledger.records.find(({ predicate }) => predicate.sequence === sequence - 1)?.predicate
  if (approved?.decision !== 'approved' || !wantsToStop(reading)) return false
  const counted = approved.evidence.some((each) => samePerson(each.person, person))
  const takesBack = reading.kind === 'command' && reading.command.name === 'unapprove'
  if (takesBack && !counted) return false
  const onRecord = ledger.records.some(({ predicate }) =>
    predicate.evidence.some((each) => each.comment === comment.id),
  )
  return !onRecord && !isBefore(comment.createdAt, approved.observedAt)
}
