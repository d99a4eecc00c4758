import type { LedgerFinding } from '../core/ledger/finding.js'
import type { Problem } from '../model/problem.js'
import { FoundProblems, UsageError } from './exit-code.js'
import { refsNamed, usualRefs } from './read-ledger.js'

/** Where a clone has the ledger, in full: at the ref that was named, else where it usually is. @throws UsageError where it is not there. */
export function ledgerRef(folder: string, named: string | undefined): string {
  return named === undefined ? usualRef(folder) : refMeant(folder, named)
}

function usualRef(folder: string): string {
  const found = usualRefs.find((ref) => refsNamed(folder, ref).includes(ref))
  if (found !== undefined) return found
  throw new UsageError(
    `${folder} has no ledger at ${usualRefs.join(' or ')}. Fetch it with: git fetch origin issueops/ledger:issueops/ledger`,
  )
}

/** A short name is taken as git takes it, but never one of several: a tag named like the branch must not stand in for it. */
function refMeant(folder: string, name: string): string {
  const [ref, ...others] = refsNamed(folder, name)
  if (ref === undefined) throw new UsageError(`${folder} has no branch or tag ${JSON.stringify(name)}.`)
  if (others.length === 0) return ref
  throw new UsageError(
    `${JSON.stringify(name)} may be ${[ref, ...others].join(' or ')} in ${folder}. Name one of them in full with --ref.`,
  )
}

/** Where a clone is from cannot be seen in it; without a word it is github.com. */
export function serverHost(): string {
  return new URL(process.env.GITHUB_SERVER_URL ?? 'https://github.com').hostname
}

/**
 * What the toolkit itself tells of a merge leaves the ledger whole: it is told with the request.
 * @throws FoundProblems where the ledger is not what the toolkit appended: what it tells is not to be taken for a fact.
 */
export function refuseDoubts(findings: readonly LedgerFinding[]): void {
  const doubts = findings.filter(({ severity, ofMerge }) => severity === 'error' && ofMerge !== true)
  const [first, ...more] = doubts.map(doubt)
  if (first !== undefined) throw new FoundProblems([first, ...more])
}

function doubt({ code, what, commit, path }: LedgerFinding): Problem {
  return {
    code,
    ...(path === null ? {} : { file: path }),
    what: `Commit ${commit.slice(0, 12)} of the ledger: ${what}`,
    fix: 'Run issueops audit verify, find out who wrote the commit, and restore the branch. Until then nothing of this ledger is told as a fact.',
  }
}
