import type { Target } from '../../model/request-type.js'
import { wrongKind } from '../decode/decoding.js'
import { map, optional } from '../decode/keys.js'
import { named, type Shape, textLike, to } from '../decode/shape.js'
import { repository } from './leaves.js'

/** A branch name without what git refuses. Source: git's documentation, git-check-ref-format. */
const branch = textLike(
  /^(?=[\s\S]{1,200}$)(?!.*(?:\.\.|@\{|\/\/))(?![-/])(?!.*(?:[/.]|\.lock)$)[^\x00-\x20\x7f~^:?*[\\]+$/,
  'main',
  'the name of a branch without refs/heads/',
)

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
    (found, decoding, piece) =>
      found.repository === null && found.branch === null
        ? wrongKind(decoding, piece, 'a map, as in { branch: main }')
        : found,
  ),
)
