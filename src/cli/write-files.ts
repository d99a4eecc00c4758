import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { PlannedFile } from '../model/plan.js'

/** Writes planned files into a working tree; their paths were checked, and no link stands on the way to one. */
export function writeFiles(root: string, files: readonly PlannedFile[]): void {
  for (const file of files) {
    const path = join(root, file.path)
    if (file.after === null) {
      rmSync(path)
      continue
    }
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, file.after.text)
    if (file.mode === '100755') chmodSync(path, 0o755)
  }
}
