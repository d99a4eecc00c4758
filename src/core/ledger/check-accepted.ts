import { isBefore, secondsBetween } from '../../model/instant.js'
import { samePerson } from '../../model/person.js'
import {
  type Acceptance,
  type FinalRecord,
  isAccepted,
  isOver,
  type LedgerRecord,
  type Predicate,
} from '../../model/record.js'
import { letsGoOf, samePlace } from './accepted-places.js'
import { causeAgeMax } from './check-chapter.js'
import { mightApprove } from './check-rules.js'
import { collector, type Fault, fault } from './finding.js'
import { chapterEnds, ownStanding } from './own-standing.js'

/**
 * What is wrong with a record that lets go of places: one command of one person is all it rests on, who might approve the request and has neither asked for it
 * nor edited it; and it holds nothing that would be merged.
 */
export function acceptedFaults(predicate: Predicate): readonly Fault[] {
  const { decision, accepted, evidence, request, plan, pull, merge, observedAt } = predicate
  if (accepted === undefined)
    return decision === 'accepted' ? [unsound('It does not say which places are let go.')] : []
  if (decision !== 'accepted') return [unsound(`A decision “${decision}” lets go of no places.`)]
  const { found, tell } = collector()
  if (plan !== null || pull !== null || merge !== null)
    tell('ledger/accepted-unsound', 'What changes no file holds a plan, a pull request or a merge.')
  if (accepted.files.length === 0 || accepted.files.some(({ places }) => places.length === 0))
    tell('ledger/accepted-unsound', 'It lets go of a file without a place.')
  const [command, ...more] = evidence
  if (command === undefined || more.length > 0) {
    tell('ledger/accepted-unsound', 'It does not rest on one command of one person.')
    return found
  }
  const { person, createdAt } = command
  if ([request.requester, ...request.editors].some((each) => samePerson(each, person)))
    tell(
      'ledger/accepted-unsound',
      `${person.login} asked for the request or edited it, and accepts what was made of it.`,
    )
  if (!mightApprove(command, predicate))
    tell('ledger/accepted-unsound', `${person.login} is none of those who may approve the request.`)
  if (secondsBetween(createdAt, observedAt) > causeAgeMax)
    tell('ledger/accepted-unsound', 'The command was more than a day old when it was first seen.')
  return found
}

/**
 * What lets go of places does so while no chapter is open, of a merge that is in force, of places that this merge has written and nobody has let go of, and
 * where the file is another one than it left; by a command that was given since the last chapter had ended, and once.
 */
export function acceptedOrderFaults(
  { accepted, evidence, request }: Predicate,
  earlier: readonly LedgerRecord[],
): readonly Fault[] {
  if (accepted === undefined) return []
  const last = earlier.at(-1)
  if (last === undefined || !isOver(last)) return [unsound('A chapter is open, or none was ever merged.')]
  const merge = ownStanding(earlier)?.merges.find(({ predicate }) => predicate.sequence === accepted.of)
  if (merge === undefined) return [unsound('What it lets go of was never merged, or is in force no more.')]
  const { found, tell } = collector()
  if (JSON.stringify(request) !== JSON.stringify(merge.predicate.request))
    tell('ledger/accepted-unsound', 'It is about another request than was merged.')
  const end = chapterEnds(earlier).at(-1)?.predicate.observedAt
  const used = earlier.flatMap(({ predicate }) => predicate.evidence.map(({ comment }) => comment))
  for (const { comment, createdAt } of evidence) {
    if (end !== undefined && !isBefore(end, createdAt))
      tell('ledger/accepted-unsound', `Comment ${comment} is not newer than the end of the chapter before.`)
    if (used.includes(comment))
      tell('ledger/accepted-unsound', `Comment ${comment} was the cause of something else before.`)
  }
  return [...found, ...placeFaults(accepted, merge, earlier)]
}

function placeFaults(
  { files }: Acceptance,
  merge: FinalRecord,
  earlier: readonly LedgerRecord[],
): readonly Fault[] {
  const before = earlier.filter(isAccepted)
  const { found, tell } = collector()
  for (const { path, found: there, places } of files) {
    const file = merge.predicate.plan?.files.find((each) => each.path === path)
    if (file === undefined) {
      tell('ledger/accepted-unsound', `The merge has not touched ${path}.`)
      continue
    }
    if (there === file.after)
      tell('ledger/accepted-unsound', `${path} stands as it was merged, so nothing of it has changed.`)
    for (const place of places) {
      if (!file.places.some((each) => samePlace(each, place)))
        tell('ledger/accepted-unsound', `A place in ${path} is none of those that the merge has written.`)
      if (before.some((each) => letsGoOf(each, merge, file, place)))
        tell('ledger/accepted-unsound', `A place in ${path} was let go of before.`)
    }
  }
  return found
}

function unsound(what: string): Fault {
  return fault('ledger/accepted-unsound', what)
}
