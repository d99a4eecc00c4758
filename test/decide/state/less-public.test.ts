import { expect, test } from 'vitest'
import { isLessPublic, isMorePublic } from '../../../src/decide/state/less-public.js'
import type { Snapshot, Visibility } from '../../../src/model/snapshot.js'
import { observe } from '../world.js'
import { published } from './played.js'

const seen = observe(published())

/** A request whose issue these can read, and whose manifests those. */
function readBy(issue: Visibility, manifests: Visibility): Snapshot {
  const { details, repository } = seen
  if (details === null || !details.target.reached) throw new Error('the target is there')
  const target = { ...details.target, name: 'cluster', visibility: manifests }
  return {
    ...seen,
    repository: { ...repository, visibility: issue, private: issue !== 'public' },
    details: { ...details, target },
  }
}

test.each<[Visibility, Visibility, 'the issue' | 'the pull request' | 'nowhere']>([
  ['public', 'private', 'the issue'],
  ['public', 'internal', 'the issue'],
  ['internal', 'private', 'the issue'],
  ['private', 'public', 'the pull request'],
  ['internal', 'public', 'the pull request'],
  ['private', 'internal', 'the pull request'],
  ['public', 'public', 'nowhere'],
  ['internal', 'internal', 'nowhere'],
  ['private', 'private', 'nowhere'],
])(
  'between a %s issue and %s manifests, what fewer people can read is withheld: %s',
  (issue, manifests, where) => {
    const snapshot = readBy(issue, manifests)
    expect({ issue: isLessPublic(snapshot), pull: isMorePublic(snapshot) }).toEqual({
      issue: where === 'the issue',
      pull: where === 'the pull request',
    })
  },
)
