import type { Target } from '../../model/request-type.js'
import { wrong, wrongKind } from '../decode/decoding.js'
import { map, optional } from '../decode/keys.js'
import { named, type Shape, textLike, to } from '../decode/shape.js'
import { repository } from './leaves.js'

const headsPrefix = 'refs/heads/'

/** A branch name without what git refuses, and without what is no part of it. Source: git's documentation, git-check-ref-format. */
const branch = textLike(
  /^(?=[\s\S]{1,200}$)(?!refs\/heads\/)(?!.*(?:\.\.|@\{|\/\/))(?![-/])(?!.*(?:[/.]|\.lock)$)[^\x00-\x20\x7f~^:?*[\\]+$/,
  'main',
  (found, _, { place }) => ({
    code: 'type/value',
    what: `“${place}” is “${found}”.`,
    fix: `${meantBranch(found)}Write the name of a branch without refs/heads/, as in main.`,
  }),
)

function meantBranch(found: string): string {
  const name = found.slice(headsPrefix.length)
  return found.startsWith(headsPrefix) && name !== '' ? `Did you mean ${name}? ` : ''
}

/** Where manifests live: at least one of the two is said. */
export const target: Shape<Target> = named('target', () =>
  to(
    map(
      {
        repository: optional(repository, null, {
          says: 'Owner and name of the repository.',
          examples: ['acme/gitops'],
        }),
        branch: optional(branch, null, {
          says: 'The branch that is changed, without refs/heads/.',
          examples: ['main'],
        }),
      },
      { minProperties: 1 },
    ),
    (found, decoding, piece) => {
      if (found.repository !== null || found.branch !== null) return found
      // Keys that nobody knows have been told of already.
      const isEmpty = piece.tree.kind !== 'map' || piece.tree.entries.length === 0
      return isEmpty ? wrongKind(decoding, piece, 'a map, as in { branch: main }') : wrong
    },
  ),
)
