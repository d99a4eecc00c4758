import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { requestTypeSchema } from '../../../src/core/request-type/grammar.js'
import { gitBlobOid } from '../../../src/core/text/git-oid.js'
import { oid } from '../../../src/model/ids.js'
import type { Json } from '../../../src/model/json.js'
import { portionOf } from '../../at-length.js'
import { parseRequestType, typeText } from './fixtures.js'

const variants = portionOf({ portion: 1_000, all: 10_000 })

const schema = requestTypeSchema()
const accepts = new Ajv2020({
  strict: true,
  strictTypes: false,
  strictRequired: false,
  allErrors: true,
}).compile(schema)

const minimal = typeText('')
const templates = [
  { path: '.github/issueops/templates/a.yaml', blob: oid('a'.repeat(40)), text: 'kind: Namespace\n' },
]
const change = (text: string) => minimal.replace('file: teams.yaml, at: [teams], item: core', text)
const approval = (text: string) => minimal.replace('{ from: [team:platform] }', text)
const target = (text: string) => typeText(`target: ${text}`)
const field = (text: string) => typeText(`fields:\n  cpu: ${text}`)
const rule = (text: string) => typeText(`rules:\n  - assert: ${text}\n    message: No.`)

const tests = (text: string) => typeText(`tests: [{ name: a, answers: {}, ${text} }]`)
const policyText = '[{ from: [team:platform] }]\n'
const policy = {
  path: '.github/issueops/policies/prod.yml',
  blob: gitBlobOid(policyText),
  text: policyText,
}

