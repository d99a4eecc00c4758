import { expect, test } from 'vitest'
import { contestedPlaces } from '../../../src/core/decide/contested-places.js'
import { furtherNeeds } from '../../../src/core/decide/needs.js'
import { read } from '../../../src/core/decide/reading.js'
import { recordedFiles } from '../../../src/core/decide/recorded-files.js'
import { digest, issueNumber, oid, pullNumber } from '../../../src/model/ids.js'
import type { Place, Plan, PlannedFile } from '../../../src/model/plan.js'
import type { LedgerRecord, RecordedDecision, RecordedFile } from '../../../src/model/record.js'
import type { Details, OtherRequest, OtherRequests, Snapshot } from '../../../src/model/snapshot.js'
import { user } from './given.js'
import { beginning, observe } from './world.js'

const sha = digest('0'.repeat(64))
const head = oid('a'.repeat(40))
const replaced = oid('b'.repeat(40))

function file(path: string, ...places: readonly Place[]): PlannedFile {
  return { path, mode: '100644', places, change: 'create', before: null, after: { oid: head, text: '' } }
}

function plan(...files: readonly PlannedFile[]): Plan {
  return { digest: sha, requestDigest: sha, files }
}

const ours = plan(file('a.yaml', { at: ['spec', 'replicas'], new: 2 }), file('b.yaml', { at: [], new: {} }))

function other(issue: number, ...paths: readonly string[]): OtherRequest {
  return { issue: issueNumber(issue), pull: pullNumber(issue + 1), head, paths }
}

/** A record of another issue, as this project writes it. */
function record(
  issue: number,
  files: readonly RecordedFile[],
  decision: RecordedDecision = 'proposed',
): LedgerRecord {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [],
    predicateType: 'urn:issueops:decision:v2',
    predicate: {
      decision,
      sequence: 1,
      chapter: 1,
      cause: { kind: 'asked' },
      previous: head,
      repository: 'acme/platform',
      repositoryId: 7,
      issue: issueNumber(issue),
      observedAt: '2026-11-20T10:00:00Z',
      request: {
        type: 'namespace',
        title: 'Kubernetes namespace',
        typeBlob: head,
        formBlob: head,
        digest: sha,
        values: {},
        filedAt: '2026-11-20T09:00:00Z',
        bodySha256: sha,
        bodyLastEditedAt: null,
        requester: user('dave'),
        editors: [],
      },
      plan: { digest: sha, repository: 'acme/platform', branch: 'main', base: head, files },
      pull: {
        number: pullNumber(issue + 1),
        head,
        publication: { checkRun: 7, at: '2026-11-20T09:30:00Z' },
      },
      evidence: [],
      merge: null,
      reason: null,
    },
  }
}

/** What was observed of a request that may change `a.yaml` and `b.yaml` while others are open. */
function seen(others: OtherRequests | null, ...records: readonly LedgerRecord[]): Snapshot {
  const snapshot = observe(beginning(''))
  const files = ['a.yaml', 'b.yaml'].map((path) => ({ kind: 'absent' as const, path }))
  const details: Details = {
    ...snapshot.details,
    manifests: { ...snapshot.details.manifests, files },
    others,
    otherRecords: records.map((last) => ({ issue: last.predicate.issue, last })),
  }
  return { ...snapshot, details }
}

const all = (...open: readonly OtherRequest[]) => ({ open, complete: true })

test('another open request is named with the places both change, and with no others', () => {
  const theirs = recordedFiles(
    plan(
      file('a.yaml', { at: ['spec'], new: {} }, { at: ['metadata'], new: {} }),
      file('c.yaml', { at: [] }),
    ),
  )
  expect(contestedPlaces(seen(all(other(7, 'a.yaml', 'c.yaml')), record(7, theirs)), ours)).toEqual({
    requests: [{ issue: 7, pull: 8, places: [{ path: 'a.yaml', at: 'spec › replicas' }] }],
    looked: 'all',
  })
})

