import { readFileSync, rmSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { builtInKinds } from '../../src/cli/adopt/built-in-type.js'
import { call } from './output.js'
import { filesOf, repository } from './repository.js'

const kinds = ['access', 'canary', 'dns-record', 'image-promotion', 'namespace', 'terraform-variables']

/** Lines of a complete request type with tests: the promise of the first page. */
const typeLinesMax = 70

test('the built-in kinds are these', () => {
  expect(builtInKinds()).toEqual(kinds)
})

describe.each(kinds)('%s', (kind) => {
  test('is a form, a request type of at most 70 lines, and example manifests', async () => {
    const root = repository()
    expect((await call('new', kind, root)).code).toBe(0)
    const files = filesOf(root)
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining([`.github/ISSUE_TEMPLATE/${kind}.yml`, `.github/issueops/${kind}.yml`]),
    )
    expect(Object.keys(files).length).toBeGreaterThan(2)
    expect((files[`.github/issueops/${kind}.yml`] ?? '').split('\n').length - 1).toBeLessThanOrEqual(
      typeLinesMax,
    )
  })

  test('lints clean, and its tests pass: an accepted request, who approves, and a refused one', async () => {
    const root = repository()
    await call('new', kind, root)
    expect((await call('lint', root)).code).toBe(0)
    const { code, out } = await call('test', root, '--json')
    expect({ code, untested: JSON.parse(out).untested }).toEqual({ code: 0, untested: [] })
    const type = filesOf(root)[`.github/issueops/${kind}.yml`] ?? ''
    for (const part of [' plan:', 'approvers:', 'problems:']) expect(type).toContain(part)
  })

  test('begins with the schema by which an editor completes it, and the schema stands beside it', async () => {
    const root = repository()
    await call('new', 'another-one', '--from', kind, root)
    const files = filesOf(root)
    const [first = ''] = (files['.github/issueops/another-one.yml'] ?? '').split('\n')
    expect(first).toMatch(/^# yaml-language-server: \$schema=[\w./-]+$/)
    const schema = posix.join('.github/issueops', first.slice(first.indexOf('=') + 1))
    expect(files[schema]).toBe(
      readFileSync(
        join(dirname(fileURLToPath(import.meta.url)), '../../schemas/request-type.schema.json'),
        'utf8',
      ),
    )
  })

  test('says in a comment what each part of the request type is for, and what the form is', async () => {
    const root = repository()
    await call('new', kind, root)
    const files = filesOf(root)
    const parts = (files[`.github/issueops/${kind}.yml`] ?? '').match(/^(?!name|title)\w+:.*$/gm) ?? []
    expect(parts.length).toBeGreaterThan(4)
    for (const part of parts) expect(part).toMatch(/ # [a-z].+/)
    expect(files[`.github/ISSUE_TEMPLATE/${kind}.yml`]).toMatch(/^# /)
  })

  test('goes from issue to merge on the local GitHub', async () => {
    const root = repository()
    await call('new', kind, root)
    const { code, out, err } = await call('simulate', '--repo', root, '--type', kind, '--json')
    expect({ code, err, state: JSON.parse(out).state }).toEqual({ code: 0, err: '', state: 'merged' })
  })

  test('takes another name, beside the first', async () => {
    const root = repository()
    await call('new', kind, root)
    const { code, out } = await call('new', 'another-one', '--from', kind, root)
    expect(code).toBe(0)
    expect(out).toContain('Reword the name of the form, its first heading')
    expect((await call('lint', root)).out).toContain('2 request types: nothing to mend')
    expect((await call('test', root)).code).toBe(0)
    expect(filesOf(root)['.github/issueops/another-one.yml']).toContain('name: another-one\n')
    expect(filesOf(root)['.github/ISSUE_TEMPLATE/another-one.yml']).toMatch(
      /^ {6}label: .* \(another-one\)$/m,
    )
    const story = await call('simulate', '--repo', root, '--type', kind, '--json')
    expect(JSON.parse(story.out).state).toBe('merged')
  })
})

test('all kinds stand beside each other without a finding of the linter', async () => {
  const root = repository()
  for (const kind of kinds) await call('new', kind, root)
  expect((await call('lint', root)).out).toBe('6 forms and 6 request types: nothing to mend.\n')
})

test('it says what was written and what to do next', async () => {
  const root = repository()
  const { out } = await call('new', 'dns-record', root)
  expect(out.replaceAll(root, 'DIR')).toBe(`wrote     .github/ISSUE_TEMPLATE/dns-record.yml
wrote     .github/issueops/dns-record.yml
wrote     zones/example.net.yaml
wrote     zones/example.org.yaml
wrote     .github/issueops/schemas/request-type.schema.json

Next:
  1. Look at .github/issueops/dns-record.yml: who approves, and what changes. Then check it: npx issueops lint DIR && npx issueops test DIR
  2. See a request go from issue to merge on this machine: npx issueops simulate --repo DIR --type dns-record
`)
})

test.each([
  ['image-promotion', ['GitHub App can write the ledger', 'under reached']],
  ['access', ['GitHub App can write the ledger']],
  ['canary', ['under reached']],
])('with %s it says what that takes on GitHub', async (kind, told) => {
  const { out } = await call('new', kind, repository())
  const [, ...steps] = out.split(/^ {2}\d\. /m).slice(2)
  expect(steps.map((step) => told.find((words) => step.includes(words)))).toEqual(told)
})

test('a second request type shares the schema of the first, which is kept', async () => {
  const root = repository()
  await call('new', 'dns-record', root)
  const { out } = await call('new', 'access', root)
  expect(out).toContain('kept      .github/issueops/schemas/request-type.schema.json\n')
  expect(out).not.toContain('another release')
})

test('a schema of another release is kept, and it is said how to have the new one', async () => {
  const root = repository({ '.github/issueops/schemas/request-type.schema.json': '{}\n' })
  const { out } = await call('new', 'access', root)
  expect(out).toContain('kept      .github/issueops/schemas/request-type.schema.json\n')
  expect(out).toContain(
    'Take away .github/issueops/schemas/request-type.schema.json and run issueops new again',
  )
  expect(filesOf(root)['.github/issueops/schemas/request-type.schema.json']).toBe('{}\n')
  rmSync(join(root, '.github/issueops/schemas/request-type.schema.json'))
  const again = await call('new', 'access', root)
  expect(again.out).toContain('wrote     .github/issueops/schemas/request-type.schema.json\n')
  expect(again.out).not.toContain('another release')
})

test('a second run writes nothing, and neither does a dry run', async () => {
  const root = repository()
  await call('new', 'access', root, '--dry-run')
  expect(filesOf(root)).toEqual({})
  await call('new', 'access', root)
  const before = filesOf(root)
  const { code, out } = await call('new', 'access', root)
  expect({ code, after: filesOf(root) }).toEqual({ code: 0, after: before })
  expect(out).toContain('kept      .github/issueops/access.yml\n')
  expect(out).not.toContain('wrote')
})

test('a manifest that is there is kept', async () => {
  const root = repository({ 'zones/example.org.yaml': 'mine: { type: A }\n' })
  const { out } = await call('new', 'dns-record', root)
  expect(out).toContain('kept      zones/example.org.yaml\n')
  expect(filesOf(root)['zones/example.org.yaml']).toBe('mine: { type: A }\n')
})

test('an unknown kind is answered with the one that was meant and with all there are', async () => {
  expect(await call('new', 'namespce', repository())).toEqual({
    code: 2,
    out: '',
    err: '"namespce" is not a built-in kind of request. Did you mean namespace? The kinds are: access, canary, dns-record, image-promotion, namespace, terraform-variables. To call it something else, write issueops new NAME --from KIND.\n',
  })
  const { code, err } = await call('new', 'mine', '--from', 'dns', repository())
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('"dns" is not a built-in kind') })
})

test.each(['../x', '__proto__', '', 'a/b', 'A', '.git', 'x\ny', `a${'b'.repeat(39)}`])(
  'a name that is none writes nothing: %j',
  async (name) => {
    const root = repository()
    const { code, out, err } = await call('new', name, '--from', 'access', root)
    expect({ code, out, said: err !== '', files: filesOf(root) }).toEqual({
      code: 2,
      out: '',
      said: true,
      files: {},
    })
  },
)

test.each(['../types/access', '__proto__', '', '.'])(
  'a kind that is none writes nothing: %j',
  async (kind) => {
    const root = repository()
    const { code } = await call('new', 'mine', '--from', kind, root)
    expect({ code, files: filesOf(root) }).toEqual({ code: 2, files: {} })
  },
)

test('the templates have no line that only our own organization could use', () => {
  const root = join(dirname(fileURLToPath(import.meta.url)), '../../templates/types')
  for (const kind of kinds)
    expect(readFileSync(join(root, kind, `.github/issueops/${kind}.yml`), 'utf8')).not.toMatch(/team:/)
})
