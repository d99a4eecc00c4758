import type { Hands } from '../core/ledger/authorship.js'
import { citedFaults } from '../core/ledger/check-cited.js'
import { fault, type LedgerFinding, type LedgerNote } from '../core/ledger/finding.js'
import { recordPath } from '../core/ledger/record-path.js'
import { type LedgerCommit, type LedgerVerification, verifyLedger } from '../core/ledger/verify-ledger.js'
import type { Reader } from '../github/reader.js'
import type { Instant } from '../model/instant.js'
import { observeCited } from './observe-cited.js'
import { observeLedgerCommits } from './observe-ledger.js'

/**
 * Verifies a ledger with what only GitHub can tell: whose its commits and their signatures are, and whether the comments, pull requests
 * and merge commits that the records name are there and say the same.
 * @param commits as a clone has them.
 * @throws GitHubError
 */
export async function verifyOnline(
  reader: Reader,
  commits: readonly LedgerCommit[],
  hands: Omit<Hands, 'host'>,
  now?: Instant,
): Promise<LedgerVerification> {
  const { repository, host, made } = await observeLedgerCommits(reader)
  const known = new Map((made ?? []).map((each) => [each.oid, each]))
  const told = commits.map((commit) => ({
    ...commit,
    authorship: known.get(commit.oid)?.authorship ?? commit.authorship,
  }))
  const verification = verifyLedger(told, {
    hands: { ...hands, host },
    repository,
    ...(now === undefined ? {} : { now }),
  })
  const elsewhere = commits.filter(({ oid }) => !known.has(oid))
  const ahead = (made ?? []).length - (commits.length - elsewhere.length)
  const cited = await lookedUp(reader, verification, commits)
  return {
    records: verification.records,
    findings: [...verification.findings, ...elsewhere.map(notOnGitHub), ...cited.findings],
    notes: [...verification.notes, ...(ahead > 0 ? [behind(ahead)] : []), ...cited.notes],
  }
}

/** What GitHub has of all that the records name. @throws GitHubError */
export async function lookedUp(
  reader: Reader,
  { records }: LedgerVerification,
  commits: readonly LedgerCommit[],
): Promise<{ readonly findings: readonly LedgerFinding[]; readonly notes: readonly LedgerNote[] }> {
  const cited = await observeCited(reader, records)
  const following = new Map(commits.map(({ oid, parents }) => [parents[0], oid]))
  const checked = records.map((record) => {
    const { issue, sequence, previous } = record.predicate
    const { faults, notes } = citedFaults(record, cited)
    const commit = following.get(previous) ?? previous
    return { findings: faults.map((each) => ({ ...each, commit, path: recordPath(issue, sequence) })), notes }
  })
  const unread = [...cited.issues].flatMap(([number, found]) => (found === null ? [number] : []))
  return {
    findings: checked.flatMap(({ findings }) => findings),
    notes: [
      ...unique(checked.flatMap(({ notes }) => notes)),
      ...(unread.length === 0 ? [] : [uncheckedComments(unread)]),
    ],
  }
}

/** An approval and its merge cite the same comments. */
function unique(notes: readonly LedgerNote[]): readonly LedgerNote[] {
  return [...new Map(notes.map((note) => [note.what, note])).values()]
}

function notOnGitHub({ oid: commit }: LedgerCommit): LedgerFinding {
  const what = 'The commit is not on the ledger that GitHub has: one of them was replaced.'
  return { ...fault('ledger/chain-broken', what), commit, path: null }
}

function behind(count: number): LedgerNote {
  return {
    code: 'ledger/clone-behind',
    what: `GitHub's ledger has ${count} commits that this clone has not fetched.`,
  }
}

/** Issues shown in one note; all are counted. */
const issuesShown = 20

function uncheckedComments(issues: readonly number[]): LedgerNote {
  const shown = issues.slice(0, issuesShown).join(', ')
  const more = issues.length > issuesShown ? ` and ${issues.length - issuesShown} more` : ''
  return {
    code: 'ledger/comments-unchecked',
    what: `The comments of the issues ${shown}${more} could not be looked at: they were deleted or moved elsewhere, or the token lacks the permission “issues: read”.`,
  }
}
