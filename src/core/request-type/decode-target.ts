import { type RepositoryRef, repositoryRef } from '../../model/ids.js'
import type { Target } from '../../model/request-type.js'
import { type Decoding, entriesByKey, type Piece, pieceOf, textOf, wrongKind } from '../decode/decoding.js'

/** Where the manifests live. */
export function decodeTarget(decoding: Decoding, piece: Piece | null): Target {
  const nowhere: Target = { repository: null, branch: null }
  if (piece === null) return nowhere
  const entries = entriesByKey(decoding, piece, ['repository', 'branch'])
  if (entries === null) return nowhere
  if (entries.size === 0) wrongKind(decoding, piece, 'a map, as in', '{ branch: main }')
  const [repository, branch] = [entries.get('repository'), entries.get('branch')]
  return {
    repository:
      repository === undefined
        ? null
        : decodeRepository(decoding, pieceOf(decoding, repository, piece.place)),
    branch: branch === undefined ? null : decodeBranch(decoding, pieceOf(decoding, branch, piece.place)),
  }
}

function decodeRepository(decoding: Decoding, piece: Piece): RepositoryRef | null {
  const text = textOf(decoding, piece, 'acme/gitops')
  if (text === null) return null
  try {
    return repositoryRef(text)
  } catch {
    return wrongKind(decoding, piece, 'owner and name of a repository, as in', 'acme/gitops')
  }
}

/** A branch name without what git refuses. Source: git's documentation, git-check-ref-format. */
function decodeBranch(decoding: Decoding, piece: Piece): string | null {
  const branch = textOf(decoding, piece, 'main')
  if (branch === null) return null
  const refused = /[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\/|^[-/]|[/.]$|\.lock$/
  if (branch.length <= 200 && !refused.test(branch)) return branch
  return wrongKind(decoding, piece, 'the name of a branch without refs/heads/, as in', 'main')
}
