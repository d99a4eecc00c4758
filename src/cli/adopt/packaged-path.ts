import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The toolkit's own folder: three above this file, in `src` as in `build`. */
const root = join(dirname(fileURLToPath(import.meta.url)), '../../..')

/** Where a file that comes with the toolkit stands on this machine. */
export function packagedPath(path: string): string {
  return join(root, path)
}
