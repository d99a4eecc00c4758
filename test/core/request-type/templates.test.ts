import fc from 'fast-check'
import { load } from 'js-yaml'
import { expect, test } from 'vitest'
import { planChanges } from '../../../src/core/plan/plan-changes.js'
import { resolveChanges } from '../../../src/core/plan/resolve-changes.js'
import { readPolicy } from '../../../src/core/request-type/read-policy.js'
import { gitBlobOid } from '../../../src/core/text/git-oid.js'
import type { PolicyFile } from '../../../src/model/policy.js'
import { planInput } from '../plan/plan-fixtures.js'
import { template } from '../plan/templates.js'
import { must, parseRequestType, typeText } from './fixtures.js'

const path = '.github/issueops/namespace.yml'

function file(name: string, content: string): PolicyFile {
  return { path: `.github/issueops/templates/${name}`, blob: gitBlobOid(content), text: content }
}

function typeWith(change: string, ...templates: readonly PolicyFile[]) {
  const source = typeText('').replace('file: teams.yaml, at: [teams], item: core', change)
  return parseRequestType({ path, blob: null, text: source }, [], templates)
}

test('a template is the content as if it stood in the request type: data stays data, any other file is one text', () => {
  const yaml = file('a.yaml', template('name: << request.name >>\nsize: << request.size >>\n'))
  const json = file('b.json', template('{\n\t"n": "x-<< request.name >>"\n}\n'))
  const note = file('c.txt', template('Hello << request.name >>\n'))
  const content = (name: string) => {
    const [change] = must(typeWith(`file: x, content-from: templates/${name}`, yaml, json, note)).changes
    return change?.kind === 'file' ? change.content : null
  }
  expect([content('a.yaml'), content('b.json'), content('c.txt')]).toEqual([
    { name: template('<< request.name >>'), size: template('<< request.size >>') },
    { n: template('x-<< request.name >>') },
    note.text,
  ])
})

test('the request type knows the templates it uses, and only those', () => {
  const type = must(
    typeWith('file: x, content-from: templates/a.yaml', file('a.yaml', 'a: 1\n'), file('b.yaml', 'b: 1\n')),
  )
  expect(type.templates?.map(({ path: at, blob }) => [at, blob])).toEqual([
    ['.github/issueops/templates/a.yaml', gitBlobOid('a: 1\n')],
  ])
})

test('another text of a template is another plan, although it would write the same', () => {
  const digest = (content: string) => {
    const type = must(typeWith('file: x.yaml, content-from: templates/a.yaml', file('a.yaml', content)))
    const changes = must(resolveChanges(type, { request: new Map(), requester: { login: 'ada' } }))
    const plan = planChanges({ ...planInput(changes, [{ kind: 'absent', path: 'x.yaml' }]), type })
    return must(plan).digest
  }
  expect(digest('a: 1\n')).not.toBe(digest('a: 1 # same\n'))
  expect(digest('a: 1\n')).toBe(digest('a: 1\n'))
})

test.each([
  ['is missing', 'templates/b.yaml', file('a.yaml', 'a: 1\n'), ['type/template-missing', path, 5]],
  ['lies elsewhere', '../templates/a.yaml', file('a.yaml', 'a: 1\n'), ['type/value', path, 5]],
  ['lies deeper', 'templates/x/a.yaml', file('a.yaml', 'a: 1\n'), ['type/value', path, 5]],
  [
    'is no YAML',
    'templates/a.yaml',
    file('a.yaml', 'a: 1\nb: [\n'),
    ['type/yaml', file('a.yaml', '').path, 3],
  ],
  [
    'has an anchor',
    'templates/a.yaml',
    file('a.yaml', 'a: 1\nb: &b 1\n'),
    ['type/indirection', file('a.yaml', '').path, 2],
  ],
  ['is empty', 'templates/a.yaml', file('a.yaml', '# later\n'), ['type/yaml', file('a.yaml', '').path, 1]],
  ['is null', 'templates/a.yaml', file('a.yaml', '~\n'), ['type/value', file('a.yaml', '').path, 1]],
  [
    'has a number that would be written otherwise',
    'templates/a.yaml',
    file('a.yaml', 'a: 1\nb: 1.10\n'),
    ['type/number-spelling', file('a.yaml', '').path, 2],
  ],
  [
    'is too large',
    'templates/a.txt',
    file('a.txt', 'x'.repeat(65_537)),
    ['type/too-large', file('a.txt', '').path, 1],
  ],
  [
    'was not given whole',
    'templates/a.txt',
    { ...file('a.txt', 'x'), text: null },
    ['type/unreadable', file('a.txt', '').path, 1],
  ],
] as const)('a template that %s is refused with file and line', (_, name, templateFile, expected) => {
  const type = typeWith(`file: x.yaml, content-from: ${name}`, templateFile)
  expect(type.ok ? [] : [type.problems[0].code, type.problems[0].file, type.problems[0].line]).toEqual(
    expected,
  )
})

