import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { editLines } from '../../../src/core/manifest/edit-lines.js'
import { lineFormat, readLine } from '../../../src/core/manifest/lines/read-line.js'
import { resolveChanges } from '../../../src/core/plan/resolve-changes.js'
import type { Json, JsonSchema } from '../../../src/model/json.js'
import type { ChangeTemplate, RequestType } from '../../../src/model/request-type.js'
import { usualReading } from '../../../src/model/submission.js'
import { template } from './templates.js'

interface Given {
  readonly file: string
  readonly text: string
  readonly fields?: Readonly<Record<string, JsonSchema>>
  readonly labels?: ReadonlyMap<string, string>
}

const none = { ensure: null, document: null, when: null, forEach: null, validate: null }

function resolved(
  change: ChangeTemplate,
  value: Json,
  { fields = {}, labels }: Omit<Given, 'file' | 'text'>,
) {
  const type: RequestType = {
    path: '.github/issueops/app.yml',
    blob: null,
    name: 'app',
    title: 'App',
    form: 'app.yml',
    requesters: null,
    target: { repository: null, branch: null },
    fields: new Map(Object.entries(fields)),
    rules: [],
    approval: [],
    policy: null,
    merge: 'now',
    changes: [change],
    ensure: 'present',
    reading: usualReading,
  }
  const request = new Map<string, Json>([['s', value]])
  return resolveChanges(type, {
    request,
    requester: { login: 'ada' },
    ...(labels === undefined ? {} : { labels }),
  })
}

/** The line or the text a value gives, or the codes of its problems. */
function written({ file, text, ...more }: Given, value: Json): string {
  const asLine: ChangeTemplate = { ...none, kind: 'line', file, line: template(text), order: { by: 'end' } }
  const asContent: ChangeTemplate = { ...none, kind: 'file', file, content: `# made\n${template(text)}\n` }
  const [line, content] = [resolved(asLine, value, more), resolved(asContent, value, more)]
  const [lineChange] = line.ok ? line.value : []
  const [fileChange] = content.ok ? content.value : []
  const found = line.ok
    ? lineChange?.kind === 'line'
      ? lineChange.line
      : ''
    : line.problems.map(({ code }) => code).join()
  const whole = content.ok
    ? fileChange?.kind === 'file'
      ? fileChange.content
      : ''
    : content.problems.map(({ code }) => code).join()
  // A line says the same of a value as a text that is written whole.
  expect(whole).toBe(content.ok ? `# made\n${found}\n` : found)
  return found
}

const codeOwners = { file: '.github/CODEOWNERS', text: '/apps/<< request.s >>/ @acme/apps' }
const owner = { file: '.github/CODEOWNERS', text: '/apps/ @acme/<< request.s >>' }
const dotenv = { file: 'deploy/.env', text: 'TAG=<< request.s >>' }
const quoted = { file: 'deploy/prod.env', text: 'TITLE="<< request.s >>" # for people' }
const single = { file: '.env.local', text: "TITLE='<< request.s >>'" }
const key = { file: '.env', text: 'FEATURE_<< request.s >>=on' }
const properties = { file: 'app.properties', text: 'app.title = << request.s >>' }
const propertyKey = { file: 'app.properties', text: 'app.<< request.s >> = on' }
const ini = { file: 'app.ini', text: 'title = << request.s >>' }
const section = { file: 'app.ini', text: '[<< request.s >>]' }
const hosts = { file: 'etc/hosts', text: '10.0.0.7 << request.s >>.corp << request.s >>' }
const terraform = { file: 'main.tf', text: 'name = "<< request.s >>"' }
const shell = { file: 'run.sh', text: 'deploy << request.s >>' }
const nginx = { file: 'nginx.conf', text: 'server_name << request.s >>;' }
const docker = { file: 'Dockerfile', text: 'RUN install << request.s >>' }
const markdown = { file: 'README.md', text: '- << request.s >>' }

