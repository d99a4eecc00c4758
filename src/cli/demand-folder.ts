import { statSync } from 'node:fs'
import { UsageError } from './exit-code.js'

/**
 * A folder the user named has to be there: a name mistyped in CI must not look like a repository in which nothing is wrong.
 * @throws UsageError when it is not, or is no folder.
 */
export function demandFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UsageError(`There is no folder ${path}.`)
}
