import type { Command, LockCommand } from '../../model/command.js'
import type { Decision } from '../../model/decision.js'
import type { Effect } from '../../model/effect.js'
import { type Instant, isBefore, secondsAfter, secondsBetween } from '../../model/instant.js'
import {
  type Lock,
  type Locked,
  type LockPredicate,
  lockedText,
  lockPredicateType,
  lockSubjects,
} from '../../model/lock.js'
import type { Standing } from '../approval/principal.js'
import type { Refusal } from '../approval/refuse-vote.js'
import type { SpokenCommand } from '../command/read-commands.js'
import { lockPath } from '../ledger/lock-form.js'
import { inForceAt, isCarriedOut, isGivenBefore, locksAfter, locksMax, noLocks } from '../ledger/locks.js'
import { reply } from '../report/reply.js'
import { answeredOn, answersAtOnceMax, awaitsAnswer, isUnanswered } from './answered.js'
import { evidence } from './build-record.js'
import { type WhoMay, whoMay } from './deciders.js'
import { lookedAtAgain } from './decline.js'
import { editedCommand } from './edited-command.js'
import { ledgerProblem } from './ledger-doubts.js'
import { namedByLock, namedByUnlock } from './locked-names.js'
import type { FirstReading, Reading } from './reading.js'
import { isAnswered } from './replies.js'
import { isView } from './views.js'
import { withoutSecret } from './without-secret.js'

/** For how long a command counts that no run has seen, in seconds: somebody still has to want it. */
const ageMax = 24 * 60 * 60

type Locking = LockCommand | Extract<Command, { name: 'unlock' }>

interface SpokenLock extends SpokenCommand {
  readonly command: Locking
}

/**
 * Adds to a decision what was said about locks on its issue: the record of one goes before everything else, so that a lock given on a request that is
 * about to be merged holds this one too; the answers come once nothing is left to record.
 */
export function withLocks(reading: Reading, decision: Decision): Decision {
  const { snapshot } = reading
  if (reading.understanding.kind === 'ignored' || ledgerProblem(snapshot) !== null) return decision
  const [next] = spokenLocks(reading).flatMap((spoken) => toRecord(reading, spoken) ?? [])
  if (next !== undefined) {
    if (snapshot.ledger.blockedBy !== undefined) return decision
    return { ...decision, effects: snapshot.ledger.head === null ? [{ kind: 'ensure-ledger' }] : [next] }
  }
  const isAtRest = decision.next !== 'look-again' && decision.effects.every(isView)
  const answers = isAtRest ? lockReplies(reading, decision) : []
  return answers.length === 0 ? decision : { ...decision, effects: [...decision.effects, ...answers] }
}

/** Whether somebody has said something about locks that no run has dealt with; then their standing has to be looked up. */
export function asksToLock(reading: FirstReading): boolean {
  const { snapshot } = reading
  const answered = answeredOn(snapshot)
  return spokenLocks(reading).some(
    (spoken) => isNew(spoken, snapshot.viewer.observedAt) && isUnanswered(spoken, answered),
  )
}

export function isLocking(command: Command): command is Locking {
  return command.name === 'lock' || command.name === 'unlock'
}

function spokenLocks({ commands }: FirstReading): readonly SpokenLock[] {
  return commands.flatMap((spoken) => {
    const command = spoken.reading.kind === 'command' ? spoken.reading.command : null
    return command !== null && isLocking(command) ? [{ ...spoken, command }] : []
  })
}

function isNew({ comment }: SpokenCommand, now: Instant): boolean {
  return secondsBetween(comment.createdAt, now) <= ageMax
}

function known({ snapshot }: Pick<FirstReading, 'snapshot'>) {
  return snapshot.ledger.locks ?? noLocks
}

/**
 * Why a `/lock` holds nothing but the request it was written on; null where it is carried out, or was. Whoever may not lock means to stop all the same, and so
 * does whoever has not said what.
 */