const good = [
  minimal,
  typeText('requesters: [octocat, team:a_b-c, role:read, mona_acme]'),
  typeText('ensure: absent'),
  typeText('allow-missing-optional: true\nrefuse-unseen-characters: false'),
  typeText("ensure: ${{ request.x && 'absent' || 'present' }}"),
  typeText('expires: 2026-12-31'),
  typeText('expires: 2026-12-31T18:00:00+01:00'),
  typeText('expires: 30 days'),
  typeText('expires: 1 hour'),
  typeText('expires: ${{ request.until }}\nwarn: 7 days'),
  typeText('expires: "${{ request.weeks }} weeks"\nmerge: queue'),
  typeText('expires: { at: "${{ request.until }}", zone: Europe/Berlin, optional: true }'),
  typeText('expires: { at: 2 weeks, optional: false }\nwarn: 13 days\nmerge: auto'),
  typeText('expires: 30 days\nextend: { by: 30 days }'),
  typeText('expires: 30 days\nextend: { by: 2 weeks, times: 2, approval: [{ from: [role:maintain] }] }'),
  typeText('expires: 30 days\nextend: { by: 2 weeks, approval: { use: policies/prod.yml } }'),
  typeText('rollback: { approval: [{ from: [role:maintain], not: [] }] }'),
  typeText('rollback: { approval: { use: policies/prod.yml } }\nmerge: manual'),
  typeText('fields: {}'),
  ...['now', 'auto', 'queue', 'manual'].map((mode) => typeText(`merge: ${mode}`)),
  target('{ branch: release/1.2 }'),
  target('{ repository: acme/git.ops }'),
  approval('{ from: [role:admin], count: 3, when: request.a }'),
  approval('{ from: [octocat], when: "${{ request.a == 1 }}" }'),
  approval('{ from: [codeowners, octocat], not: [], valid-for: 72 hours, require-digest: true }'),
  approval('{ from: [octocat], not: [editors], valid-for: 1 day, require-digest: full }'),
  approval('{ from: ["octocat#583231", mona], outside: true, not: [requester, request.person] }'),
  approval('{ from: [maintain#1], outside: false }'),
  typeText('requesters: [octocat#583231]'),
  approval('{ from: [octocat], not: [requester, editors, committers], require-digest: false }'),
  approval('{ all: [{ from: [team:a] }, { any: [{ from: [octocat], count: 1 }, { from: [role:admin] }] }] }'),
  approval('{ when: request.a, any: [{ from: [codeowners] }] }'),
  approval('{ when: request.a, automatic: true }, { from: [octocat] }'),
  minimal.replace('[{ from: [team:platform] }]', '{ use: policies/prod.yml }'),
  change('file: a.yaml, content: text'),
  change('file: a.yaml, content: {}'),
  change('file: a.yaml, content: []'),
  change('file: a.yaml, content: false'),
  change('file: a.yaml, at: [a, 0, { b: 1, c: true, d: x }], value: null'),
  change('file: a.yaml, at: [a], value: [1]'),
  change('file: a.yaml, at: [], item: 3'),
  change('file: a.yaml, at: [a], item: { name: x }, key: name, ensure: absent, document: 0'),
  change('file: a.yaml, at: [a], item: x, document: { kind: A, name: b }'),
  change('file: a.yaml, at: [a], item: "${{ item }}", for-each: request.hosts, when: "${{ item != 1 }}"'),
  change('file: a.yaml, content: {}, validate: schemas/a.json'),
  change('file: a.yaml, content: a, for-each: [a, b.yaml]'),
  change('file: a.yaml, content-from: templates/a.yaml'),
  change('file: a.yaml, copy: b.yaml'),
  change('file: "${{ request.a }}.yaml", copy: "b/${{ request.a }}.yaml", ensure: absent'),
  change('file: a.yaml, copy: b.yaml, at: [a, { name: b }]'),
  change('file: a.yaml, copy: b.yaml, at: [a], after: c, document: 0'),
  change('file: a.yaml, copy: { from: b.yaml }, at: [a]'),
  change('file: a.yaml, copy: { from: b.yaml, at: [b, 0], document: 1 }, at: [a]'),
  change('file: a.yaml, copy: { from: b.yaml, at: [] }, at: [a]'),
  change('file: a.yaml, copy: { from: b.yaml, places: [[a], [b, 0]] }'),
  change('file: a.yaml, copy: { from: b.yaml, places: [[a]], document: { kind: A } }, before: b'),
  change('file: a.yaml, at: [a], value: 1, before: b'),
  change('file: a.yaml, at: [a], value: 1, after: "${{ request.b }}"'),
  typeText('paths: [teams.yaml, "apps/*/values.yaml", "clusters/**", "**/x-*.yaml", "**"]'),
  change('file: a.txt, line: a'),
  change('file: a.txt, line: a, sorted: true, ensure: absent'),
  change('file: a.txt, line: "${{ request.a }}", after: "# b"'),
  change('file: a.yaml, image: { name: a, newTag: v1 }'),
  change('file: a.yaml, image: { name: a, newName: b, digest: "${{ request.a }}" }'),
  change('file: a.yaml, resource: a.yaml'),
  field(
    '{ type: integer, minimum: 1, maximum: 2.5, exclusiveMinimum: 0, exclusiveMaximum: 3, multipleOf: 0.5 }',
  ),
  field('{ type: array, items: { format: semver }, minItems: 0, maxItems: 2, uniqueItems: true }'),
  field(
    '{ description: x, examples: [a, 1, true], enum: [a], const: a, not: { pattern: x }, anyOf: [{ minLength: 1 }] }',
  ),
  rule('request.cpu <= 4'),
  rule('${{ request.cpu <= 4 }}'),
  tests('expect: { plan: {} }'),
  tests('expect: { ends: 30 days }, after: 30 days'),
  tests('expect: { afterwards: in-force }, after: "2027-01-31T00:00:00+01:00"'),
  tests('expect: { afterwards: { a.yaml: "a: 1", b.yaml: null } }, rollback: true'),
  tests('expect: { afterwards: {} }, rollback: true'),
  tests('expect: { ends: never }'),
  tests('expect: { plan: {}, ends: 30 days }'),
  tests('expect: { approvers: [x], ends: 2027-01-31T18:00:00+01:00 }'),
  tests('expect: { problems: [request/rule], }, existing: { a.yaml: "" }, requester: octocat'),
  tests(
    'expect: { plan: { a: text, b: null, c: [{ at: [] , old: 1, new: [2], document: 0 }] }, approvers: [x] }',
  ),
  typeText(
    'tests: [{ name: a, answers: { a: b, c: 1, d: null, e: [f, 2], g: true }, expect: { plan: {} } }]',
  ),
]

