import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type RepositoryRef, repositoryRef } from '../../model/ids.js'
import { UsageError } from '../exit-code.js'
import { type CodeOwnersFile, codeOwnersPlaces } from './code-owners.js'

/** What can be found out about a repository from its checkout; nothing is asked and nothing is read from the network. */
export interface RepositoryFacts {
  /** From git's remote `origin`; null where there is none. */
  readonly repository: RepositoryRef | null
  /** As the remote told when it was cloned; null where it did not. */
  readonly defaultBranch: string | null
  readonly codeOwners: CodeOwnersFile | null
  /** Path → text of everything in `.github/workflows`. */
  readonly workflows: ReadonlyMap<string, string>
  /** File names in `.github/ISSUE_TEMPLATE`. */
  readonly forms: readonly string[]
  /** File names in `.github/issueops`. */
  readonly types: readonly string[]
}

/**
 * Looks at a checkout.
 * @throws UsageError when it is no folder, or lies inside a repository: GitHub reads `.github` at the top only.
 */
export function repositoryFacts(root: string): RepositoryFacts {
  if (!existsSync(root) || !statSync(root).isDirectory()) {
    throw new UsageError(`${root} is not a folder. Make it first, for example with: git init ${root}`)
  }
  const prefix = git(root, 'rev-parse', '--show-prefix')
  if (prefix !== null && prefix !== '') {
    throw new UsageError(
      `${root} lies inside a git repository, and GitHub reads .github at its top only. Go to ${git(root, 'rev-parse', '--show-toplevel') ?? 'the top'}.`,
    )
  }
  const workflows = namesIn(root, '.github/workflows').map((name) => `.github/workflows/${name}`)
  const place = codeOwnersPlaces.find((path) => existsSync(join(root, path)))
  return {
    repository: remoteRepository(git(root, 'remote', 'get-url', 'origin') ?? ''),
    defaultBranch:
      git(root, 'symbolic-ref', '--short', 'refs/remotes/origin/HEAD')?.replace(/^origin\//, '') ?? null,
    codeOwners: place === undefined ? null : { path: place, text: readFileSync(join(root, place), 'utf8') },
    workflows: new Map(workflows.map((path) => [path, readFileSync(join(root, path), 'utf8')])),
    forms: namesIn(root, '.github/ISSUE_TEMPLATE'),
    types: namesIn(root, '.github/issueops'),
  }
}

/** Owner and name from an address of any of git's kinds: the last two parts of its path. */
function remoteRepository(url: string): RepositoryRef | null {
  const [owner, name] = url.trim().replace(/\/$/, '').split(/[/:]/).slice(-2)
  try {
    return repositoryRef(`${owner ?? ''}/${(name ?? '').replace(/\.git$/, '')}`)
  } catch {
    return null
  }
}

function namesIn(root: string, folder: string): readonly string[] {
  const path = join(root, folder)
  if (!existsSync(path)) return []
  const names = readdirSync(path, { withFileTypes: true })
  return names
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map(({ name }) => name)
    .sort()
}

/** What a git command prints, or null where git is missing or refuses. */
function git(root: string, ...args: readonly string[]): string | null {
  try {
    const printed = execFileSync('git', ['-C', root, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return printed.trim()
  } catch {
    return null
  }
}
