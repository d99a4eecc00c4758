import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PeopleNode } from '../../../src/model/request-type.js'
import { must, parseRequestType, problemsOf, typeText } from './fixtures.js'

const path = '.github/issueops/namespace.yml'
/** Some people with the defaults of everything that is not said. */
const people = (facts: Partial<PeopleNode>): PeopleNode => ({
  kind: 'people',
  from: [],
  count: 1,
  not: ['requester', 'editors', 'committers'],
  validFor: null,
  requireDigest: 'none',
  ...facts,
})
const parse = (text: string) => parseRequestType({ path, blob: null, text })

test('the request type of the README is read as it stands there', () => {
  const text = `name: namespace
title: Kubernetes namespace
form: namespace.yml
requesters: [team:developers]
target: { repository: acme/gitops, branch: main }
fields:
  name: { pattern: "^[a-z][a-z0-9-]{2,40}$" }
  cpu: { type: integer, maximum: 16 }
rules:
  - assert: \${{ request.cpu <= 4 || request.environment != 'prod' }}
    message: More than 4 CPUs in prod needs an architecture review.
approval:
  - when: \${{ request.environment == 'prod' }}
    from: [team:platform-leads]
    count: 2
  - from: [team:platform, role:maintain, octocat]
changes:
  - file: clusters/\${{ request.environment }}/namespaces/\${{ request.name }}.yaml
    content:
      apiVersion: v1
      metadata: { name: "\${{ request.name }}", labels: { team: "\${{ request.team }}" } }
  - file: clusters/\${{ request.environment }}/kustomization.yaml
    at: [resources]
    item: namespaces/\${{ request.name }}.yaml
  - file: quota.yaml
    at: [spec, 0, { name: app }]
    value: 3
    ensure: absent
    document: { kind: ResourceQuota }
ensure: \${{ request.action == 'Remove' && 'absent' || 'present' }}
`
  expect(must(parse(text))).toEqual({
    path,
    blob: null,
    name: 'namespace',
    title: 'Kubernetes namespace',
    form: 'namespace.yml',
    requesters: [{ kind: 'team', slug: 'developers' }],
    target: { repository: { owner: 'acme', name: 'gitops' }, branch: 'main' },
    fields: new Map<string, object>([
      ['name', { pattern: '^[a-z][a-z0-9-]{2,40}$' }],
      ['cpu', { type: 'integer', maximum: 16 }],
    ]),
    rules: [
      {
        assert: "request.cpu <= 4 || request.environment != 'prod'",
        message: 'More than 4 CPUs in prod needs an architecture review.',
      },
    ],
    merge: 'now',
    approval: [
      {
        number: 1,
        when: "request.environment == 'prod'",
        needs: people({ from: [{ kind: 'team', slug: 'platform-leads' }], count: 2 }),
      },
      {
        number: 2,
        when: null,
        needs: people({
          from: [
            { kind: 'team', slug: 'platform' },
            { kind: 'role', role: 'maintain' },
            { kind: 'user', login: 'octocat' },
          ],
        }),
      },
    ],
    policy: null,
    changes: [
      {
        kind: 'file',
        file: 'clusters/${{ request.environment }}/namespaces/${{ request.name }}.yaml',
        content: {
          apiVersion: 'v1',
          metadata: { name: '${{ request.name }}', labels: { team: '${{ request.team }}' } },
        },
        ensure: null,
        document: null,
        when: null,
        forEach: null,
        validate: null,
      },
      {
        kind: 'item',
        file: 'clusters/${{ request.environment }}/kustomization.yaml',
        at: ['resources'],
        item: 'namespaces/${{ request.name }}.yaml',
        key: null,
        ensure: null,
        document: null,
        when: null,
        forEach: null,
        validate: null,
      },
      {
        kind: 'value',
        file: 'quota.yaml',
        at: ['spec', 0, { name: 'app' }],
        value: 3,
        ensure: 'absent',
        document: { kind: 'ResourceQuota' },
        when: null,
        forEach: null,
        validate: null,
      },
    ],
    ensure: "${{ request.action == 'Remove' && 'absent' || 'present' }}",
    reading: { allowMissingOptional: false, refuseUnseenCharacters: false },
  })
})

