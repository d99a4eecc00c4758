import type { Oid } from '../../model/ids.js'
import type { TargetTexts, TargetTree, TreeEntry } from '../../model/target-tree.js'
import type { Layer } from '../ledger/in-force.js'
import { closelyCompared, type KnownTexts } from './compare-closely.js'
import { type FileReading, quickReader } from './compare-quickly.js'
import type { DriftedFile, DriftFinding } from './finding.js'
import type { Owed, OwedFile, OwedTarget } from './owed.js'

export interface Drift {
  readonly files: readonly DriftedFile[]
  /** Blobs that have to be read before all of it is known; empty once it is. */
  readonly unread: readonly Oid[]
}

/**
 * What of a target is not as its requests left it. A file with the recorded blob is not read; another is read once for all requests in it, and equal data is no
 * drift, however it is written. What has to be read for it is told, so that whoever has read that asks again.
 */
export function findDrift({ found }: Owed, target: OwedTarget, tree: TargetTree, texts: TargetTexts): Drift {
  const paths = byBlob(tree)
  const unread = new Set<Oid>()
  const files: DriftedFile[] = []
  for (const file of target.files.values()) {
    const entry = tree.entries.get(file.path)
    const isAsLeft = file.unbroken && entry?.kind === 'file' && entry.oid === file.blob
    if (isAsLeft) continue
    const findings =
      entry?.kind === 'file'
        ? standing({ found, file, now: entry.oid, texts, unread })
        : withoutFile(target, file, { tree, paths, entry })
    if (findings.length > 0) files.push({ file, now: entry?.kind === 'file' ? entry.oid : null, findings })
  }
  return { files, unread: [...unread] }
}

/** Whether a request is owed something there, and not that nothing is. */
export function isPresence({ named, place, file }: Layer): boolean {
  return named ? place.after !== undefined : file.after !== null
}

function byBlob({ entries }: TargetTree): ReadonlyMap<Oid, readonly string[]> {
  const found = new Map<Oid, string[]>()
  for (const [path, { kind, oid }] of entries) {
    if (kind !== 'file') continue
    const paths = found.get(oid)
    if (paths === undefined) found.set(oid, [path])
    else paths.push(path)
  }
  return found
}

interface There {
  readonly tree: TargetTree
  readonly paths: ReadonlyMap<Oid, readonly string[]>
  readonly entry: TreeEntry | undefined
}

/** What is wrong where no file stands: nothing, where none is owed. */
function withoutFile(
  target: OwedTarget,
  { path, blob, places }: OwedFile,
  { tree, paths, entry }: There,
): readonly DriftFinding[] {
  const of = places.filter(isPresence)
  if (of.length === 0) return []
  if (entry !== undefined && entry.kind !== 'file') return [{ kind: 'blocked', of, by: entry.kind, at: path }]
  const outer = foldersOf(path).find((each) => {
    const kind = tree.entries.get(each)?.kind
    return kind !== undefined && kind !== 'folder'
  })
  const by = outer === undefined ? undefined : tree.entries.get(outer)?.kind
  if (outer !== undefined && by !== undefined) return [{ kind: 'blocked', of, by, at: outer }]
  // A file that is owed at its own path has not come from here.
  const to =
    blob === null ? undefined : paths.get(blob)?.find((each) => target.files.get(each)?.blob !== blob)
  return [to === undefined ? { kind: 'missing', of } : { kind: 'moved', of, to }]
}

function foldersOf(path: string): readonly string[] {
  const steps = path.split('/')
  return steps.slice(1).map((_, index) => steps.slice(0, index + 1).join('/'))
}

interface Standing {
  readonly found: Owed['found']
  readonly file: OwedFile
  readonly now: Oid
  readonly texts: TargetTexts
  /** Is added to. */
  readonly unread: Set<Oid>
}

/** What is wrong with a file that stands there. */
function standing({ found, file, now, texts, unread }: Standing): readonly DriftFinding[] {
  const known: KnownTexts = (blob) => {
    const text = texts.get(blob)
    if (text !== undefined) return text.kind === 'text' ? text.text : null
    unread.add(blob)
    return undefined
  }
  const text = texts.get(now)
  if (text === undefined) {
    unread.add(now)
    return []
  }
  const { places } = file
  const whole = places.filter((layer) => layer.file.after === null && layer.named && isGone(layer))
  if (whole.length > 0) return [{ kind: 'back', of: whole }]
  if (text.kind !== 'text')
    return [
      { kind: 'unreadable', of: places, why: unreadable[text.kind === 'missing' ? 'missing' : text.why] },
    ]
  const quick = quickReader(file, text.text)
  if (!quick.ok) return [{ kind: 'unreadable', of: places, why: quick.problems[0].what }]
  return compared(found, file, { text: text.text, quick: quick.value, known })
}

const unreadable = {
  'too-large': 'It is too large to be read.',
  'not-utf-8': 'It is not UTF-8 text.',
  missing: 'GitHub does not show what it says.',
} as const

/** Whether a request removed the whole file. */
function isGone({ place }: Layer): boolean {
  return place.at.length === 0 && place.document === undefined && place.item === undefined
}

function compared(
  found: Owed['found'],
  file: OwedFile,
  { text, quick, known }: { readonly text: string; readonly quick: FileReading; readonly known: KnownTexts },
): readonly DriftFinding[] {
  const looked = file.places.map((layer) => ({ layer, seen: quick.see(layer) }))
  const differing = looked.filter(({ seen }) => seen.kind !== 'as-owed')
  if (differing.length === 0) return []
  const wanted = file.blob === null ? null : known(file.blob)
  const unclear = new Set<Layer['record']>()
  const findings: DriftFinding[] = []
  for (const { layer, seen } of differing) {
    // What was owed is read before anybody looks closer.
    if (seen.kind === 'differs' && wanted === undefined) continue
    const finding = seen.kind === 'differs' && wanted != null ? quick.tell(layer, seen, wanted) : null
    if (finding === null) unclear.add(layer.record)
    else findings.push(finding)
  }
  // One request is told of in one way, so that nothing of it is told twice.
  const clear = findings.filter(({ of: [layer] }) => layer === undefined || !unclear.has(layer.record))
  const close = [...unclear].flatMap((record) => closelyCompared(found, file, { record, text, known }))
  return [...clear, ...close]
}
