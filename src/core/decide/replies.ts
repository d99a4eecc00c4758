import { type Command, isAsking, isStopping } from '../../model/command.js'
import type { Decision } from '../../model/decision.js'
import type { Effect } from '../../model/effect.js'
import { type Instant, isBefore, secondsAfter } from '../../model/instant.js'
import { type Person, samePerson } from '../../model/person.js'
import type { Problem } from '../../model/problem.js'
import type { FinalRecord } from '../../model/record.js'
import type { FirstLook } from '../../model/snapshot.js'
import type { Approval, RefusedVote, ResolvedApprover } from '../../model/verdict.js'
import { authorityOf, takesPart } from '../approval/authority.js'
import type { SpokenCommand } from '../command/read-commands.js'
import { ownStanding, stageOf } from '../ledger/own-standing.js'
import { momentWords } from '../report/end-words.js'
import { outcomeWords } from '../report/life.js'
import { landingOf, rollBack, wayBack } from '../report/next-step.js'
import { type ReplyView, reply, replyMarker } from '../report/reply.js'
import { beginsByItself } from './following.js'
import { endHeldMax } from './holds.js'
import type { FirstReading } from './reading.js'
import { nextStage } from './stage-line.js'
import { allRecords, refusedWishes, ruledBy, wishes } from './wishes.js'

/** Most answers one person gets in one chapter: a flood of commands must cost a bounded number of calls, and a long life has many chapters. */
const answersPerPersonMax = 5
/** Most answers written at the same time; GitHub slows down whoever writes too much at once. */
const answersAtOnceMax = 20

/**
 * Answers every command that has no effect, and `/help`, once each. A stranger on a public repository gets no answer: whoever
 * can comment there is anybody, and answers would let them make the toolkit write.
 */
export function commandReplies(
  { snapshot, commands }: FirstReading,
  refused: readonly RefusedVote[],
  deciders: readonly ResolvedApprover[],
): readonly Effect[] {
  const answered = answeredOn(snapshot)
  const refusals = byComment(refused)
  const replies: Effect[] = []
  for (const spoken of commands) {
    // No more are written than may be: somebody may have given thousands of commands.
    if (replies.length === answersAtOnceMax) break
    if (!awaitsAnswer(spoken, answered) || !isAnswered(spoken.person, snapshot, deciders)) continue
    const view = replyTo(spoken, refusals.get(spoken.comment.id) ?? [])
    if (view !== null) replies.push({ kind: 'reply', to: spoken.comment.id, body: reply(view) })
  }
  return replies
}

/**
 * Answers `/explain` and `/retry`, once each, with where the request is now. Only a decision that is at rest is told: one that is about to
 * write a record, a pull request or a merge would be outdated before anybody read it.
 */
export function explanations(
  { snapshot, commands }: FirstReading,
  decision: Decision,
  deciders: readonly ResolvedApprover[],
): readonly Effect[] {
  if (!decision.effects.every(isView)) return []
  const answered = answeredOn(snapshot)
  const asked = commands.filter(
    (spoken) =>
      spoken.reading.kind === 'command' &&
      isQuestion(spoken.reading.command) &&
      awaitsAnswer(spoken, answered) &&
      isAnswered(spoken.person, snapshot, deciders),
  )
  return asked.slice(0, answersAtOnceMax).map(({ person, comment }) => ({
    kind: 'reply',
    to: comment.id,
    body: reply({
      kind: 'explained',
      comment: comment.id,
      login: person.login,
      decision,
      organization: snapshot.repository.owner,
    }),
  }))
}

/** What asks about this request; whatever has no answer of its own is told where the request is. */
function isQuestion(command: Command): boolean {
  return isAsking(command) && command.name !== 'help'
}

/** Whether a write shows something and decides nothing. */
export function isView({ kind }: Effect): boolean {
  return (
    kind === 'ensure-status' ||
    kind === 'ensure-labels' ||
    kind === 'reply' ||
    kind === 'notice' ||
    kind === 'reopen-issue' ||
    kind === 'delete-comment'
  )
}

/**
 * Answers what came after the end and was meant as a command, once each; and what would have stopped a merge and came while it was running,
 * which no run had seen: its author has to hear that it was too late, and how it is taken back.
 */
export function finishedReplies(reading: FirstReading, record: FinalRecord): readonly Effect[] {
  const { snapshot, commands } = reading
  const answered = answeredOn(snapshot)
  const refused = byComment(refusedWishes(reading))
  const begins = new Set(wishes(reading).flatMap((wish) => ('code' in wish ? [] : [wish.comment.id])))
  const late = commands.flatMap((spoken): readonly ReplyView[] => {
    if (!awaitsAnswer(spoken, answered) || !isKnown(spoken.person, snapshot, record)) return []
    const [refusal] = refused.get(spoken.comment.id) ?? []
    if (refusal !== undefined) return [{ kind: 'refused', refusal }]
    return begins.has(spoken.comment.id) ? [] : tooLate(spoken, reading, record)
  })
  return late.slice(0, answersAtOnceMax).map((view) => ({
    kind: 'reply',
    to: view.kind === 'refused' ? view.refusal.comment.id : view.comment,
    body: reply(view),
  }))
}

function byComment(refused: readonly RefusedVote[]): ReadonlyMap<number, readonly RefusedVote[]> {
  const found = new Map<number, RefusedVote[]>()
  for (const each of refused) {
    const same = found.get(each.comment.id)
    if (same === undefined) found.set(each.comment.id, [each])
    else same.push(each)
  }
  return found
}

