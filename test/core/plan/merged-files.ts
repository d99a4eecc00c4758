import { expect } from 'vitest'
import { planChanges } from '../../../src/core/plan/plan-changes.js'
import { recordedPlace } from '../../../src/core/plan/recorded-place.js'
import type { FileToTakeBack } from '../../../src/core/plan/take-back.js'
import type { Change } from '../../../src/model/change.js'
import type { ObservedFile } from '../../../src/model/manifest.js'
import { item, noItem, noValue, value } from '../manifest/fixtures.js'
import { planInput, text } from './plan-fixtures.js'

export const absent = (path: string): ObservedFile => ({ kind: 'absent', path })
export const fileAt = (path: string, content: string | null) =>
  content === null ? absent(path) : text(path, content)

/** What a request with these changes makes of a file, as its merge and its record tell it. */
export function merged(path: string, before: string | null, changes: readonly Change[]): FileToTakeBack {
  const plan = planChanges(planInput(changes, [fileAt(path, before)]))
  const [file] = plan.ok ? plan.value.files : expect.fail(plan.problems[0].what)
  if (file === undefined) return expect.fail('nothing changes')
  const { mode, places } = file
  return {
    path,
    mode,
    before: file.before,
    after: file.after,
    places: places.map(recordedPlace),
    superseded: [],
    shows: [],
  }
}

/** A conflict as people read it. */
export const clash = (place: string, expected: string, found: string, line: number | null = null) => [
  'change/conflict',
  line,
  `Somebody changed ${place} after the request had written it, so undoing the request would undo that too; expected is ${expected}, found is ${found}.`,
]

export const whole = (path: string, content: string | { readonly [key: string]: number }): Change => ({
  kind: 'file',
  file: path,
  ensure: 'present',
  document: null,
  validate: null,
  content,
})
export const noFile = (path: string): Change => ({ ...whole(path, ''), ensure: 'absent' })
export const line = (
  path: string,
  wanted: string,
  more: Partial<Change & { kind: 'line' }> = {},
): Change => ({
  kind: 'line',
  file: path,
  ensure: 'present',
  document: null,
  validate: null,
  line: wanted,
  order: { by: 'end' },
  ...more,
})
export const noLine = (path: string, gone: string) => line(path, gone, { ensure: 'absent' })

export const app = `# head
image: "shop:1" # pinned
replicas: 2
hosts:
  - b.example # first
  - d.example
env:
  # why
  A: '1'
  B: '2'
ports:
  - { name: web, port: 80 }
  - { name: admin, port: 81 } # inside
rules:
  - host: x
    path: /
  - host: y
    path: /
tail: 1
`
export const stream = `kind: Deployment
metadata: { name: shop }
spec:
  replicas: 1 # one
---
kind: Service
metadata: { name: shop }
spec:
  port: 80
`
export const shop = { by: 'resource', kind: 'Deployment', name: 'shop' } as const
export const json = '{\n  // keep\n  "a": 1,\n  "l": ["x", "y"],\n  "tail": 1\n}\n'
export const dotenv = '# head\nTAG=1\nNAME=shop\nEND=1\n'
export const list = 'a\nb\n\nc\n\nd\n'

