import type { Git } from './open-git.js'
import { writeObject } from './write-object.js'

/** Mode as git writes it in six digits: `040000` is a folder, `120000` a symlink, `160000` a submodule. */
export type Mode = '040000' | '100644' | '100755' | '120000' | '160000'

export interface TreeItem {
  /** Name in its folder, or path from the root when the tree was read recursively. */
  readonly path: string
  readonly mode: Mode
  readonly oid: string
}

/** The entries of one folder, in git's order. */
export async function readTree(git: Git, oid: string): Promise<readonly TreeItem[]> {
  const object = await git.read(`${oid}^{tree}`)
  if (object === null) throw new Error(`no tree ${oid}`)
  const items: TreeItem[] = []
  let at = 0
  while (at < object.content.length) {
    const space = object.content.indexOf(0x20, at)
    const nul = object.content.indexOf(0, space)
    const mode = object.content.toString('ascii', at, space).padStart(6, '0') as Mode
    items.push({
      path: object.content.toString('utf8', space + 1, nul),
      mode,
      oid: object.content.toString('hex', nul + 1, nul + 21),
    })
    at = nul + 21
  }
  return items
}

/** Every entry below a tree, folders included. */
export async function readTreeRecursively(git: Git, oid: string, prefix = ''): Promise<readonly TreeItem[]> {
  const found: TreeItem[] = []
  for (const item of await readTree(git, oid)) {
    const path = `${prefix}${item.path}`
    found.push({ ...item, path })
    if (item.mode === '040000') found.push(...(await readTreeRecursively(git, item.oid, `${path}/`)))
  }
  return found
}

/** What stands at a path of a tree, or null. A folder on the way that is a symlink or a submodule leads nowhere. */
export async function entryAt(git: Git, tree: string, path: string): Promise<TreeItem | null> {
  const names = path.split('/')
  let folder = tree
  for (const [index, name] of names.entries()) {
    const item = (await readTree(git, folder)).find((one) => one.path === name)
    if (item === undefined) return null
    if (index === names.length - 1) return { ...item, path }
    if (item.mode !== '040000') return null
    folder = item.oid
  }
  return null
}

/** Git's kind of the object an entry of this mode names. */
export function typeOfMode(mode: Mode): 'tree' | 'blob' | 'commit' {
  if (mode === '040000') return 'tree'
  return mode === '160000' ? 'commit' : 'blob'
}

/** Stores a file's content and answers its object id. */
export function writeBlob(git: Git, content: string | Uint8Array): Promise<string> {
  return writeObject(git, 'blob', content)
}
