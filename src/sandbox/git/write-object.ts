import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { deflate } from 'node:zlib'
import type { Git } from './open-git.js'

const compress = promisify(deflate)

/**
 * Writes a loose object and answers its id. A `git hash-object` per blob would cost more than everything else that a write does.
 * Source: Pro Git, "Git Objects"; `git fsck` in the tests says whether git agrees.
 */
export async function writeObject(
  git: Git,
  type: 'blob' | 'tree' | 'commit',
  content: string | Uint8Array,
): Promise<string> {
  const bytes = Buffer.from(content)
  const whole = Buffer.concat([Buffer.from(`${type} ${bytes.length}\0`), bytes])
  const oid = createHash('sha1').update(whole).digest('hex')
  const folder = join(git.dir, 'objects', oid.slice(0, 2))
  const path = join(folder, oid.slice(2))
  if (existsSync(path)) return oid
  await mkdir(folder, { recursive: true })
  // Renamed into place, so that a reader never sees half an object; one name for each writer, for two may write the same one.
  const temporary = `${path}.${randomUUID()}`
  await writeFile(temporary, await compress(whole), { mode: 0o444 })
  await rename(temporary, path)
  return oid
}
