import type { Oid } from '../../model/ids.js'
import type { PlannedFile } from '../../model/plan.js'
import type { Folder, FolderEntry } from '../../model/snapshot.js'
import { folderMode, gitTreeOid } from '../text/git-oid.js'

/**
 * The id of the tree that holds exactly the base with the planned files, computed without asking anybody: a commit with this tree
 * holds the plan and nothing else, names and file modes included.
 * @param folders every folder on the way to the planned files, as the base has it.
 */
export function expectedTree(folders: readonly Folder[], files: readonly PlannedFile[]): Oid {
  const entriesOf = new Map(folders.map(({ path, entries }) => [path, byName(entries)]))
  const touched = new Set<string>()
  for (const file of files) {
    const { folder, name } = split(file.path)
    const entries = entriesOf.get(folder) ?? new Map<string, FolderEntry>()
    entriesOf.set(folder, entries)
    if (file.after === null) entries.delete(name)
    else entries.set(name, { name, mode: file.mode, oid: file.after.oid })
    for (const path of withAncestors(folder)) touched.add(path)
  }
  return rootOf(entriesOf, touched)
}

/** Folders from the deepest to the root; a folder that is left empty goes, because git keeps none. */
function rootOf(entriesOf: Map<string, Map<string, FolderEntry>>, touched: ReadonlySet<string>): Oid {
  const deepestFirst = [...touched].sort((a, b) => depth(b) - depth(a))
  for (const path of deepestFirst) {
    if (path === '') continue
    const { folder, name } = split(path)
    const parent = entriesOf.get(folder) ?? new Map<string, FolderEntry>()
    entriesOf.set(folder, parent)
    const entries = [...(entriesOf.get(path)?.values() ?? [])]
    if (entries.length === 0) parent.delete(name)
    else parent.set(name, { name, mode: folderMode, oid: gitTreeOid(entries) })
  }
  return gitTreeOid([...(entriesOf.get('')?.values() ?? [])])
}

function byName(entries: readonly FolderEntry[]): Map<string, FolderEntry> {
  return new Map(entries.map((entry) => [entry.name, entry]))
}

function split(path: string): { readonly folder: string; readonly name: string } {
  const at = path.lastIndexOf('/')
  return { folder: at === -1 ? '' : path.slice(0, at), name: path.slice(at + 1) }
}

function withAncestors(folder: string): readonly string[] {
  const steps = folder === '' ? [] : folder.split('/')
  return ['', ...steps.map((_, index) => steps.slice(0, index + 1).join('/'))]
}

function depth(path: string): number {
  return path === '' ? 0 : path.split('/').length
}
