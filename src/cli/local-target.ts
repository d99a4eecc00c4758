import { fileLengthMax } from '../core/manifest/limits.js'
import type { FileCommit } from '../model/drift.js'
import { type Oid, oid } from '../model/ids.js'
import type { TargetText, TargetTree, TreeEntry } from '../model/target-tree.js'
import { gitOf, readObjects, refsNamed } from './read-ledger.js'

/** A branch as a clone has it. */
export interface LocalBranch {
  readonly folder: string
  /** In full, as in `refs/remotes/origin/main`. */
  readonly ref: string
  readonly commit: Oid
}

/** A branch of a clone: what was fetched of it, else its own; null where there is neither. */
export function localBranch(folder: string, branch: string): LocalBranch | null {
  const wanted = [`refs/remotes/origin/${branch}`, `refs/heads/${branch}`]
  const ref = wanted.find((each) => refsNamed(folder, each).includes(each))
  if (ref === undefined) return null
  const commit = gitOf(folder)('', 'rev-parse', '--verify', `${ref}^{commit}`).toString('utf8').trim()
  return { folder, ref, commit: oid(commit) }
}

/** The repository a clone says it is from, as in `acme/gitops`; null where it says none. */
export function originOf(folder: string): string | null {
  const remotes = gitOf(folder)('', 'remote').toString('utf8').split('\n')
  if (!remotes.includes('origin')) return null
  const address = gitOf(folder)('', 'remote', 'get-url', 'origin').toString('utf8').trim()
  const [, owner = '', name = ''] = /[/:]([^/:]+)\/([^/]+?)(?:\.git)?\/?$/.exec(address) ?? []
  return owner === '' ? null : `${owner}/${name}`
}

const kinds: Readonly<Record<string, TreeEntry['kind']>> = {
  '040000': 'folder',
  '120000': 'symlink',
  '160000': 'submodule',
}

/** Everything that stands in a branch. */
export function localTree({ folder, commit }: LocalBranch): TargetTree {
  const listed = gitOf(folder)('', 'ls-tree', '-r', '-t', '-z', '--full-tree', commit).toString('utf8')
  const entries = listed.split('\0').flatMap((line): readonly (readonly [string, TreeEntry])[] => {
    const [, mode = '', id = '', path = ''] = /^(\d+) \S+ ([0-9a-f]+)\t([\s\S]*)$/.exec(line) ?? []
    return path === '' ? [] : [[path, { kind: kinds[mode] ?? 'file', oid: oid(id) }]]
  })
  return { entries: new Map(entries), isWhole: true }
}

/** What some blobs say. */
export function localTexts(folder: string, blobs: readonly Oid[]): ReadonlyMap<Oid, TargetText> {
  if (blobs.length === 0) return new Map()
  const git = gitOf(folder)
  const input = `${blobs.join('\n')}\n`
  const missing = new Set(
    git(input, 'cat-file', '--batch-check')
      .toString('utf8')
      .split('\n')
      .flatMap((line) => (line.endsWith(' missing') ? [line.slice(0, -' missing'.length)] : [])),
  )
  const there = blobs.filter((blob) => !missing.has(blob))
  const read = there.length === 0 ? new Map<string, Buffer>() : readObjects(git, there, fileLengthMax)
  return new Map(
    blobs.map((blob) => [blob, missing.has(blob) ? { kind: 'missing' as const } : textIn(read.get(blob))]),
  )
}

function textIn(content: Buffer | undefined): TargetText {
  if (content === undefined) return { kind: 'unreadable', why: 'too-large' }
  const text = content.toString('utf8')
  return Buffer.from(text, 'utf8').equals(content)
    ? { kind: 'text', text }
    : { kind: 'unreadable', why: 'not-utf-8' }
}

/** Commits of one file that are looked at. */
const commitsMax = 50

/** The last commits that touched a file, the newest first. */
export function localHistory({ folder, commit }: LocalBranch, path: string): readonly FileCommit[] {
  const format = '--format=%x00%H%x00%an%x00%ct%x00%s%x00'
  const options = ['--raw', '--no-abbrev', '--no-renames', '-m', '--first-parent', `-n${commitsMax}`]
  const parts = gitOf(folder)('', 'log', format, ...options, commit, '--', `:(top,literal)${path}`)
    .toString('utf8')
    .split('\0')
  const found: FileCommit[] = []
  // Before the first one there is nothing; each has four fields, and then what it changed.
  for (let index = 1; index + 4 < parts.length + 1; index += 5) {
    const [id = '', author = '', at = '', headline = '', raw = ''] = parts.slice(index, index + 5)
    if (id === '') continue
    const [, blob = ''] = /^:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) /m.exec(raw) ?? []
    found.push({
      commit: oid(id),
      headline,
      login: null,
      author,
      at: momentOf(Number(at)),
      blob: blob === '' ? undefined : /^0+$/.test(blob) ? null : oid(blob),
    })
  }
  return found
}

/** A clock can be set to any time, and a commit can be written with any; what no calendar reaches is told as the last moment of it. */
function momentOf(seconds: number): string {
  const reached = Math.min(seconds, lastMoment)
  return new Date(reached * 1000).toISOString().replace(/\.\d+Z$/, 'Z')
}

/** The end of the year 9999. */
const lastMoment = 253_402_300_799
