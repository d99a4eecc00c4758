import { isBefore, secondsBetween } from '../../model/instant.js'
import { type Cause, isOver, type LedgerRecord, type Predicate } from '../../model/record.js'
import { unreviewedFaults } from './check-review.js'
import { goesOn, hasFollowed, restoredFaults, stageFaults, takenBackFaults } from './check-stages.js'
import { collector, type Fault, fault } from './finding.js'
import { chapterEnds, ownStanding, stageOf } from './own-standing.js'

/** Greatest age at which a command begins a chapter, in seconds: what somebody wanted long ago they may not want any more. */
export const causeAgeMax = 24 * 60 * 60

/**
 * What does not follow from the earlier records of the same issue, oldest first, about chapters: one begins with a record that says so once the
 * one before it has ended, all of it says the same of why, it hears only what was said since then, and it is about what was merged first.
 */
export function chapterFaults(predicate: Predicate, earlier: readonly LedgerRecord[]): readonly Fault[] {
  const { decision, chapter, cause } = predicate
  const { found, tell } = collector()
  const last = earlier.at(-1)
  if (last === undefined) {
    if (chapter !== 1 || cause.kind !== 'asked' || decision === 'begun')
      tell('ledger/chapter-broken', 'The first chapter of a request is what its form asked for.')
    return found
  }
  if (decision === 'begun') found.push(...unfounded(predicate, last, earlier))
  else {
    const isBeside = decision === 'reviewed' || decision === 'accepted'
    if (isOver(last) && predicate.outcome === undefined && !isBeside)
      tell('ledger/after-the-end', `The chapter was finished before (${last.predicate.decision}).`)
    if (chapter !== last.predicate.chapter || JSON.stringify(cause) !== JSON.stringify(last.predicate.cause))
      tell('ledger/chapter-broken', 'The record is of another chapter than the one before it.')
  }
  return [...found, ...unheard(predicate, earlier), ...otherwiseMerged(predicate, earlier)]
}

/** Why a chapter cannot begin here. */
function unfounded(
  { chapter, cause, evidence, observedAt }: Predicate,
  last: LedgerRecord,
  earlier: readonly LedgerRecord[],
): readonly Fault[] {
  const { found, tell } = collector()
  if (!isOver(last)) tell('ledger/chapter-broken', 'A chapter begins before the one before it has ended.')
  if (chapter !== last.predicate.chapter + 1)
    tell('ledger/chapter-broken', `Chapter ${chapter} follows chapter ${last.predicate.chapter}.`)
  if (goesOn(cause, earlier)) return [...found, ...baseless(cause, earlier)]
  if (isUsed(cause, earlier))
    tell('ledger/chapter-broken', 'The chapter names a cause that an earlier one has.')
  for (const { comment, createdAt } of evidence)
    if (secondsBetween(createdAt, observedAt) > causeAgeMax)
      tell('ledger/chapter-broken', `Comment ${comment} was more than a day old when the chapter began.`)
  return [...found, ...baseless(cause, earlier)]
}

/** Why there is nothing that the chapter could be about. */
function baseless(cause: Cause, earlier: readonly LedgerRecord[]): readonly Fault[] {
  if (cause.kind === 'stage') return stageFaults(cause, earlier)
  const standing = ownStanding(earlier)
  const { found, tell } = collector()
  if (standing === null)
    tell('ledger/chapter-broken', 'The chapter is about what was never merged, or is in force no more.')
  else if (cause.kind === 'taken-back')
    found.push(...takenBackFaults(cause, standing.merges), ...unreviewedFaults(cause, earlier))
  else if (cause.kind === 'restored') found.push(...restoredFaults(cause, standing.merges))
  else if (cause.kind === 'ended' && cause.at !== standing.until)
    tell(
      'ledger/chapter-broken',
      `The request does not end at ${cause.at}, but ${standing.until ?? 'never'}.`,
    )
  return found
}

