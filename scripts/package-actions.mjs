// Bundles every action's compiled entry into actions/<name>/dist. ncc is given compiled JavaScript, because it cannot compile TypeScript 7 itself.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const ncc = join(root, 'node_modules', '@vercel', 'ncc', 'dist', 'ncc', 'cli.js')

for (const name of readdirSync(join(root, 'actions')).sort()) {
  const entry = join(root, 'build', 'main', `${name}.js`)
  if (!existsSync(entry)) continue
  const out = join(root, 'actions', name, 'dist')
  rmSync(out, { recursive: true, force: true })
  const run = spawnSync(process.execPath, [ncc, 'build', entry, '-o', out, '--license', 'LICENSES.txt'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (run.status !== 0) process.exit(run.status ?? 1)
  writeFileSync(join(out, 'package.json'), '{ "type": "module" }\n')
  console.log(`actions/${name}/dist`)
}
