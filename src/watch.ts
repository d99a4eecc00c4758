import { findDrift } from './core/drift/find-drift.js'
import type { DriftedFile } from './core/drift/finding.js'
import { type Owed, type OwedTarget, owed } from './core/drift/owed.js'
import { placesTold } from './core/drift/places-told.js'
import { leftBehind, sinceWhen } from './core/drift/since-when.js'
import { driftByType, type TargetDrift, type TypeDrift } from './core/drift/told-drift.js'
import { firstBase, type UnrequestedFile, unrequestedFiles } from './core/drift/unrequested.js'
import { watched } from './core/drift/watched.js'
import { ledgerBranch } from './core/ledger/ledger-branch.js'
import { openOn } from './core/ledger/open-on.js'
import { driftMarker } from './core/report/drift-issue.js'
import { driftEffects, driftLabel } from './core/sweep/drift-issues.js'
import type { ListedIssue, Reader } from './github/reader.js'
import type { FileCommit, ObservedTarget } from './model/drift.js'
import type { ViewEffect } from './model/effect.js'
import { issueNumber, type Oid, repositoryRef } from './model/ids.js'
import type { LedgerRecord } from './model/record.js'
import type { RequestType } from './model/request-type.js'
import type { TargetText, TargetTexts } from './model/target-tree.js'
import { observeDriftIssues } from './observe/observe-drift-issues.js'
import { type Due, observeDue } from './observe/observe-due.js'
import { observeFileHistories } from './observe/observe-file-histories.js'
import { observeTargets, observeWholeTree } from './observe/observe-targets.js'
import { observeTexts } from './observe/observe-texts.js'
import { observeUnrecorded } from './observe/observe-unrecorded.js'

/** How often everything is looked at anew, because something was put on record meanwhile. */
const attemptsMax = 2
/** Looks at the same files, each of which may find that more has to be read. */
const looksMax = 5
/** Blobs read in one sweep of one target: beyond that, nobody can tell in this sweep what has drifted there. */
const blobsMax = 10_000
/** Blobs read at once, so that none of them is taken for too large beside the others. */
const blobsAtOnce = 100
/** Files of one target whose history is looked up, and blobs read for it. */
const tracedMax = 400
const leftMax = 200

/** What a look for drift has found. */
export interface FoundDrift {
  /** Of every type whose requests are owed something. */
  readonly drifts: readonly TypeDrift[]
  readonly effects: readonly ViewEffect[]
  /** Why nobody can tell, as the end of a sentence; null where it is told. */
  readonly unsettled: string | null
}

/**
 * What has drifted in all targets, and what makes the issues about it say so. Where nothing has, it costs a query for each repository and a call for each branch,
 * and no other.
 * @param known what the sweep has read already; null where something was put on record since.
 * @param open the open issues.
 * @throws GitHubError
 */
export async function lookForDrift(
  reader: Reader,
  known: Due | null,
  open: readonly ListedIssue[],
): Promise<FoundDrift> {
  for (let attempt = 1; attempt <= attemptsMax; attempt++) {
    const due = attempt === 1 && known !== null ? known : await observeDue(reader)
    const found = await lookOnce(reader, due, open)
    if (found !== null) return found
  }
  return { drifts: [], effects: [], unsettled: 'requests were put on record while it was looked for' }
}

/** Null where something was put on record meanwhile: what stands in a target may be what that left. */
async function lookOnce(reader: Reader, due: Due, open: readonly ListedIssue[]): Promise<FoundDrift | null> {
  // What hides a record hides who owns what.
  if (due.unreadable.length > 0)
    return { drifts: [], effects: [], unsettled: 'the ledger holds files that are none of its records' }
  const types = due.policy.candidates.map(({ type }) => type)
  const { all, targets } = await driftIn(reader, due, types)
  const alike = open.filter(isAlike).map(({ number }) => issueNumber(number))
  const isNothing = targets.every(({ files, unrequested }) => files.length + unrequested.length === 0)
  // Who can read what matters only where something is told.
  if (isNothing && alike.length === 0)
    return {
      drifts: driftByType(all, targets, { types, visibility: 'private' }),
      effects: [],
      unsettled: null,
    }
  const marks = { label: driftLabel, marker: driftMarker, ledger: ledgerBranch, alike }
  const { issues, visibility, ledger } = await observeDriftIssues(reader, marks)
  if (ledger !== due.ledger) return null
  const drifts = driftByType(all, targets, { types, visibility })
  return { drifts, effects: driftEffects(drifts, issues), unsettled: null }
}

/** Taken for a hint alone: whose it is, GitHub says. */
function isAlike({ labels, body }: ListedIssue): boolean {
  return labels.some((label) => label.toLowerCase() === driftLabel) || body.startsWith(driftMarker)
}

interface Found {
  readonly all: Owed
  readonly targets: readonly TargetDrift[]
}

