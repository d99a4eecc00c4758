import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Git, GitFailure } from './open-git.js'

const nobody = '0'.repeat(40)

/** The commit a full ref such as `refs/heads/main` points to, or null. */
export async function readRef(git: Git, ref: string): Promise<string | null> {
  return (await git.read(`${ref}^{commit}`))?.oid ?? null
}

/**
 * Full ref → object id, in git's order: those below a folder such as `refs/heads/`. Read from git's own files, so that whatever
 * another git wrote there counts as well. Source: gitrepository-layout, `refs` and `packed-refs`.
 */
export function listRefs(git: Git, folder = 'refs/'): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const packed = textIfThere(join(git.dir, 'packed-refs'))
  for (const [, oid = '', ref = ''] of packed.matchAll(/^([0-9a-f]{40}) (.+)$/gm)) found.set(ref, oid)
  for (const entry of readdirSync(join(git.dir, 'refs'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const text = textIfThere(path).trim()
    // What git is writing has no id yet.
    if (/^[0-9a-f]{40}$/.test(text) && !path.endsWith('.lock'))
      found.set(path.slice(git.dir.length + 1), text)
  }
  const inside = [...found].filter(([ref]) => `${ref}/`.startsWith(folder.replace(/\/?$/, '/')))
  return new Map(inside.sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
}

/** Empty for a file that is not there, or that went while it was looked for. */
function textIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}

/** What no part of a ref's name may be or hold. Source: git-check-ref-format. */
const forbidden = /^$|^\.|\.lock$|\.\.|@\{|[\x00-\x20\x7f~^:?*[\\]/

/** Whether git takes the name for a ref below a folder of `refs`. */
export function isRefName(ref: string): boolean {
  const [first, ...parts] = ref.split('/')
  const whole = first === 'refs' && parts.length > 1 && !ref.endsWith('.')
  return whole && !parts.some((part) => forbidden.test(part))
}

/** Moves a ref from `before` (null: it must not exist) to `after` (null: delete it). False when git refuses. */
export async function updateRef(
  git: Git,
  ref: string,
  before: string | null,
  after: string | null,
): Promise<boolean> {
  try {
    // A ref that is to go and is not there is gone.
    const from = before === null && after === null ? '' : ` ${before ?? nobody}`
    await git.moveRefs([`${change(ref, after)}${from}`])
    return true
  } catch (error) {
    if (error instanceof GitFailure) return false
    throw error
  }
}

/** Lets refs point to these objects (null: to none), wherever they pointed before. */
export function setRefs(git: Git, refs: ReadonlyMap<string, string | null>): Promise<void> {
  return git.moveRefs([...refs].map(([ref, oid]) => change(ref, oid)))
}

/** Source: git-update-ref, `--stdin`. */
function change(ref: string, oid: string | null): string {
  return oid === null ? `delete ${ref}` : `update ${ref} ${oid}`
}
