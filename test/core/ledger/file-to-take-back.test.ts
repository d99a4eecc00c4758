import fc from 'fast-check'
import { expect, test } from 'vitest'
import { recordedFiles } from '../../../src/core/decide/recorded-files.js'
import { fileToTakeBack } from '../../../src/core/ledger/file-to-take-back.js'
import { footings, inForce } from '../../../src/core/ledger/in-force.js'
import { sameData } from '../../../src/core/manifest/json-shapes.js'
import { readYaml } from '../../../src/core/manifest/yaml/read-yaml.js'
import { planChanges } from '../../../src/core/plan/plan-changes.js'
import { takeBack } from '../../../src/core/plan/take-back.js'
import type { Change } from '../../../src/model/change.js'
import { issueNumber } from '../../../src/model/ids.js'
import { isList, type Json, type JsonObject } from '../../../src/model/json.js'
import type { LedgerRecord } from '../../../src/model/record.js'
import { portionOf } from '../../at-length.js'
import { item, noItem, noValue, value } from '../manifest/fixtures.js'
import { manifestsOf, planInput, text } from '../plan/plan-fixtures.js'
import { asked, takenBack } from './lives.js'

const base = `# head
a: 1 # one
m:
  x: 1 # x
  y: 1
l:
  - p # first
  - q
k:
  - { name: n, v: 1 }
  - { name: keep, v: 1 }
keep: 1
`
/** What stands at each place at first; null where nothing does. */
const first = { a: 1, x: 1, z: null, p: 'p', r: null, n: 1, o: null } as const
type PlaceName = keyof typeof first
type Wish = readonly [PlaceName, number | null]

/** What a request asks for at a place: a value, or that nothing stands there. */
function changeOf([place, wanted]: Wish): Change {
  switch (place) {
    case 'a':
      return value(['a'], wanted ?? 0)
    case 'x':
    case 'z':
      return wanted === null ? noValue(['m', place]) : value(['m', place], wanted)
    case 'p':
    case 'r':
      return wanted === null ? noItem(['l'], place) : item(['l'], place)
    case 'n':
    case 'o':
      return wanted === null
        ? noItem(['k'], { name: place }, 'name')
        : item(['k'], { name: place, v: wanted }, 'name')
  }
}

function wantedOf([place, wanted]: Wish): Json {
  if (place === 'a') return wanted ?? 0
  return (place === 'p' || place === 'r') && wanted !== null ? place : wanted
}

/** What a text says at each place. */
function said(content: string): Readonly<Record<PlaceName, Json>> {
  const read = readYaml(content, 'app.yaml')
  const data = mapAt(read.ok ? read.value[0] : expect.fail(content))
  const inList = (word: string) => (isList(data.l) && data.l.includes(word) ? word : null)
  const named = (name: string) =>
    (isList(data.k) ? data.k.map(mapAt) : []).find((each) => each.name === name)?.v ?? null
  const { x = null, z = null } = mapAt(data.m)
  return { a: data.a ?? null, x, z, p: inList('p'), r: inList('r'), n: named('n'), o: named('o') }
}

function mapAt(data: Json | undefined): JsonObject {
  return typeof data === 'object' && data !== null && !isList(data) ? (data as JsonObject) : {}
}

interface Layer {
  readonly issue: number
  readonly place: PlaceName
  readonly value: Json
}

/** The topmost request at each place that is not taken back, else what stood there before the first. */
function expected(layers: readonly Layer[]): Readonly<Record<PlaceName, Json>> {
  const tops = layers.map((layer) => [layer.place, layer.value])
  return { ...first, ...Object.fromEntries(tops) }
}

/** A ledger with a file that requests change and are taken back from. */
function life() {
  let content = base
  let second = 0
  const records: LedgerRecord[] = []
  const texts = new Map<string, string>()
  const write = (next: string) => {
    content = next
    second += 60
  }
  return {
    text: () => content,
    merge(issue: number, changes: readonly Change[]): boolean {
      const plan = planChanges(planInput(changes, [text('app.yaml', content)]))
      if (!plan.ok) return expect.fail(plan.problems[0].what)
      const [only] = plan.value.files
      if (only?.after == null || only.before === null) return false
      for (const state of [only.before, only.after]) texts.set(state.oid, state.text)
      write(only.after.text)
      records.push(asked(issue, second, recordedFiles(plan.value)))
      return true
    },
    /** Taken back, and by whom each place is superseded that stays. */
    back(issue: number): readonly (readonly [place: string, by: number])[] {
      const own = footings(inForce(records), issueNumber(issue))
      const merge = records.find(({ predicate }) => predicate.issue === issue)
      const files = (merge?.predicate.plan?.files ?? []).map(
        (file) => fileToTakeBack(file, own, (blob) => texts.get(blob) ?? null) ?? expect.fail('a text'),
      )
      const taken = takeBack(files, manifestsOf([text('app.yaml', content)]))
      if (!taken.ok) return expect.fail(`${taken.problems[0].what}\n${content}`)
      const [only] = taken.value.files
      write(only?.after?.text ?? content)
      records.push(takenBack(issue, second, only === undefined ? { decision: 'unchanged' } : {}))
      return taken.value.left.map(({ place, by }) => [place, by])
    },
  }
}

test('of two requests at one place the first leaves it to the second, which then gives back what stood before both', () => {
  const app = life()
  app.merge(1, [changeOf(['a', 2]), changeOf(['x', null])])
  app.merge(2, [changeOf(['a', 3])])
  expect(app.back(1)).toEqual([['a', 2]])
  expect(app.text()).toBe(base.replace('a: 1', 'a: 3'))
  expect(app.back(2)).toEqual([])
  expect(app.text()).toBe(base)
})

const wish: fc.Arbitrary<Wish> = fc.tuple(
  fc.constantFrom(...(Object.keys(first) as readonly PlaceName[])),
  fc.constantFrom(2, 3, 4, null),
)
/** Each request with its wishes, at most one for a place, and when it is taken back: the number of requests that are merged by then. */
const stack = fc.array(
  fc.tuple(
    fc.uniqueArray(wish, { minLength: 1, maxLength: 4, selector: ([place]) => place }),
    fc.nat(3),
    fc.nat(),
  ),
  { minLength: 1, maxLength: 4 },
)

test('whatever requests write and in whichever order they are taken back, each place says what the topmost one in force wrote', () => {
  fc.assert(
    fc.property(stack, (requests) => {
      const app = life()
      let layers: readonly Layer[] = []
      const alive = new Set<number>()
      for (const [index, [wishes]] of requests.entries()) {
        const issue = index + 1
        const stood = expected(layers)
        if (app.merge(issue, wishes.map(changeOf))) alive.add(issue)
        const written = wishes.map((each) => ({ issue, place: each[0], value: wantedOf(each) }))
        layers = [...layers, ...written.filter(({ place, value: wanted }) => !sameData(stood[place], wanted))]
        expect(said(app.text())).toEqual(expected(layers))
        const due = [...requests.entries()]
          .filter(
            ([other, [, later]]) =>
              alive.has(other + 1) && index === Math.min(other + later, requests.length - 1),
          )
          .sort(([, [, , a]], [, [, , b]]) => a - b)
        for (const [other] of due) {
          app.back(other + 1)
          alive.delete(other + 1)
          layers = layers.filter((layer) => layer.issue !== other + 1)
          expect(said(app.text())).toEqual(expected(layers))
        }
      }
      expect(alive.size).toBe(0)
      expect(said(app.text())).toEqual(first)
    }),
    { numRuns: portionOf({ portion: 200, all: 5_000 }) },
  )
}, 60_000)