test('how issues are read is as usual unless its two switches are on', () => {
  const reading = (more: string) => must(parse(typeText(more))).reading
  expect(reading('')).toEqual({ allowMissingOptional: false, refuseUnseenCharacters: false })
  expect(reading('allow-missing-optional: true')).toEqual({
    allowMissingOptional: true,
    refuseUnseenCharacters: false,
  })
  expect(reading('allow-missing-optional: false\nrefuse-unseen-characters: true')).toEqual({
    allowMissingOptional: false,
    refuseUnseenCharacters: true,
  })
})

test('a switch that is a text is told to be true or false', () => {
  expect(problemsOf(parse(typeText('allow-missing-optional: yes')))).toEqual([
    {
      code: 'type/value',
      file: path,
      line: 6,
      what: '“allow-missing-optional” is “yes”.',
      fix: 'Write true or false, without quotes, as in allow-missing-optional: true.',
    },
  ])
})

test('an almost empty file is told everything that is missing, at once', () => {
  expect(problemsOf(parse('nam: namespace\n'))).toEqual([
    {
      code: 'type/unknown-key',
      file: path,
      line: 1,
      what: '“nam” is not a key of a request type.',
      fix: expect.stringMatching(/^Did you mean name\? The keys are: name, title, form, requesters, /),
    },
    {
      code: 'type/missing',
      file: path,
      line: 1,
      what: 'The key “name” is missing.',
      fix: 'Add it, as in name: namespace.',
    },
    {
      code: 'type/missing',
      file: path,
      line: 1,
      what: 'The key “title” is missing.',
      fix: 'Add it, as in title: Kubernetes namespace.',
    },
    {
      code: 'type/missing',
      file: path,
      line: 1,
      what: 'The key “form” is missing.',
      fix: 'Add it, as in form: namespace.yml.',
    },
    {
      code: 'type/approval-missing',
      file: path,
      line: 1,
      what: 'No approval rule says who may approve, so nobody could.',
      fix: 'Add one, as in approval: [{ from: [team:platform] }].',
    },
    {
      code: 'type/missing',
      file: path,
      line: 1,
      what: 'The key “changes” is missing.',
      fix: 'Add it, as in changes: [{ file: teams.yaml, at: [teams], item: core }].',
    },
  ])
})

test.each([
  [
    'a key that nobody has built',
    'lifespan: 14 days',
    'type/unknown-key',
    '“lifespan” is not a key of a request type.',
  ],
  [
    'a misspelt keyword',
    'fields:\n  cpu: { maxmum: 3 }',
    'type/unknown-key',
    '“maxmum” is not a key of fields/cpu.',
  ],
  [
    'a misspelt role',
    'requesters: [role:maintainer]',
    'type/principal',
    '“maintainer” is not a role; custom roles are not supported yet.',
  ],
  [
    'a role everybody has',
    'requesters: [role:none]',
    'type/principal',
    '“none” is not a role; custom roles are not supported yet.',
  ],
  ['a login with @', 'requesters: ["@octocat"]', 'type/principal', '“@octocat” names no team, role or user.'],
  [
    'a team with its organization',
    'requesters: [team:acme/platform]',
    'type/principal',
    '“acme/platform” is not the slug of a team.',
  ],
  ['nobody may ask', 'requesters: []', 'type/value', '“requesters” is an empty list.'],
  [
    'text around an expression',
    'rules:\n  - assert: x ${{ a }}\n    message: m',
    'type/expression',
    '“rules/0/assert” has to be one expression, and there is more than that in “x ${{ a }}”.',
  ],
  [
    'two expressions',
    'rules:\n  - assert: ${{ a }} && ${{ b }}\n    message: m',
    'type/expression',
    '“rules/0/assert” has to be one expression, and there is more than that in “${{ a }} && ${{ b }}”.',
  ],
  [
    'a rule without a message',
    'rules:\n  - assert: request.cpu < 4',
    'type/missing',
    'The key “message” is missing.',
  ],
  [
    'an alias',
    'requesters: &a [octocat]\ntarget: { branch: *a }',
    'type/indirection',
    'There is an anchor (&) here, which makes the file mean something else than what it shows.',
  ],
  [
    'a tag',
    'ensure: !!str present',
    'type/indirection',
    'There is a tag (!) here, which makes the file mean something else than what it shows.',
  ],
  ['a merge key', 'fields:\n  <<: { cpu: {} }', 'type/merge-key', 'There is a merge key (<<) here.'],
  ['a key that is a number', 'fields:\n  1: {}', 'type/key', 'A key here is not a text.'],
  ['__proto__', 'fields:\n  __proto__: {}', 'type/key', 'No key may be called “__proto__”.'],
  [
    'a key that stands twice',
    'ensure: present\nensure: absent',
    'type/duplicate-key',
    'The key “ensure” stands twice here, first on line 6.',
  ],
  ['ensure misspelt', 'ensure: presnt', 'type/value', '“ensure” is “presnt”.'],
  [
    'a repository address',
    'target: { repository: https://github.com/acme/gitops }',
    'type/value',
    '“target/repository” is “https://github.com/acme/gitops”.',
  ],
  ['a branch git refuses', 'target: { branch: a..b }', 'type/value', '“target/branch” is “a..b”.'],
  [
    'a limit in quotes',
    'fields:\n  cpu: { type: integer, maximum: "16" }',
    'type/value',
    '“fields/cpu/maximum” is “16”.',
  ],
  [
    'a version that is a number',
    'fields:\n  version: { enum: [1.10] }',
    'type/number-spelling',
    'The number 1.10 would be written as 1.1.',
  ],
  [
    'a second document',
    '---\nname: x',
    'type/yaml',
    'A line “---” divides the file into two documents; a file of this kind is one.',
  ],
])('%s is refused with its line', (_, rest, code, what) => {
  const [first] = problemsOf(parse(typeText(rest)))
  expect(first).toMatchObject({ code, file: path, what })
  expect(first?.line).toBeGreaterThanOrEqual(5)
})

