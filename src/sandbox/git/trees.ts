import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Git, GitFailure } from './open-git.js'
import { writeObject } from './write-object.js'

/** Mode as git writes it in six digits: `040000` is a folder, `120000` a symlink, `160000` a submodule. */
export type Mode = '040000' | '100644' | '100755' | '120000' | '160000'

export interface TreeItem {
  /** Name in its folder, or path from the root when the tree was read recursively. */
  readonly path: string
  readonly mode: Mode
  readonly oid: string
}

/** An entry to write; `oid` null removes what stands at the path. */
export interface TreeEdit {
  readonly path: string
  readonly mode: Mode
  readonly oid: string | null
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

export function writeBlob(git: Git, content: string | Uint8Array): Promise<string> {
  return writeObject(git, 'blob', content)
}

/**
 * Writes the tree that `base` (null: the empty tree) becomes with these edits, through an index of its own.
 * @throws GitFailure when git refuses a path, such as one with `..`, `.git` or an empty name.
 */
export async function writeTree(git: Git, base: string | null, edits: readonly TreeEdit[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'issueops-index-'))
  const env = { GIT_INDEX_FILE: join(folder, 'index') }
  try {
    if (base !== null) await git.run(['read-tree', base], { env })
    const flat: TreeEdit[] = []
    for (const edit of edits) flat.push(...(await flatten(git, edit)))
    if (flat.length > 0) {
      const input = flat
        .map(({ path, mode, oid }) => `${oid === null ? '0' : mode} ${oid ?? '0'.repeat(40)}\t${path}\0`)
        .join('')
      const args = ['update-index', '--replace', '-z', '--index-info']
      const { stderr } = await git.run(args, { env, input })
      // Git only warns of a path that it leaves out.
      if (stderr.includes('Ignoring path')) throw new GitFailure(args, 0, stderr)
    }
    const { stdout } = await git.run(['write-tree'], { env })
    return stdout.toString('ascii').trim()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** An index holds files only: a folder is written as the files in it. */
async function flatten(git: Git, edit: TreeEdit): Promise<readonly TreeEdit[]> {
  if (edit.oid === null || edit.mode !== '040000') return [edit]
  const items = await readTreeRecursively(git, edit.oid, `${edit.path}/`)
  return items.filter((item) => item.mode !== '040000')
}