export function whyNotLocked(
  { person, comment }: SpokenCommand,
  command: LockCommand,
  reading: Reading,
  may: WhoMay,
): string | null {
  const now = reading.snapshot.viewer.observedAt
  if (isCarriedOut(known(reading), comment.id) || secondsBetween(comment.createdAt, now) > ageMax) return null
  const { as, unknown } = may('lock', person)
  if (unknown.length > 0) return null
  if (as.length === 0) return onlyMaintainers
  const found = lockOf(reading, { comment, command })
  return 'what' in found ? found.what : null
}

/** The effect that carries out a command; null where it was, or where it has none. */
function toRecord(reading: Reading, spoken: SpokenLock): Effect | null {
  const { snapshot } = reading
  const locks = known(reading)
  if (isCarriedOut(locks, spoken.comment.id) || refusalOf(reading, spoken) !== null) return null
  const standing = whoMay(reading, null)(spoken.command.name, spoken.person)
  const content = contentOf(reading, spoken)
  const { head, ...ledger } = snapshot.ledger
  if ('code' in content) return null
  const { owner, name, id } = snapshot.repository
  const sequence = (ledger.locks ?? noLocks).records + 1
  const predicate: LockPredicate = {
    ...content,
    sequence,
    // Until there is a ledger, that is begun first.
    previous: head ?? snapshot.repository.commit,
    repository: `${owner}/${name}`,
    repositoryId: id,
    issue: snapshot.issue.number,
    observedAt: snapshot.viewer.observedAt,
    evidence: evidenceOf(spoken, standing),
  }
  const record = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: lockSubjects(predicate),
    predicateType: lockPredicateType,
    predicate,
  } as const
  return { kind: 'append-lock', path: lockPath(sequence), record, locks: locksAfter(locks, record) }
}

function evidenceOf({ person, comment, command }: SpokenLock, { as, role }: Standing) {
  return evidence(command.name, comment, { person, role, as })
}

type Content =
  | {
      readonly does: 'lock'
      readonly of: Locked
      readonly until: Instant | null
      readonly ends?: 'hold'
      readonly reason: string
    }
  | { readonly does: 'unlock'; readonly of: Locked; readonly reason: string | null }

function contentOf(reading: FirstReading, spoken: SpokenLock): Content | Refusal {
  const { command } = spoken
  if (command.name === 'lock') return lockOf(reading, { ...spoken, command })
  const of = lifted(command.of, spoken, reading)
  if ('code' in of) return of
  return { does: 'unlock', of, reason: command.reason === null ? null : withoutSecret(command.reason) }
}

/** What an `/unlock` lifts: what was locked when it was written. */
function lifted(
  name: string,
  { comment }: Pick<SpokenCommand, 'comment'>,
  reading: FirstReading,
): Locked | Refusal {
  const locks = inForce(reading)
  const written = { comment: comment.id, createdAt: comment.createdAt }
  const of = namedByUnlock(
    name,
    locks.filter((lock) => isGivenBefore(lock, written)),
  )
  const later = 'code' in of ? namedByUnlock(name, locks) : of
  if (!('code' in of) || 'code' in later) return of
  return lacking(
    `${lockedText(later)} was locked only after this was written, so nothing was unlocked.`,
    `Whoever wants that lifted writes a new comment with /unlock ${lockedText(later)}.`,
  )
}

function inForce(reading: FirstReading): readonly Lock[] {
  return inForceAt(known(reading), reading.snapshot.viewer.observedAt)
}

/** What a `/lock` locks, or what it lacks. */
function lockOf(
  reading: FirstReading,
  { command, comment }: Pick<SpokenCommand, 'comment'> & { readonly command: LockCommand },
): Extract<Content, { does: 'lock' }> | Refusal {
  const of = namedByLock(command.of, reading.policy)
  if ('code' in of) return of
  const until = endOf(command, comment.createdAt)
  if (command.reason === '')
    return lacking(
      'The reason is missing, so nothing was locked.',
      `Write a new comment with the reason on the same line, as in: /lock ${lockedText(of)} until 2026-12-31 the cluster is being moved.`,
    )
  if (until !== null && !isBefore(reading.snapshot.viewer.observedAt, until))
    return lacking(
      `${until} has passed already, so nothing was locked.`,
      'Write a new comment with a later time, or without one.',
    )
  if (inForce(reading).length >= locksMax)
    return lacking(
      `${locksMax} locks are in force already, so no other was added.`,
      'Lift some of them with /unlock, or lock everything with /lock all.',
    )
  const ends = command.ends === 'hold' ? { ends: 'hold' as const } : {}
  return { does: 'lock', of, until, ...ends, reason: withoutSecret(command.reason) }
}

