import type { ObservedFile } from '../../model/manifest.js'
import type { ResolvedApprover } from '../../model/verdict.js'
import { matchesOwnerPattern } from './matches-owner-pattern.js'
import { parseCodeowners } from './parse-codeowners.js'
import type { FileOwners } from './resolve-owners.js'

/** Where GitHub looks for the file; the first that is there holds. Source: “About code owners”, CODEOWNERS file location. */
export const codeownersPaths = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const

/**
 * Who owns each of some paths, by the CODEOWNERS file of the commit the manifests were read at. The last line that fits holds, also
 * when it names nobody. A file that could not be read makes every owner unknown, never nobody.
 * @param files what was observed at {@link codeownersPaths}.
 */
export function ownersOf(
  paths: readonly string[],
  files: readonly ObservedFile[],
  organization: string,
): readonly FileOwners[] {
  const found = codeownersPaths.map((path) => files.find((file) => file.path === path))
  const file = found.find((each) => each === undefined || !isAbsent(each))
  if (file === undefined && !found.includes(undefined)) return paths.map((path) => ({ path, owners: [] }))
  if (file?.kind !== 'text') return paths.map((path) => ({ path, owners: [unreadable(file)] }))
  const lines = parseCodeowners(file.text, organization)
  return paths.map((path) => ({
    path,
    owners: lines.findLast(({ pattern }) => matchesOwnerPattern(pattern, path))?.owners ?? [],
  }))
}

/** A folder or a submodule where the file would be is no file; behind a link there might be one. */
function isAbsent(file: ObservedFile): boolean {
  return file.kind === 'absent' || (file.kind === 'blocked' && file.by !== 'symlink')
}

function unreadable(file: ObservedFile | undefined): ResolvedApprover {
  const why =
    file === undefined
      ? 'the CODEOWNERS file was not looked up'
      : `${file.path} is no plain text file of at most 1 MiB that can be read`
  return { kind: 'unreadable', why }
}
