import { isBefore } from '../../model/instant.js'
import { samePerson } from '../../model/person.js'
import type { Evidence, LedgerRecord } from '../../model/record.js'
import type { CommentDeletion, ObservedComment } from '../../model/snapshot.js'
import { sha256 } from '../text/digest.js'
import { collector, type Fault, fault, type LedgerNote } from './finding.js'

/** What GitHub has of the things that records name. */
export interface Cited {
  /** By number of the issue; null where there is none of that number, or it may not be read. */
  readonly issues: ReadonlyMap<number, CitedIssue | null>
  /** Merge commits of pull requests of the issues' repository, by number: null while not merged, `missing` where there is none of that number. */
  readonly pulls: ReadonlyMap<number, string | null | 'missing'>
  /** Trees of commits of the issues' repository, by the commit's id; null where there is no such commit. */
  readonly trees: ReadonlyMap<string, string | null>
}

export interface CitedIssue {
  readonly comments: readonly Pick<ObservedComment, 'id' | 'body' | 'createdAt' | 'lastEditedAt' | 'author'>[]
  readonly deletions: readonly CommentDeletion[]
  /** Whether these are all deletions of comments there were. */
  readonly wholeDeletions: boolean
}

/** What speaks against a record in what GitHub has, and what people have done since with the comments it cites. */
export function citedFaults(
  { predicate }: LedgerRecord,
  cited: Cited,
): { readonly faults: readonly Fault[]; readonly notes: readonly LedgerNote[] } {
  const found = cited.issues.get(predicate.issue)
  const told =
    found === undefined || found === null
      ? []
      : predicate.evidence.map((each) => commentOf(each, found, predicate.issue))
  return {
    faults: [
      ...told.flatMap((each) => (each !== null && 'severity' in each ? [each] : [])),
      ...mergeCited(predicate, cited),
    ],
    notes: told.flatMap((each) => (each !== null && !('severity' in each) ? [each] : [])),
  }
}

/** A fault, a note, or null where the comment stands there as it was recorded. */
function commentOf(evidence: Evidence, issue: CitedIssue, number: number): Fault | LedgerNote | null {
  const { comment, command, person, createdAt, bodySha256 } = evidence
  const which = `Comment ${comment} of issue ${number}, ${person.login}'s /${command},`
  const found = issue.comments.find(({ id }) => id === comment)
  if (found === undefined) {
    const deleted = issue.deletions.some(
      ({ author, at }) => author !== null && samePerson(author, person) && !isBefore(at, createdAt),
    )
    return deleted || !issue.wholeDeletions
      ? { code: 'ledger/comment-deleted', what: `${which} was deleted later; the record keeps what it said.` }
      : fault(
          'ledger/comment-missing',
          `Comment ${comment} of ${person.login}, which the record cites, does not exist, and GitHub knows of no comment of theirs that was deleted.`,
        )
  }
  if (found.author !== null && !samePerson(found.author, person))
    return fault(
      'ledger/comment-differs',
      `Comment ${comment} is by ${found.author.login}, and not by ${person.login}.`,
    )
  if (found.createdAt !== createdAt)
    return fault(
      'ledger/comment-differs',
      `Comment ${comment} was written at ${found.createdAt}, and not at ${createdAt}.`,
    )
  if (found.lastEditedAt !== null)
    return {
      code: 'ledger/comment-edited',
      what: `${which} was edited later; the record keeps what it said.`,
    }
  return sha256(found.body) === bodySha256
    ? null
    : fault(
        'ledger/comment-differs',
        `Comment ${comment} has another text than the record keeps, and was never edited.`,
      )
}

/** Only what was merged in the repository of the issues is looked at here. */
function mergeCited(
  { pull, plan, merge, repository }: LedgerRecord['predicate'],
  { pulls, trees }: Cited,
): readonly Fault[] {
  if (plan === null || plan.repository.toLowerCase() !== repository.toLowerCase()) return []
  const known = pull === null ? undefined : pulls.get(pull.number)
  if (known === 'missing')
    return [fault('ledger/merge-missing', `There is no pull request ${pull?.number ?? 'none'}.`)]
  if (merge === null) return []
  const { found, tell } = collector()
  if (known !== undefined && known !== merge.commit)
    tell(
      'ledger/merge-missing',
      `Pull request ${pull?.number ?? 'none'} was merged as ${known ?? 'nothing'}, and not as ${merge.commit}.`,
    )
  const tree = trees.get(merge.commit)
  if (tree !== undefined && tree !== merge.tree)
    tell(
      'ledger/merge-missing',
      tree === null
        ? `There is no commit ${merge.commit}.`
        : `The commit ${merge.commit} holds another tree than the record says.`,
    )
  return found
}
