import { expect, test } from 'vitest'
import { findDrift } from '../../../src/core/drift/find-drift.js'
import { owed } from '../../../src/core/drift/owed.js'
import { driftByType } from '../../../src/core/drift/told-drift.js'
import { unrequestedFiles } from '../../../src/core/drift/unrequested.js'
import { watched } from '../../../src/core/drift/watched.js'
import { valueDigest } from '../../../src/core/plan/recorded-place.js'
import { gitBlobOid } from '../../../src/core/text/git-oid.js'
import type { RequestType } from '../../../src/model/request-type.js'
import type { Visibility } from '../../../src/model/snapshot.js'
import { usualReading } from '../../../src/model/submission.js'
import type { TargetTree, TreeEntry } from '../../../src/model/target-tree.js'
import { commitId } from '../ledger/forged.js'
import { asked, blob, changed } from '../ledger/lives.js'

const records = [asked(1, 1, [changed('apps/shop.yaml', [{ at: ['a'], after: valueDigest(1) }])])]
const type: RequestType = {
  path: '.github/issueops/namespace.yml',
  blob: commitId(91),
  name: 'namespace',
  title: 'Namespace',
  form: 'namespace.yml',
  requesters: null,
  target: { repository: null, branch: null },
  fields: new Map(),
  rules: [],
  approval: [],
  policy: null,
  merge: 'now',
  changes: [
    {
      kind: 'file',
      file: 'apps/$' + '{{ request.name }}.yaml',
      content: {},
      ensure: null,
      document: null,
      when: null,
      forEach: null,
      validate: null,
    },
  ],
  ensure: 'present',
  reading: usualReading,
}

function treeOf(paths: readonly string[]): TargetTree {
  const entry = (path: string): TreeEntry => ({
    kind: 'file',
    oid: path === 'apps/shop.yaml' ? blob(2) : gitBlobOid(path),
  })
  return { isWhole: true, entries: new Map(paths.map((path) => [path, entry(path)])) }
}

/** What is told where a file of a request is gone from a branch, by who can read the manifests and the issues. */
function told(manifests: Visibility, visibility: Visibility) {
  const all = owed(records)
  const [target] = all.targets
  if (target === undefined) return expect.fail('nothing is owed')
  const tree = treeOf([])
  const files = findDrift(all, target, tree, new Map()).files.map((drifted) => ({
    drifted,
    traced: drifted.findings.map((finding) => ({ finding, since: null })),
  }))
  const observed = { seen: true, commit: commitId(7), visibility: manifests, tree } as const
  const [drift] = driftByType(all, [{ target, observed, files, unrequested: [] }], {
    types: [type],
    visibility,
  })
  return {
    title: drift?.title,
    groups: drift?.groups.length,
    inNumbers: drift?.withheld.map(({ findings }) => findings),
  }
}

test.each<[Visibility, Visibility, 'in full' | 'in numbers']>([
  ['private', 'public', 'in numbers'],
  ['private', 'internal', 'in numbers'],
  ['internal', 'public', 'in numbers'],
  ['private', 'private', 'in full'],
  ['public', 'private', 'in full'],
])('of %s manifests is told in %s issues: %s', (manifests, issues, how) => {
  const inFull = how === 'in full'
  expect(told(manifests, issues)).toEqual({
    title: 'Namespace',
    groups: inFull ? 1 : 0,
    inNumbers: inFull ? [] : [1],
  })
})

test('requests of a type that says so are not watched, and the others of the same file are', () => {
  expect(watched(owed(records), [{ ...type, watch: false }]).targets).toEqual([])
  expect(watched(owed(records), [{ ...type, name: 'other', watch: false }]).targets).toHaveLength(1)
  expect(watched(owed(records), []).targets).toHaveLength(1)
})

/** The files among these that no request asked for. */
function unrequested(
  paths: readonly string[],
  more: Partial<RequestType> = {},
  before: readonly string[] = [],
) {
  const all = owed(records)
  const [target] = all.targets
  if (target === undefined) return expect.fail('nothing is owed')
  const found = unrequestedFiles(all, target, {
    types: [{ ...type, ...more }],
    tree: treeOf(paths),
    before: treeOf(before),
  })
  return found.map(({ path }) => path)
}

test('a file where requests write is nobody’s only where no request has written it and it was not there before the first', () => {
  const paths = ['apps/shop.yaml', 'apps/cart.yaml', 'apps/old.yaml', 'apps/deep/cart.yaml', 'README.md']
  expect(unrequested(paths, {}, ['apps/old.yaml'])).toEqual(['apps/cart.yaml'])
  expect(unrequested(paths, { watch: false })).toEqual([])
  expect(unrequested(paths, { ensure: 'absent' })).toEqual([])
  expect(unrequested(paths, { target: { repository: null, branch: 'other' } })).toEqual([])
  expect(
    unrequested(paths, { target: { repository: { owner: 'acme', name: 'gitops' }, branch: null } }),
  ).toEqual([])
})

test('a path that is nothing but an answer manages nothing', () => {
  const changes = type.changes.map((change) => ({ ...change, file: '$' + '{{ request.path }}' }))
  expect(unrequested(['README.md'], { changes })).toEqual([])
})
