import fc from 'fast-check'
import { expect } from 'vitest'
import { recordedFiles } from '../../../src/core/decide/recorded-files.js'
import { fileToRestore } from '../../../src/core/ledger/file-to-restore.js'
import { fileToTakeBack } from '../../../src/core/ledger/file-to-take-back.js'
import { footings } from '../../../src/core/ledger/footings.js'
import { inForce } from '../../../src/core/ledger/in-force.js'
import { readYaml } from '../../../src/core/manifest/yaml/read-yaml.js'
import { planChanges } from '../../../src/core/plan/plan-changes.js'
import { restore } from '../../../src/core/plan/restore.js'
import { takeBack } from '../../../src/core/plan/take-back.js'
import type { Change } from '../../../src/model/change.js'
import { issueNumber } from '../../../src/model/ids.js'
import { isList, type Json, type JsonObject } from '../../../src/model/json.js'
import type { LedgerRecord } from '../../../src/model/record.js'
import { item, noItem, noValue, value } from '../manifest/fixtures.js'
import { manifestsOf, planInput, text } from '../plan/plan-fixtures.js'
import { asked, takenBack } from './lives.js'

export const base = `# head
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
export const first = { a: 1, x: 1, z: null, p: 'p', r: null, n: 1, o: null } as const
export type PlaceName = keyof typeof first
export type Wish = readonly [PlaceName, number | null]

/** What a request asks for at a place: a value, or that nothing stands there. */
export function changeOf([place, wanted]: Wish): Change {
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

export function wantedOf([place, wanted]: Wish): Json {
  if (place === 'a') return wanted ?? 0
  return (place === 'p' || place === 'r') && wanted !== null ? place : wanted
}

/** What a text says at each place. */
export function said(content: string): Readonly<Record<PlaceName, Json>> {
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

export interface Layer {
  readonly issue: number
  readonly place: PlaceName
  readonly value: Json
}

/** The topmost request at each place that is not taken back, else what stood there before the first. */
export function expected(layers: readonly Layer[]): Readonly<Record<PlaceName, Json>> {
  const tops = layers.map((layer) => [layer.place, layer.value])
  return { ...first, ...Object.fromEntries(tops) }
}

/** A ledger with a file that requests change and are taken back from. */
export function life() {
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
    /** What somebody does by hand. */
    edit(changes: readonly Change[]): void {
      const plan = planChanges(planInput(changes, [text('app.yaml', content)]))
      write((plan.ok ? plan.value : expect.fail(plan.problems[0].what)).files[0]?.after?.text ?? content)
    },
    /** Restored, and by whom each place is superseded that stays. */
    restore(issue: number): readonly (readonly [place: string, by: number])[] {
      const own = footings(inForce(records), issueNumber(issue))
      const merge = records.find(({ predicate }) => predicate.issue === issue)
      const files = (merge?.predicate.plan?.files ?? []).map(
        (file) => fileToRestore(file, own, (blob) => texts.get(blob) ?? null) ?? expect.fail('a text'),
      )
      const plan = restore(files, manifestsOf([text('app.yaml', content)]))
      if (!plan.ok) return expect.fail(`${plan.problems[0].what}\n${content}`)
      write(plan.value.files[0]?.after?.text ?? content)
      return plan.value.left.map(({ place, by }) => [place, by])
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

export const wish: fc.Arbitrary<Wish> = fc.tuple(
  fc.constantFrom(...(Object.keys(first) as readonly PlaceName[])),
  fc.constantFrom(2, 3, 4, null),
)