const bad = [
  '[]',
  'text',
  'name: namespace',
  typeText('expires: soon'),
  typeText('expires: 30'),
  typeText('expires:'),
  typeText('expires: 0 days'),
  typeText('expires: 1 month'),
  typeText('expires: 30  days'),
  typeText('expires: 31.12.2026'),
  typeText('expires: 9999-12-31'),
  typeText('expires: 2026-12-31T18:00:00'),
  typeText('expires: 2026-12-31 18:00'),
  typeText('expires: [30 days]'),
  typeText('expires: {}'),
  typeText('expires: { at: soon }'),
  typeText('expires: { zone: Europe/Berlin }'),
  typeText('expires: { at: 2026-12-31, zone: +01:00 }'),
  typeText('expires: { at: 2026-12-31, zone: "${{ request.zone }}" }'),
  typeText('expires: { at: 2026-12-31, optional: yes please }'),
  typeText('expires: { at: 2026-12-31, on: monday }'),
  typeText('expires: 30 days\nmerge: manual'),
  typeText('warn: 7 days'),
  typeText('expires: 30 days\nwarn: 7'),
  typeText('expires: 30 days\nwarn: "${{ request.warn }}"'),
  typeText('extend: { by: 30 days }'),
  typeText('expires: 30 days\nextend: 30 days'),
  typeText('expires: 30 days\nextend: {}'),
  typeText('expires: 30 days\nextend: { times: 2 }'),
  typeText('expires: 30 days\nextend: { by: 2026-12-31 }'),
  typeText('expires: 30 days\nextend: { by: 30 days, times: 0 }'),
  typeText('expires: 30 days\nextend: { by: 30 days, approval: [] }'),
  typeText('rollback: {}'),
  typeText('rollback: [{ from: [role:maintain] }]'),
  typeText('rollback: { approval: [] }'),
  minimal.replace('name: namespace', 'name: Namespace'),
  minimal.replace('title: Kubernetes namespace', 'title: ""'),
  minimal.replace('title: Kubernetes namespace', 'title: 3'),
  minimal.replace('title: Kubernetes namespace', `title: ${'x'.repeat(101)}`),
  minimal.replace('form: namespace.yml', 'form: a/namespace.yml'),
  minimal.replace('form: namespace.yml', 'form: namespace.md'),
  minimal.replace('approval: [{ from: [team:platform] }]\n', ''),
  minimal.replace('approval: [{ from: [team:platform] }]', 'approval: []'),
  minimal.replace('approval: [{ from: [team:platform] }]', 'approval: team:platform'),
  minimal.replace(/changes: .*\n/, 'changes: []\n'),
  typeText('requesters: octocat'),
  typeText('requesters: []'),
  typeText('requesters: [role:owner]'),
  typeText('requesters: [maintain]'),
  approval('{ from: [maintain] }'),
  approval('{ from: [code-owners] }'),
  approval('{ from: ["octocat#0"] }'),
  approval('{ from: [octocat], outside: yes please }'),
  approval('{ from: [octocat], not: [person] }'),
  approval('{ from: [octocat], not: [request.] }'),
  typeText('requesters: [team:Platform]'),
  typeText('requesters: [-octocat]'),
  typeText('requesters: [1]'),
  typeText('ensure: gone'),
  typeText('allow-missing-optional: yes'),
  typeText('allow-missing-optional: "true"'),
  typeText('refuse-unseen-characters: 1'),
  typeText('refuse-unseen-characters:'),
  typeText('ensure: true'),
  typeText('fields: []'),
  typeText('merge: later'),
  typeText('merge: [auto]'),
  typeText('merge: true'),
  target('{}'),
  target('acme/gitops'),
  target('{ repository: acme }'),
  target('{ repository: acme/.. }'),
  target('{ branch: "a b" }'),
  target('{ branch: main.lock }'),
  target('{ branch: -x }'),
  approval('{ count: 1 }'),
  approval('{ from: [] }'),
  approval('{ from: [octocat], count: 1.5 }'),
  approval('{ from: [octocat], count: 0 }'),
  approval('{ from: [octocat], when: "${{ a }} ${{ b }}" }'),
  approval('{ from: [octocat], min: 2 }'),
  approval('{ from: [octocat], not: requester }'),
  approval('{ from: [octocat], not: [committer] }'),
  approval('{ from: [octocat], valid-for: 72 }'),
  approval('{ from: [octocat], valid-for: 0 days }'),
  approval('{ from: [octocat], valid-for: 2 weeks }'),
  approval('{ from: [octocat], valid-for: 72  hours }'),
  approval('{ from: [octocat], require-digest: yes please }'),
  approval('{ from: [octocat], require-digest: 12 }'),
  approval('{ from: [octocat], automatic: true }'),
  approval('{ automatic: true }'),
  approval('{ when: request.a, automatic: false }'),
  approval('{ when: request.a, automatic: true, count: 1 }'),
  approval('{ all: [] }'),
  approval('{ all: {} }'),
  approval('{ all: [{ from: [octocat] }], any: [{ from: [octocat] }] }'),
  approval('{ all: [{ from: [octocat] }], from: [octocat] }'),
  approval('{ all: [{ from: [octocat] }], count: 2 }'),
  approval('{ any: [{ from: [octocat], when: request.a }] }'),
  approval('{ any: [{ automatic: true }] }'),
  typeText('requesters: [codeowners]'),
  minimal.replace('[{ from: [team:platform] }]', '{}'),
  minimal.replace('[{ from: [team:platform] }]', '{ use: prod.yml }'),
  minimal.replace('[{ from: [team:platform] }]', '{ use: policies/../prod.yml }'),
  minimal.replace('[{ from: [team:platform] }]', '{ use: [policies/prod.yml] }'),
  minimal.replace('[{ from: [team:platform] }]', '{ use: policies/prod.yml, when: request.a }'),
  change('content: text'),
  change('file: a.yaml'),
  change('file: a.yaml, content: null'),
  change('file: a.yaml, content: a, key: b'),
  change('file: a.yaml, at: [], value: 1'),
  change('file: a.yaml, at: a, value: 1'),
  change('file: a.yaml, at: [a], value: 1, item: 2'),
  change('file: a.yaml, at: [a], value: 1, key: b'),
  change('file: a.yaml, at: [a], item: [1]'),
  change('file: a.yaml, at: [a], item: null'),
  change('file: a.yaml, at: [a], item: { b: 1 }'),
  change('file: a.yaml, at: [-1], item: a'),
  change('file: a.yaml, at: [""], item: a'),
  change('file: a.yaml, at: [{}], item: a'),
  change('file: a.yaml, at: [{ a: [] }], item: a'),
  change('file: a.yaml, content: a, document: -1'),
  change('file: a.yaml, content: a, document: { kind: A, namespace: b }'),
  change('file: a.yaml, content: a, document: {}'),
  change('file: a.yaml, content: a, ensure: gone'),
  change('file: a.yaml, content: a, when: ""'),
  change('file: a.yaml, content: a, when: true'),
  change('file: a.yaml, content: a, for-each: []'),
  change('file: a.yaml, content: a, for-each: [1]'),
  change('file: a.yaml, content: a, for-each: ["${{ request.a }}"]'),
  change('file: a.yaml, content: a, content-from: templates/a.yaml'),
  change('file: a.yaml, content-from: a.yaml'),
  change('file: a.yaml, content-from: templates/a/b.yaml'),
  change('file: a.yaml, content-from: [templates/a.yaml]'),
  change('file: a.yaml, copy: ""'),
  change('file: a.yaml, copy: 1'),
  change('file: a.yaml, copy: {}'),
  change('file: a.yaml, copy: { from: b.yaml }'),
  change('file: a.yaml, copy: { from: b.yaml, at: [a] }'),
  change('file: a.yaml, copy: { from: b.yaml, at: [a], places: [[a]] }, at: [a]'),
  change('file: a.yaml, copy: { from: b.yaml, places: [[a]] }, at: [a]'),
  change('file: a.yaml, copy: { from: b.yaml, places: [] }'),
  change('file: a.yaml, copy: { from: b.yaml, places: [[]] }'),
  change('file: a.yaml, copy: { from: b.yaml, places: [a] }'),
  change('file: a.yaml, copy: { from: b.yaml, path: c }, at: [a]'),
  change('file: a.yaml, copy: { at: [a] }, at: [a]'),
  change('file: a.yaml, copy: { from: b.yaml, document: -1 }, at: [a]'),
  change('file: a.yaml, copy: b.yaml, at: []'),
  change('file: a.yaml, copy: b.yaml, before: a'),
  change('file: a.yaml, copy: b.yaml, content: a'),
  change('file: a.yaml, copy: b.yaml, at: [a], value: 1'),
  change('file: a.yaml, at: [a], value: 1, before: b, after: c'),
  change('file: a.yaml, at: [a], value: 1, before: ""'),
  change('file: a.yaml, at: [a], item: b, before: c'),
  change('file: a.txt, line: a, before: b'),
  typeText('paths: []'),
  typeText('paths: apps/**'),
  typeText('paths: [1]'),
  typeText('paths: [/apps]'),
  typeText('paths: [apps/]'),
  typeText('paths: [apps//a]'),
  typeText('paths: [../a]'),
  typeText('paths: [apps/./a]'),
  typeText('paths: ["apps/**.yaml"]'),
  typeText('paths: ["apps/[ab]"]'),
  typeText('paths: ["{a,b}/c"]'),
  typeText('paths: ["!a"]'),
  typeText('paths: ["a?"]'),
  typeText('paths: ["${{ request.a }}/b"]'),
  change('file: a.yaml, content: a, for-each: "${{ a }}${{ b }}"'),
  change('file: a.yaml, content: a, validate: 1'),
  change('file: a.yaml, content: a, validate: "a/${{ request.a }}.json"'),
  change('file: a.txt, line: 1'),
  change('file: a.txt, line: ""'),
  change('file: a.txt, line: a, sorted: yes please'),
  change('file: a.txt, line: a, after: b, sorted: true'),
  change('file: a.txt, line: a, at: [b]'),
  change('file: a.txt, after: b'),
  change('file: a.yaml, content: a, sorted: true'),
  change('file: a.yaml, image: a'),
  change('file: a.yaml, image: { newTag: v1 }'),
  change('file: a.yaml, image: { name: a, tag: v1 }'),
  change('file: a.yaml, image: { name: a, newTag: 1 }'),
  change('file: a.yaml, image: { name: a }, resource: b'),
  change('file: a.yaml, resource: ""'),
  change('file: a.yaml, resource: [a]'),
  field('integer'),
  field('{ type: int }'),
  field('{ type: [integer] }'),
  field('{ format: phone }'),
  field('{ maxmum: 3 }'),
  field('{ maximum: "3" }'),
  field('{ minLength: -1 }'),
  field('{ minItems: 1.5 }'),
  field('{ multipleOf: 0 }'),
  field('{ enum: [] }'),
  field('{ enum: [null] }'),
  field('{ const: [] }'),
  field('{ uniqueItems: 1 }'),
  field('{ items: { x: 1 } }'),
  field('{ anyOf: {} }'),
  field('{ anyOf: [{ $ref: "#" }] }'),
  field('{ not: true }'),
  field('{ pattern: "" }'),
  field('{ $ref: "https://example.com/schema" }'),
  rule('a ${{ b }}'),
  rule('""'),
  tests('expect: {}'),
  tests('expct: { plan: {} }'),
  tests('expect: { plan: {}, problems: [a] }'),
  tests('expect: { problems: [] }'),
  tests('expect: { problems: [a], ends: never }'),
  tests('expect: { ends: 2027-01-31 }'),
  tests('expect: { ends: soon }'),
  tests('expect: { ends: null }'),
  tests('expect: { afterwards: ended }, after: 30 days'),
  tests('expect: { afterwards: null }, after: 30 days'),
  tests('expect: { afterwards: { a: 1 } }, rollback: true'),
  tests('expect: { plan: {} }, after: 2027-01-31'),
  tests('expect: { plan: {} }, after: never'),
  tests('expect: { plan: {} }, rollback: "yes"'),
  tests('expect: { approvers: [1] }'),
  tests('expect: { plan: [] }'),
  tests('expect: { plan: { a: 1 } }'),
  tests('expect: { plan: { a: [] } }'),
  tests('expect: { plan: { a: [{ new: 1 }] } }'),
  tests('expect: { plan: { a: [{ at: [-1] }] } }'),
  tests('expect: { plan: { a: [{ at: [a], document: -1 }] } }'),
  tests('expect: { plan: {} }, existing: { a: 1 }'),
  tests('expect: { plan: {} }, existing: [a]'),
  tests('expect: { plan: {} }, requester: ""'),
  typeText('tests: []'),
  typeText('tests: [{ name: a, expect: { plan: {} } }]'),
  typeText('tests: [{ name: a, answers: [], expect: { plan: {} } }]'),
  typeText('tests: [{ name: a, answers: { b: { c: d } }, expect: { plan: {} } }]'),
  typeText('tests: [{ name: a, answers: { b: [[c]] }, expect: { plan: {} } }]'),
  typeText('tests: [{ answers: {}, expect: { plan: {} } }]'),
  typeText('rules: []'),
  typeText('rules: [{ assert: a }]'),
  typeText('rules: [{ assert: a, message: b, fix: c }]'),
]

