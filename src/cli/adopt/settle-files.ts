import { appendFileSync, lstatSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { UsageError } from '../exit-code.js'
import { kept, type Proposal, type SettledFile } from './proposal.js'

/** What would become of the proposals; nothing is written. */
export function settleFiles(root: string, proposals: readonly Proposal[]): readonly SettledFile[] {
  return proposals.map(({ path, how, text }) => {
    refuseLinks(root, path)
    if (how === 'append') return text === '' ? kept(path) : { path, does: 'append', text }
    return stats(join(root, path)) === null ? { path, does: 'write', text } : kept(path)
  })
}

/**
 * Writes what was settled. A file that appeared in the meantime is an error, never overwritten.
 * @throws when the file system refuses.
 */
export function writeFiles(root: string, files: readonly SettledFile[]): void {
  for (const { path, does, text } of files) {
    const to = join(root, path)
    if (does === 'keep') continue
    mkdirSync(dirname(to), { recursive: true })
    if (does === 'append') appendFileSync(to, text)
    else writeFileSync(to, text, { flag: 'wx' })
  }
}

/** A link in somebody's repository must not lead a write out of it. */
function refuseLinks(root: string, path: string): void {
  const steps = path.split('/')
  for (const [index] of steps.entries()) {
    const at = steps.slice(0, index + 1).join('/')
    if (stats(join(root, at))?.isSymbolicLink() === true)
      throw new UsageError(`${at} is a symbolic link; nothing was written. Replace it by what it leads to.`)
  }
}

function stats(path: string) {
  return lstatSync(path, { throwIfNoEntry: false }) ?? null
}
