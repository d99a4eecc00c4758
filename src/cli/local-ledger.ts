import { UsageError } from './exit-code.js'
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
