import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const source = join(dirname(fileURLToPath(import.meta.url)), '../../src')

/** What each room may import of the others; its own files are always allowed. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  decide: ['model'],
  ledger: ['model', 'decide'],
  github: ['model'],
  runner: ['model'],
  observe: ['model', 'github', 'ledger'],
  act: ['model', 'github', 'ledger'],
  'look.ts': ['model', 'decide', 'github', 'observe'],
  'reconcile.ts': ['model', 'decide', 'github', 'observe', 'act', 'look.ts'],
  checkout: ['model', 'decide'],
  sandbox: ['model'],
  main: ['model', 'decide', 'github', 'runner', 'reconcile.ts', 'ledger', 'observe', 'act', 'checkout'],
  cli: ['model', 'decide', 'github', 'ledger', 'observe', 'act', 'reconcile.ts', 'checkout', 'sandbox'],
}

/** The stages of deciding in the order the data travels; a stage imports only those above it. */
const stages = [
  'digest',
  'markdown',
  'form',
  'expression',
  'request',
  'command',
  'approval',
  'change',
  'report',
  'read-request.ts',
  'understand.ts',
  'reading.ts',
  'read-submission.ts',
  'state',
  'judge-request.ts',
  'read-command.ts',
  'decide.ts',
  'decide-proposal.ts',
  'needs.ts',
  'lint',
  'doctor',
]

/** Packages a room may use; the rooms that are not named may use any that `package.json` lists. */
const packages: Readonly<Record<string, readonly string[]>> = {
  model: [],
  ledger: [],
  decide: [
    '@actions/expressions',
    '@noble/hashes',
    'ajv',
    'ajv-formats',
    'canonicalize',
    'diff',
    'js-yaml',
    'jsonc-parser',
    're2js',
    'yaml',
  ],
  observe: ['node:crypto'],
  act: [],
  'look.ts': ['node:util'],
  'reconcile.ts': ['node:timers', 'node:util'],
}

test('every import keeps to the rooms, the order of the stages and the packages of its room', () => {
  expect(sourceFiles().flatMap((path) => violations(path, readFileSync(join(source, path), 'utf8')))).toEqual(
    [],
  )
})

test('no files import each other in a circle, not even types', () => {
  const imports = new Map(
    sourceFiles().map((path) => [path, importsOf(path, readFileSync(join(source, path), 'utf8'))]),
  )
  expect(circlesIn(imports)).toEqual([])
  const planted = new Map([...imports, ['model/ids.ts', ['decide/decide.ts']]])
  expect(circlesIn(planted)[0]).toContain('model/ids.ts')
})

test('only github/ knows octokit', () => {
  const knowing = sourceFiles().filter((path) =>
    packagesOf(readFileSync(join(source, path), 'utf8')).some((name) => name === '@octokit/rest'),
  )
  expect(knowing.map(roomOf).filter((room) => room !== 'github')).toEqual([])
})

test('only runner/ and main/ know the runner of GitHub Actions', () => {
  const knowing = sourceFiles().filter((path) =>
    packagesOf(readFileSync(join(source, path), 'utf8')).some(
      (name) => name === '@actions/core' || name === '@actions/github',
    ),
  )
  expect(knowing.map(roomOf).filter((room) => room !== 'runner' && room !== 'main')).toEqual([])
})

test('deciding has no clock and no dice', () => {
  const impure = sourceFiles()
    .filter((path) => ['model', 'decide', 'ledger'].includes(roomOf(path)))
    .filter((path) =>
      /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bprocess\b\.|\bfetch\(|\bglobalThis\b/.test(
        readFileSync(join(source, path), 'utf8'),
      ),
    )
  expect(impure).toEqual([])
})

test.each([
  ['decide/decide.ts', "import { act } from '../act/act.js'", 'decide/decide.ts imports act/act.ts'],
  [
    'decide/decide.ts',
    "import { readFileSync } from 'node:fs'",
    'decide/decide.ts imports the package node:fs',
  ],
  [
    'decide/form/parse-form.ts',
    "import { decide } from '../decide.js'",
    'decide/form/parse-form.ts imports decide/decide.ts',
  ],
  [
    'decide/form/parse-form.ts',
    "import { reply } from '../report/reply.js'",
    'decide/form/parse-form.ts imports decide/report/reply.ts',
  ],
  [
    'observe/observe-issue.ts',
    "const { act } = await import('../act/act.js')",
    'observe/observe-issue.ts imports act/act.ts',
  ],
  ['model/plan.ts', "export { decide } from '../decide/decide.js'", 'model/plan.ts imports decide/decide.ts'],
  [
    'sandbox/create-sandbox.ts',
    "import { reconcile } from '../reconcile.js'",
    'sandbox/create-sandbox.ts imports reconcile.ts',
  ],
])('a forbidden import planted in %s is found: %s', (path, planted, finding) => {
  expect(violations(path, `${planted}\n`)).toEqual([finding])
})

function sourceFiles(): readonly string[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))
}

function violations(path: string, text: string): readonly string[] {
  const files = importsOf(path, text)
    .filter((target) => !isAllowed(path, target))
    .map((target) => `${path} imports ${target}`)
  const allowed = packages[roomOf(path)]
  const foreign = allowed === undefined ? [] : packagesOf(text).filter((name) => !allowed.includes(name))
  return [...files, ...foreign.map((name) => `${path} imports the package ${name}`)]
}

function importsOf(path: string, text: string): readonly string[] {
  return specifiers(text)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) =>
      relative(source, normalize(join(source, dirname(path), specifier))).replace(/\.c?js$/, '.ts'),
    )
}

/** What is left of the files once those are taken away, again and again, that import none of the rest or that none of the rest imports. */
function circlesIn(imports: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  let left = new Map(imports)
  for (;;) {
    const targets = new Set([...left.values()].flat())
    const tied = [...left].filter(([path, to]) => targets.has(path) && to.some((each) => left.has(each)))
    if (tied.length === left.size) return left.size === 0 ? [] : [[...left.keys()].sort()]
    left = new Map(tied)
  }
}

function isAllowed(path: string, target: string): boolean {
  const from = roomOf(path)
  const to = roomOf(target)
  if (from !== to) return mayImport[from]?.includes(to) === true
  if (from !== 'decide') return true
  const fromStage = stageOf(path)
  const toStage = stageOf(target)
  if (fromStage === toStage) return true
  return stages.indexOf(toStage) < stages.indexOf(fromStage) && stages.includes(toStage)
}

function roomOf(path: string): string {
  return path.split('/')[0] ?? ''
}

function stageOf(path: string): string {
  return path.split('/')[1] ?? ''
}

function specifiers(text: string): readonly string[] {
  const statement = /(?:^(?:import|export)\b[^'"`;]*?\bfrom\s*|^import\s+|\bimport\(\s*)(['"])([^'"\n]+)\1/gm
  const found = text.matchAll(statement)
  return [...found].map((match) => match[2] ?? '')
}

function packagesOf(text: string): readonly string[] {
  return specifiers(text)
    .filter((specifier) => !specifier.startsWith('.'))
    .map((specifier) =>
      specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/'),
    )
}
