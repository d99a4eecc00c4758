import type { Reader } from '../github/reader.js'
import { foldPath } from '../model/fold-path.js'
import type { ObservedFile } from '../model/manifest.js'
import type { Folder, FolderEntry } from '../model/snapshot.js'
import { type Fields, fields, objectId, optionalFields, text, whole } from './answer.js'
import { allTextBytesMax, blobText, sizeOf } from './blob-text.js'

/** Every folder on the way to some paths, the root (`''`) first, each once. Their listings show links, submodules and file modes. */
export function ancestors(paths: readonly string[]): readonly string[] {
  const folders = new Set<string>()
  for (const path of paths) {
    const steps = path.split('/').slice(0, -1)
    for (let length = 0; length <= steps.length; length += 1) folders.add(steps.slice(0, length).join('/'))
  }
  return [...folders]
}

/** What stands at each path, from the listings and texts of one answer; a text that is not whole is read once more as bytes. */
export async function decodeManifests(
  reader: Reader,
  repository: Fields,
  paths: readonly string[],
): Promise<{ readonly files: readonly ObservedFile[]; readonly folders: readonly Folder[] }> {
  const folders = ancestors(paths).map((path, index) => ({
    path,
    entries: decodeEntries(repository[`folder${index}`]),
  }))
  const entriesOf = new Map(folders.map(({ path, entries }) => [path, entries] as const))
  const blobs = paths.map((path, index) => optionalFields(repository[`file${index}`], path))
  let bytes = 0
  const files = await Promise.all(
    paths.map(async (path, index): Promise<ObservedFile> => {
      const blob = blobs[index] ?? null
      // What is no file has no size.
      bytes += blob?.byteSize === undefined ? 0 : sizeOf(blob, path)
      if (bytes > allTextBytesMax) return { kind: 'unreadable', path, why: 'too-large' }
      return await observeFile(reader, path, entriesOf, blob)
    }),
  )
  return { files, folders }
}

/** The folders some paths lie in, each once. */
export function parents(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/')))))]
}

/** Git's modes. Source: git's documentation of `git fast-import` and of tree objects. */
const modes = {
  folder: '40000',
  file: '100644',
  executable: '100755',
  symlink: '120000',
  submodule: '160000',
} as const

/** A folder's listing; GraphQL gives modes as numbers, git writes them in octal digits. A folder that is not there has no entries. */
export function decodeEntries(folder: unknown): readonly FolderEntry[] {
  const tree = optionalFields(folder, 'a folder')
  if (tree === null || !Array.isArray(tree.entries)) return []
  return tree.entries.map((value: unknown) => {
    const entry = fields(value, 'an entry of a folder')
    return {
      name: text(entry.name, 'the name of a file'),
      mode: whole(entry.mode, 'the mode of a file').toString(8),
      oid: objectId(entry.oid, 'the id of a file'),
    }
  })
}

async function observeFile(
  reader: Reader,
  path: string,
  folders: ReadonlyMap<string, readonly FolderEntry[]>,
  blob: Fields | null,
): Promise<ObservedFile> {
  const steps = path.split('/')
  for (const [index, step] of steps.entries()) {
    const folder = steps.slice(0, index).join('/')
    const at = steps.slice(0, index + 1).join('/')
    const siblings = folders.get(folder) ?? []
    const entry = siblings.find((each) => each.name === step)
    if (entry === undefined) return absent(path, folder, step, siblings)
    const last = index === steps.length - 1
    if (last && (entry.mode === modes.file || entry.mode === modes.executable)) {
      return observeText(reader, path, entry.mode === modes.file ? '100644' : '100755', blob)
    }
    if (!last && entry.mode === modes.folder) continue
    return { kind: 'blocked', path, by: obstacle(entry.mode), at }
  }
  return { kind: 'absent', path }
}

/** A name that differs only by case, or by the way its letters are written, would make two files of one on the machines of many readers. */
function absent(path: string, folder: string, step: string, siblings: readonly FolderEntry[]): ObservedFile {
  const folded = foldPath(step)
  const twin = siblings.find((entry) => foldPath(entry.name) === folded)
  if (twin === undefined) return { kind: 'absent', path }
  return {
    kind: 'blocked',
    path,
    by: 'case-collision',
    at: folder === '' ? twin.name : `${folder}/${twin.name}`,
  }
}

function obstacle(mode: string): 'symlink' | 'submodule' | 'folder' | 'file' {
  if (mode === modes.symlink) return 'symlink'
  if (mode === modes.submodule) return 'submodule'
  return mode === modes.folder ? 'folder' : 'file'
}

async function observeText(
  reader: Reader,
  path: string,
  mode: '100644' | '100755',
  answer: Fields | null,
): Promise<ObservedFile> {
  const blob = fields(answer, path)
  const read = await blobText(reader, blob, path)
  const oid = objectId(blob.oid, `${path}: blob`)
  return read.kind === 'text' ? { ...read, path, mode, oid } : { ...read, path }
}