test.each<[string, Given, string]>([
  ['CODEOWNERS', codeOwners, 'x @mallory #'],
  ['CODEOWNERS', codeOwners, 'x @mallory'],
  ['CODEOWNERS', codeOwners, 'x\u00a0@mallory'],
  ['CODEOWNERS', codeOwners, '**'],
  ['CODEOWNERS', codeOwners, '../infra'],
  ['CODEOWNERS', codeOwners, '..'],
  ['CODEOWNERS', codeOwners, 'a/b'],
  ['CODEOWNERS', codeOwners, 'x\\'],
  ['CODEOWNERS', codeOwners, '@x'],
  ['CODEOWNERS', { ...codeOwners, text: '<< request.s >> @acme/apps' }, '# x'],
  ['CODEOWNERS', { ...codeOwners, text: '<< request.s >> @acme/apps' }, '*'],
  ['CODEOWNERS', { ...codeOwners, text: '<< request.s >>' }, '* @mallory'],
  ['an owner', owner, 'apps @mallory'],
  ['an owner', owner, 'apps#'],
  ['an owner', owner, 'apps/x'],
  ['.env', dotenv, '1 ADMIN=1'],
  ['.env', dotenv, '1 # rest'],
  ['.env', dotenv, '"1'],
  ['.env', dotenv, "'"],
  ['.env', dotenv, '$HOME'],
  ['.env', dotenv, '$(id)'],
  ['.env', dotenv, '`id`'],
  ['.env', dotenv, 'a;b'],
  ['.env', dotenv, 'a\\'],
  ['a quoted value', quoted, 'a" b="c'],
  ['a quoted value', quoted, 'a\\'],
  ['a quoted value', quoted, '$(id)'],
  ['a quoted value', single, "a' b"],
  ['a key', key, 'X=1 #'],
  ['a key', key, 'X Y'],
  ['a key', key, '#'],
  ['a .properties file', properties, 'a\\'],
  ['a .properties file', properties, '$' + '{secret}'],
  ['a key of one', propertyKey, 'a=b'],
  ['a key of one', propertyKey, 'a:b'],
  ['a key of one', propertyKey, 'a b'],
  ['an INI file', ini, 'a ; b'],
  ['an INI file', ini, 'a # b'],
  ['an INI file', ini, '%(x)s'],
  ['an INI file', { file: 'app.ini', text: 'title = "<< request.s >>"' }, '%(x)s'],
  ['a section', section, 'a] b = c'],
  ['a section', section, 'a\\'],
  ['hosts', hosts, 'a b'],
  ['hosts', hosts, 'a#'],
  ['hosts', hosts, 'a\tb'],
  ['a .tf file', terraform, 'x" }'],
  ['a .tf file', terraform, '$' + '{file("x")}'],
  ['a .tf file', terraform, '%{ if x }'],
  ['a .tf file', terraform, 'a\\'],
  ['a shell script', shell, '$(id)'],
  ['a shell script', shell, 'a;id'],
  ['a shell script', shell, 'a b'],
  ['a shell script', shell, 'a|b'],
  ['a shell script', shell, 'a&b'],
  ['a shell script', shell, '-rf'],
  ['a shell script', shell, '../x'],
  ['a shell script', shell, 'a\u2003b'],
  ['a .conf file', nginx, 'a; return 200'],
  ['a .conf file', nginx, 'a{'],
  ['a Dockerfile', docker, 'a && b'],
  ['a Makefile', { file: 'Makefile', text: 'all: << request.s >>' }, '$(shell id)'],
  ['a list of requirements', { file: 'requirements.txt', text: 'pkg==<< request.s >>' }, '1 --index-url x'],
  ['a table', { file: 'a.csv', text: 'a,<< request.s >>' }, 'b,c'],
  ['Markdown', markdown, '<img src=x>'],
  ['Markdown', markdown, '[x](y)'],
  ['Markdown', markdown, '@acme/all'],
])('in %s a value never holds a separator: %#', (_title, given, value) => {
  expect(written(given, value)).toMatch(/^change\/(?:separator|line-break)(?:,change\/separator)*$/)
})