test('the committed schema is the grammar’s (npm run docs writes it)', () => {
  expect(JSON.parse(readFileSync('schemas/request-type.schema.json', 'utf8'))).toEqual(schema)
})

test.each(good)('is a request type, in an editor too, %#: %s', (text) => {
  const source = parseRequestType(
    { path: '.github/issueops/namespace.yml', blob: null, text },
    [policy],
    templates,
  )
  expect([accepts(parse(text)), accepts.errors ?? [], source.ok ? [] : source.problems]).toEqual([
    true,
    [],
    [],
  ])
})

test.each(bad)('is none, in an editor neither, %#: %s', (text) => {
  const source = parseRequestType(
    { path: '.github/issueops/namespace.yml', blob: null, text },
    [policy],
    templates,
  )
  expect([accepts(parse(text)), source.ok]).toEqual([false, false])
})

test('every key of the schema is explained to the person who writes it', () => {
  const unexplained: string[] = []
  const visit = (node: unknown, at: string): void => {
    if (typeof node !== 'object' || node === null) return
    for (const [key, value] of Object.entries(node)) {
      if (key === 'properties' && !/oneOf|if$|^\/anyOf|document/.test(at)) {
        for (const [name, property] of Object.entries(value as object)) {
          if (typeof property === 'object' && property !== null && !('description' in property))
            unexplained.push(`${at}/${name}`)
        }
      }
      visit(value, `${at}/${key}`)
    }
  }
  visit(schema, '')
  expect(unexplained).toEqual([])
})

