import { diffText, patchText } from '../git/diff.js'
import type { Git } from '../git/open-git.js'
import { Lacking } from '../lacking.js'
import type { Format } from './media.js'

/** What lies between two commits, in one of the two forms that git writes it in. */
export async function diffIn(format: Format, git: Git, before: string, after: string): Promise<Buffer> {
  if (format === 'diff') return Buffer.from(await diffText(git, before, after))
  if (format === 'patch') return Buffer.from(await patchText(git, before, after))
  throw new Lacking(`a difference cannot be written as ${format}`)
}
