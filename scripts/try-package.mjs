// Does what somebody does who has the package and an empty folder: install, init, new, lint, test, simulate, a program with the sandbox.
// Everything must pass.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const kinds = readdirSync(join(root, 'templates', 'types')).sort()
/** Most files that adopting may bring: what a person can look through before the first commit. */
const adoptedFilesMax = 10

const temporary = mkdtempSync(join(tmpdir(), 'issueops-package-'))
const folder = join(temporary, 'platform')

try {
  tryPackage()
  console.log('\nThe package does in an empty folder all it promises.')
} catch (error) {
  console.error(`\n${error.message}`)
  process.exitCode = 1
} finally {
  rmSync(temporary, { recursive: true, force: true })
}

function tryPackage() {
  const [{ filename, size, entryCount }] = JSON.parse(
    step('npm', ['pack', '--json', '--silent', '--pack-destination', temporary], root),
  )
  console.log(`  ${filename}: ${entryCount} files, ${Math.round(size / 1024)} KiB`)
  mkdirSync(folder)
  step('git', ['init', '--quiet'])
  step('git', ['remote', 'add', 'origin', 'https://github.com/octo-org/platform.git'])
  const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  step('npm', ['install', `--prefix=${folder}`, ...quiet, join(temporary, filename)])
  for (const tool of ['typescript', 'vitest'])
    if (existsSync(join(folder, 'node_modules', tool)))
      throw new Error(`the package brings ${tool}, which only its makers need`)

  step('npx', ['--no', 'issueops', 'help'])
  const adopted = JSON.parse(issueops('init', '--json')).files
  expectEqual('files that init writes', adopted.length <= adoptedFilesMax, true)
  const again = JSON.parse(issueops('init', '--json')).files
  expectEqual('what a second init does', [...new Set(again.map(({ does }) => does))], ['keep'])
  for (const kind of kinds) issueops('new', kind)
  issueops('new', 'platform-access', '--from', 'access')
  issueops('lint')
  const { tests, untested } = JSON.parse(issueops('test', '--json'))
  console.log(`  ${tests.length} tests`)
  expectEqual('request types without tests', untested, [])
  for (const kind of ['namespace', 'platform-access']) {
    const { state, ledger } = JSON.parse(issueops('simulate', '--repo', '.', '--type', kind, '--json'))
    expectEqual(
      `the end of the ${kind} story`,
      { state, findings: ledger?.findings },
      { state: 'merged', findings: [] },
    )
  }
  trySandbox()
}

/** The program of the page about the sandbox; and whatever else could be imported of the package still can be. */
function trySandbox() {
  const [, program] = /^```js\n(.*?)^```$/ms.exec(readFileSync(join(root, 'docs', 'sandbox.md'), 'utf8'))
  writeFileSync(join(folder, 'try-sandbox.mjs'), program)
  expectEqual('what the sandbox tells', JSON.parse(step('node', ['try-sandbox.mjs'])), {
    status: 201,
    author: 'alice',
    title: 'A namespace',
    said: ['On its way.'],
  })
  const deep = "import 'issueops/build/model/problem.js'; import.meta.resolve('issueops/package.json')"
  step('node', ['--input-type=module', '--eval', deep])
}

/** The installed command itself: npx, tried once, takes longer to start than most of its commands to run. */
function issueops(...args) {
  return step(join('node_modules', '.bin', 'issueops'), args)
}

/** Runs one command in the adopter's folder and returns what it printed; prints everything where it fails. */
function step(command, args, cwd = folder) {
  console.log(`$ ${[command, ...args].join(' ').replaceAll(temporary, '…')}`)
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (status === 0) return stdout
  throw new Error(
    `“${command} ${args[0]} ${args[1] ?? ''}” ended with ${status ?? error}:\n${stdout ?? ''}${stderr ?? ''}`,
  )
}

function expectEqual(what, found, expected) {
  const [one, other] = [JSON.stringify(found), JSON.stringify(expected)]
  if (one !== other) throw new Error(`${what}: ${one} instead of ${other}`)
}
