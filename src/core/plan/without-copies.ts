import type { Change, PlainChange } from '../../model/change.js'
import type { Manifests, ObservedFile } from '../../model/manifest.js'
import type { PlannedFile } from '../../model/plan.js'
import type { Problem } from '../../model/problem.js'
import { sameData } from '../manifest/same-data.js'
import { gitBlobOid } from '../text/git-blob-oid.js'
import { copiedChange } from './copied-change.js'

/** The changes with every copy replaced by what it copies; a copy that cannot be made is left out, with the reason. */
export function withoutCopies(
  changes: readonly Change[],
  manifests: Manifests,
): { readonly changes: readonly PlainChange[]; readonly problems: readonly Problem[] } {
  const plain: PlainChange[] = []
  const problems: Problem[] = []
  for (const change of changes) {
    if (change.kind !== 'copy') plain.push(change)
    else {
      const copied = copiedChange(change, manifests)
      if (copied.ok) plain.push(copied.value)
      else problems.push(...copied.problems)
    }
  }
  return { changes: plain, problems }
}

/**
 * The copies whose source the same plan changes: applied again, they would copy something else, and no run would be the last.
 * @param copied what `withoutCopies` made of the same changes, none left out.
 */
export function movedSources(
  input: { readonly changes: readonly Change[]; readonly manifests: Manifests },
  copied: readonly PlainChange[],
  files: readonly PlannedFile[],
): readonly Problem[] {
  const changed = new Map(files.map((file) => [file.path, file]))
  if (!input.changes.some((change) => change.kind === 'copy' && changed.has(change.from.file))) return []
  const manifests = {
    ...input.manifests,
    files: input.manifests.files.map((file) => afterwards(file, changed.get(file.path))),
  }
  return input.changes.flatMap((change, index) => {
    if (change.kind !== 'copy') return []
    const again = copiedChange(change, manifests)
    return again.ok && same(copied[index], again.value) ? [] : [moved(change.from.file, change.file)]
  })
}

function afterwards(file: ObservedFile, planned: PlannedFile | undefined): ObservedFile {
  if (planned === undefined) return file
  const { path, mode, after } = planned
  return after === null
    ? { kind: 'absent', path }
    : { kind: 'text', path, mode, oid: gitBlobOid(after.text), text: after.text }
}

function same(a: PlainChange | undefined, b: PlainChange | undefined): boolean {
  if (a?.kind === 'file' && b?.kind === 'file') return sameData(a.content, b.content)
  if (a?.kind === 'value' && b?.kind === 'value') return sameData(a.value, b.value)
  return a?.kind === b?.kind
}

function moved(from: string, to: string): Problem {
  return {
    code: 'change/contradiction',
    file: from,
    what: `The request changes in ${from} what it copies from there to ${to}.`,
    fix: 'Correct the changes in the request type: copy what another request has settled, or declare both values.',
  }
}