test.each<[string, Given, Json, string]>([
  ['a name in CODEOWNERS', codeOwners, 'web-shop_2.0', '/apps/web-shop_2.0/ @acme/apps'],
  ['a team', owner, 'web', '/apps/ @acme/web'],
  ['a tag', dotenv, '1.1.0-rc.1', 'TAG=1.1.0-rc.1'],
  ['an address in .env', dotenv, 'https://x.example/a?b=c'.replace('?', '/'), 'TAG=https://x.example/a/b=c'],
  ['words in quotes', quoted, "Ada's shop; now #1", 'TITLE="Ada\'s shop; now #1" # for people'],
  ['a key', key, 'NEW_2', 'FEATURE_NEW_2=on'],
  ['a section', section, 'web shop', '[web shop]'],
  ['a host', hosts, 'web-1', '10.0.0.7 web-1.corp web-1'],
  ['a number', terraform, -5, 'name = "-5"'],
  ['a yes', shell, true, 'deploy true'],
  ['letters of other scripts', terraform, 'größe', 'name = "größe"'],
  ['words in Markdown', markdown, 'It takes 2 (or 3) days.', '- It takes 2 (or 3) days.'],
])('%s stays what it is', (_title, given, value, expected) => {
  expect(written(given, value)).toBe(expected)
})

describe('in a text whose separators nobody knows', () => {
  const pattern = (source: string) => ({ ...shell, fields: { s: { pattern: source } } })
  test.each<[string, Given, string, string]>([
    ['a pattern names what may stand there', pattern('^[a-z ,]+$'), 'a, b', 'deploy a, b'],
    ['what it does not name is refused', pattern('^[a-z ,]+$'), 'a; b', 'change/separator'],
    ['it has to fit the whole text', pattern('[a-z]+'), 'a; rm', 'change/separator'],
    ['also where one of its halves does', pattern('^a$|^b'), 'b; rm', 'change/separator'],
    ['what it lets through without naming it is refused', pattern('^.*$'), 'a; rm', 'change/separator'],
    ['as is what it names as forbidden', pattern('^[^;"]+.*$'), 'a"; rm', 'change/separator'],
    ['as is what is a sign of its own', pattern('^(a|b).*$'), 'a|b', 'change/separator'],
    ['a sign that is meant is escaped', pattern('^[a-z]+\\|[a-z]+$'), 'a|b', 'deploy a|b'],
    [
      'a list of values says each of them',
      { ...shell, fields: { s: { enum: ['--all; now', 'x'] } } },
      '--all; now',
      'deploy --all; now',
    ],
    [
      'what the request type writes out is its own',
      { ...shell, text: "deploy << request.s == 'x' && '--all; now' || 'y' >>" },
      'x',
      'deploy --all; now',
    ],
  ])('%s', (_title, given, value, expected) => {
    expect(written(given, value)).toBe(expected)
  })
})

test('the refusal names the field by its label, the file and who has to do what', () => {
  const change: ChangeTemplate = {
    ...none,
    kind: 'line',
    file: 'run.sh',
    line: template('deploy << request.s >>'),
    order: { by: 'end' },
  }
  const result = resolved(change, 'a; id', { labels: new Map([['s', 'Service']]) })
  expect(result.ok ? [] : result.problems).toEqual([
    {
      code: 'change/separator',
      field: 's',
      what: '“a; id” cannot be part of a line of run.sh, because it has characters that may separate something there, and no pattern of its field names them.',
      fix: 'Edit the issue and use letters, digits and single signs such as - _ . and /. Where more is meant, a maintainer declares under fields in the request type a pattern for “Service” that names the characters, or an enum.',
    },
  ])
})

