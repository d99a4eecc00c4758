// Bundles every action's compiled entry into actions/<name>/dist. ncc is given compiled JavaScript, because it cannot compile TypeScript 7 itself.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const ncc = join(root, 'node_modules', '@vercel', 'ncc', 'dist', 'ncc', 'cli.js')

const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
const installed = JSON.parse(readFileSync(join(root, 'node_modules', '.package-lock.json'), 'utf8')).packages
const strangers = [...new Set([...Object.keys(locked), ...Object.keys(installed)])].filter(
  (path) =>
    path !== '' &&
    !(locked[path]?.optional && !installed[path]) &&
    locked[path]?.integrity !== installed[path]?.integrity,
)
if (strangers.length > 0) {
  // Bundles of another dependency than the locked one would be fresh here and nowhere else.
  console.error(
    `Installed otherwise than package-lock.json says: ${strangers.join(', ')}. Run “npm ci” first.`,
  )
  process.exit(1)
}

for (const name of readdirSync(join(root, 'actions')).sort()) {
  if (!existsSync(join(root, 'build', 'actions', `${name}.js`))) continue
  // An action is a value, so that tests can start it as well; only its bundle starts it by being read.
  const entry = join(root, 'build', 'actions', `${name}.entry.js`)
  writeFileSync(
    entry,
    `import { action } from './${name}.js'\nimport { start } from './start.js'\n\nawait start(action)\n`,
  )
  const out = join(root, 'actions', name, 'dist')
  rmSync(out, { recursive: true, force: true })
  const run = spawnSync(process.execPath, [ncc, 'build', entry, '-o', out, '--license', 'LICENSES.txt'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (run.status !== 0) process.exit(run.status ?? 1)
  writeFileSync(join(out, 'package.json'), '{ "type": "module" }\n')
  console.log(`actions/${name}/dist`)
}