async function driftIn(reader: Reader, { records }: Due, types: readonly RequestType[]): Promise<Found> {
  const flat = [...records.values()].flat()
  const first = watched(owed(flat), types)
  const seen = await observeTargets(
    reader,
    first.targets.map(({ repository, branch, files }) => ({ repository, branch, paths: [...files.keys()] })),
  )
  const observed = new Map([...seen].map(([target, each]) => [keyOf(target), each]))
  const texts = new Map<Oid, TargetText>()
  let all = first
  for (let look = 1; ; look++) {
    const drifts = all.targets.map((target) => driftAt(all, target, { observed, texts }))
    const unread = drifts.filter((each) => each.unread.length > 0)
    if (unread.length === 0 || look === looksMax) {
      const targets = drifts.map(({ target, observed: there, files }) => ({ target, observed: there, files }))
      const settled = await Promise.all(
        targets.map(async (each) => ({
          ...(await recordedOnly(reader, each, flat)),
          unrequested: await unrequestedIn(reader, { all, types, records: flat }, each),
        })),
      )
      return { all, targets: await Promise.all(settled.map((each) => traced(reader, each, texts))) }
    }
    for (const { target, unread: blobs } of unread) {
      const known = await readAll(at(reader, target), blobs)
      if (known === null) {
        const why = `more files of ${target.branch} differ than one sweep reads`
        observed.set(keyOf(target), { seen: false, why })
      }
      for (const [blob, text] of known ?? []) texts.set(blob, text)
    }
    // What was read may tell places that no record names.
    all = watched(owed(flat, placesTold(texts)), types)
  }
}

interface Drifted {
  readonly target: OwedTarget
  readonly observed: ObservedTarget
  readonly files: readonly DriftedFile[]
}

function driftAt(
  all: Owed,
  target: OwedTarget,
  {
    observed,
    texts,
  }: { readonly observed: ReadonlyMap<string, ObservedTarget>; readonly texts: TargetTexts },
): Drifted & { readonly unread: readonly Oid[] } {
  const there = observed.get(keyOf(target)) ?? { seen: false, why: `${target.branch} was not looked at` }
  const found = there.seen ? findDrift(all, target, there.tree, texts) : { files: [], unread: [] }
  return { target, observed: there, ...found }
}

function keyOf({ repository, branch }: Pick<OwedTarget, 'repository' | 'branch'>): string {
  return JSON.stringify([repository, branch])
}

function at(reader: Reader, { repository }: OwedTarget): Reader {
  return repository === null ? reader : reader.at(repositoryRef(repository))
}

/** Null where there are more than one sweep reads. */
async function readAll(reader: Reader, blobs: readonly Oid[]): Promise<TargetTexts | null> {
  if (blobs.length > blobsMax) return null
  const texts = new Map<Oid, TargetText>()
  for (let from = 0; from < blobs.length; from += blobsAtOnce)
    for (const [blob, text] of await observeTexts(reader, blobs.slice(from, from + blobsAtOnce)))
      texts.set(blob, text)
  return texts
}

/** A file on which somebody has merged a request without a record of that yet is told nothing of: the next look at that request records it. */
async function recordedOnly(
  reader: Reader,
  drifted: Drifted,
  records: Parameters<typeof openOn>[0],
): Promise<Drifted> {
  const { target, files } = drifted
  const open = openOn(
    records,
    target,
    files.map(({ file }) => file.path),
  )
  const unrecorded = await observeUnrecorded(
    at(reader, target),
    open.map(({ record }) => record),
  )
  if (unrecorded.length === 0) return drifted
  const paths = new Set(
    open.flatMap(({ record, paths: own }) => (unrecorded.includes(record.predicate.issue) ? own : [])),
  )
  const why = `issue ${unrecorded.join(', ')} was merged, and that is not on record yet`
  const kept = files.filter(({ file }) => !paths.has(file.path))
  return kept.length > 0 ? { ...drifted, files: kept } : { target, observed: { seen: false, why }, files: [] }
}

interface Known {
  readonly all: Owed
  readonly types: readonly RequestType[]
  readonly records: readonly LedgerRecord[]
}

/** What stood there in the beginning is read only where something stands there that no request asked for. */
async function unrequestedIn(
  reader: Reader,
  { all, types, records }: Known,
  { target, observed }: Drifted,
): Promise<readonly UnrequestedFile[]> {
  if (!observed.seen) return []
  const { tree } = observed
  const base = firstBase(records, target)
  if (base === null || unrequestedFiles(all, target, { types, tree }).length === 0) return []
  const before = await observeWholeTree(at(reader, target), base)
  const found = before === null ? [] : unrequestedFiles(all, target, { types, tree, before })
  // What is just being merged may be on no record yet.
  const open = openOn(
    records,
    target,
    found.map(({ path }) => path),
  ).flatMap(({ paths }) => paths)
  return found.filter(({ path }) => !open.includes(path))
}

/** Since which commits it is so. */
async function traced(
  reader: Reader,
  { target, observed, files, unrequested }: Drifted & { readonly unrequested: readonly UnrequestedFile[] },
  texts: TargetTexts,
): Promise<TargetDrift> {
  if (!observed.seen || files.length + unrequested.length === 0)
    return { target, observed, files: [], unrequested: [] }
  const there = at(reader, target)
  const histories = await observeFileHistories(
    there,
    observed.commit,
    [
      ...files.map(({ file: { path, commit } }) => ({ path, since: commit })),
      ...unrequested.map(({ path }) => ({ path, since: null })),
    ].slice(0, tracedMax),
  )
  const historyOf = ({ file }: DriftedFile): readonly FileCommit[] => histories.get(file.path) ?? []
  const left = [...new Set(files.flatMap((file) => leftBehind(file, historyOf(file))))].filter(
    (blob) => !texts.has(blob),
  )
  const read = (await readAll(there, left.slice(0, leftMax))) ?? new Map<Oid, TargetText>()
  const known = new Map([...texts, ...read])
  return {
    target,
    observed,
    unrequested: unrequested.map((each) => ({ ...each, since: histories.get(each.path)?.at(-1) ?? null })),
    files: files.map((drifted) => ({ drifted, traced: sinceWhen(drifted, historyOf(drifted), known) })),
  }
}
