import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { load } from 'js-yaml'
import { expect, test } from 'vitest'
import { callerWorkflows } from '../../src/cli/adopt/caller-workflows.js'
import { call } from './output.js'
import { filesOf, repository } from './repository.js'

const commit = 'a'.repeat(40)
const toolkit = `acme/issueops@${commit}`

const written = [
  '.github/CODEOWNERS',
  '.github/ISSUE_TEMPLATE/namespace.yml',
  '.github/issueops/namespace.yml',
  '.github/issueops/schemas/request-type.schema.json',
  '.github/workflows/issueops-sweep.yml',
  '.github/workflows/issueops.yml',
  'clusters/dev/kustomization.yaml',
  'clusters/prod/kustomization.yaml',
]

/** A clone whose remote is named, as git keeps it. */
function clone(files: Readonly<Record<string, string>>, remote: string): string {
  const root = repository(files)
  const git = (...args: readonly string[]) => execFileSync('git', ['-C', root, ...args], { stdio: 'ignore' })
  git('init', '-q')
  git('remote', 'add', 'origin', remote)
  git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/trunk')
  return root
}

test('an empty repository gets two workflows, a request type with form and manifests, and code owners, and says what is left to do', async () => {
  const root = repository()
  const { code, out, err } = await call('init', root)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(Object.keys(filesOf(root))).toEqual(written)
  expect(out.replaceAll(root, 'DIR')).toBe(`wrote     .github/workflows/issueops.yml
wrote     .github/workflows/issueops-sweep.yml
wrote     .github/ISSUE_TEMPLATE/namespace.yml
wrote     .github/issueops/namespace.yml
wrote     clusters/dev/kustomization.yaml
wrote     clusters/prod/kustomization.yaml
wrote     .github/issueops/schemas/request-type.schema.json
wrote     .github/CODEOWNERS

Next:
  1. Look at .github/issueops/namespace.yml: who approves, and what changes. Then check it: npx issueops lint DIR && npx issueops test DIR
  2. See a request go from issue to merge on this machine: npx issueops simulate --repo DIR --type namespace
  3. Put the repository of the toolkit and a commit of it in place of OWNER/REPOSITORY and COMMIT in .github/workflows.
  4. Say in .github/CODEOWNERS who owns the files of the toolkit: take away the # and put a person or a team in place of @OWNER.
  5. Commit all of it to the default branch of your repository; GitHub reads forms, request types and schedules nowhere else.
  6. Switch on “Allow GitHub Actions to create and approve pull requests” under Settings → Actions → General; a GitHub App of your own does not need it.
`)
})

test('what it writes lints clean and passes its own tests', async () => {
  const root = repository()
  await call('init', root)
  expect((await call('lint', root)).code).toBe(0)
  expect((await call('test', root)).code).toBe(0)
})

test('a dry run of a long text shows its beginning and how much more there is', async () => {
  const { out } = await call('init', repository(), '--dry-run')
  expect(out).toMatch(/ {4}… and \d{3,} more lines; --json has them all\n/)
  expect(out.split('\n').length).toBeLessThan(300)
})

test('a second run writes nothing', async () => {
  const root = clone({}, 'https://github.com/octo-org/platform.git')
  await call('init', root)
  const before = filesOf(root)
  const { code, out } = await call('init', root, '--json')
  expect(filesOf(root)).toEqual(before)
  expect({ code, does: JSON.parse(out).files.map((file: { does: string }) => file.does) }).toEqual({
    code: 0,
    does: ['keep', 'keep', 'keep'],
  })
})

test('a dry run prints every text and writes nothing', async () => {
  const root = repository()
  const { code, out } = await call('init', root, '--dry-run')
  expect({ code, files: filesOf(root) }).toEqual({ code: 0, files: {} })
  for (const path of written) expect(out).toContain(`would write   ${path}\n    `)
  expect(out).toContain('    name: IssueOps sweep #')
  expect(out).toContain('Nothing was written. Then:\n')
})

test('with --json one document tells files, texts and what is left to do', async () => {
  const { out } = await call('init', repository(), '--dry-run', '--json')
  const { ok, dryRun, files, next } = JSON.parse(out)
  expect({ ok, dryRun, steps: next.length }).toEqual({ ok: true, dryRun: true, steps: 6 })
  expect(files.map(({ path }: { path: string }) => path).sort()).toEqual(written)
})

