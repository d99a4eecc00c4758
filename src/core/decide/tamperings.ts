import type { UserId } from '../../model/ids.js'
import { isBefore } from '../../model/instant.js'
import { samePerson } from '../../model/person.js'
import type { PublishedPlan } from '../../model/pull.js'
import type { Snapshot } from '../../model/snapshot.js'
import { commandTable } from '../command/command-table.js'
import type { SpokenCommand } from '../command/read-commands.js'
import { isStranger, type Touched, touchedComments } from '../command/touched-comments.js'
import { unclearStop } from '../command/unclear-stop.js'
import type { WhoMay } from './deciders.js'
import type { Reading } from './reading.js'
import { tamperedApprovals } from './tampered-approvals.js'

/** Something done to a comment of somebody who may stop the request, which therefore waits until they or a maintainer have spoken. */
export interface Tampering extends Touched {
  /**
   * `approval`: the comment had approved the plan in force, as the ledger knows; `comment`: nobody can tell what it said; `own-stop`: its author
   * edited it into one that means stop, which nobody can take for their word.
   */
  readonly of: 'approval' | 'comment' | 'own-stop'
  /** Why it is not known whether they may stop the request; empty where it is known that they may. */
  readonly unknown: readonly string[]
}

/** What was done to comments of people who may stop a request, but for what they have answered since. `/unhold` is looked at beside the holds. */
export function tamperings(
  reading: Reading,
  publication: PublishedPlan | null,
  may: WhoMay,
): readonly Tampering[] {
  const { snapshot, commands } = reading
  const approvals = (publication === null ? [] : tamperedApprovals(snapshot, publication)).map(
    ({ approval, ...deed }) => ({ of: 'approval' as const, ...deed, ...approval, unknown: [] }),
  )
  const known = new Set(approvals.flatMap(({ did, comment }) => (did === 'edited' ? [comment] : [])))
  const touched = touchedComments(reading).flatMap((deed) => {
    const { as, unknown } = may('hold', deed.person)
    if ((as.length === 0 && unknown.length === 0) || (deed.comment !== null && known.has(deed.comment)))
      return []
    const of = isStranger(deed.by, deed.person) ? ('comment' as const) : ('own-stop' as const)
    return [{ of, ...deed, unknown }]
  })
  const found = [...approvals, ...touched]
  if (found.length === 0) return []
  const spoken = commands.filter(({ comment }) => comment.lastEditedAt === null)
  const lastWords = lastOfEach(spoken)
  const isAnswered = (each: (typeof found)[number]) =>
    (lastWords.get(each.person.id) ?? []).some((later) => answers(later, each))
  return found
    .filter((each) => !isAnswered(each) && !isOutweighed(each, snapshot))
    .map(({ of, person, did, by, at, comment, unknown }) => ({ of, person, did, by, at, comment, unknown }))
}

/** Whether the ledger has a later decision of its author; that holds when its comment is gone. */
function isOutweighed({ person, at }: Tampering, { ledger }: Snapshot): boolean {
  return ledger.records
    .flatMap(({ predicate }) => predicate.evidence)
    .some(
      (each) =>
        each.command !== unclearStop && samePerson(each.person, person) && isBefore(at, each.createdAt),
    )
}

/** Of each person the last comment with each command: only whether one came later matters, and somebody may write thousands. */
function lastOfEach(spoken: readonly SpokenCommand[]): ReadonlyMap<UserId, readonly SpokenCommand[]> {
  const last = new Map<UserId, SpokenCommand[]>()
  for (const each of spoken) {
    const words = last.get(each.person.id) ?? []
    const at = words.findIndex(({ reading }) => nameOf(reading) === nameOf(each.reading))
    const known = words[at]
    if (known === undefined) words.push(each)
    else if (!isBefore(each.comment.createdAt, known.comment.createdAt)) words[at] = each
    last.set(each.person.id, words)
  }
  return last
}

function nameOf(reading: SpokenCommand['reading']): string | null {
  return reading.kind === 'command' ? reading.command.name : null
}

/**
 * Whether an unedited comment, one of its author, came later and says enough. What a counted approval said is known, so any command shows that its
 * author is there; what nobody knows is only outweighed by a decision. Another edited comment could be the same stranger's.
 */
function answers({ comment, reading }: SpokenCommand, { of, at }: Tampering): boolean {
  if (reading.kind !== 'command' || reading.command.name === 'unhold') return false
  if (!isBefore(at, comment.createdAt)) return false
  const { name } = reading.command
  return of === 'approval' || commandTable.some((entry) => entry.name === name && entry.does !== 'asks')
}
