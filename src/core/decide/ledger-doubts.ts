import { samePerson } from '../../model/person.js'
import type { Problem } from '../../model/problem.js'
import { type Evidence, isOver } from '../../model/record.js'
import { type FirstLook, isSnapshot, type Snapshot } from '../../model/snapshot.js'
import { chapterEnds } from '../ledger/own-standing.js'
import { sha256 } from '../text/digest.js'
import { deletionsOf } from './tampered-approvals.js'

/** Deletions GitHub is asked for; where there are as many, more may be hidden behind them. */
const deletionsRead = 50
/** Most reasons told in one problem, and the length of each in characters: whoever pushes files into the ledger chooses their names. */
const reasonsMax = 5
const reasonLengthMax = 300

/**
 * Why the records of this issue are not to be believed, or null. The ledger is evidence of what the toolkit did, so whatever speaks against
 * a record (its text, its commit, the comments it cites) holds the request, whatever the record says.
 */
export function ledgerProblem(snapshot: FirstLook): Problem | null {
  const { unreadable } = snapshot.ledger
  if (unreadable.length > 0) {
    return {
      code: 'state/ledger-unreadable',
      what: `The ledger holds files of this issue that are not its records: ${told(unreadable, ', ')}.`,
      fix: 'A maintainer has to run issueops audit verify, find out who wrote them, and restore the branch.',
    }
  }
  // A request whose end was shown is not looked at again.
  const doubts = isSnapshot(snapshot) ? [...snapshot.details.ledgerDoubts, ...citedDoubts(snapshot)] : []
  if (doubts.length === 0) return null
  return {
    code: 'state/ledger-doubtful',
    what: `The ledger has records of this issue that are not the toolkit's own. ${told(doubts, ' ')}`,
    fix: 'A maintainer has to run issueops audit verify --online, find out who wrote them, look at what was merged since, and restore the branch issueops/ledger to the commit before them.',
  }
}

/**
 * That a newer version of the toolkit has recorded something of this issue, or null. What that was, this one cannot know, so it leaves
 * everything to the other and writes nothing, not even that.
 */
export function newerRecords({ ledger: { newer } }: FirstLook): Problem | null {
  if (newer === undefined) return null
  return {
    code: 'state/newer-records',
    what: `The ledger holds ${newer}, a record of this issue by a newer version of the toolkit, so this run has written nothing.`,
    fix: 'A maintainer has to bring the workflow that ran to the newest version in use here.',
  }
}

function told(reasons: readonly string[], between: string): string {
  const shown = reasons.slice(0, reasonsMax).map((each) => each.slice(0, reasonLengthMax))
  const more = reasons.length - shown.length
  return `${shown.join(between)}${more > 0 ? `${between}and ${more} more` : ''}`
}

/** What the issue says against the comments that its records cite, once all of them were read. */
function citedDoubts(snapshot: Snapshot): readonly string[] {
  const { issue, ledger, details } = snapshot
  if (issue.gone === true) return []
  if (issue.olderComments !== null || issue.comments.length < issue.commentCount) return []
  const cited = new Map(
    ledger.records.flatMap(({ predicate }) =>
      predicate.evidence.map((each) => [each.comment, each] as const),
    ),
  )
  // While a request is open, an approval whose comment is gone just counts no more; once it has ended, all there is to go by is the record.
  // What became of a merge rests on nobody's word, and the merge before it still does.
  const last = chapterEnds(ledger.records).at(-1) ?? ledger.records.at(-1)
  const ended = details.pull?.state === 'merged' || (last !== undefined && isOver(last))
  const resting = new Set(ended ? last?.predicate.evidence.map(({ comment }) => comment) : [])
  return [...cited.values()].flatMap(
    (each) =>
      contradiction(each, snapshot) ?? (resting.has(each.comment) ? absence(each, snapshot) : null) ?? [],
  )
}

/** A comment that stands there otherwise than recorded, though nobody has edited it. */
function contradiction(
  { comment, person, createdAt, bodySha256 }: Evidence,
  { issue }: Snapshot,
): string | null {
  const found = issue.comments.find(({ id }) => id === comment)
  if (found === undefined) return null
  const author = found.author === null || samePerson(found.author, person)
  const text = found.lastEditedAt !== null || sha256(found.body) === bodySha256
  return author && text && found.createdAt === createdAt
    ? null
    : `Comment ${comment} is not what its record says: it has another author, time or text, and nobody has edited it.`
}

/** A comment that is gone, and of whose author GitHub has no deleted comment. */
function absence(evidence: Evidence, { issue }: Snapshot): string | null {
  const { comment, person } = evidence
  if (issue.comments.some(({ id }) => id === comment)) return null
  const explained = deletionsOf(evidence, issue).length > 0 || issue.deletions.length >= deletionsRead
  return explained
    ? null
    : `Comment ${comment}, by which ${person.login} is said to have decided, is not there, and GitHub knows of none of theirs that was deleted.`
}
