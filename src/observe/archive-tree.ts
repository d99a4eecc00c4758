import { folderMode, gitTreeOid } from '../core/text/git-oid.js'
import type { ArchivedEntry } from '../github/archive.js'
import type { Oid } from '../model/ids.js'
import type { FolderEntry } from '../model/snapshot.js'
import { blobOid } from './blob-text.js'
import { ancestors } from './decode-manifests.js'

/** Git's modes. Source: git's documentation of `git fast-import` and of tree objects. */
const modes = { file: '100644', executable: '100755', symlink: '120000' } as const

/**
 * The id of the tree that exactly these files make up: where it is the commit's, nothing was left out, added or changed on the way. Git
 * keeps no empty folders; in an archive a submodule is one, whose commit is not told, so that a tree with one is never found.
 */
export function treeOf(entries: readonly ArchivedEntry[]): Oid {
  const files = entries.filter(({ kind }) => kind !== 'folder')
  const listings = new Map<string, FolderEntry[]>()
  for (const folder of ancestors(files.map(({ path }) => path))) listings.set(folder, [])
  for (const { path, kind, bytes } of files) {
    const mode = kind === 'file' || kind === 'executable' || kind === 'symlink' ? modes[kind] : ''
    listings.get(folderOf(path))?.push({ name: nameOf(path), mode, oid: blobOid(bytes, 'sha1') })
  }
  // The deepest first: the id of a folder is part of the listing it stands in.
  const deepestFirst = [...listings].toSorted(([a], [b]) => depthOf(b) - depthOf(a))
  for (const [folder, listing] of deepestFirst) {
    if (folder === '') continue
    const entry = { name: nameOf(folder), mode: folderMode, oid: gitTreeOid(listing) }
    listings.get(folderOf(folder))?.push(entry)
  }
  return gitTreeOid(listings.get('') ?? [])
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function depthOf(folder: string): number {
  return folder === '' ? 0 : folder.split('/').length
}