test('a %YAML line, which could make the file mean something else to another reader, is refused', () => {
  expect(problemsOf(parse(`%YAML 1.1\n---\n${typeText('')}`))).toMatchObject([
    { code: 'type/yaml', what: 'The file begins with a %YAML line.' },
  ])
})

test.each([
  [
    'a file name that differs',
    typeText('', 'dns'),
    'The request type is called “dns” and its file “namespace”.',
    'Write name: namespace, or rename the file to dns.yml.',
  ],
  [
    'a whole path as form',
    typeText('').replace('form: namespace.yml', 'form: .github/ISSUE_TEMPLATE/namespace.yml'),
    '“form” is “.github/ISSUE_TEMPLATE/namespace.yml”, which is not the name of a form file.',
    'Write only the name of a .yml or .yaml file below .github/ISSUE_TEMPLATE/, as in form: namespace.yml.',
  ],
  [
    'a count of nobody',
    typeText('').replace('[{ from: [team:platform] }]', '[{ from: [team:platform], count: 0 }]'),
    '“approval/0/count” is the number 0.',
    'Write how many people have to approve, at least 1.',
  ],
  [
    'no approval rule',
    typeText('').replace('[{ from: [team:platform] }]', '[]'),
    'No approval rule says who may approve, so nobody could.',
    'Add one, as in approval: [{ from: [team:platform] }].',
  ],
  [
    'a way of merging that there is not',
    typeText('merge: later'),
    '“merge” is “later”.',
    'Write one of: now, auto, queue, manual.',
  ],
  [
    'content and a place at once',
    typeText('').replace('item: core', 'item: core, content: x'),
    'This change does not say exactly one thing.',
    'Besides file, write one of: content or content-from; at and value (with before or after); at and item (with key where the item is a map); copy (with or without at); line (with sorted or after); image; resource.',
  ],
  [
    'an item that is a map, without its key',
    typeText('').replace('item: core', 'item: { name: core }'),
    'The item is a map, and nothing says which of its entries tells it from its neighbours.',
    'Add key with the name of that entry, as in key: name.',
  ],
  [
    'an expression in a flow map without quotes',
    typeText('').replace('item: core', 'item: ${{ request.name }}'),
    'The file is not valid YAML: Unexpected flow-map-start at node end.',
    'Check the indentation and the quotes on this line; inside [ ] and { } an expression needs quotes, as in "${{ request.name }}".',
  ],
])('%s', (_, text, what, fix) => {
  expect(problemsOf(parse(text))[0]).toMatchObject({ what, fix })
})

test.each([
  ['brackets', '['.repeat(30_000)],
  ['closed brackets', '['.repeat(30_000) + ']'.repeat(30_000)],
  ['maps in brackets', '{a: '.repeat(16_000)],
  ['dashes', `${'- '.repeat(32_000)}a`],
  ['question marks', `${'? '.repeat(32_000)}a`],
  ['question marks with tags', `${'!a ? '.repeat(13_000)}a`, 'type/indirection'],
  ['brackets over several lines', '[\n'.repeat(30_000)],
])('%s nested thousands deep are refused before they are read', (_, text, code = 'type/too-deep') => {
  expect([...new Set(problemsOf(parse(text)).map((problem) => problem.code))]).toEqual([code])
})

