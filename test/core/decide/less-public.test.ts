import { expect, test } from 'vitest'
import { decide } from '../../../src/core/decide/decide.js'
import { isLessPublic, isMorePublic } from '../../../src/core/decide/less-public.js'
import { commitStory } from '../../../src/core/decide/propose.js'
import { read } from '../../../src/core/decide/reading.js'
import type { Snapshot, Visibility } from '../../../src/model/snapshot.js'
import { user } from './given.js'
import { ownedAs, published, rest, type Sight, withDetails, withTarget } from './played.js'
import { observe, policyOf, said, typeText } from './world.js'

const seen = observe(published())

/** A request whose issue these can read, and whose manifests those. */
function readBy(issue: Visibility, manifests: Visibility): Snapshot {
  return {
    ...withTarget({ name: 'cluster', visibility: manifests })(seen),
    repository: { ...seen.repository, visibility: issue, private: issue !== 'public' },
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

test('the commit of a request names its end only where whoever reads the commit can read the issue', () => {
  const told = (issue: Visibility, manifests: Visibility) => {
    const snapshot = readBy(issue, manifests)
    const { understanding } = read(snapshot)
    if (understanding.kind !== 'request') throw new Error('the issue is a request')
    const { request } = understanding
    const end = { kind: 'after', seconds: 3600 } as const
    return commitStory(snapshot, understanding, {
      digest: request.digest,
      requestDigest: request.digest,
      files: [],
      end,
    }).end
  }
  expect(told('private', 'private')).toEqual({ kind: 'after', seconds: 3600 })
  expect(told('public', 'private')).toEqual({ kind: 'after', seconds: 3600 })
  expect(told('private', 'public')).toBeNull()
})

const plainly = (snapshot: Snapshot): Snapshot => snapshot

/** Everybody can read the issue, and the enterprise the manifests. */
const withheld: Sight = (snapshot) => ({
  ...withTarget({ visibility: 'internal' })(snapshot),
  repository: { ...snapshot.repository, visibility: 'public' },
})

/** What stands on the issue at the end. */
function told(see: (snapshot: Snapshot) => Snapshot, world = published()): string {
  rest(world, see)
  return world.comments.map(({ body }) => body).join('\n')
}

test('the status of a request quotes its manifests only where whoever reads the issue can read them', () => {
  expect(told(plainly)).toContain('+  - namespaces/payments.yaml')
  const elsewhere = told((snapshot) => withTarget({ name: 'cluster' })(withheld(snapshot)))
  expect(elsewhere).toContain(
    'Fewer people can read `acme/cluster` than this issue, so it is shown only there.',
  )
  expect(elsewhere).not.toContain('  - namespaces/payments.yaml')
})

test('why a plan cannot be made is told only where whoever reads the issue can read the manifests', () => {
  const broken = () => {
    const world = published()
    world.main = new Map([...world.main.keys()].map((path) => [path, 'resources: [top-secret\n']))
    return observe(world)
  }
  expect(decide(read(broken())).reasons).toEqual(['change/yaml-unreadable'])
  expect(decide(read(withheld(broken())))).toMatchObject({ state: 'held', reasons: ['state/plan-withheld'] })
})

test('code owners are named only where whoever reads the issue can read CODEOWNERS', () => {
  const owned = ownedAs('* @mallory\n')
  const asked = (see: (snapshot: Snapshot) => Snapshot) => {
    const world = published()
    world.policy = policyOf(
      typeText.replaceAll(/from: \[.*\]/g, 'from: [codeowners]').replace('count: 2', 'count: 1'),
    )
    return told(see, world)
  }
  expect(asked(owned)).toContain('mallory')
  const unnamed = asked((snapshot) => withheld(owned(snapshot)))
  expect(unnamed).toContain('waiting for approval')
  expect(unnamed).not.toContain('mallory')
})

test('GitHub’s reason against a merge is told only where whoever reads the issue can read the manifests', () => {
  const refused = withDetails(() => ({ mergeRefusal: 'top-secret is required' }))
  const approved = () => {
    const world = published()
    world.now += 1
    world.comments.push(said(world, user('bob'), '/approve'))
    return world
  }
  expect(told(refused, approved())).toContain('top-secret is required')
  const unsaid = told((snapshot) => withheld(refused(snapshot)), approved())
  expect(unsaid).toContain('because GitHub refused the merge.')
  expect(unsaid).not.toContain('top-secret')
})
