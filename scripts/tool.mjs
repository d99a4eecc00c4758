// Installs one of the tools that judge workflows or manifests, at the version below, and prints where its command is. Usage: node scripts/tool.mjs NAME
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Exact, so that a new release of a tool turns nothing red by itself. */
const tools = {
  act: { by: 'go', module: 'github.com/nektos/act', version: 'v0.2.89' },
  actionlint: { by: 'go', module: 'github.com/rhysd/actionlint/cmd/actionlint', version: 'v1.7.12' },
  zizmor: { by: 'pip', version: '1.32.0' },
  // Its version is the one of the modules in go.mod; the source stands in this folder.
  kubernetes: {
    by: 'source',
    folder: join(import.meta.dirname, 'judges'),
    version: digest('judges/main.go', 'judges/go.sum'),
  },
  // A library, of which the folder is asked for; the wheels bring libyaml.
  PyYAML: { by: 'library', version: '6.0.3' },
}

/** Outside the checkout and kept: act alone takes a minute to build. */
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'issueops-tools')

/**
 * The path of a tool's command, installed first where it is not yet there.
 * @throws with a sentence that says what is missing on this machine.
 */
export function tool(name) {
  const wanted = tools[name]
  if (wanted === undefined) throw new Error(`${name} is none of the tools: ${Object.keys(tools).join(', ')}.`)
  const folder = join(cache, `${name}-${wanted.version}`)
  const command = wanted.by === 'library' ? join(folder, 'lib') : join(folder, 'bin', name)
  if (existsSync(command)) return command
  // Beside its place first: an installation that was cut off must not pass for a whole one.
  const unfinished = `${folder}.${process.pid}`
  mkdirSync(join(unfinished, 'bin'), { recursive: true })
  try {
    install(name, wanted, { bin: join(unfinished, 'bin'), lib: join(unfinished, 'lib') })
    rmSync(folder, { recursive: true, force: true })
    renameSync(unfinished, folder)
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
  return command
}

function install(name, wanted, { bin, lib }) {
  if (wanted.by === 'go') installWithGo(name, wanted, bin)
  else if (wanted.by === 'source')
    run(name, 'Go', 'go', ['build', '-C', wanted.folder, '-o', join(bin, name), '.'])
  else installWithPip(name, wanted, lib)
  if (wanted.by === 'pip') renameSync(join(lib, 'bin', name), join(bin, name))
}

function digest(...files) {
  const hash = createHash('sha256')
  for (const file of files) hash.update(readFileSync(join(import.meta.dirname, file)))
  return hash.digest('hex').slice(0, 12)
}

function installWithGo(name, { module, version }, bin) {
  run(name, 'Go', 'go', ['install', `${module}@${version}`], { GOBIN: bin })
}

/** Into a folder rather than a virtual environment, which could not be moved to its place. */
function installWithPip(name, { version }, lib) {
  const wish = [
    '--quiet',
    '--disable-pip-version-check',
    '--no-deps',
    '--only-binary',
    ':all:',
    '--root-user-action',
    'ignore',
  ]
  run(name, 'Python 3 with pip', 'python3', [
    '-m',
    'pip',
    'install',
    ...wish,
    '--target',
    lib,
    `${name}==${version}`,
  ])
}

function run(name, needed, command, args, env = {}) {
  const { error, status } = spawnSync(command, args, {
    // What is installed says nothing on standard output, which carries the path.
    stdio: ['ignore', process.stderr.fd, process.stderr.fd],
    env: { ...process.env, ...env },
  })
  if (error?.code === 'ENOENT')
    throw new Error(`${name} is installed with ${needed}, which this machine does not have.`)
  if (error !== undefined || status !== 0)
    throw new Error(`${name} could not be installed: ${command} ${args.join(' ')} failed, see above.`)
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    console.log(tool(process.argv[2]))
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
