import { existsSync, lstatSync, readdirSync, readFileSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import { gitBlobOid } from '../core/text/git-oid.js'
import { foldPath } from '../model/fold-path.js'
import { oid } from '../model/ids.js'
import type { Manifests, ObservedFile } from '../model/manifest.js'
import { indexedSubmodules } from './indexed-submodules.js'

/** Stands for “no commit”, as git writes it: a working tree is not a commit. */
const noCommit = oid('0'.repeat(40))

/** The manifests of a local checkout, with links and other obstacles seen as in git's trees. */
export function readLocalManifests(root: string, paths: readonly string[]): Manifests {
  const submodules = paths.length === 0 ? [] : indexedSubmodules(root)
  return { commit: noCommit, tree: noCommit, files: paths.map((path) => readLocal(root, path, submodules)) }
}

function readLocal(root: string, path: string, submodules: readonly string[]): ObservedFile {
  const steps = path.split('/')
  for (const [index, step] of steps.entries()) {
    const folder = steps.slice(0, index).join('/')
    const at = steps.slice(0, index + 1).join('/')
    // One that is not checked out is an empty folder, or none, and looks like a place to write to.
    const submodule = submodules.find((each) => foldPath(each) === foldPath(at))
    if (submodule !== undefined)
      return { kind: 'blocked', path, by: submodule === at ? 'submodule' : 'case-collision', at: submodule }
    const found = statOf(root, folder, step)
    if (found === null) return { kind: 'absent', path }
    if (typeof found === 'string') {
      return { kind: 'blocked', path, by: 'case-collision', at: folder === '' ? found : `${folder}/${found}` }
    }
    const last = index === steps.length - 1
    if (found.isSymbolicLink()) return { kind: 'blocked', path, by: 'symlink', at }
    // A checkout of another repository has its own .git, which is a file in a submodule.
    if (found.isDirectory() && existsSync(join(root, at, '.git')))
      return { kind: 'blocked', path, by: 'submodule', at }
    if (found.isDirectory() && last) return { kind: 'blocked', path, by: 'folder', at }
    if (found.isFile() && !last) return { kind: 'blocked', path, by: 'file', at }
    if (last) return readFile(root, path, found)
  }
  return { kind: 'absent', path }
}

/** The entry of a folder, the name of one that differs only by case, or null. */
function statOf(root: string, folder: string, name: string): Stats | string | null {
  const names = readdirSync(join(root, folder))
  if (names.includes(name)) return lstatSync(join(root, folder, name))
  return names.find((each) => foldPath(each) === foldPath(name)) ?? null
}

function readFile(root: string, path: string, stats: Stats): ObservedFile {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      readFileSync(join(root, path)),
    )
    const mode = (stats.mode & 0o111) === 0 ? '100644' : '100755'
    return { kind: 'text', path, mode, oid: gitBlobOid(text), text }
  } catch {
    return { kind: 'unreadable', path, why: 'not-utf-8' }
  }
}
