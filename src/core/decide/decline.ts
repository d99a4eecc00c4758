import { type Command, isAsking } from '../../model/command.js'
import { samePerson } from '../../model/person.js'
import type { CauseKind } from '../../model/record.js'
import type { RequestType } from '../../model/request-type.js'
import type { FirstLook } from '../../model/snapshot.js'
import type { RefusedVote } from '../../model/verdict.js'
import { notKnown, type Refusal } from '../approval/refuse-vote.js'
import type { SpokenCommand } from '../command/read-commands.js'
import { chapterOf } from '../ledger/chapter-at-hand.js'
import { isOwnEmergency } from '../ledger/review.js'
import { evidence, type RecordContent } from './build-record.js'
import { type WhoMay, whoMay } from './deciders.js'
import { editedCommand } from './edited-command.js'
import type { FirstReading } from './reading.js'
import { withoutSecret } from './without-secret.js'

/** How a request ends without a merge. */
export type Declined = Pick<
  RecordContent<'rejected' | 'withdrawn'>,
  'decision' | 'evidence' | 'unanswered' | 'reason'
>

export interface Declines {
  /** The first entitled refusal, or null. */
  readonly declined: Declined | null
  /** `/reject` and `/withdraw` of people who may not, or in edited comments. */
  readonly refused: readonly RefusedVote[]
}

/**
 * Looks for the end without a merge: `/reject` by somebody whom a rule names that applies to the request, `/withdraw` by whoever asked, or in
 * the first chapter the issue closed. An edited comment never decides: whoever can edit comments could put words into somebody's mouth. What the ledger has as a
 * hold stays one, also when the request is edited so that another rule applies.
 */
export function declines(reading: FirstReading, type: RequestType | null): Declines {
  const { snapshot, commands } = reading
  const may = whoMay(reading, type)
  const { cause } = chapterOf(snapshot.ledger)
  const refused: RefusedVote[] = []
  const held = new Set(
    snapshot.ledger.records.flatMap(({ predicate: { decision, evidence: of } }) =>
      decision === 'hold' ? of.map(({ comment }) => comment) : [],
    ),
  )
  for (const spoken of commands) {
    if (spoken.reading.kind !== 'command' || held.has(spoken.comment.id)) continue
    const { command } = spoken.reading
    // Without a request type nobody is entitled to reject; closing and withdrawing still end the request.
    if (type === null && command.name === 'reject') continue
    if (command.name === 'hold' && cause.kind === 'ended' && isRequester(spoken, snapshot)) {
      refused.push(notKeptUp(spoken))
      continue
    }
    const outcome =
      keepsOwnEmergency(spoken, command, snapshot) ?? declineOf(spoken, command, may, cause.kind)
    if (outcome === null) continue
    if ('decision' in outcome) return { declined: outcome, refused }
    refused.push(outcome)
  }
  // Only what the form asked for ends with the issue: whatever comes later goes on, so that nobody keeps it up by closing it.
  const ends = snapshot.issue.state === 'closed' && cause.kind === 'asked'
  return { declined: ends ? closed : null, refused }
}

/** Who asked for an emergency, or let it in, does not keep it where those who review it have refused it or said nothing. */
function keepsOwnEmergency(
  { person, comment }: SpokenCommand,
  { name }: Command,
  { ledger }: FirstLook,
): RefusedVote | null {
  const { cause } = chapterOf(ledger)
  const overdue = 'overdue' in cause
  if (!overdue && !('review' in cause)) return null
  const keeps = name === 'reject' && isOwnEmergency(person, [...ledger.earlier, ...ledger.records])
  if (!keeps && !(name === 'withdraw' && overdue)) return null
  return {
    code: 'command/not-permitted',
    person,
    comment,
    what: keeps
      ? 'Whoever asked for an emergency, or approved it, does not decide that it stays without a review.'
      : 'Nobody has asked for this, so nobody can call it off: the review of an emergency did not come in time.',
    fix: overdue
      ? 'Those who review it can still confirm it; or somebody else who approves taking it back declines that with /reject.'
      : 'Somebody else who approves taking it back declines that with /reject.',
  }
}

const closed: Declined = { decision: 'withdrawn', evidence: [], reason: 'The issue was closed.' }

