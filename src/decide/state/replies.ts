import type { Effect } from '../../model/effect.js'
import { isBefore } from '../../model/instant.js'
import { type Person, samePerson } from '../../model/person.js'
import type { LedgerRecord } from '../../model/record.js'
import type { Principal } from '../../model/request-type.js'
import type { ObservedComment, Snapshot } from '../../model/snapshot.js'
import type { RefusedVote } from '../../model/verdict.js'
import { isAtLeast, roleOf, standing } from '../approval/principal.js'
import { readCommands, type SpokenCommand } from '../command/read-commands.js'
import { type ReplyView, reply, replyMarker } from '../report/reply.js'

/** Most answers one run writes, so that a flood of commands costs a bounded number of calls. */
const repliesMax = 5

/**
 * Answers every command that has no effect, and `/help`, once each. A stranger on a public repository gets no answer: whoever
 * can comment there is anybody, and answers would let them make the toolkit write.
 */
export function commandReplies(
  snapshot: Snapshot,
  refused: readonly RefusedVote[],
  deciders: readonly Principal[],
): readonly Effect[] {
  return readCommands(snapshot.issue.comments)
    .filter(({ person }) => isAnswered(person, snapshot, deciders))
    .filter(({ comment }) => !hasReply(snapshot, comment.id))
    .flatMap((spoken): readonly Effect[] => {
      const view = replyTo(spoken, refused)
      return view === null ? [] : [{ kind: 'reply', to: spoken.comment.id, body: reply(view) }]
    })
    .slice(0, repliesMax)
}

/** Answers commands that came after the end, once each. */
export function finishedReplies(snapshot: Snapshot, record: LedgerRecord): readonly Effect[] {
  const late = readCommands(snapshot.issue.comments).filter(
    ({ comment, person, reading }) =>
      reading.kind === 'command' &&
      reading.command.name !== 'help' &&
      isBefore(record.predicate.observedAt, comment.createdAt) &&
      !hasReply(snapshot, comment.id) &&
      isKnown(person, snapshot, record),
  )
  return late.slice(0, repliesMax).map(({ person, comment }) => ({
    kind: 'reply',
    to: comment.id,
    body: reply({ kind: 'refused', refusal: finished(person, comment, record) }),
  }))
}

function replyTo(
  { person, comment, reading }: SpokenCommand,
  refused: readonly RefusedVote[],
): ReplyView | null {
  if (reading.kind === 'refused') {
    if (comment.lastEditedAt !== null) return null
    const { code, what, fix } = reading
    return { kind: 'refused', refusal: { person, comment, code, what, fix } }
  }
  if (reading.command.name === 'help') return { kind: 'help', comment: comment.id, login: person.login }
  const refusal = refused.find((each) => each.comment.id === comment.id)
  // What could not be found out may be known by the next run; an answer written now would stay.
  if (refusal === undefined || refusal.code === 'approval/authority-unknown') return null
  return { kind: 'refused', refusal }
}

function isAnswered(person: Person, snapshot: Snapshot, deciders: readonly Principal[]): boolean {
  const { author } = snapshot.issue
  if (snapshot.repository.private || (author !== null && samePerson(author, person))) return true
  const authority = snapshot.details?.authority
  if (authority === undefined) return false
  const role = roleOf(person, authority)
  if (typeof role === 'string' && isAtLeast(role, 'triage')) return true
  return standing(person, deciders, authority).as.length > 0
}

function isKnown(person: Person, snapshot: Snapshot, { predicate }: LedgerRecord): boolean {
  const known = [predicate.request.requester, ...predicate.evidence.map((each) => each.person)]
  return snapshot.repository.private || known.some((each) => samePerson(each, person))
}

function hasReply(snapshot: Snapshot, comment: number): boolean {
  return snapshot.issue.comments.some((each) => each.own && each.body.startsWith(replyMarker(comment)))
}

function finished(person: Person, comment: ObservedComment, { predicate }: LedgerRecord): RefusedVote {
  return {
    code: 'command/finished',
    person,
    comment,
    what: `This request is finished (${predicate.decision}), so the command changes nothing.`,
    fix: 'To ask for something else, file a new request.',
  }
}
