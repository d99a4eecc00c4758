import { execFileSync } from 'node:child_process'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { planDigest } from '../../src/core/plan/plan-digest.js'
import { valueDigest } from '../../src/core/plan/recorded-place.js'
import { oid } from '../../src/model/ids.js'
import type { LedgerRecord, RecordedFile } from '../../src/model/record.js'
import { plan, record, request } from '../core/ledger/forged.js'
import { ledgerClone } from './ledger-clone.js'
import { call } from './output.js'

const ledger = 'refs/heads/issueops/ledger'
const path = 'apps/shop/values.yaml'

let clone: ReturnType<typeof ledgerClone>
beforeEach(() => {
  clone = ledgerClone()
})
afterEach(() => clone.remove())

const drift = (...args: readonly string[]) => call('drift', '--repo', clone.folder, ...args)

const values = (replicas: number, image = '1.4.2') => `image: ${image}\nreplicas: ${replicas}\n`

/** A request that has made four copies of two, in a repository. */
function merged(repository = 'acme/platform'): readonly LedgerRecord[] {
  const [before, after] = [2, 4].map((count) => oid(clone.git(values(count), 'hash-object', '-w', '--stdin')))
  const digests = { before: valueDigest(2), after: valueDigest(4) }
  const file: RecordedFile = {
    path,
    change: 'update',
    mode: '100644',
    before: before ?? null,
    after: after ?? null,
    places: [{ at: ['replicas'], ...digests }],
  }
  const { typeBlob: type, formBlob: form, digest } = request
  const bound = {
    request: digest,
    type,
    form,
    policy: null,
    templates: [],
    chapter: null,
    end: null,
    stage: null,
  }
  const target = { repository: repository === 'acme/platform' ? null : repository, branch: 'main' }
  const files = [file]
  const about = {
    plan: { ...plan, repository, digest: planDigest({ ...bound, emergency: null, target, files }), files },
  }
  return [record(1, 'proposed', about), record(2, 'approved', about), record(3, 'merged', about)]
}

/** Somebody pushes the file. */
function pushed(text: string, message: string): void {
  const heads = clone.git('', 'for-each-ref', '--format=%(objectname)', 'refs/heads/main')
  const made = clone.commit(heads === '' ? null : heads, path, text, false)
  const named = clone.git('', 'cat-file', 'commit', made).replace(/Record$/, message)
  clone.git(
    '',
    'update-ref',
    'refs/heads/main',
    clone.git(`${named}\n`, 'hash-object', '-t', 'commit', '-w', '--stdin'),
  )
}

test('what somebody has changed is listed by the commit since which it is so, with its request, and the command fails', async () => {
  clone.ledgerAt(ledger, merged())
  pushed(values(4), 'As it was merged')
  pushed(values(6), 'More copies by hand')
  pushed(values(6, '1.5.0'), 'A new image')
  const { code, out } = await drift()
  expect(code).toBe(1)
  const [commit = ''] = clone.git('', 'log', '--format=%H', '--skip=1', '-1', 'refs/heads/main').split('\n')
  expect(out.split('\n').slice(0, 4)).toEqual([
    `read ${ledger}`,
    'read main at refs/heads/main',
    `${commit.slice(0, 12)} by acme-issueops[bot], 2026-11-20T10:00:00Z: More copies by hand`,
    '  apps/shop/values.yaml  #42  replicas: 4 → 6',
  ])
})

test('programs are told the same', async () => {
  clone.ledgerAt(ledger, merged())
  pushed(values(6), 'More copies by hand')
  const { code, out } = await drift('--json')
  expect(code).toBe(1)
  expect(JSON.parse(out)).toMatchObject({
    ok: false,
    targets: [{ target: 'main', ref: 'refs/heads/main' }],
    drift: [
      {
        repository: null,
        branch: 'main',
        path,
        kind: 'changed',
        issues: [42],
        place: 'replicas',
        expected: 4,
        found: 6,
      },
    ],
  })
})

test('equal data that is written otherwise is no drift', async () => {
  clone.ledgerAt(ledger, merged())
  pushed('# By a formatter.\nreplicas:   4\nimage: "1.5.0"\n', 'Formatted')
  const { code, out } = await drift()
  expect([code, out.split('\n')[2]]).toEqual([0, 'Nothing has drifted.'])
})

test('whatever time a commit is written with, what has drifted is listed', async () => {
  clone.ledgerAt(ledger, merged())
  const zones = ['1795773600 +9999', '1795773600 -9999', '99999999999999 +0000', '18446744073709551000 +0000']
  for (const [index, time] of zones.entries()) {
    clone.git('', 'update-ref', '-d', 'refs/heads/main')
    pushed(values(5 + index), 'By hand')
    const dated = clone
      .git('', 'cat-file', 'commit', 'refs/heads/main')
      .replace(/(committer .*> ).*/, `$1${time}`)
    const made = clone.git(`${dated}\n`, 'hash-object', '-t', 'commit', '-w', '--literally', '--stdin')
    clone.git('', 'update-ref', 'refs/heads/main', made)
    const { code, out } = await drift()
    expect([code, out.split('\n').at(3)]).toEqual([
      1,
      `  apps/shop/values.yaml  #42  replicas: 4 → ${5 + index}`,
    ])
  }
})

test('what was fetched counts before a branch of the clone’s own', async () => {
  clone.ledgerAt(ledger, merged())
  pushed(values(6), 'By hand')
  clone.git('', 'update-ref', 'refs/remotes/origin/main', 'refs/heads/main')
  pushed(values(4), 'As it was merged')
  const { code, out } = await drift()
  expect([code, out.split('\n')[1]]).toEqual([1, 'read main at refs/remotes/origin/main'])
})

test('a target in another repository is read in a clone of that, and without one it is told as not looked at', async () => {
  clone.ledgerAt(ledger, merged('acme/gitops'))
  const without = await drift()
  expect([without.code, without.out.split('\n')[1]]).toEqual([
    0,
    'not looked at: acme/gitops, main, because no --target names a clone of it',
  ])
  pushed(values(6), 'By hand')
  const named = await drift('--target', clone.folder)
  expect([named.code, named.out.split('\n')[1]]).toEqual([1, 'read acme/gitops, main at refs/heads/main'])
  execFileSync('git', ['-C', clone.folder, 'remote', 'add', 'origin', 'git@github.com:acme/gitops.git'])
  expect((await drift('--target', clone.folder, '--target', clone.folder)).code).toBe(1)
})

test('a branch that was not fetched is told as not looked at', async () => {
  clone.ledgerAt(ledger, merged())
  const { code, out } = await drift()
  expect([code, out.split('\n')[1]]).toEqual([
    0,
    `not looked at: main, because ${clone.folder} has no branch main`,
  ])
})

test('nothing is told of a ledger that is not what the toolkit appended', async () => {
  const [first, , last] = merged()
  clone.ledgerAt(
    ledger,
    [first, last].flatMap((each) => each ?? []),
  )
  pushed(values(6), 'By hand')
  expect((await drift()).code).toBe(1)
})
