import type { Git } from './open-git.js'
import { type Mode, readTree, type TreeItem } from './trees.js'
import { writeObject } from './write-object.js'

/** An entry to write; `oid` null removes what stands at the path. */
export interface TreeEdit {
  readonly path: string
  readonly mode: Mode
  readonly oid: string | null
}

/** A path that git would not keep. */
export class BadPath extends Error {
  constructor(path: string) {
    super(`git keeps no path ${JSON.stringify(path)}`)
    this.name = 'BadPath'
  }
}

/**
 * Writes the tree that `base` (null: the empty tree) becomes with these edits. Only the folders on the way are read and written,
 * so that the cost does not grow with the repository, as an index of all files would.
 * @throws BadPath for a path with `..`, `.git`, or an empty name.
 */
export async function writeTree(git: Git, base: string | null, edits: readonly TreeEdit[]): Promise<string> {
  for (const { path } of edits) checkPath(path)
  return (await writeFolder(git, base, edits)) ?? writeObject(git, 'tree', '')
}

/** Git's own rule for paths of an index. Source: git's `verify_path`. */
function checkPath(path: string): void {
  const names = path.split('/')
  const bad = names.some(
    (name) => ['', '.', '..', '.git'].includes(name.toLowerCase()) || name.includes('\0'),
  )
  if (bad) throw new BadPath(path)
}

/** Null when nothing is left: git knows no empty folders. */
async function writeFolder(
  git: Git,
  base: string | null,
  edits: readonly TreeEdit[],
): Promise<string | null> {
  const items = new Map<string, TreeItem>()
  if (base !== null) for (const item of await readTree(git, base)) items.set(item.path, item)
  const deeper = new Map<string, TreeEdit[]>()
  for (const edit of edits) {
    const slash = edit.path.indexOf('/')
    if (slash >= 0) {
      const name = edit.path.slice(0, slash)
      deeper.set(name, [...(deeper.get(name) ?? []), { ...edit, path: edit.path.slice(slash + 1) }])
    } else if (edit.oid === null) items.delete(edit.path)
    else items.set(edit.path, { path: edit.path, mode: edit.mode, oid: edit.oid })
  }
  for (const [name, inner] of deeper) {
    const item = items.get(name)
    const oid = await writeFolder(git, item?.mode === '040000' ? item.oid : null, inner)
    if (oid !== null) items.set(name, { path: name, mode: '040000', oid })
    else if (item?.mode === '040000') items.delete(name)
  }
  return items.size === 0 ? null : writeObject(git, 'tree', encode([...items.values()]))
}

/** Git sorts by bytes, a folder as if its name ended in `/`. Source: Pro Git, "Git Objects"; git's `base_name_compare`. */
function encode(items: readonly TreeItem[]): Buffer {
  const rows = items.map((item) => ({
    key: Buffer.from(item.mode === '040000' ? `${item.path}/` : item.path),
    bytes: Buffer.concat([
      Buffer.from(`${item.mode.replace(/^0/, '')} ${item.path}\0`),
      Buffer.from(item.oid, 'hex'),
    ]),
  }))
  rows.sort((a, b) => Buffer.compare(a.key, b.key))
  return Buffer.concat(rows.map((row) => row.bytes))
}