test('the workflows are at most 15 lines, begin without permissions and are those of the README', async () => {
  const root = repository()
  await call('init', root)
  const readme = readFileSync(join(dirname(fileURLToPath(import.meta.url)), '../../README.md'), 'utf8')
  const {
    '.github/workflows/issueops.yml': caller = '',
    '.github/workflows/issueops-sweep.yml': sweep = '',
  } = filesOf(root)
  for (const text of [caller, sweep]) {
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(15)
    expect(Object(load(text)).permissions).toEqual({})
    expect(readme).toContain(`\`\`\`yaml\n${text}\`\`\``)
  }
  expect(Object.keys(Object(load(sweep)).on)).toEqual(['schedule', 'workflow_dispatch'])
})

test('workflows that are kept without a pin are named again, also when the pin is known by now', async () => {
  const root = repository()
  await call('init', root)
  const { out } = await call('init', root, '--toolkit', `acme/issueops@${'0a'.repeat(20)}`)
  expect(out).toContain('in place of OWNER/REPOSITORY and COMMIT')
})

test('a folder that is not there is asked for, with the command that makes it', async () => {
  const root = `${repository()}/nowhere`
  expect(await call('init', root)).toMatchObject({
    code: 2,
    err: `${root} is not a folder. Make it first, for example with: git init ${root}\n`,
  })
})

test('--toolkit pins both workflows to one commit of a fork or mirror', async () => {
  const root = repository()
  const { out } = await call('init', root, '--toolkit', toolkit)
  const uses = Object.values(filesOf(root)).flatMap((text) =>
    [...text.matchAll(/uses: (.*)/g)].map(([, used]) => used),
  )
  const pinned = `acme/issueops/.github/workflows/issueops.yml@${commit}`
  expect(uses).toEqual([pinned, pinned])
  expect(out).not.toContain('COMMIT')
})

test('a released package pins to its own commit, and names the version beside it', () => {
  const pin = { repository: { owner: 'acme', name: 'issueops' }, commit, version: 'v1.2.3' }
  const uses = `    uses: acme/issueops/.github/workflows/issueops.yml@${commit} # v1.2.3\n`
  for (const { text } of callerWorkflows(pin, new Map())) expect(text).toContain(uses)
})

test.each([`acme/issueops@main`, `acme@${commit}`, commit, `a/b@${commit}@x`, `../..@${commit}`])(
  'a toolkit that is no repository at a whole commit is refused: %s',
  async (text) => {
    const root = repository()
    const { code, out, err } = await call('init', root, '--toolkit', text)
    expect({ code, out, files: filesOf(root) }).toEqual({ code: 2, out: '', files: {} })
    expect(err).toContain('Write OWNER/REPOSITORY@COMMIT')
  },
)

test.each([
  ['git@github.com:octo-org/platform.git'],
  ['https://github.com/octo-org/platform'],
  ['ssh://git@ghe.example.com/octo-org/platform.git/'],
])('owner, repository and default branch are found out from git: %s', async (remote) => {
  const root = clone({}, remote)
  const { out } = await call('init', root)
  expect(out).toContain('Commit all of it to trunk of octo-org/platform;')
  expect(filesOf(root)['.github/CODEOWNERS']).toContain('\n/.github/issueops/ @octo-org\n')
  expect(out).toContain('@octo-org has to be a person; for an organization write a team of it')
})

test('code owners are added below those that are there, with the owners of everything and the line ends of the file', async () => {
  const root = repository({ CODEOWNERS: '# ours\r\n* @acme/platform @mona # all\r\n/docs/ @acme/docs' })
  const { out } = await call('init', root)
  expect(out).toContain('added to  CODEOWNERS\n')
  expect(filesOf(root).CODEOWNERS).toBe(
    [
      '# ours',
      '* @acme/platform @mona # all',
      '/docs/ @acme/docs',
      '# What requests may do, who approves them, and who decides about this file. Edit the owners: people, or teams as in @acme/platform.',
      '/.github/issueops/ @acme/platform @mona',
      '/.github/ISSUE_TEMPLATE/ @acme/platform @mona',
      '/.github/workflows/ @acme/platform @mona',
      '/CODEOWNERS @acme/platform @mona',
      '',
    ].join('\r\n'),
  )
})

