import { type Command, isAsking } from '../../model/command.js'
import type { Decision } from '../../model/decision.js'
import type { Effect } from '../../model/effect.js'
import { type Instant, isBefore } from '../../model/instant.js'
import { type Person, samePerson } from '../../model/person.js'
import type { Problem } from '../../model/problem.js'
import type { FirstLook } from '../../model/snapshot.js'
import type { Approval, RefusedVote, ResolvedApprover } from '../../model/verdict.js'
import { authorityOf, takesPart } from '../approval/authority.js'
import type { SpokenCommand } from '../command/read-commands.js'
import { type ReplyView, reply } from '../report/reply.js'
import { answeredOn, answersAtOnceMax, awaitsAnswer } from './answered.js'
import type { FirstReading } from './reading.js'
import { isView } from './views.js'
import { waitingOf } from './waiting.js'

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
  reading: FirstReading,
  decision: Decision,
  deciders: readonly ResolvedApprover[],
): readonly Effect[] {
  if (!decision.effects.every(isView)) return []
  const { snapshot, commands } = reading
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
      waiting: waitingOf(reading, decision),
    }),
  }))
}

/** What asks about this request; whatever has no answer of its own is told where the request is. */
function isQuestion(command: Command): boolean {
  return isAsking(command) && command.name !== 'help'
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

export function isAnswered(
  person: Person,
  snapshot: FirstLook,
  deciders: readonly ResolvedApprover[],
): boolean {
  const { author } = snapshot.issue
  if (snapshot.repository.private || (author !== null && samePerson(author, person))) return true
  return takesPart(person, deciders, authorityOf(snapshot))
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
