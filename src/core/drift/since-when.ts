import type { FileCommit } from '../../model/drift.js'
import type { Oid } from '../../model/ids.js'
import type { TargetTexts } from '../../model/target-tree.js'
import { quickReader } from './compare-quickly.js'
import type { DriftedFile, DriftFinding } from './finding.js'

/** A finding, and the commit since which it is so; null where the history of its file does not tell. */
export interface Traced {
  readonly finding: DriftFinding
  readonly since: FileCommit | null
}

/**
 * Since which commit each finding of a file is so: from the newest back, the last one that left the place otherwise than it is owed. Who touched the file
 * for another reason is not named.
 * @param history of the file, the newest commit first.
 * @param texts of what the commits left, as far as they were read.
 */
export function sinceWhen(
  drifted: DriftedFile,
  history: readonly FileCommit[],
  texts: TargetTexts,
): readonly Traced[] {
  const [only, ...more] = history
  if (only === undefined || more.length === 0)
    return drifted.findings.map((finding) => ({ finding, since: only ?? null }))
  const looks = new Map<Oid, (finding: DriftFinding) => boolean>()
  const isSo = (blob: Oid, finding: DriftFinding) => {
    const look = looks.get(blob) ?? lookAt(drifted, blob, texts)
    looks.set(blob, look)
    return look(finding)
  }
  return drifted.findings.map((finding) => {
    const end = history.findIndex(({ blob }) => !isLeft(drifted, blob, finding, isSo))
    const first = end === -1 ? history.at(-1) : history[end - 1]
    // Where lines of history meet, the newest by date may be older than what it came into.
    return { finding, since: first ?? history.find(({ blob }) => blob === drifted.now) ?? null }
  })
}

/** What has to be read to tell it. */
export function leftBehind({ now, file }: DriftedFile, history: readonly FileCommit[]): readonly Oid[] {
  if (history.length < 2 || now === null) return []
  return history.flatMap(({ blob }) => (blob == null || blob === now || blob === file.blob ? [] : [blob]))
}

/** Whether a finding was so already with what a commit left. */
function isLeft(
  { now, file }: DriftedFile,
  blob: FileCommit['blob'],
  finding: DriftFinding,
  isSo: (blob: Oid, finding: DriftFinding) => boolean,
): boolean {
  if (blob === undefined) return false
  if (blob === now) return true
  if (blob === null || now === null || finding.kind === 'back') return blob === now
  if (blob === file.blob && file.unbroken) return false
  return isSo(blob, finding)
}

function lookAt({ file }: DriftedFile, blob: Oid, texts: TargetTexts): (finding: DriftFinding) => boolean {
  const text = texts.get(blob)
  const read = text?.kind === 'text' ? quickReader(file, text.text) : null
  return ({ kind, of }) => {
    if (read === null) return false
    if (!read.ok || kind === 'unreadable') return !read.ok
    return of.some((layer) => read.value.see(layer).kind !== 'as-owed')
  }
}
