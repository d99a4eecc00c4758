// Judges workflows and actions with actionlint and zizmor: this repository's, the ones its documentation shows, what `issueops init` writes,
// and those of any further folders. Usage: node scripts/lint-workflows.mjs [DIR…]
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { tool } from './tool.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const workflows = join('.github', 'workflows')

/** What adopters put in the place of the capitals in the documentation. */
const toolkit = { repository: 'tool-makers/issueops-mirror', commit: '5eed'.repeat(10) }

const temporary = mkdtempSync(join(tmpdir(), 'issueops-lint-'))
try {
  const subjects = [
    // The auditor's eye for what is ours; what others copy is judged by what every repository should keep to.
    { name: 'this repository', folder: root, persona: 'auditor' },
    { name: 'the documentation', folder: documented(join(temporary, 'documentation')), persona: 'regular' },
    ...initialized(join(temporary, 'init')),
    ...process.argv.slice(2).map((folder) => ({ name: folder, folder: resolve(folder), persona: 'regular' })),
  ]
  const failed = subjects.filter((subject, index) => !isClean(subject, join(temporary, `staged-${index}`)))
  if (failed.length > 0) process.exitCode = 1
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
} finally {
  rmSync(temporary, { recursive: true, force: true })
}

/** Every workflow of the documentation as a file of a repository. An example that shows jobs alone is started by hand. */
function documented(folder) {
  mkdirSync(join(folder, workflows), { recursive: true })
  const pages = ['README.md', ...['docs', 'actions'].flatMap((part) => filesIn(part, /\.md$/))]
  for (const page of pages) {
    const blocks = [...readFileSync(join(root, page), 'utf8').matchAll(/^```ya?ml\n([\s\S]*?)^```/gm)]
    const shown = blocks.map((match) => match[1]).filter((text) => /^jobs:/m.test(text))
    for (const [index, text] of shown.entries()) {
      const whole = /^on:/m.test(text) ? text : `on: workflow_dispatch\npermissions: {}\n${text}`
      const name = `${page.replaceAll(/[^A-Za-z]+/g, '-')}-${index + 1}.yml`
      writeFileSync(join(folder, workflows, name), adopted(whole))
    }
  }
  return folder
}

/** What `issueops init` writes into an empty repository, as soon as there is that command. */
function initialized(folder) {
  if (!existsSync(join(root, 'build', 'cli', 'init.js'))) return []
  mkdirSync(folder, { recursive: true })
  spawnSync('git', ['init', '--quiet', folder])
  const init = spawnSync(process.execPath, [join(root, 'bin', 'issueops.js'), 'init', folder], {
    encoding: 'utf8',
  })
  if (init.status !== 0) throw new Error(`issueops init failed:\n${init.stdout}${init.stderr}`)
  for (const file of yamlIn(folder)) writeFileSync(file, adopted(readFileSync(file, 'utf8')))
  return [{ name: 'what issueops init writes', folder, persona: 'regular' }]
}

function adopted(text) {
  return text.replaceAll('OWNER/REPOSITORY', toolkit.repository).replaceAll('@COMMIT', `@${toolkit.commit}`)
}

function isClean({ name, folder, persona }, staged) {
  stage(folder, staged)
  const files = yamlIn(staged)
  if (files.length === 0) throw new Error(`${name} has no workflows.`)
  console.log(`\n${name}: ${files.length} workflows and actions`)
  // Offline, so that the same files are judged the same everywhere.
  const audit = ['--offline', '--no-progress', '--quiet', '--strict-collection', '--persona', persona]
  const isSafe = run('zizmor', [...audit, '.'], staged)
  // actionlint 1.7.12 does not know “$/”, but checks inputs and outputs of “./”, which is the same place here (rhysd/actionlint#711).
  for (const file of files) {
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/(\buses: )\$\//g, '$1./'))
  }
  // Whether shellcheck and pyflakes are installed must not decide.
  const isRight = run('actionlint', ['-shellcheck=', '-pyflakes='], staged)
  return isSafe && isRight
}

/** Copies `.github` and the actions with their bundles, whose presence actionlint checks; it wants a repository around them. */
function stage(folder, staged) {
  for (const part of ['.github', 'actions'].filter((each) => existsSync(join(folder, each))))
    cpSync(join(folder, part), join(staged, part), { recursive: true })
  mkdirSync(join(staged, '.git'))
}

/** The workflows and actions of a folder. */
function yamlIn(folder) {
  return ['.github/workflows', 'actions']
    .filter((part) => existsSync(join(folder, part)))
    .flatMap((part) => filesIn(part, part === 'actions' ? /action\.ya?ml$/ : /\.ya?ml$/, folder))
    .map((file) => join(folder, file))
}

function filesIn(part, pattern, folder = root) {
  const names = readdirSync(join(folder, part), { recursive: true, encoding: 'utf8' })
  return names
    .filter((name) => pattern.test(name))
    .map((name) => join(part, name))
    .sort()
}

function run(name, args, cwd) {
  const { status, error } = spawnSync(tool(name), args, { cwd, stdio: 'inherit' })
  if (error !== undefined) throw error
  console.log(status === 0 ? `${name} finds nothing.` : `${name} finds the above.`)
  return status === 0
}