/** @param refused why the comment has no effect, in the order of what is told first. */
function replyTo(
  { person, comment, reading }: SpokenCommand,
  refused: readonly RefusedVote[],
): ReplyView | null {
  if (reading.kind === 'refused') {
    if (comment.lastEditedAt !== null) return null
    const { code, what, fix } = reading
    const said = refused.find(isTold)
    return { kind: 'refused', refusal: said ?? { person, comment, code, what, fix } }
  }
  if (reading.command.name === 'help') return { kind: 'help', comment: comment.id, login: person.login }
  if (isQuestion(reading.command)) return null
  const [refusal] = refused
  // Whoever took an approval back knows that it does not count.
  if (refusal === undefined || !isTold(refusal) || refusal.kind === 'taken-back') return null
  return { kind: 'refused', refusal }
}

/** What could not be found out may be known by the next run; an answer written now would stay. */
function isTold({ kind }: RefusedVote): boolean {
  return kind !== 'unclear'
}

function isAnswered(person: Person, snapshot: FirstLook, deciders: readonly ResolvedApprover[]): boolean {
  const { author } = snapshot.issue
  if (snapshot.repository.private || (author !== null && samePerson(author, person))) return true
  return takesPart(person, deciders, authorityOf(snapshot))
}

/** Somebody of the request's story, or of the repository as far as its people were looked up. */
function isKnown(person: Person, snapshot: FirstLook, { predicate }: FinalRecord): boolean {
  const known = [predicate.request.requester, ...predicate.evidence.map((each) => each.person)]
  const authority = authorityOf(snapshot)
  return (
    snapshot.repository.private ||
    known.some((each) => samePerson(each, person)) ||
    takesPart(person, [], authority) ||
    authority.teams.some((team) => team.known && team.members.includes(person.id))
  )
}

/** What the toolkit has answered on an issue. */
interface Answered {
  /** The markers of its answers. */
  readonly markers: ReadonlySet<string>
  /** How often it has answered whom in the chapter at hand. */
  readonly times: ReadonlyMap<Person['id'], number>
}

/** Looked through once: whoever may comment can write many commands. */
function answeredOn({ issue: { comments }, ledger }: FirstLook): Answered {
  const [first] = ledger.records
  const begun = first?.predicate.decision === 'begun' ? first.predicate.observedAt : null
  const own = comments.filter((each) => each.own)
  const markers = new Set(own.map(({ body }) => body.slice(0, body.indexOf(markerEnd) + markerEnd.length)))
  const times = new Map<Person['id'], number>()
  for (const { id, author, createdAt } of comments) {
    // What was answered in the chapters before was answered to what was asked then.
    if (begun !== null && isBefore(createdAt, begun)) continue
    if (author !== null && markers.has(replyMarker(id))) times.set(author.id, (times.get(author.id) ?? 0) + 1)
  }
  return { markers, times }
}

const markerEnd = '-->'

/** Whether a comment waits for its answer, and its author has not had all of theirs yet. */
function awaitsAnswer({ person, comment }: SpokenCommand, { markers, times }: Answered): boolean {
  return !markers.has(replyMarker(comment.id)) && (times.get(person.id) ?? 0) < answersPerPersonMax
}

/** Approvals that count while the request is on hold: nothing comes of them until it is released, and whoever gave them is told what they wait for. */
export function heldApprovals(
  approvals: readonly Approval[],
  since: Instant,
  problem: Problem,
): readonly RefusedVote[] {
  return approvals
    .filter(({ comment }) => !isBefore(comment.createdAt, since))
    .map(({ person, comment }) => ({
      code: 'approval/on-hold',
      person,
      comment,
      what: `The approval is recorded and counts. The request is on hold, though: ${problem.what}`,
      fix: problem.fix,
    }))
}

/** Approvals given while there is nothing to approve; those the ledger has were given before that. */
export function untimelyApprovals({ snapshot, commands }: FirstReading): readonly RefusedVote[] {
  const known = new Set(
    snapshot.ledger.records.flatMap(({ predicate }) => predicate.evidence.map((each) => each.comment)),
  )
  return commands.flatMap(({ person, comment, reading }) => {
    if (reading.kind !== 'command' || reading.command.name !== 'approve' || known.has(comment.id)) return []
    return [
      {
        code: 'approval/before-publication' as const,
        person,
        comment,
        what: 'Nothing can be approved while the request is in this state.',
        fix: 'When the status comment shows a plan that waits for approval, write a new comment with /approve.',
      },
    ]
  })
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
    if (landing === null || !outran(spoken, snapshot)) return []
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
function outran({ person, comment, reading }: SpokenCommand, { ledger }: FirstLook): boolean {
  const approved = ledger.records.at(-2)?.predicate
  if (approved?.decision !== 'approved' || !wantsToStop(reading)) return false
  const counted = approved.evidence.some((each) => samePerson(each.person, person))
  const takesBack = reading.kind === 'command' && reading.command.name === 'unapprove'
  if (takesBack && !counted) return false
  const onRecord = ledger.records.some(({ predicate }) =>
    predicate.evidence.some((each) => each.comment === comment.id),
  )
  return !onRecord && !isBefore(comment.createdAt, approved.observedAt)
}
