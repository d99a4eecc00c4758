import type { Oid } from '../../model/ids.js'
import type { FinalRecord, RecordedFile } from '../../model/record.js'
import { fileToRestore } from '../ledger/file-to-restore.js'
import { footings } from '../ledger/footings.js'
import type { InForce } from '../ledger/in-force.js'
import { restore } from '../plan/restore.js'
import { gitBlobOid } from '../text/git-oid.js'
import type { DriftFinding } from './finding.js'
import type { OwedFile } from './owed.js'

/** The text of a blob; null where it is none, undefined where it was not read yet. */
export type KnownTexts = (blob: Oid) => string | null | undefined

interface Asked {
  /** The merge of one request. */
  readonly record: FinalRecord
  /** What the file says now. */
  readonly text: string
  readonly known: KnownTexts
}

/**
 * What of one request in a file is not as it was merged: exactly what restoring it would put back. It needs what the file said before and after the merge, so
 * that it is asked only where digests do not tell.
 */
export function closelyCompared(
  found: InForce,
  { path, places }: OwedFile,
  { record, text, known }: Asked,
): readonly DriftFinding[] {
  const of = places.filter((layer) => layer.record === record)
  const [layer] = of
  if (layer === undefined) return []
  const { file } = layer
  const own = footings(found, layer.issue, [record])
  const merged = fileToRestore(withPlaces(file, of), own, (blob) => known(blob) ?? null)
  if (merged === null) return isLost(file, known) ? [{ kind: 'unreadable', of, why: lost }] : []
  const oid = gitBlobOid(text, record.predicate.plan?.base.length === 64 ? 'sha256' : 'sha1')
  const plan = restore([merged], {
    commit: oid,
    tree: oid,
    files: [{ kind: 'text', path, mode: file.mode, oid, text }],
  })
  if (!plan.ok) return plan.problems.map((why) => ({ kind: 'displaced', of, why }))
  return plan.value.files.flatMap(({ places: differing }) =>
    differing.map(({ document, resource, at, old, new: wanted }): DriftFinding => {
      const where = resource ?? document
      return {
        kind: 'changed',
        of: [layer],
        ...(where === undefined ? {} : { document: where }),
        at,
        ...(wanted === undefined ? {} : { expected: wanted }),
        ...(old === undefined ? {} : { found: old }),
      }
    }),
  )
}

const lost = 'GitHub does not show any more what the file said before and after the request.'

/** The places that the request still has the word at. Of one whose places are not told, the whole file. */
function withPlaces(file: RecordedFile, own: OwedFile['places']): RecordedFile {
  return own.every(({ named }) => named) ? { ...file, places: own.map(({ place }) => place) } : file
}

/** Whether one of both texts was looked for and cannot be had. */
function isLost({ before, after }: RecordedFile, known: KnownTexts): boolean {
  return [before, after].some((blob) => blob !== null && known(blob) === null)
}