/** What no schema can say: what the file is called, what other files there are, what a word is near to, what is evaluated where, what stands in a calendar. */
const beyondSchemas = [
  'type/expires',
  'type/name',
  'type/policy-missing',
  'type/template-missing',
  'type/principal',
  'type/principal-word',
  'type/test',
  'type/number-spelling',
  'type/expression',
  'expression/unclosed',
]

test('whatever is changed in a request type, an editor refuses it where the toolkit does', () => {
  let [agreed, refused] = [0, 0]
  const anything = fc.constantFrom<Json>(null, true, 0, -1, 1.5, '', ' ', 'x', [], ['x'], {}, { x: 1 }, [[]])
  const change = fc.record({ of: fc.constantFrom(...good), at: fc.nat(), how: fc.nat(3), with: anything })
  fc.assert(
    fc.property(change, ({ of, at, how, with: value }) => {
      const document = parse(of)
      const places = placesOf(document)
      const place = places[at % places.length]
      if (place === undefined) return
      if (how === 0 && !Array.isArray(place.holder)) delete place.holder[place.key]
      else if (how === 1) place.holder[`${place.key}x`] = value
      else place.holder[place.key] = value
      const text = stringify(document)
      const read = parseRequestType(
        { path: '.github/issueops/namespace.yml', blob: null, text },
        [policy],
        templates,
      )
      const codes = read.ok ? [] : read.problems.map(({ code }) => code)
      if (codes.some((code) => beyondSchemas.includes(code))) return
      agreed += 1
      if (!read.ok) refused += 1
      expect([text, accepts(document)]).toEqual([text, read.ok])
    }),
    { numRuns: variants },
  )
  expect([agreed > variants / 2, refused > variants / 4]).toEqual([true, true])
})

interface Changeable {
  readonly holder: Record<string, Json>
  readonly key: string
}

/** Every entry of a document, lists included. */
function placesOf(document: Json): readonly Changeable[] {
  if (typeof document !== 'object' || document === null) return []
  const holder: Record<string, Json> = Object(document)
  return Object.entries(holder).flatMap(([key, value]) => [{ holder, key }, ...placesOf(value)])
}