/** Elsewhere, somebody writes another last value and adds something at the top. */
export const elsewhere = (content: string) =>
  `${content.startsWith('{') ? '{\n  "new": 0,' : 'top: 0'}\n${content.replace(/^\{\n/, '')}`.replace(
    /(tail"?: |port: |END=|end: )(1|80)\n/,
    '$19\n',
  )

export interface Case {
  readonly path: string
  readonly before: string
  readonly changes: readonly Change[]
  /** Edits the place the request wrote by hand: what stood there, and what stands there then. */
  readonly edit: readonly [string, string]
  readonly clashes: readonly unknown[]
}

const inFile = (path: string, before: string) => {
  return (
    changes: readonly Change[],
    edit: readonly [string, string],
    ...clashes: readonly unknown[]
  ): Case => {
    return { path, before, changes, edit, clashes }
  }
}
const inApp = inFile('app.yaml', app)
const inJson = inFile('app.jsonc', json)
const inEnv = inFile('app.env', dotenv)
const inStream = inFile('app.yaml', stream)
export const file = 'app.jsonc'

export const cases: Readonly<Record<string, Case>> = {
  'a value': inApp(
    [value(['image'], 'shop:2')],
    ['shop:2', 'shop:3'],
    clash('image in app.yaml', '"shop:2"', '"shop:3"', 2),
  ),
  'a value inside': inApp(
    [value(['env', 'A'], 7)],
    ['A: 7', 'A: 8'],
    clash('env › A in app.yaml', '7', '8', 9),
  ),
  'a value of an item': inApp(
    [value(['ports', { name: 'web' }, 'port'], 8080)],
    ['8080', '8081'],
    clash('ports › web › port in app.yaml', '8080', '8081', 12),
  ),
  'a value of an item by its position': inApp(
    [value(['rules', 1, 'path'], '/new')],
    ['/new', '/newer'],
    clash('rules › 1 › path in app.yaml', '"/new"', '"/newer"', 18),
  ),
  'a value with the maps around it': inApp(
    [value(['deep', 'er', 'x'], 1)],
    ['x: 1', 'x: 2'],
    clash('deep › er › x in app.yaml', '1', '2', 22),
  ),
  'a map': inApp(
    [value(['limits'], { cpu: 1 })],
    ['  cpu: 1', '  cpu: 1\n  memory: 2'],
    clash('limits › memory in app.yaml', 'nothing', '2', 22),
  ),
  'a value that was removed': inApp(
    [noValue(['env', 'A'])],
    ['  B:', '  A: "3"\n  B:'],
    clash('env › A in app.yaml', 'nothing', '"3"', 9),
  ),
  'a map that was removed': inApp(
    [noValue(['env'])],
    ['ports:', 'env: 1\nports:'],
    clash('env in app.yaml', 'nothing', '1', 7),
  ),
  'an item with a key': inApp(
    [item(['ports'], { name: 'db', port: 5 }, 'name')],
    ['port: 5', 'port: 6'],
    clash('ports › db › port in app.yaml', '5', '6', 15),
  ),
  'an item with a key that changed': inApp(
    [item(['ports'], { name: 'admin', port: 5 }, 'name')],
    ['port: 5', 'port: 6'],
    clash('ports › admin › port in app.yaml', '5', '6', 13),
  ),
  'an item with a key that was removed': inApp(
    [noItem(['ports'], { name: 'web' }, 'name')],
    ['  - { name: admin', '  - { name: web, port: 3 }\n  - { name: admin'],
    clash('ports › web in app.yaml', 'nothing', '{"name":"web","port":3}', 12),
  ),
  'a map in a list without a key': inApp(
    [item(['rules'], { host: 'z', path: '/' })],
    ['host: z', 'host: zz'],
    clash('rules in app.yaml', '{"host":"z","path":"/"}', '{"host":"zz","path":"/"}', 14),
  ),
  'a text in a list': inApp(
    [item(['hosts'], 'c.example')],
    ['  - c.example', '  - c.example\n  - c.example'],
    clash(
      'hosts in app.yaml',
      '["b.example","c.example","d.example"]',
      '["b.example","c.example","c.example","d.example"]',
      4,
    ),
  ),
  'a text of a list that was removed': inApp(
    [noItem(['hosts'], 'b.example')],
    ['hosts:\n  - d.example', 'hosts: none'],
    clash('hosts in app.yaml', '["d.example"]', '"none"', 4),
  ),
  'a list with the first item': inApp(
    [item(['fresh'], 'x')],
    ['  - x', '  - x\n  - y'],
    clash('fresh in app.yaml', '["x"]', '["x","y"]', 20),
  ),
  'several places': inApp(
    [value(['image'], 'shop:2'), noValue(['env', 'B']), item(['hosts'], 'z.example'), value(['replicas'], 3)],
    ['replicas: 3', 'replicas: 4'],
    clash('replicas in app.yaml', '3', '4', 3),
  ),
  'a document of several': inStream(
    [value(['spec', 'replicas'], 2, { document: shop })],
    ['replicas: 2', 'replicas: 3'],
    clash('spec › replicas in app.yaml', '2', '3', 4),
  ),
  'a value in JSON': inJson(
    [value(['a'], 2, { file })],
    ['"a": 2', '"a": 3'],
    clash('a in app.jsonc', '2', '3', 3),
  ),
  'an entry of JSON': inJson(
    [noValue(['l'], { file })],
    ['"tail"', '"l": 1, "tail"'],
    clash('l in app.jsonc', 'nothing', '1', 4),
  ),
  'an item in JSON': inJson(
    [item(['l'], 'z', null, { file })],
    ['"z"', '"z", "z"'],
    clash('l in app.jsonc', '["x","y","z"]', '["x","y","z","z"]', 4),
  ),
  'a value of a .env file': inEnv(
    [line('app.env', 'TAG=2')],
    ['TAG=2', 'TAG=3'],
    clash('TAG=2 in app.env', '"TAG=2"', '"TAG=3"', 2),
  ),
  'a new value of a .env file': inEnv(
    [line('app.env', 'MORE=1')],
    ['MORE=1', 'MORE=2'],
    clash('MORE=1 in app.env', '"MORE=1"', '"MORE=2"', 5),
  ),
  'a removed value of a .env file': inEnv(
    [noLine('app.env', 'TAG=1')],
    ['NAME', 'TAG=5\nNAME'],
    clash('TAG=1 in app.env', 'nothing', '"TAG=5"', 2),
  ),
  'a line': inFile('list.txt', list)(
    [line('list.txt', 'b2')],
    ['b2', 'b2\nb2'],
    clash('b2 in list.txt', '"b2"', '"b2"', 8),
  ),
  'a line of a manifest': inFile('app.yaml', 'a: 1\nend: 1\n')(
    [line('app.yaml', 'b: 2', { order: { by: 'after', line: 'a: 1' } })],
    ['b: 2', 'b: 2\nb: 2'],
    clash('b: 2 in app.yaml', '"b: 2"', '"b: 2"', 3),
  ),
}
