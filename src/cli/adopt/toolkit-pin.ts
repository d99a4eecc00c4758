import { readFileSync } from 'node:fs'
import { type RepositoryRef, repositoryRef } from '../../model/ids.js'
import { UsageError } from '../exit-code.js'
import { packagedPath } from './built-in-type.js'

/** Which toolkit a repository calls: a commit, because a tag can be moved. */
export interface ToolkitPin {
  readonly repository: RepositoryRef
  readonly commit: string
  /** As in `v1.2.3`; null where the commit is not a known release. */
  readonly version: string | null
}

/**
 * The toolkit this package was released from, as `scripts/release.mjs` has written it into `package.json`; null in a checkout.
 * @throws if `package.json` is not what that script writes.
 */
export function packagedPin(path: string = packagedPath('package.json')): ToolkitPin | null {
  const { version, repository, issueops } = JSON.parse(readFileSync(path, 'utf8'))
  if (repository === undefined || issueops?.commit === undefined) return null
  const [owner, name] = String(repository.url).split('/').slice(-2)
  return {
    repository: repositoryRef(`${owner}/${String(name).replace(/\.git$/, '')}`),
    commit: String(issueops.commit),
    version: `v${version}`,
  }
}

/**
 * Reads `OWNER/REPOSITORY@COMMIT`, for forks and mirrors.
 * @throws UsageError when it is not of that form.
 */
export function readPin(text: string): ToolkitPin {
  const [name = '', commit = '', ...more] = text.split('@')
  try {
    if (more.length === 0 && /^[0-9a-f]{40}$/.test(commit))
      return { repository: repositoryRef(name), commit, version: null }
  } catch {
    // Said below, with the form that is wanted.
  }
  throw new UsageError(
    `--toolkit is ${JSON.stringify(text)}. Write OWNER/REPOSITORY@COMMIT, with all 40 digits of a commit: a branch or tag can be moved.`,
  )
}
