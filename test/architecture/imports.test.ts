import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const source = join(dirname(fileURLToPath(import.meta.url)), '../../src')

/**
 * The rooms in the order of the map in `docs/architecture.md`: a room imports its own files and those of the rooms above it, no other. What is named
 * beside a room is what it may not import although it stands above.
 */
const rooms: readonly (readonly [room: string, ...except: readonly string[]])[] = [
  ['model'],
  ['core/text'],
  ['core/decode'],
  ['core/manifest'],
  ['core/expression'],
  ['core/form'],
  ['core/request-type'],
  ['core/command'],
  ['core/approval'],
  ['core/request'],
  ['core/plan'],
  ['core/ledger'],
  ['core/drift'],
  ['core/figures'],
  ['core/report'],
  ['core/decide'],
  ['core/sweep'],
  ['core/advice'],
  ['pages'],
  ['github', 'core'],
  ['observe'],
  ['act', 'observe'],
  ['send', 'core', 'github', 'observe', 'act'],
  ['runner', 'core', 'github', 'observe', 'act'],
  ['look.ts', 'act', 'runner'],
  ['reconcile.ts', 'runner'],
  ['watch.ts', 'act', 'runner'],
  ['checkout', 'github', 'observe', 'act', 'runner', 'look.ts', 'reconcile.ts', 'watch.ts'],
  ['actions'],
  [
    'sandbox',
    'core',
    'github',
    'observe',
    'act',
    'runner',
    'look.ts',
    'reconcile.ts',
    'watch.ts',
    'checkout',
    'actions',
  ],
  ['cli', 'runner', 'actions'],
]

/** Packages a room may use; the rooms that are not named may use any that `package.json` lists. */
const packages: Readonly<Record<string, readonly string[]>> = {
  model: [],
  core: [
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
  send: ['node:timers'],
  'look.ts': ['node:util'],
  'reconcile.ts': ['node:timers', 'node:util'],
}

test('every import keeps to the order of the rooms and the packages of its room', () => {
  expect(sourceFiles().flatMap((path) => violations(path, readFileSync(join(source, path), 'utf8')))).toEqual(
    [],
  )
})

test('no files import each other in a circle, not even types', () => {
  const imports = new Map(
    sourceFiles().map((path) => [path, importsOf(path, readFileSync(join(source, path), 'utf8'))]),
  )
  expect(circlesIn(imports)).toEqual([])
  const planted = new Map([...imports, ['model/ids.ts', ['core/decide/decide.ts']]])
  expect(circlesIn(planted)[0]).toContain('model/ids.ts')
})

test('only github/ knows octokit', () => {
  const knowing = sourceFiles().filter((path) =>
    packagesOf(readFileSync(join(source, path), 'utf8')).some((name) => name === '@octokit/rest'),
  )
  expect(knowing.map(roomOf).filter((room) => room !== 'github')).toEqual([])
})

test('only runner/ and actions/ know the runner of GitHub Actions', () => {
  const knowing = sourceFiles().filter((path) =>
    packagesOf(readFileSync(join(source, path), 'utf8')).some(
      (name) => name === '@actions/core' || name === '@actions/github',
    ),
  )
  expect(knowing.map(roomOf).filter((room) => room !== 'runner' && room !== 'actions')).toEqual([])
})

test('deciding has no clock and no dice', () => {
  const impure = sourceFiles()
    .filter((path) => ['model', 'core'].includes(placeOf(path)))
    .filter((path) =>
      /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bprocess\b\.|\bfetch\(|\bglobalThis\b/.test(
        readFileSync(join(source, path), 'utf8'),
      ),
    )
  expect(impure).toEqual([])
})

test.each([
  [
    'core/decide/decide.ts',
    "import { act } from '../../act/act.js'",
    'core/decide/decide.ts imports act/act.ts',
  ],
  [
    'core/decide/decide.ts',
    "import { readFileSync } from 'node:fs'",
    'core/decide/decide.ts imports the package node:fs',
  ],
  [
    'core/form/parse-form.ts',
    "import { decide } from '../decide/decide.js'",
    'core/form/parse-form.ts imports core/decide/decide.ts',
  ],
  [
    'core/form/parse-form.ts',
    "import { reply } from '../report/reply.js'",
    'core/form/parse-form.ts imports core/report/reply.ts',
  ],
  [
    'observe/observe-issue.ts',
    "const { act } = await import('../act/act.js')",
    'observe/observe-issue.ts imports act/act.ts',
  ],
  [
    'github/reader.ts',
    "import { decide } from '../core/decide/decide.js'",
    'github/reader.ts imports core/decide/decide.ts',
  ],
  [
    'model/plan.ts',
    "export { decide } from '../core/decide/decide.js'",
    'model/plan.ts imports core/decide/decide.ts',
  ],
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
  const allowed = packages[placeOf(path)]
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
  const from = rooms.findIndex(([room]) => room === roomOf(path))
  const to = rooms.findIndex(([room]) => room === roomOf(target))
  const [, ...except] = rooms[from] ?? []
  return to >= 0 && to <= from && !except.includes(roomOf(target)) && !except.includes(placeOf(target))
}

/** The folder below `src`, and below `core` the one there. */
function roomOf(path: string): string {
  const [place = '', room = ''] = path.split('/')
  return place === 'core' ? `${place}/${room}` : place
}

function placeOf(path: string): string {
  return path.split('/')[0] ?? ''
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
