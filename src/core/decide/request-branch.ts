import { fullName, type IssueNumber, type RepositoryRef, sameRepository } from '../../model/ids.js'
import { sha256 } from '../text/digest.js'

/** The name of a request's own branch, as in `issueops/42-namespace`; every later chapter has its own, as in `issueops/42-namespace-2`. */
export function requestBranch(prefix: string, issue: IssueNumber, type: string, chapter: number): string {
  return chapter === 1 ? `${prefix}${issue}-${type}` : `${prefix}${issue}-${type}-${chapter}`
}

/** Digits of the digest that tell apart repositories whose names read the same here, such as `a-b/c` and `a/b-c`. */
const digestDigits = 8

/**
 * How the branches of a repository's requests begin in the repository the manifests live in: `issueops/`, and in another repository
 * `issueops/acme-requests-1a2b3c4d/`, so that requests of several repositories never meet on one branch. A name may hold what
 * git refuses in a branch, such as the beginning dot of `.github`; the digest makes up for what is replaced.
 */
export function branchPrefix(home: RepositoryRef, target: RepositoryRef): string {
  if (sameRepository(home, target)) return 'issueops/'
  const name = fullName(home).toLowerCase()
  const plain = name.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '')
  return `issueops/${plain}-${sha256(name).slice(0, digestDigits)}/`
}
