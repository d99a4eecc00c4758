import { findDrift } from '../core/drift/find-drift.js'
import { type Owed, type OwedTarget, owed } from '../core/drift/owed.js'
import { placesTold } from '../core/drift/places-told.js'
import { leftBehind, sinceWhen } from '../core/drift/since-when.js'
import type { TargetDrift } from '../core/drift/told-drift.js'
import { anyApp } from '../core/ledger/authorship.js'
import { verifyLedger } from '../core/ledger/verify-ledger.js'
import { driftEntries, driftLines } from '../core/report/drift-lines.js'
import type { Oid } from '../model/ids.js'
import type { LedgerRecord } from '../model/record.js'
import type { TargetText } from '../model/target-tree.js'
import { readArguments } from './arguments.js'
import { noteLine } from './audit.js'
import { commandHelp } from './command-help.js'
import { demandFolder } from './demand-folder.js'
import { type ExitCode, UsageError } from './exit-code.js'
import { ledgerRef, refuseDoubts, serverHost } from './local-ledger.js'
import {
  type LocalBranch,
  localBranch,
  localHistory,
  localTexts,
  localTree,
  originOf,
} from './local-target.js'
import { print, printJson } from './print.js'
import { readLedger } from './read-ledger.js'

/** A target as a clone has it, or why it was not looked at. */
type Looked = { readonly branch: LocalBranch } | { readonly why: string }

/**
 * `issueops drift`: what somebody has changed past the requests in force, by what clones hold of the ledger and of the branches that requests were merged into.
 * Nobody is asked, so it is as true as what was fetched.
 */
export function drift(args: readonly string[]): ExitCode {
  const options = {
    repo: { type: 'string' },
    target: { type: 'string', multiple: true },
    ref: { type: 'string' },
    app: { type: 'string', multiple: true },
    json: { type: 'boolean' },
  } as const
  const { values } = readArguments(args, options, commandHelp.drift.usage)
  const folder = values.repo ?? '.'
  const folders = values.target ?? []
  for (const each of [folder, ...folders]) demandFolder(each)
  const ref = ledgerRef(folder, values.ref)
  const commits = readLedger(folder, ref)
  if (commits === null) throw new UsageError(`${folder} has no commits at ${ref}.`)
  const hands = { ...anyApp, apps: values.app ?? null, host: serverHost() }
  const { records, findings, notes } = verifyLedger(commits, { hands, repository: null })
  refuseDoubts(findings)
  const looked = new Map<string, Looked>()
  const drifts = driftsIn(records, (target) => {
    const known = looked.get(nameOf(target)) ?? lookAt(target, { folder, folders, all: owed(records) })
    looked.set(nameOf(target), known)
    return known
  })
  const entries = driftEntries(drifts)
  const read = [...looked].map(([target, found]) => ({
    target,
    ...('why' in found ? { why: found.why } : { ref: found.branch.ref, commit: found.branch.commit }),
  }))
  if (values.json === true) printJson({ ok: entries.length === 0, ref, targets: read, drift: entries, notes })
  else {
    print(`read ${ref}`)
    for (const [target, found] of looked)
      print(
        'why' in found ? `not looked at: ${target}, ${found.why}` : `read ${target} at ${found.branch.ref}`,
      )
    for (const line of [...driftLines(entries), ...notes.map(noteLine)]) print(line)
  }
  return entries.length === 0 ? 0 : 1
}

function nameOf({ repository, branch }: OwedTarget): string {
  return repository === null ? branch : `${repository}, ${branch}`
}

interface Clones {
  readonly folder: string
  readonly folders: readonly string[]
  readonly all: Owed
}

/** Another repository is looked at in the clone that says it is from there, or in the only one there is where only one other repository is meant. */
function lookAt({ repository, branch }: OwedTarget, { folder, folders, all }: Clones): Looked {
  const others = new Set(all.targets.flatMap((each) => each.repository ?? []))
  const [only] = folders.length === 1 && others.size === 1 ? folders : []
  const there =
    repository === null
      ? folder
      : (folders.find((each) => originOf(each)?.toLowerCase() === repository.toLowerCase()) ?? only)
  if (there === undefined) return { why: 'because no --target names a clone of it' }
  const found = localBranch(there, branch)
  return found === null ? { why: `because ${there} has no branch ${branch}` } : { branch: found }
}

function driftsIn(
  records: readonly LedgerRecord[],
  look: (target: OwedTarget) => Looked,
): readonly TargetDrift[] {
  const texts = new Map<Oid, TargetText>()
  let all = owed(records)
  for (;;) {
    let isRead = false
    const drifts = all.targets.flatMap((target): readonly TargetDrift[] => {
      const found = look(target)
      if ('why' in found) return []
      const { branch } = found
      const tree = localTree(branch)
      const { files, unread } = findDrift(all, target, tree, texts)
      const more = unread.filter((blob) => !texts.has(blob))
      for (const [blob, text] of localTexts(branch.folder, more)) texts.set(blob, text)
      isRead ||= more.length > 0
      if (isRead) return []
      const observed = { seen: true, commit: branch.commit, visibility: 'private', tree } as const
      return [
        {
          target,
          observed,
          // Where requests write, their types say, and a clone of the manifests need not have them.
          unrequested: [],
          files: files.map((drifted) => {
            const history = localHistory(branch, drifted.file.path)
            const left = leftBehind(drifted, history)
            const known = new Map([...texts, ...localTexts(branch.folder, left)])
            return { drifted, traced: sinceWhen(drifted, history, known) }
          }),
        },
      ]
    })
    if (!isRead) return drifts
    // What was read may tell places that no record names.
    all = owed(records, placesTold(texts))
  }
}
