import type { Command } from '../../model/command.js'
import { type Instant, isBefore, latest, secondsAfter, secondsBetween } from '../../model/instant.js'
import { type Cause, type FinalRecord, isOutcome, isReview, type LedgerRecord } from '../../model/record.js'
import type { RequestType } from '../../model/request-type.js'
import type { RefusedVote } from '../../model/verdict.js'
import type { SpokenCommand } from '../command/read-commands.js'
import { causeAgeMax } from '../ledger/check-chapter.js'
import { type OwnStanding, ownStanding } from '../ledger/own-standing.js'
import { durationWords, momentWords } from '../report/end-words.js'
import { meantDuration } from '../request-type/duration.js'
import { readEnd } from '../request-type/written-end.js'
import { whoMay } from './deciders.js'
import { lookedAtAgain } from './decline.js'
import { editedCommand } from './edited-command.js'
import { standIn, typeOf } from './later-chapter.js'
import type { FirstReading } from './reading.js'
import { stageAsked, toRestore, toTakeBack } from './wished-stage.js'
import { withoutSecret } from './without-secret.js'

/** A command that asks for another chapter of a request, and could be its cause. */
export interface Wish extends SpokenCommand {
  readonly command: 'rollback' | 'restore' | 'extend' | 'promote'
  readonly cause: Extract<Cause, { comment: number }>
}

/** What somebody asks for after a merge. */
export type Wished = Wish | RefusedVote

/** The commands that ask for another chapter, oldest first: what each would begin, or why it begins nothing. Whether their authors may is not looked at. */
export function wishes(reading: FirstReading): readonly Wished[] {
  const own = allRecords(reading)
  const standing = ownStanding(own)
  const type = ruledBy(reading)
  const used = new Set(own.flatMap(({ predicate: { cause } }) => ('comment' in cause ? [cause.comment] : [])))
  return reading.commands.flatMap((spoken): readonly Wished[] => {
    if (spoken.reading.kind !== 'command' || used.has(spoken.comment.id)) return []
    const { command } = spoken.reading
    const { person: by, comment } = spoken
    if (!asksForMore(command)) return []
    const force = command.name === 'promote' ? null : notInForce(spoken, standing)
    const untimely = editedCommand(spoken) ?? force ?? notNew(spoken, reading)
    if (untimely !== null) return [untimely]
    if (type === null) return []
    const base = { comment: comment.id, by }
    if (command.name === 'promote') {
      const stage = stageAsked(command.stage, own, type)
      return typeof stage === 'string'
        ? [{ ...spoken, command: 'promote', cause: { kind: 'stage', stage, ...base, reason: null } }]
        : [{ code: 'command/no-next-stage', person: by, comment, ...stage }]
    }
    if (standing === null) return []
    if (command.name === 'rollback' || command.name === 'restore') {
      const asked = (command.name === 'rollback' ? toTakeBack : toRestore)(
        command.reason,
        standing,
        own,
        type,
      )
      if ('what' in asked) return [{ code: 'command/stage-unclear', person: by, comment, ...asked }]
      const reason = asked.reason === null ? null : withoutSecret(asked.reason)
      const kind = command.name === 'rollback' ? 'taken-back' : 'restored'
      return [{ ...spoken, command: command.name, cause: { kind, ...asked.stages, ...base, reason } }]
    }
    const until = laterEnd(command.end, standing, type, reading.snapshot.viewer.observedAt)
    return typeof until === 'string'
      ? [{ ...spoken, command: 'extend', cause: { kind: 'extended', ...base, reason: null, until } }]
      : [{ code: 'command/no-later-end', person: by, comment, ...until }]
  })
}

/** The commands that ask for another chapter. */
type Asking = Extract<Command, { name: Wish['command'] }>

function asksForMore(command: Command): command is Asking {
  return (['rollback', 'restore', 'extend', 'promote'] as const).some((name) => name === command.name)
}

/** Who may ask for another chapter. */
export function mayWish(reading: FirstReading) {
  const requester = allRecords(reading).at(-1)?.predicate.request.requester ?? null
  return whoMay(reading, askedAbout(reading), requester)
}

/** The type with everybody who approves some stage: whoever decides about one of them may ask for what comes next. */
export function askedAbout(reading: FirstReading): RequestType | null {
  const type = ruledBy(reading)
  if (type?.stages === undefined) return type
  const theirs = type.stages.flatMap(({ approval }) => approval?.approval ?? [])
  return { ...type, approval: [...type.approval, ...theirs] }
}

/** Commands that ask for another chapter and begin none, with the reason. */
export function refusedWishes(reading: FirstReading): readonly RefusedVote[] {
  const may = mayWish(reading)
  return wishes(reading).flatMap((wish): readonly RefusedVote[] => {
    if ('code' in wish) return [wish]
    const { person, comment, command } = wish
    const { as, unknown } = may(command, person)
    if (as.length > 0) return []
    const told =
      unknown.length === 0
        ? {
            what: 'Only the requester, the people the approval rules name, and maintainers of the repository can ask for this.',
            fix: `Ask one of them to comment /${command}.`,
          }
        : {
            what: `It could not be found out whether this person may ask for this: ${unknown.join('; ')}.`,
            fix: lookedAtAgain,
          }
    return [{ code: 'command/not-permitted', person, comment, ...told }]
  })
}