test('entries of a list are declared by items, and those the request type lists are its own', () => {
  const change = (forEach: string | readonly string[]): ChangeTemplate => ({
    ...none,
    kind: 'line',
    file: 'run.sh',
    line: template('deploy << item >>'),
    order: { by: 'end' },
    forEach,
  })
  const fields = { s: { type: 'array', items: { pattern: '^[a-z ]+$' } } }
  expect(resolved(change('request.s'), ['a b'], { fields }).ok).toBe(true)
  expect(resolved(change('request.s'), ['a;b'], { fields }).ok).toBe(false)
  expect(resolved(change(['a; b']), null, {}).ok).toBe(true)
})

const hostile = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' }),
  fc
    .array(
      fc.constantFrom('a', ' ', '#', '@x', '"', "'", '=', ':', ';', '\\', '[', ']', '$', '\u00a0', '!', '1'),
      {
        minLength: 1,
        maxLength: 8,
      },
    )
    .map((parts) => parts.join('')),
)

test.each([codeOwners, owner, dotenv, quoted, single, key, properties, propertyKey, ini, section, hosts])(
  'whatever is written, a reader of the format takes it for one part: $file, $text',
  (given) => {
    let taken = 0
    fc.assert(
      fc.property(hostile, (value) => {
        const line = written(given, value)
        if (/^(?:change|expression)\//.test(line)) return
        taken += 1
        const format = lineFormat(given.file)
        const parts = readLine(format, line)
        const plain = readLine(format, template(given.text).replaceAll(template('<< request.s >>'), 'word'))
        expect(parts).toEqual(plain.map(({ kind, text }) => ({ kind, text: text.replaceAll('word', value) })))
      }),
      { numRuns: 500, seed: 7 },
    )
    expect(taken).toBeGreaterThan(10)
  },
)

function edited(file: string, text: string, line: string): string {
  const order = { by: 'end' } as const
  const result = editLines(text, [
    { kind: 'line', file, ensure: 'present', document: null, validate: null, line, order },
  ])
  return result.ok ? result.value.text : result.problems[0].code
}

test.each<[string, string, string, string, string]>([
  ['another value is replaced', '.env', 'A=1\nTAG=1.0.0\nB=2\n', 'TAG=1.1.0', 'A=1\nTAG=1.1.0\nB=2\n'],
  ['the same is left', '.env', 'TAG=1.1.0\n', 'TAG=1.1.0', 'TAG=1.1.0\n'],
  ['a new key is added', '.env', 'A=1', 'TAG=1', 'A=1\nTAG=1'],
  ['a key in a comment is none', '.env', '# TAG=1\n', 'TAG=1', '# TAG=1\nTAG=1\n'],
  ['an exported key is the same', '.env', 'export TAG = "1"\r\n', 'TAG=2', 'TAG=2\r\n'],
  ['a key that has two values', '.env', 'TAG=1\nTAG=2\n', 'TAG=3', 'change/line-key'],
  ['a value that another one follows', '.env', 'TAG=3\nTAG=2\n', 'TAG=3', 'change/line-key'],
  ['a key of a .properties file', 'a.properties', 'tag: 1\n', 'tag=2', 'tag=2\n'],
  ['a key of an INI file', 'a.ini', '[a]\ntag=1\n', 'Tag = 2', '[a]\nTag = 2\n'],
  ['a key of another section', 'a.ini', '[a]\ntag=1\n[b]\n', 'tag = 2', '[a]\ntag=1\n[b]\ntag = 2\n'],
  ['a text without keys', 'a.txt', 'TAG=1\n', 'TAG=2', 'TAG=1\nTAG=2\n'],
])('a key has one value: %s', (_title, file, text, line, after) => {
  expect(edited(file, text, line)).toBe(after)
  if (after.includes('=')) expect(edited(file, after, line)).toBe(after)
})
