// Records every snapshot the stories and the seeded histories decide on, for `npm run replay`. Usage: npm run record -- <folder>
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const [folder] = process.argv.slice(2)
if (folder === undefined || (existsSync(folder) && readdirSync(folder).length > 0)) {
  console.error('Usage: npm run record -- <empty folder>')
  process.exit(2)
}
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
const { status } = spawnSync(process.execPath, [vitest, 'run', '--config', 'vitest.record.config.ts'], {
  cwd: root,
  env: {
    ...process.env,
    RECORDING: resolve(folder),
    SEED: process.env.SEED ?? '1',
    HISTORIES: process.env.HISTORIES ?? '2000',
  },
  stdio: 'inherit',
})
process.exit(status ?? 1)