test('an expression in a template is checked against the form, with the line of the template', () => {
  const form = 'name: N\ndescription: d\nbody:\n  - { type: input, id: name, attributes: { label: Name } }\n'
  const source = typeText('').replace(
    'file: teams.yaml, at: [teams], item: core',
    'file: x.yaml, content-from: templates/a.yaml',
  )
  const policy = {
    types: [{ path, blob: gitBlobOid(source), text: source }],
    forms: [{ path: '.github/ISSUE_TEMPLATE/namespace.yml', blob: gitBlobOid(form), text: form }],
    policies: [],
    templates: [file('a.yaml', template('a: 1\nb:\n  - << request.nmae >>\n'))],
  }
  expect(readPolicy(policy).broken[0]?.problems).toMatchObject([
    { code: 'expression/unknown-field', file: '.github/issueops/templates/a.yaml', line: 3 },
  ])
})

test('whatever is submitted, a template keeps its structure', () => {
  const type = must(
    typeWith(
      'file: "x/${{ slug(request.n) }}-a.yaml", content-from: templates/a.yaml',
      file(
        'a.yaml',
        template(
          'kind: A\nleaf: << request.n >>\nmixed: "x << request.n >> y"\nlist: ["<< request.n >>", end]\n',
        ),
      ),
    ),
  )
  const hostile = fc.oneof(
    fc.constantFrom(
      'a\nadmin: true',
      'x: y',
      '- z',
      '*a',
      '&a b',
      '!!js/function x',
      '${{ request.n }}',
      '{{ x }}',
      '__proto__',
      '../../x',
      '\u2028b: 1',
      '"',
      "'",
      '#',
      '| ',
      '---\na: 1',
      '[',
      '{a: b}',
    ),
    fc.string({ unit: 'binary', maxLength: 20 }),
  )
  let written = 0
  fc.assert(
    fc.property(hostile, (n) => {
      const changes = resolveChanges(type, { request: new Map([['n', n]]), requester: { login: 'ada' } })
      if (!changes.ok) return
      const [change] = changes.value
      const plan = planChanges({
        ...planInput(changes.value, [{ kind: 'absent', path: change?.file ?? '' }]),
        type,
      })
      if (!plan.ok) return
      written += 1
      const [made] = plan.value.files
      expect(made?.path).toMatch(/^x\/[a-z0-9-]*-a\.yaml$/)
      expect(load(made?.after?.text ?? '')).toEqual({
        kind: 'A',
        leaf: n,
        mixed: `x ${n} y`,
        list: [n, 'end'],
      })
    }),
    { numRuns: 1_000 },
  )
  expect(written).toBeGreaterThan(250)
})

test('a path that ends as the value says is judged by how it ends', () => {
  const type = must(
    typeWith(
      'file: "x/${{ request.file }}", content-from: templates/a.txt',
      file('a.txt', template('a: << request.v >>\n')),
    ),
  )
  const planned = (name: string) => {
    const changes = resolveChanges(type, {
      request: new Map([
        ['file', name],
        ['v', '{ admin: true }'],
      ]),
      requester: { login: 'ada' },
    })
    return changes.ok ? 'planned' : changes.problems.map(({ code }) => code)
  }
  expect([planned('a.txt'), planned('a.yaml'), planned('a.json')]).toEqual([
    'planned',
    ['change/structured-text'],
    ['change/structured-text'],
  ])
})
