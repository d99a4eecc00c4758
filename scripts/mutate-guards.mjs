// Removes one guard after the other in copies of the tree, and demands that a test fails each time: guards of the rooms approval, command, state
// and ledger, and of what calls them. Ends with 1 when a mutant survives, so that no guard is kept only by habit.
// Usage: npm run mutate [-- part of a name or of a file, …]; with --show it only says what stands where the table says, and what it becomes.
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findGuard, readGuards, withoutGuard } from './guards.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const only = process.argv.slice(2).filter((each) => each !== '--show')
const meant = readGuards(root).filter(
  ({ name, file }) => only.length === 0 || only.some((part) => name.includes(part) || file.includes(part)),
)

const slow = ['totality', 'approval-histories'].map((name) => `test/core/approval/${name}.test.ts`)
/** The quick tests first; the slow ones only for what these let pass. */
const stages = {
  'src/core/approval': [
    ['test/core/approval', 'test/core/command', ...slow.flatMap((name) => ['--exclude', name])],
    slow,
    ['test/core/decide'],
  ],
  'src/core/decide': [
    ['test/core/decide', '--exclude', 'test/core/decide/*histories.test.ts'],
    ['test/core/decide/lives-histories.test.ts'],
    ['test/adversarial.test.ts'],
  ],
  'src/core/ledger': [['test/core/ledger'], ['test/forged-ledger.test.ts']],
  'src/core/drift': [['test/core/drift']],
  'src/core/sweep': [['test/core/sweep']],
  src: [['test/merge-binding.test.ts'], ['test/adversarial.test.ts']],
}
stages['src/core/command'] = stages['src/core/approval']

/** Before the stages of its room, the tests named after the file: most mutants end there. */
function stagesOf({ file }) {
  const own = file.replace(/^src\//, 'test/').replace(/\.ts$/, '.test.ts')
  return existsSync(join(root, own)) ? [[own], ...stages[dirname(file)]] : stages[dirname(file)]
}

if (process.argv.includes('--show')) show()
else await mutate()

function show() {
  for (const guard of meant) {
    const { found, becomes } = findGuard(readFileSync(join(root, guard.file), 'utf8'), guard)
    console.log(`${guard.name} (${guard.file}, ${guard.of}, ${guard.place})\n  - ${found}\n  + ${becomes}`)
  }
}

async function mutate() {
  const copies = Array.from({ length: Math.min(availableParallelism(), meant.length) }, copyOfTree)
  try {
    for (const stage of new Set(meant.map(({ file }) => stages[dirname(file)])))
      for (const filters of stage)
        if (!(await passes(copies[0], filters)))
          throw new Error(`${filters[0]} fails before anything is changed`)
    const survivors = await inParallel(copies)
    console.log(`${survivors} of ${meant.length} without a test`)
    process.exitCode = survivors === 0 ? 0 : 1
  } finally {
    for (const copy of copies) rmSync(copy, { recursive: true, force: true })
  }
}

function copyOfTree() {
  const copy = mkdtempSync(join(tmpdir(), 'issueops-mutants-'))
  // No configuration of the tests: they are run wherever they belong, to `npm test` or to `npm run test:long`.
  for (const name of ['src', 'test', 'schemas', 'docs', 'package.json', 'tsconfig.json'])
    cpSync(join(root, name), join(copy, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

/** How many survive. */
async function inParallel(copies) {
  const left = [...meant]
  let survivors = 0
  const work = async (copy) => {
    for (let guard = left.shift(); guard !== undefined; guard = left.shift()) {
      const dies = await diesWithout(copy, guard)
      if (!dies) survivors += 1
      console.log(`${dies ? 'a test fails' : '**NOTHING FAILS**'} without: ${guard.name} (${guard.file})`)
    }
  }
  await Promise.all(copies.map(work))
  return survivors
}

async function diesWithout(copy, guard) {
  const path = join(copy, guard.file)
  const before = readFileSync(path, 'utf8')
  try {
    writeFileSync(path, withoutGuard(before, guard))
    for (const filters of stagesOf(guard)) if (!(await passes(copy, filters))) return true
    return false
  } finally {
    writeFileSync(path, before)
  }
}

function passes(copy, filters) {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const options = 'run --bail 1 --reporter dot --no-isolate --testTimeout 240000'.split(' ')
  const child = spawn(process.execPath, [vitest, ...options, ...filters], {
    cwd: copy,
    env: { ...process.env, AT_LENGTH: 'true' },
    stdio: 'ignore',
  })
  return new Promise((resolve) => child.on('close', (code) => resolve(code === 0)))
}
