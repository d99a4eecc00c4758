import type { Effect } from '../../model/effect.js'
import { isBefore, latest, secondsBetween } from '../../model/instant.js'
import type { FinalRecord, LedgerRecord } from '../../model/record.js'
import type { RequestType } from '../../model/request-type.js'
import type { RefusedVote } from '../../model/verdict.js'
import type { SpokenCommand } from '../command/read-commands.js'
import { appendRecord, evidence } from './build-record.js'
import { whoMay } from './deciders.js'
import { lookedAtAgain } from './decline.js'
import { editedCommand } from './edited-command.js'
import { mergedBefore, standIn, typeOf } from './later-chapter.js'
import type { FirstReading, Reading } from './reading.js'
import { withoutSecret } from './without-secret.js'

/** How old a command may be when a run first sees it, in seconds: what somebody wanted long ago they may not want any more. */
const wishAgeMax = 24 * 60 * 60

/** A command that asks for another chapter of a request. */
interface Wish extends SpokenCommand {
  readonly reason: string | null
}

/** The commands that ask for another chapter of a finished one and could be its cause, oldest first; whether their authors may is not looked at. */
export function wishes(reading: FirstReading, record: FinalRecord): readonly Wish[] {
  return asked(reading).filter((wish) => refusedWish(wish, reading, record) === null)
}

/** What begins the next chapter of a finished one, or null where nobody who may has asked for it. The first who asked counts. */
export function nextChapter(reading: Reading, record: FinalRecord): readonly Effect[] | null {
  const may = mayRollBack(reading, record)
  const wish = wishes(reading, record).find(({ person }) => may(person).as.length > 0)
  const request = mergedBefore(allRecords(reading)).at(-1)?.predicate.request
  if (wish === undefined || request === undefined) return null
  const { person, comment } = wish
  const { as, role } = may(person)
  const reason = wish.reason === null ? null : withoutSecret(wish.reason)
  const chapter = record.predicate.chapter + 1
  const begun = appendRecord(reading, {
    decision: 'begun',
    begins: { chapter, cause: { kind: 'taken-back', comment: comment.id, by: person, reason } },
    request,
    plan: null,
    pull: null,
    evidence: [evidence('rollback', comment, { person, role, as })],
    merge: null,
    reason,
  })
  return reading.snapshot.issue.state === 'closed' ? [begun, { kind: 'reopen-issue' }] : [begun]
}

/** Commands that ask for another chapter and begin none, with the reason. */
export function refusedWishes(reading: FirstReading, record: FinalRecord): readonly RefusedVote[] {
  const may = mayRollBack(reading, record)
  return asked(reading).flatMap((wish): readonly RefusedVote[] => {
    const { person, comment } = wish
    const refused = refusedWish(wish, reading, record)
    if (refused !== null) return [refused]
    const { as, unknown } = may(person)
    if (as.length > 0) return []
    const told =
      unknown.length === 0
        ? onlyThese
        : {
            what: `It could not be found out whether this person may take the request back: ${unknown.join('; ')}.`,
            fix: lookedAtAgain,
          }
    return [{ code: 'command/not-permitted', person, comment, ...told }]
  })
}

const onlyThese = {
  what: 'Only the requester, the people the approval rules name, and maintainers of the repository can take this request back.',
  fix: 'Ask one of them to comment /rollback.',
}

/** The type whose rules say who may ask for another chapter: as it stands today, or where it is gone, what stands in for it. */
export function ruledBy({ policy }: FirstReading, { predicate }: LedgerRecord): RequestType {
  return (typeOf(predicate.request, policy) ?? standIn(predicate.request)).type
}

function mayRollBack(reading: FirstReading, record: FinalRecord) {
  const may = whoMay(reading, ruledBy(reading, record), record.predicate.request.requester)
  return (person: SpokenCommand['person']) => may('rollback', person)
}

function asked({ commands }: FirstReading): readonly Wish[] {
  return commands.flatMap((spoken) =>
    spoken.reading.kind === 'command' && spoken.reading.command.name === 'rollback'
      ? [{ ...spoken, reason: spoken.reading.command.reason }]
      : [],
  )
}

function refusedWish(wish: Wish, reading: FirstReading, record: FinalRecord): RefusedVote | null {
  const { person, comment } = wish
  const refused = (what: string, fix: string): RefusedVote => ({
    code: 'command/finished',
    person,
    comment,
    what,
    fix,
  })
  const edited = editedCommand(wish)
  if (edited !== null) return edited
  if (!isInForce(allRecords(reading)))
    return refused(
      'Nothing of this request is in force that could be taken back.',
      'To ask for something else, file a new request.',
    )
  if (!isBefore(endOf(record), comment.createdAt))
    return refused(
      'The command came while the request was being merged, so nobody can tell whether it is meant to stop the merge or to take it back.',
      'To take it back, write a new comment with /rollback.',
    )
  if (secondsBetween(comment.createdAt, reading.snapshot.viewer.observedAt) > wishAgeMax)
    return refused(
      'The command is more than a day old, and no run had seen it before.',
      'Whoever still wants it writes a new comment with /rollback.',
    )
  return null
}

/** Whether something was merged that has not been taken back since. */
function isInForce(records: readonly LedgerRecord[]): boolean {
  const last = records.findLast(({ predicate: { decision, cause } }) =>
    cause.kind === 'asked' ? decision === 'merged' : decision === 'merged' || decision === 'unchanged',
  )
  return last?.predicate.cause.kind === 'asked'
}

function allRecords({ snapshot: { ledger } }: FirstReading): readonly LedgerRecord[] {
  return [...ledger.earlier, ...ledger.records]
}

/** When a chapter had ended for everybody: its merge, and the look that recorded it. */
function endOf({ predicate: { merge, observedAt } }: FinalRecord) {
  return merge === null ? observedAt : latest(merge.at, observedAt)
}
