import type { FileCommit, ObservedTarget } from '../../model/drift.js'
import type { RequestType } from '../../model/request-type.js'
import type { Visibility } from '../../model/snapshot.js'
import type { Layer } from '../ledger/in-force.js'
import type { DriftedFile, DriftFinding } from './finding.js'
import type { Owed, OwedTarget } from './owed.js'
import type { Traced } from './since-when.js'
import type { UnrequestedFile } from './unrequested.js'

/** What has drifted in one target. */
export interface TargetDrift {
  readonly target: OwedTarget
  readonly observed: ObservedTarget
  readonly files: readonly { readonly drifted: DriftedFile; readonly traced: readonly Traced[] }[]
  /** Files that no request asked for, and the commit that has brought each. */
  readonly unrequested: readonly (UnrequestedFile & { readonly since: FileCommit | null })[]
}

/** What is told of the requests of one type. */
export interface TypeDrift {
  readonly type: string
  readonly title: string
  /** Oldest commit first; what nobody can tell a commit of comes last. */
  readonly groups: readonly DriftGroup[]
  /** Of targets that fewer people can read than the issues: how much, and of which requests. */
  readonly withheld: readonly WithheldDrift[]
  /** Targets that could not be looked at, with why: nobody can tell whether anything has drifted there. */
  readonly unseen: readonly string[]
}

export interface DriftGroup {
  readonly since: FileCommit | null
  readonly findings: readonly ToldFinding[]
}

export interface ToldFinding {
  readonly target: OwedTarget
  readonly path: string
  readonly finding: DriftFinding
}

export interface WithheldDrift {
  readonly target: OwedTarget
  readonly findings: number
  readonly files: number
  readonly owners: readonly Layer[]
}

/**
 * What has drifted, by the type of the requests that are owed it: of every type that is owed anything, also where nothing has drifted.
 * @param visibility of the repository in which it is told.
 */
export function driftByType(
  { targets }: Owed,
  drifts: readonly TargetDrift[],
  { types, visibility }: { readonly types: readonly RequestType[]; readonly visibility: Visibility },
): readonly TypeDrift[] {
  const layers = targets.flatMap(({ files }) => [...files.values()].flatMap(({ places }) => places))
  const names = new Map(
    layers.map(({ record: { predicate } }) => [predicate.request.type, predicate.request.title]),
  )
  return [...names]
    .map(([type, recorded]) => {
      const title = types.find(({ name }) => name === type)?.title ?? recorded
      return typeDrift({ type, title }, drifts, visibility)
    })
    .sort((a, b) => compare(a.type, b.type))
}

function typeDrift(
  named: Pick<TypeDrift, 'type' | 'title'>,
  drifts: readonly TargetDrift[],
  visibility: Visibility,
): TypeDrift {
  const isOf = ({ record }: Layer) => record.predicate.request.type === named.type
  const groups = new Map<string, { since: FileCommit | null; findings: ToldFinding[] }>()
  const withheld: WithheldDrift[] = []
  const unseen: string[] = []
  for (const { target, observed, files, unrequested } of drifts) {
    if (!observed.seen) {
      if ([...target.files.values()].some(({ places }) => places.some(isOf))) unseen.push(observed.why)
      continue
    }
    const owned = files.flatMap(({ drifted, traced }) =>
      traced.flatMap(({ finding, since }) => {
        const of = finding.of.filter(isOf)
        return of.length === 0 ? [] : [{ path: drifted.file.path, since, finding: ownPart(finding, of) }]
      }),
    )
    const moves = new Set(owned.flatMap(({ finding }) => (finding.kind === 'moved' ? [finding.to] : [])))
    const others = unrequested
      .filter(({ type, path }) => type === named.type && !moves.has(path))
      .map(({ path, since, copyOf }) => ({
        path,
        since,
        finding: { kind: 'unrequested', of: [], copyOf } as const,
      }))
    const found = [...owned, ...others]
    if (found.length > 0 && audience[observed.visibility] < audience[visibility]) {
      withheld.push({
        target,
        findings: found.length,
        files: new Set(found.map(({ path }) => path)).size,
        owners: found.flatMap(({ finding }) => finding.of),
      })
      continue
    }
    for (const { since, path, finding } of found) {
      const key = since?.commit ?? ''
      const group = groups.get(key) ?? { since, findings: [] }
      group.findings.push({ target, path, finding })
      groups.set(key, group)
    }
  }
  return { ...named, groups: [...groups.values()].sort(inTurn), withheld, unseen: unseen.sort(compare) }
}

const audience: Readonly<Record<Visibility, number>> = { private: 0, internal: 1, public: 2 }

/** The finding as it is told to those who own a part of what it is about. */
function ownPart(finding: DriftFinding, of: readonly Layer[]): DriftFinding {
  return finding.kind === 'changed' || finding.kind === 'unrequested' ? finding : { ...finding, of }
}

function inTurn(a: DriftGroup, b: DriftGroup): number {
  if (a.since === null || b.since === null) return Number(a.since === null) - Number(b.since === null)
  return compare(a.since.at, b.since.at) || compare(a.since.commit, b.since.commit)
}

/** How much of a type has drifted. */
export function driftCount({ groups, withheld }: TypeDrift): number {
  const told = groups.reduce((sum, { findings }) => sum + findings.length, 0)
  return withheld.reduce((sum, { findings }) => sum + findings, told)
}

/** By UTF-16 units, the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