test('a request that changes other places of the same file is not named', () => {
  const theirs = recordedFiles(plan(file('a.yaml', { at: ['spec', 'image'], new: 'shop:2' })))
  expect(contestedPlaces(seen(all(other(7, 'a.yaml')), record(7, theirs)), ours).requests).toEqual([])
})

test('a request that has ended is not named, though its pull request is still open', () => {
  const theirs = recordedFiles(ours)
  for (const end of ['merged', 'unchanged', 'rejected', 'withdrawn'] as const)
    expect(contestedPlaces(seen(all(other(7, 'a.yaml')), record(7, theirs, end)), ours).requests).toEqual([])
  expect(
    contestedPlaces(seen(all(other(7, 'a.yaml')), record(7, theirs, 'approved')), ours).requests,
  ).toHaveLength(1)
})

const wholeFile = [{ issue: 7, pull: 8, places: [{ path: 'a.yaml', at: '' }] }]

test('where the ledger has no record of it, the files both change are named', () => {
  expect(contestedPlaces(seen(all(other(7, 'a.yaml', 'c.yaml'))), ours).requests).toEqual(wholeFile)
})

test('where the ledger has another head, or another pull request, the files both change are named', () => {
  const theirs = record(7, recordedFiles(plan(file('a.yaml', { at: ['metadata'], new: {} }))))
  const pushed = { ...other(7, 'a.yaml'), head: replaced }
  expect(contestedPlaces(seen(all(pushed), theirs), ours).requests).toEqual(wholeFile)
  const second = { ...other(7, 'a.yaml'), pull: pullNumber(99) }
  expect(contestedPlaces(seen(all(second), theirs), ours).requests).toEqual([{ ...wholeFile[0], pull: 99 }])
})

test('a record whose places are too many to keep stands for the whole of its files', () => {
  const places = [{ at: [] }]
  const files = [
    { path: 'a.yaml', change: 'update', mode: '100644', before: head, after: head, places } as const,
  ]
  expect(contestedPlaces(seen(all(other(7, 'a.yaml')), record(7, files)), ours).requests).toEqual([
    { issue: 7, pull: 8, places: [{ path: 'a.yaml', at: 'spec › replicas' }] },
  ])
})

test('several are named in the order they were observed in, each with its own places', () => {
  const [, b] = recordedFiles(ours)
  const snapshot = seen(all(other(7, 'a.yaml'), other(12, 'b.yaml')), record(12, b === undefined ? [] : [b]))
  expect(contestedPlaces(snapshot, ours).requests).toEqual([
    ...wholeFile,
    { issue: 12, pull: 13, places: [{ path: 'b.yaml', at: '' }] },
  ])
})

test('what was not looked at in full says so, and what GitHub did not tell is unknown, not none', () => {
  expect(contestedPlaces(seen({ open: [], complete: false }), ours)).toEqual({ requests: [], looked: 'part' })
  expect(contestedPlaces(seen(null), ours)).toEqual({ requests: [], looked: 'unknown' })
})

test('the ledger is asked only where another open request touches a file of this one', () => {
  const body = [
    ['What should happen?', 'Create'],
    ['Name', 'payments'],
    ['Environment', 'dev'],
    ['CPUs', '2'],
    ['Why do you need it?', '_No response_'],
  ]
  const snapshot = observe(beginning(body.map(([label, value]) => `### ${label}\n\n${value}\n`).join('\n')))
  const asked = (others: OtherRequests | null) =>
    furtherNeeds(read({ ...snapshot, details: { ...snapshot.details, others } }))
  expect(asked(all(other(7, 'clusters/prod/kustomization.yaml')))).toBe(null)
  expect(asked(null)).toBe(null)
  expect(asked(all(other(7, 'clusters/dev/kustomization.yaml')))).toEqual({
    kind: 'other-records',
    issues: [7],
  })
})