function endOf({ until }: LockCommand, since: Instant): Instant | null {
  if (until === null) return null
  return until.kind === 'at' ? until.at : secondsAfter(since, until.seconds)
}

function lacking(what: string, fix: string): Refusal {
  return { code: 'command/bad-argument', what, fix }
}

const onlyMaintainers = 'Only maintainers of the repository can lock and unlock.'

/** Why a command about locks is not carried out; null where it can be. */
function refusalOf(reading: Reading, spoken: SpokenLock): Refusal | null {
  const edited = editedCommand(spoken)
  if (edited !== null) return edited
  const { as, unknown } = whoMay(reading, null)(spoken.command.name, spoken.person)
  if (unknown.length > 0)
    return {
      code: 'approval/authority-unknown',
      kind: 'unclear',
      what: `It could not be found out whether this person may lock: ${unknown.join('; ')}.`,
      fix: lookedAtAgain,
    }
  if (as.length === 0)
    return {
      code: 'command/not-permitted',
      what: onlyMaintainers,
      fix: 'Ask one of them; whoever may stop this one request can comment /hold.',
    }
  if (!isNew(spoken, reading.snapshot.viewer.observedAt))
    return {
      code: 'command/finished',
      what: 'The command is more than a day old, and no run had seen it before.',
      fix: `Whoever still wants it writes a new comment with /${spoken.command.name}.`,
    }
  const content = contentOf(reading, spoken)
  return 'code' in content ? content : null
}

/** Answers what was said about locks, once each, unless this decision answers it already. */
function lockReplies(reading: Reading, { effects }: Decision): readonly Effect[] {
  const { snapshot } = reading
  const answered = answeredOn(snapshot)
  const answers = effects.flatMap((effect) => (effect.kind === 'reply' ? [effect.to] : []))
  const replies: Effect[] = []
  for (const spoken of spokenLocks(reading)) {
    const { comment } = spoken
    if (answers.length + replies.length >= answersAtOnceMax) break
    // Whoever may lock is told each time what came of it: they may do so on one issue for years.
    const carriedOut = isCarriedOut(known(reading), comment.id)
    const waits = carriedOut ? isUnanswered(spoken, answered) : awaitsAnswer(spoken, answered)
    if (answers.includes(comment.id) || !waits) continue
    const body = answerTo(reading, spoken)
    if (body !== null) replies.push({ kind: 'reply', to: comment.id, body })
  }
  return replies
}

const heldInstead =
  'It was taken for a wish to stop, so this request is on hold; to let it go on, comment /unhold.'

/** Whether a comment that could not be carried out holds the request it was written on. */
function heldBy({ snapshot: { ledger } }: Reading, comment: number): boolean {
  return ledger.records.some(
    ({ predicate: { decision, evidence: of } }) =>
      decision === 'hold' && of.some((each) => each.comment === comment),
  )
}

function answerTo(reading: Reading, spoken: SpokenLock): string | null {
  const { comment, person, command } = spoken
  const { login } = person
  const locks = known(reading)
  if (isCarriedOut(locks, comment.id)) {
    const lock = locks.locks.find((each) => each.comment === comment.id) ?? null
    if (command.name === 'lock') return reply({ kind: 'locked', comment: comment.id, login, lock })
    return reply({ kind: 'unlocked', comment: comment.id, login, of: command.of, left: inForce(reading) })
  }
  const refusal = refusalOf(reading, spoken)
  if (refusal === null || refusal.kind === 'unclear' || !isAnswered(person, reading.snapshot, [])) return null
  const fix = heldBy(reading, comment.id) ? `${refusal.fix} ${heldInstead}` : refusal.fix
  return reply({ kind: 'refused', refusal: { ...refusal, fix, person, comment } })
}