test('a file of more than 65,536 characters is refused', () => {
  expect(problemsOf(parse(`${typeText('')}#${'x'.repeat(65_536)}`)).map(({ code }) => code)).toEqual([
    'type/too-large',
  ])
})

test('nine thousand keys, a thousand indented levels, an alias bomb: refused within two seconds', () => {
  const keys = Array.from({ length: 9_000 }, (_, index) => `k${index}: 1`).join('\n')
  const levels = Array.from({ length: 350 }, (_, index) => `${' '.repeat(index)}a:`).join('\n')
  const bomb = `a: &a [x,x]\n${Array.from({ length: 20 }, (_, index) => `b${index}: &b${index} [*a,*a]`).join('\n')}`
  const start = performance.now()
  for (const text of [keys, levels, bomb]) expect(parse(text).ok).toBe(false)
  expect(performance.now() - start).toBeLessThan(2_000)
})

test('whatever a file says, reading it answers, and every problem has a file and a line', () => {
  const piece = fc.constantFrom(
    ...typeText(
      'ensure: present\nfields: { cpu: { type: integer } }\nrules: [{ assert: a, message: b }]',
    ).split(/(?<=[ \n:,[\]{}])/),
  )
  const text = fc.oneof(
    fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
    fc.string({ maxLength: 200 }),
  )
  fc.assert(
    fc.property(text, (source) => {
      for (const problem of problemsOf(parse(source))) {
        expect(problem).toMatchObject({ file: path, line: expect.any(Number) })
        expect(problem.what).toMatch(/[.!?]$/)
        expect(problem.fix).toMatch(/[.!?]$/)
      }
    }),
    { numRuns: 500 },
  )
})

test('an image and a resource of a kustomization are items like any other', () => {
  const text = typeText('').replace(
    /changes: .*\n/,
    'changes: [{ file: k.yaml, image: { name: app, newTag: v2 } }, { file: k.yaml, resource: a.yaml, for-each: request.b }]\n',
  )
  const parsed = parseRequestType({ path: '.github/issueops/namespace.yml', blob: null, text })
  const base = { file: 'k.yaml', ensure: null, document: null, when: null, validate: null }
  expect(parsed.ok && parsed.value.changes).toEqual([
    {
      ...base,
      forEach: null,
      kind: 'item',
      at: ['images'],
      item: { name: 'app', newTag: 'v2' },
      key: 'name',
    },
    { ...base, forEach: 'request.b', kind: 'item', at: ['resources'], item: 'a.yaml', key: null },
  ])
})

test.each([
  ['a limit that no number is', 'fields:\n  f: { maximum: 9007199254740993 }', 'type/number-spelling', 7],
  ['a limit in another spelling', 'fields:\n  f: { minLength: 0x10 }', 'type/number-spelling', 7],
  [
    'an expression beside a pattern of another field with the same way',
    'fields:\n  "x/pattern": { description: "${{ a }}" }\n  x: { pattern: a }',
    'type/value',
    7,
  ],
  [
    'what stands below something of the wrong kind is not judged',
    'rules: { when: "${{ a }}" }',
    'type/value',
    6,
  ],
])('%s is told once', (_, rest, code, line) => {
  expect(problemsOf(parse(typeText(rest))).map((each) => [each.code, each.line])).toEqual([[code, line]])
})

test('white space around a title is not part of it', () => {
  const titled = (written: string) => parse(typeText('').replace('Kubernetes namespace', written))
  expect(must(titled('|\n  Foo')).title).toBe('Foo')
  expect(must(titled(`"${'x'.repeat(100)}  "`)).title).toBe('x'.repeat(100))
  expect(problemsOf(titled(`"${'x'.repeat(101)} "`)).map(({ what }) => what)).toEqual([
    '“title” has 101 characters or several lines.',
  ])
})

test('what is no map at all is told of the file, and a number for automatic as what it is', () => {
  expect(problemsOf(parse('- a\n')).map(({ what }) => what)).toEqual(['The file is a list.'])
  const rule = typeText('').replace('{ from: [team:platform] }', '{ from: [team:platform], automatic: 100 }')
  expect(problemsOf(parse(rule)).map(({ what }) => what)).toEqual(['“automatic” is the number 100.'])
})
