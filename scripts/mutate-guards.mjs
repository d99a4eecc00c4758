// Removes one guard of the approval, command and state stages and of the ledger after the other, in a copy of the tree, and demands that a test fails each time.
// Prints a Markdown table; ends with 1 when a mutant survives, so that no guard is kept only by habit.
// Usage: npm run mutate [-- part of a name or of a file, …]
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { guards } from './guards.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const only = process.argv.slice(2)
const isMeant = ({ name, file }) =>
  only.length === 0 || only.some((part) => name.includes(part) || file.includes(part))
const copy = mkdtempSync(join(tmpdir(), 'issueops-mutants-'))
for (const name of ['src', 'test', 'schemas', 'docs', 'package.json', 'tsconfig.json', 'vitest.config.ts'])
  cpSync(join(root, name), join(copy, name), { recursive: true })
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))

const slow = ['totality', 'approval-histories'].map((name) => `test/decide/approval/${name}.test.ts`)
/** The quick tests first; the slow ones only for what these let pass. */
const stages = {
  'src/decide/approval': [
    ['test/decide/approval', 'test/decide/command', ...slow.flatMap((name) => ['--exclude', name])],
    slow,
  ],
  'src/decide/state': [['test/decide/state', 'test/decide/decide.test.ts'], ['test/adversarial.test.ts']],
}
stages['src/decide/command'] = stages['src/decide/approval']
stages['src/ledger'] = [['test/ledger'], ['test/forged-ledger.test.ts']]
const stagesOf = ({ file }) => stages[dirname(file)]

try {
  for (const stage of new Set(guards.filter(isMeant).map(stagesOf)))
    if (!stage.every(passes)) throw new Error('the tests fail before anything is changed')
  const survivors = []
  process.stdout.write('| Guard | File | Without it |\n| --- | --- | --- |\n')
  for (const guard of guards.filter(isMeant)) {
    const outcome = outcomeOf(guard)
    if (outcome !== 'a test fails') survivors.push(guard)
    const file = guard.file.replace('src/decide/', '')
    process.stdout.write(`| ${guard.name} | \`${file}\` | ${outcome} |\n`)
  }
  process.stderr.write(`${survivors.length} of ${guards.filter(isMeant).length} without a test\n`)
  process.exitCode = survivors.length === 0 ? 0 : 1
} finally {
  rmSync(copy, { recursive: true, force: true })
}

function outcomeOf(guard) {
  const { file, find, replace } = guard
  const path = join(copy, file)
  const before = readFileSync(path, 'utf8')
  const parts = before.split(find)
  if (parts.length !== 2) return `**the guard stands there ${parts.length - 1} times instead of once**`
  try {
    writeFileSync(path, parts.join(replace))
    return stagesOf(guard).every(passes) ? '**nothing fails**' : 'a test fails'
  } finally {
    writeFileSync(path, before)
  }
}

function passes(filters) {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const args = [vitest, 'run', '--bail', '1', '--reporter', 'dot', '--no-isolate', ...filters]
  return spawnSync(process.execPath, args, { cwd: copy, stdio: 'ignore' }).status === 0
}