test.each([
  ['/.github/ @acme/security', []],
  ['.github/** @acme/security', []],
  [
    '.github/workflows/*.yml @acme/security',
    ['/.github/issueops/', '/.github/ISSUE_TEMPLATE/', '/.github/CODEOWNERS'],
  ],
  ['workflows/ @acme/security', ['/.github/issueops/', '/.github/ISSUE_TEMPLATE/', '/.github/CODEOWNERS']],
  [
    '/docs/workflows/ @acme/docs',
    ['/.github/issueops/', '/.github/ISSUE_TEMPLATE/', '/.github/workflows/', '/.github/CODEOWNERS'],
  ],
])('a stricter rule is never overruled by a later one: %s', async (rule, added) => {
  const root = repository({ '.github/CODEOWNERS': `* @acme/all\n${rule}\n` })
  await call('init', root)
  const lines = (filesOf(root)['.github/CODEOWNERS'] ?? '').split('\n')
  expect(lines.filter((line) => line.endsWith(' @acme/all') && line.startsWith('/'))).toEqual(
    added.map((path) => `${path} @acme/all`),
  )
})

test('where nobody is known the lines are comments, and are not written twice', async () => {
  const root = repository()
  await call('init', root)
  const text = filesOf(root)['.github/CODEOWNERS']
  expect(text?.split('\n').slice(1, 3)).toEqual([
    '# /.github/issueops/ @OWNER',
    '# /.github/ISSUE_TEMPLATE/ @OWNER',
  ])
  await call('init', root)
  expect(filesOf(root)['.github/CODEOWNERS']).toBe(text)
})

test('files that are there are kept, whatever is in them, and a repository with a request type gets no other', async () => {
  const mine = {
    '.github/workflows/issueops.yml': 'mine',
    '.github/issueops/dns.yml': 'mine',
    '.github/CODEOWNERS': '/.github/ @mona\n',
  }
  const root = repository(mine)
  const { out } = await call('init', root)
  expect(filesOf(root)).toEqual({ ...mine, '.github/workflows/issueops-sweep.yml': expect.any(String) })
  expect(out).toContain('kept      .github/workflows/issueops.yml\n')
  expect(out).toContain(
    'Rename issueops.yml in .github/workflows and run issueops init again: the file is kept, and it calls nothing of the toolkit.',
  )
})

test('a workflow that calls the toolkit under another name is not doubled', async () => {
  const calls = `on:\n  issue_comment:\njobs: { a: { uses: acme/issueops/.github/workflows/issueops.yml@${commit} } }\n`
  const root = repository({ '.github/workflows/requests.yml': calls })
  const { out } = await call('init', root)
  expect(out).toContain('kept      .github/workflows/requests.yml\n')
  expect(Object.keys(filesOf(root))).not.toContain('.github/workflows/issueops.yml')
  expect(Object.keys(filesOf(root))).toContain('.github/workflows/issueops-sweep.yml')
})

test('a form of the same name is used as it is, also with the other extension', async () => {
  const root = repository({ '.github/ISSUE_TEMPLATE/namespace.yaml': 'mine' })
  await call('init', root)
  const files = filesOf(root)
  expect(files['.github/ISSUE_TEMPLATE/namespace.yaml']).toBe('mine')
  expect(files['.github/issueops/namespace.yml']).toContain('\nform: namespace.yaml #')
})

test('nothing is written through a link', async () => {
  const root = repository()
  const elsewhere = mkdtempSync(join(tmpdir(), 'issueops-elsewhere-'))
  symlinkSync(elsewhere, join(root, '.github'))
  const { code, err } = await call('init', root)
  expect({ code, there: filesOf(elsewhere), here: Object.keys(filesOf(root)) }).toEqual({
    code: 2,
    there: {},
    here: [],
  })
  expect(err).toContain('.github is a symbolic link')
})

test('a folder inside a repository is refused, because GitHub would not look there', async () => {
  const root = clone({}, 'https://github.com/octo-org/platform.git')
  mkdirSync(join(root, 'deeper'))
  const { code, err } = await call('init', join(root, 'deeper'))
  expect({ code, files: filesOf(root) }).toEqual({ code: 2, files: {} })
  expect(err).toContain('GitHub reads .github at its top only')
})

test.each([[['init', '/nowhere/at/all']], [['init', 'a', 'b']], [['init', '--force']]])(
  'wrong usage ends with 2: %j',
  async (args) => {
    const { code, out } = await call(...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
  },
)
