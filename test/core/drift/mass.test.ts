import { expect, test } from 'vitest'
import { findDrift } from '../../../src/core/drift/find-drift.js'
import { owed } from '../../../src/core/drift/owed.js'
import { sinceWhen } from '../../../src/core/drift/since-when.js'
import { driftByType } from '../../../src/core/drift/told-drift.js'
import { valueDigest } from '../../../src/core/plan/recorded-place.js'
import { driftEffects } from '../../../src/core/sweep/drift-issues.js'
import { gitBlobOid } from '../../../src/core/text/git-oid.js'
import type { DriftIssue, FileCommit } from '../../../src/model/drift.js'
import { issueNumber, type Oid } from '../../../src/model/ids.js'
import type { LedgerRecord } from '../../../src/model/record.js'
import type { TargetText } from '../../../src/model/target-tree.js'
import { commitId } from '../ledger/forged.js'
import { asked, changed } from '../ledger/lives.js'

const before = (app: number) => `# app ${app}\nname: app-${app}\nreplicas: 2\n`
const after = (app: number) => before(app).replace('replicas: 2', 'replicas: 3')
const pathOf = (app: number) => `apps/${app}/values.yaml`

/** As many requests, each with a file of its own in which it has set the replicas. */
function requests(count: number): readonly LedgerRecord[] {
  return Array.from({ length: count }, (_, app) =>
    asked(app + 1, app * 60, [
      changed(pathOf(app), [{ at: ['replicas'], before: valueDigest(2), after: valueDigest(3) }], {
        before: gitBlobOid(before(app)),
        after: gitBlobOid(after(app)),
      }),
    ]),
  )
}

const once: FileCommit = {
  commit: commitId(7),
  headline: 'Everything at once',
  login: 'carol',
  author: 'carol',
  at: '2026-11-20T10:00:00Z',
  blob: undefined,
}

/** What the sweep writes where each file says something else by one commit, and in how many portions it reads. */
function swept(
  records: readonly LedgerRecord[],
  textOf: (app: number) => string,
  issues: readonly DriftIssue[],
) {
  const all = owed(records)
  const [target] = all.targets
  if (target === undefined) return expect.fail('nothing is owed')
  const blobs = new Map<Oid, string>()
  const entries = records.map((_, app) => {
    for (const text of [textOf(app), after(app)]) blobs.set(gitBlobOid(text), text)
    return [pathOf(app), { kind: 'file', oid: gitBlobOid(textOf(app)) }] as const
  })
  const tree = { entries: new Map(entries), isWhole: true }
  const texts = new Map<Oid, TargetText>()
  let reads = 0
  for (;;) {
    const { files, unread } = findDrift(all, target, tree, texts)
    for (const blob of unread) texts.set(blob, { kind: 'text', text: blobs.get(blob) ?? '' })
    reads += unread.length
    if (unread.length > 0) continue
    const traced = files.map((drifted) => ({ drifted, traced: sinceWhen(drifted, [once], texts) }))
    const observed = { seen: true, commit: commitId(7), visibility: 'private', tree } as const
    const found = [{ target, observed, files: traced, unrequested: [] }]
    const drifts = driftByType(all, found, { types: [], visibility: 'private' })
    return { effects: driftEffects(drifts, issues), reads }
  }
}

test('one commit that reformats 2,000 manifests is no drift, and each of them is read once', () => {
  const reformatted = (app: number) => `# tidied\nreplicas:   3\nname: "app-${app}"\n`
  expect(swept(requests(2_000), reformatted, [])).toEqual({ effects: [], reads: 2_000 })
})

test('one commit that changes 300 places is told in one issue, as one group; healed by hand it is closed', () => {
  const records = requests(300)
  const { effects } = swept(records, (app) => after(app).replace('replicas: 3', 'replicas: 9'), [])
  const [opened, ...more] = effects
  if (opened === undefined) return expect.fail('nothing is told')
  expect([opened.kind, more]).toEqual(['open-issue', []])
  const { title, body } = opened
  expect(body.match(/^## .*$/gm)).toEqual(['## What to do', '## Everything at once'])
  expect(body).toContain('300 findings in 300 files')
  expect(body).toContain('- `apps/0/values.yaml`: `replicas` is `9`, and should be `3` (#1)')
  expect(body).toContain('- and 220 more')
  const told = [{ number: issueNumber(900), isOpen: true, title, body }]
  expect(swept(records, (app) => after(app).replace('replicas: 3', 'replicas: 9'), told).effects).toEqual([])
  const healed = swept(records, after, told)
  expect(healed.reads).toBe(0)
  expect(healed.effects.map((effect) => effect.kind === 'edit-issue' && effect.state)).toEqual(['completed'])
})
