// Compiles src/ into build/ and makes `npx issueops` work in this checkout. `npm ci` runs it, so a checkout is ready to use.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
rmSync(join(root, 'build'), { recursive: true, force: true })
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
const { status } = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.json')], { stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)
linkCommand(join(root, 'node_modules', '.bin'))

/** npm links the commands of dependencies, but not a package's own. */
function linkCommand(folder) {
  if (!existsSync(folder)) return
  const link = join(folder, 'issueops')
  rmSync(link, { force: true })
  if (process.platform === 'win32') {
    writeFileSync(`${link}.cmd`, '@node "%~dp0\\..\\..\\bin\\issueops.js" %*\r\n')
    return
  }
  chmodSync(join(root, 'bin', 'issueops.js'), 0o755)
  symlinkSync(join('..', '..', 'bin', 'issueops.js'), link)
}
