import { fullName, type Oid } from '../../model/ids.js'
import type { LedgerRecord } from '../../model/record.js'
import type { RequestType, Target } from '../../model/request-type.js'
import type { TargetTree } from '../../model/target-tree.js'
import { splitTemplate } from '../expression/split-template.js'
import { fileKey } from '../ledger/in-force.js'
import { matchesGlob } from '../request-type/matches-glob.js'
import { inStage } from '../request-type/stages.js'
import type { Owed, OwedTarget } from './owed.js'

/** A file in a place where requests of a type write, which no request has asked for. */
export interface UnrequestedFile {
  readonly path: string
  readonly type: string
  /** A file of a request that says the same to the byte; null where there is none. */
  readonly copyOf: string | null
}

/**
 * The files of a target that stand where the changes of a type would write and that no merge has left there, with expressions for any part of a name. Those that were there when the
 * first request was recorded are nobody's business.
 * @param before what stood there then; undefined where nobody has looked yet.
 */
export function unrequestedFiles(
  all: Owed,
  target: OwedTarget,
  {
    types,
    tree,
    before,
  }: { readonly types: readonly RequestType[]; readonly tree: TargetTree; readonly before?: TargetTree },
): readonly UnrequestedFile[] {
  if (!tree.isWhole || before?.isWhole === false) return []
  const globs = types.flatMap((type) => globsIn(type, target).map((glob) => ({ type: type.name, glob })))
  if (globs.length === 0) return []
  const owned = new Map([...target.files.values()].map(({ path, blob }) => [blob, path]))
  const found: UnrequestedFile[] = []
  for (const [path, { kind, oid }] of tree.entries) {
    if (kind !== 'file' || before?.entries.has(path) === true || all.left.get(fileKey(target, path)) != null)
      continue
    const type = globs.find(({ glob }) => matchesGlob(glob, path))?.type
    if (type !== undefined) found.push({ path, type, copyOf: owned.get(oid) ?? null })
  }
  return found
}

/** Where the changes of a type write in a target. A path that is nothing but an expression could be any. */
function globsIn(type: RequestType, target: OwedTarget): readonly string[] {
  const staged = (type.stages ?? [null]).map((stage) => inStage(type, stage).target)
  if (type.watch === false || !staged.some((each) => isTarget(each, target))) return []
  return type.changes.flatMap(({ file, ensure }) => {
    const parts = splitTemplate(file)
    if (ensure === 'absent' || type.ensure === 'absent' || !parts.ok) return []
    const glob = parts.value.map((part) => (part.kind === 'text' ? part.text : '*')).join('')
    return /[^*/.]/.test(glob) ? [glob] : []
  })
}

/** Null is the default branch, whose name the records have. */
function isTarget({ repository, branch }: Target, target: OwedTarget): boolean {
  const name = repository === null ? null : fullName(repository).toLowerCase()
  return name === (target.repository?.toLowerCase() ?? null) && (branch === null || branch === target.branch)
}

/** The commit at which the first request of a target was planned; null where none was. */
export function firstBase(records: readonly LedgerRecord[], { repository, branch }: OwedTarget): Oid | null {
  let first: LedgerRecord | null = null
  for (const record of records) {
    const { plan, observedAt, repository: home } = record.predicate
    if (plan === null || plan.branch !== branch) continue
    const there = plan.repository === home ? null : plan.repository.toLowerCase()
    if (there !== (repository?.toLowerCase() ?? null)) continue
    if (first === null || observedAt < first.predicate.observedAt) first = record
  }
  return first?.predicate.plan?.base ?? null
}