/** The type whose rules say who may ask for another chapter: as it stands today, or where it is gone, what stands in for it. */
export function ruledBy(reading: FirstReading): RequestType | null {
  const request = allRecords(reading).at(-1)?.predicate.request
  return request === undefined ? null : (typeOf(request, reading.policy) ?? standIn(request)).type
}

/** The records of all chapters, oldest first. */
export function allRecords({
  snapshot: { ledger },
}: Pick<FirstReading, 'snapshot'>): readonly LedgerRecord[] {
  return [...ledger.earlier, ...ledger.records]
}

/** Why a command comes to nothing where nothing is in force; null where something is. */
export function notInForce(
  { person, comment }: SpokenCommand,
  standing: OwnStanding | null,
): RefusedVote | null {
  if (standing !== null) return null
  return {
    code: 'command/finished',
    person,
    comment,
    what: 'Nothing of this request is in force any more, so nothing of it can be taken back, restored or extended.',
    fix: 'To ask for something else, file a new request.',
  }
}

/** A command counts once, and soon: in the chapter that it follows, and while somebody still wants it. */
export function notNew(
  { person, comment, reading }: SpokenCommand,
  { snapshot }: FirstReading,
): RefusedVote | null {
  const name = reading.kind === 'command' ? reading.command.name : 'rollback'
  const refused = (what: string, fix: string): RefusedVote => ({
    code: 'command/finished',
    person,
    comment,
    what,
    fix,
  })
  // What became of a merge was decided by nobody. But whoever asked to go on before it was known has been told to ask again.
  const last = allRecords({ snapshot }).findLast(
    (each) =>
      (hasEnded(each.predicate) && (name === 'promote' || !(isOutcome(each) || isReview(each)))) ||
      // What a chapter gave way to may be a command, but never to let go of places: that waited for nothing.
      (name === 'accept' && each.predicate.decision === 'lapsed'),
  )
  if (last !== undefined && !isBefore(endOf(last), comment.createdAt))
    return refused(
      'The command came while something else was being decided or merged, so nobody can tell what it is about.',
      `To ask for it now, write a new comment with /${name}.`,
    )
  if (secondsBetween(comment.createdAt, snapshot.viewer.observedAt) > causeAgeMax)
    return refused(
      'The command is more than a day old, and no run had seen it before.',
      `Whoever still wants it writes a new comment with /${name}.`,
    )
  return null
}

/** A chapter that gave way did so for the command that came while it was open. */
function hasEnded({ decision }: LedgerRecord['predicate']): boolean {
  return (
    decision === 'merged' ||
    decision === 'reached' ||
    decision === 'reviewed' ||
    decision === 'unchanged' ||
    decision === 'failed' ||
    decision === 'rejected' ||
    decision === 'withdrawn'
  )
}

/** When a chapter had ended for everybody: its merge, and the look that recorded it. */
function endOf({ predicate: { merge, observedAt } }: Pick<FinalRecord, 'predicate'> | LedgerRecord): Instant {
  return merge === null ? observedAt : latest(merge.at, observedAt)
}

/** The end that somebody asks for, or why there is none. */
function laterEnd(
  text: string,
  { until, extended }: OwnStanding,
  { extend, expires, path }: RequestType,
  now: Instant,
): Instant | { readonly what: string; readonly fix: string } {
  if (until === null)
    return { what: 'This request has no end that could be later.', fix: 'Nothing has to be done: it stays.' }
  if (extend === undefined)
    return {
      what: `Requests of this kind cannot be extended: ${path} has no extend.`,
      fix: 'File a new request, or ask a maintainer to allow it in the request type.',
    }
  if (!isBefore(now, until))
    return {
      what: `The end of this request, ${momentWords(until)}, has come already.`,
      fix: 'File a new request.',
    }
  if (extended >= extend.times)
    return {
      what: `This request was extended ${extended === 1 ? 'once' : `${extended} times`} already, and that is as often as its type allows.`,
      fix: 'File a new request.',
    }
  const wanted = readEnd(text, expires?.zone ?? 'UTC')
  if (wanted === null)
    return {
      what: text === '' ? '/extend has to say until when.' : `“${text}” is no end.`,
      fix: `${meantDuration(text)}Write a new comment with a day as in /extend 2026-12-31, a moment with its offset from UTC as in /extend 2026-12-31T18:00:00Z, or hours, days or weeks from the present end as in /extend ${durationWords(extend.by)}.`,
    }
  const at = wanted.kind === 'at' ? wanted.at : secondsAfter(until, wanted.seconds)
  const latestEnd = secondsAfter(until, extend.by)
  if (!isBefore(until, at))
    return {
      what: `${momentWords(at)} is not later than the present end, ${momentWords(until)}.`,
      fix: 'Write a new comment with a later one.',
    }
  if (isBefore(latestEnd, at))
    return {
      what: `${momentWords(at)} is later than one extension allows: at most ${momentWords(latestEnd)}.`,
      fix: `Write a new comment with /extend and an end up to then.`,
    }
  return at
}