/** Every command is a cause once, and so is every end that has not failed; a form asks once. */
function isUsed(cause: Cause, earlier: readonly LedgerRecord[]): boolean {
  const failed = new Set(
    chapterEnds(earlier).flatMap(({ predicate: { chapter, decision } }) =>
      decision === 'failed' ? [chapter] : [],
    ),
  )
  const others = earlier.flatMap(({ predicate }) =>
    predicate.cause.kind === 'ended' && failed.has(predicate.chapter) ? [] : [predicate.cause],
  )
  switch (cause.kind) {
    case 'asked':
      return true
    case 'ended':
      return others.some((other) => other.kind === 'ended' && other.at === cause.at)
    case 'stage':
    case 'taken-back':
    case 'restored':
    case 'extended':
      if ('overdue' in cause)
        return others.some((other) => 'overdue' in other && other.overdue === cause.overdue)
      if (!('comment' in cause)) return hasFollowed(cause, earlier)
      return others.some((other) => 'comment' in other && other.comment === cause.comment)
  }
}

/**
 * What was said before an earlier chapter ended was said to that one; but a chapter that gave way did so because of what was said to it, and a command
 * that takes back one stage after the other was given before the first of them.
 */
function unheard(
  { decision, cause, chapter, evidence }: Predicate,
  earlier: readonly LedgerRecord[],
): readonly Fault[] {
  const end = chapterEnds(earlier).findLast(
    ({ predicate }) => predicate.chapter < chapter && predicate.decision !== 'lapsed',
  )
  const before = end?.predicate.observedAt
  if (before === undefined || (decision === 'begun' && goesOn(cause, earlier))) return []
  return evidence.flatMap(({ comment, createdAt }) =>
    isBefore(before, createdAt)
      ? []
      : fault(
          'ledger/evidence-unsound',
          `Comment ${comment}: it is not newer than the end of the chapter before.`,
        ),
  )
}

/** After the first merge, or the first stage, the values that were recorded count, and never again what the issue says. */
function otherwiseMerged({ request }: Predicate, earlier: readonly LedgerRecord[]): readonly Fault[] {
  const merged = firstDone(earlier)?.predicate
  return merged === undefined || request.digest === merged.request.digest
    ? []
    : [fault('ledger/chapter-broken', 'The record is about another request than was merged.')]
}

function firstDone(earlier: readonly LedgerRecord[]): LedgerRecord | undefined {
  return earlier.find((record) => {
    const { decision } = record.predicate
    return decision === 'merged' || (decision === 'unchanged' && stageOf(record) !== null)
  })
}

/** What is wrong with a record that begins a chapter: it holds the command that did, as its only evidence, and nothing that is decided later. */
export function beginningFaults(predicate: Predicate): readonly Fault[] {
  const { decision, cause, evidence, plan, pull, rules, merge, observedAt } = predicate
  if (decision !== 'begun') return []
  const { found, tell } = collector()
  if (plan !== null || pull !== null || merge !== null || rules !== undefined)
    tell(
      'ledger/chapter-broken',
      'What begins a chapter holds a plan, a pull request, rules or a merge already.',
    )
  if (cause.kind === 'asked') return found
  if (!('comment' in cause)) {
    if (evidence.length > 0)
      tell('ledger/chapter-broken', 'What begins by itself names a comment, and nobody has to write one.')
    if (cause.kind === 'ended' && isBefore(observedAt, cause.at))
      tell('ledger/chapter-broken', 'The end had not come yet.')
    if ('overdue' in cause && isBefore(observedAt, cause.overdue))
      tell('ledger/chapter-broken', 'The review was not due yet.')
    return found
  }
  const [command, ...more] = evidence
  if (command === undefined || more.length > 0 || command.comment !== cause.comment)
    tell('ledger/chapter-broken', 'The evidence of what begins a chapter is not its one command.')
  else if (JSON.stringify(command.person) !== JSON.stringify(cause.by))
    tell(
      'ledger/chapter-broken',
      `The chapter names ${cause.by.login}, and its command is by ${command.person.login}.`,
    )
  return found
}