/** What one command does to end the request: the end, why it does not, or null where it is none that could. */
export function declineOf(
  spoken: SpokenCommand,
  command: Command,
  may: WhoMay,
  chapter: CauseKind,
): Declined | RefusedVote | null {
  if (isAsking(command)) return null
  if (chapter === 'ended' && (command.name === 'reject' || command.name === 'withdraw'))
    return notCalledOff(spoken)
  switch (command.name) {
    case 'reject':
      return editedCommand(spoken) ?? rejectBy(spoken, command.reason, may)
    case 'withdraw':
      return editedCommand(spoken) ?? withdrawBy(spoken, may, chapter)
    case 'approve':
    case 'unapprove':
    case 'hold':
    case 'unhold':
    case 'rollback':
    case 'lock':
    case 'unlock':
      return null
    case 'restore':
    case 'accept':
    case 'extend':
    case 'promote':
      return notNow(spoken, chapter, command.name)
  }
}

/** An end was approved with the request. */
function notCalledOff({ person, comment }: SpokenCommand): RefusedVote {
  return {
    code: 'command/not-permitted',
    person,
    comment,
    what: 'An end that was approved with its request is not called off.',
    fix: 'To have it longer, file a new request; an approver can stop the end for a day with /hold.',
  }
}

function isRequester({ person }: SpokenCommand, { issue }: FirstLook): boolean {
  return issue.author !== null && samePerson(issue.author, person)
}

/** Whoever asked for something that ends does not keep it by saying so every day. */
function notKeptUp({ person, comment }: SpokenCommand): RefusedVote {
  return {
    code: 'command/not-permitted',
    person,
    comment,
    what: 'Whoever asked for a request does not stop its end.',
    fix: 'To have it longer, file a new request; an approver can stop the end for a day with /hold.',
  }
}

/** What is asked for after a merge, while something is being decided. */
function notNow(
  { person, comment }: SpokenCommand,
  chapter: CauseKind,
  command: keyof typeof nothingYet,
): RefusedVote {
  if (chapter !== 'asked')
    return {
      code: 'command/under-way',
      person,
      comment,
      what: 'Something else is being decided about this request already.',
      fix: 'The status comment shows what, and who has to approve it; when it is over, write a new comment.',
    }
  return {
    code: 'command/nothing-merged',
    person,
    comment,
    ...nothingYet[command],
  }
}

const nothingYet = {
  restore: {
    what: 'Nothing is merged yet, so there is nothing to be put back.',
    fix: 'Nothing has to be done: the status comment shows what is waited for.',
  },
  accept: {
    what: 'Nothing is merged yet, so nobody can have changed what was merged: /accept is no approval.',
    fix: 'To approve the request, write a new comment with /approve.',
  },
  extend: {
    what: 'Nothing is merged yet, so there is no end that could be later.',
    fix: 'The requester can edit the issue.',
  },
  promote: {
    what: 'Nothing is merged yet, so there is no stage to go on from.',
    fix: 'Once this one is merged, write a new comment with /promote.',
  },
} as const

function rejectBy({ person, comment }: SpokenCommand, why: string, may: WhoMay): Declined | RefusedVote {
  const { as, role, unknown } = may('reject', person)
  if (as.length > 0) {
    const by = { person, role, as }
    return { decision: 'rejected', evidence: [evidence('reject', comment, by)], reason: withoutSecret(why) }
  }
  if (unknown.length > 0) {
    const what = `It could not be found out whether this person may reject: ${unknown.join('; ')}.`
    return { ...notKnown(what, lookedAtAgain), person, comment }
  }
  return {
    code: 'command/not-permitted',
    person,
    comment,
    what: 'Only the people whom an approval rule names that applies to this request can reject it.',
    fix: 'If the request is yours, comment /withdraw instead; whoever else may stop it can comment /hold.',
  }
}

function withdrawBy(
  { person, comment }: SpokenCommand,
  may: WhoMay,
  chapter: CauseKind,
): Declined | RefusedVote {
  const { as, role } = may('withdraw', person)
  if (as.length > 0) {
    const by = { person, role, as }
    return { decision: 'withdrawn', evidence: [evidence('withdraw', comment, by)], reason: null }
  }
  return { ...(chapter === 'asked' ? onlyTheRequester : onlyTheAsker), person, comment }
}

/** What helps where it could not be found out whether somebody may give a command. */
export const lookedAtAgain =
  'A maintainer has to give the toolkit access to that; the command is looked at again by the next run.'

/** Why somebody else than the requester cannot withdraw. */
export const onlyTheRequester: Refusal = {
  code: 'command/not-permitted',
  what: 'Only the requester can withdraw a request.',
  fix: 'An approver can comment /reject with a reason instead.',
}

/** Whoever began a later chapter takes it back. */
const onlyTheAsker: Refusal = {
  code: 'command/not-permitted',
  what: 'Only whoever has asked for this can call it off.',
  fix: 'An approver can comment /reject with a reason instead.',
}
