import { findDrift } from '../../../src/core/drift/find-drift.js'
import type { DriftedFile, DriftFinding } from '../../../src/core/drift/finding.js'
import { owed } from '../../../src/core/drift/owed.js'
import { placesTold } from '../../../src/core/drift/places-told.js'
import { placeText } from '../../../src/core/manifest/place-text.js'
import { gitBlobOid } from '../../../src/core/text/git-oid.js'
import type { Change } from '../../../src/model/change.js'
import type { Oid } from '../../../src/model/ids.js'
import type { LedgerRecord, Predicate } from '../../../src/model/record.js'
import type { TargetText, TreeEntry } from '../../../src/model/target-tree.js'
import { alice, plan } from '../ledger/forged.js'
import { asked, takenBack } from '../ledger/lives.js'
import { merged } from '../plan/merged-files.js'

/** A branch in which requests are merged and people write by hand, with the ledger of both. */
export function branch(files: Readonly<Record<string, string>>) {
  const contents = new Map<string, string>(Object.entries(files))
  const others = new Map<string, TreeEntry>()
  const records: LedgerRecord[] = []
  const blobs = new Map<Oid, TargetText>()
  const read: Oid[] = []
  let second = 0
  const keep = (text: string) => {
    blobs.set(gitBlobOid(text), { kind: 'text', text })
    return gitBlobOid(text)
  }
  const write = (path: string, text: string | null) => {
    if (text === null) contents.delete(path)
    else contents.set(path, text)
    if (text !== null) keep(text)
  }
  const merge = (path: string, changes: readonly Change[]) => {
    const { places, ...file } = merged(path, contents.get(path) ?? null, changes)
    for (const state of [file.before, file.after]) if (state !== null) keep(state.text)
    write(path, file.after?.text ?? null)
    second += 60
    const change = file.before === null ? 'create' : file.after === null ? 'delete' : 'update'
    const oids = { before: file.before?.oid ?? null, after: file.after?.oid ?? null }
    return { path, change, mode: '100644', ...oids, places } as const
  }
  return {
    contents,
    others,
    records,
    blobs,
    /** What was read to tell what has drifted, in the last look. */
    read,
    /** A request is merged that makes these changes of a file. */
    ask(issue: number, path: string, changes: readonly Change[], more: Partial<Predicate> = {}) {
      records.push(asked(issue, second, [merge(path, changes)], more))
    },
    /** The same where more people can read the issue than the manifests: the record names no places. */
    askInPrivate(issue: number, path: string, changes: readonly Change[]) {
      const file = { ...merge(path, changes), places: [{ at: [] }] }
      records.push(asked(issue, second, [file], { plan: { ...plan, files: [file], withheld: true } }))
    },
    /** A request is taken back: the file says this again. */
    takeBack(issue: number, path: string, text: string) {
      const before = gitBlobOid(contents.get(path) ?? '')
      write(path, text)
      second += 60
      const file = {
        path,
        change: 'update',
        mode: '100644',
        before,
        after: gitBlobOid(text),
        places: [],
      } as const
      records.push(takenBack(issue, second, { plan: { ...plan, files: [file] } }))
    },
    /** The same, to say again what it had merged. */
    restore(issue: number, path: string, text: string) {
      const before = gitBlobOid(contents.get(path) ?? '')
      write(path, text)
      second += 60
      const file = {
        path,
        change: 'update',
        mode: '100644',
        before,
        after: gitBlobOid(text),
        places: [],
      } as const
      const cause = { kind: 'restored', comment: 1, by: alice, reason: null } as const
      records.push(takenBack(issue, second, { cause, plan: { ...plan, files: [file] } }))
    },
    byHand(path: string, text: string | null) {
      write(path, text)
    },
    /** What has drifted, as a person would say it. */
    drift(): readonly string[] {
      return this.driftedFiles().flatMap(({ file, findings }) =>
        findings.map((each) => told(file.path, each)),
      )
    },
    driftedFiles(): readonly DriftedFile[] {
      const texts = new Map<Oid, TargetText>()
      read.length = 0
      const entries = new Map<string, TreeEntry>(
        [...contents].map(([path, text]) => [path, { kind: 'file', oid: keep(text) }]),
      )
      const tree = { entries: new Map([...entries, ...others]), isWhole: true }
      for (;;) {
        const all = owed(records, placesTold(texts))
        const [target] = all.targets
        if (target === undefined) return []
        const { files: found, unread } = findDrift(all, target, tree, texts)
        if (unread.length === 0) return found
        read.push(...unread)
        for (const blob of unread) texts.set(blob, blobs.get(blob) ?? { kind: 'missing' })
      }
    },
  }
}

function told(path: string, finding: DriftFinding): string {
  const owners = [...new Set(finding.of.map(({ issue }) => `#${issue}`))].join(', ')
  const where = `${path} of ${owners}`
  switch (finding.kind) {
    case 'changed': {
      const side = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value))
      return `${where}: ${placeText(finding.at)} is ${side(finding.found)}, not ${side(finding.expected)}`
    }
    case 'displaced':
      return `${where}: ${finding.why.what}`
    case 'moved':
      return `${where}: moved to ${finding.to}`
    case 'blocked':
      return `${where}: ${finding.at} is a ${finding.by}`
    case 'unreadable':
      return `${where}: ${finding.why}`
    case 'missing':
    case 'back':
    case 'unrequested':
      return `${where}: ${finding.kind}`
  }
}
