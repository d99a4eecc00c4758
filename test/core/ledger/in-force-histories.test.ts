import fc from 'fast-check'
import { expect, test } from 'vitest'
import { footings } from '../../../src/core/ledger/footings.js'
import { type InForce, inForce, type Layer, stackAt, standing } from '../../../src/core/ledger/in-force.js'
import { canonicalJson, sha256 } from '../../../src/core/text/digest.js'
import { issueNumber } from '../../../src/model/ids.js'
import {
  isFinal,
  type LedgerRecord,
  type Predicate,
  type RecordedFile,
  type RecordedPlace,
} from '../../../src/model/record.js'
import { portionOf } from '../../at-length.js'
import { alice, plan } from './forged.js'
import { asked, blob, moment, takenBack } from './lives.js'

/**
 * Manifests without their spelling: maps of names, and texts. Beside them stands the simplest thing that could be right: the manifests as they were at first,
 * with what the requests in force wrote, one after the other. Requests are taken back in the real manifests with the answers of `footings` alone.
 */
type Tree = string | ReadonlyMap<string, Tree>
type Files = ReadonlyMap<string, Tree>

const digestOf = (text: string) => sha256(canonicalJson(text))
const map = (entries: Readonly<Record<string, Tree>>): Tree => new Map(Object.entries(entries))

/** The document at first, where a file has several; then the keys. A line is its key where a key has one value in the file. */
function stepsOf(path: string, { document, at, item }: RecordedPlace): readonly string[] {
  const [line] = at
  if (typeof line === 'object' && 'line' in line)
    return [path.endsWith('.txt') ? String(line.line) : String(line.line).replace(/=.*$/, '')]
  const from = typeof document === 'object' ? [document.name] : []
  const steps = at.map((step) => (typeof step === 'object' ? canonicalJson(step) : String(step)))
  return [...from, ...steps, ...(item === undefined ? [] : [item])]
}

function read(tree: Tree | undefined, [step, ...below]: readonly string[]): Tree | undefined {
  if (step === undefined || tree === undefined) return tree
  return typeof tree === 'string' ? undefined : read(tree.get(step), below)
}

function write(
  tree: Tree | undefined,
  [step, ...below]: readonly string[],
  value: Tree | undefined,
): Tree | undefined {
  if (step === undefined) return value
  if (typeof tree === 'string' || (tree === undefined && value === undefined)) return tree
  const entries = new Map(tree ?? [])
  const inner = write(entries.get(step), below, value)
  if (inner === undefined) entries.delete(step)
  else entries.set(step, inner)
  return entries
}

function withFile(files: Files, path: string, tree: Tree | undefined): Files {
  const next = new Map(files)
  if (tree === undefined) next.delete(path)
  else next.set(path, tree)
  return next
}

/** As one text, in which the order of names and empty maps count for nothing: who wrote an entry first made the map around it as well. */
function shown(tree: Tree | undefined): string {
  if (tree === undefined) return ''
  if (typeof tree === 'string') return JSON.stringify(tree)
  const entries = [...tree].map(([name, inner]) => [name, shown(inner)]).filter(([, inner]) => inner !== '')
  return entries.length === 0 ? '' : `{${entries.toSorted().map(([name, inner]) => `${name}:${inner}`)}}`
}

/** A place that requests write, and what they can write there. */
interface Slot {
  readonly path: string
  readonly place: RecordedPlace
  readonly values: readonly (Tree | undefined)[]
}

const images = (tag: string) => map({ [canonicalJson({ name: 'a' })]: map({ name: 'a', tag }) })
const list = (...items: readonly string[]) =>
  map(Object.fromEntries(items.map((item) => [digestOf(item), item])))
const spec = (replicas: string) => map({ replicas, image: 'shop' })
const yaml = 'app.yaml'
const two = 'two.yaml'
const item = (name: string): Slot => ({
  path: yaml,
  place: { at: ['list'], item: digestOf(name) },
  values: [name, undefined],
})
const entry = (...at: RecordedPlace['at']): Slot => ({
  path: yaml,
  place: { at },
  values: ['1', '2', '3', undefined],
})
const inDocument = (name: string, at: RecordedPlace['at'], values: Slot['values']): Slot => ({
  path: two,
  place: { document: { kind: 'Deployment', name }, at },
  values,
})
const lines = (path: string, values: readonly (string | undefined)[]): Slot => ({
  path,
  place: { at: [{ line: values[0] ?? '' }] },
  values,
})

const slots: readonly Slot[] = [
  {
    path: yaml,
    place: { at: [] },
    values: [map({ spec: spec('7'), list: list('a') }), map({ spec: '8', images: images('9') }), undefined],
  },
  { path: yaml, place: { at: ['spec'] }, values: [spec('4'), spec('5'), '6', undefined] },
  entry('spec', 'replicas'),
  entry('spec', 'image'),
  { path: yaml, place: { at: ['list'] }, values: [list('a'), list('a', 'b'), list('c'), undefined] },
  item('a'),
  item('b'),
  {
    path: yaml,
    place: { at: ['images', { name: 'a' }] },
    values: [map({ name: 'a', tag: '1' }), map({ name: 'a', tag: '2' }), undefined],
  },
  entry('images', { name: 'a' }, 'tag'),
  inDocument('shop', ['spec'], [spec('1'), spec('2'), undefined]),
  inDocument('shop', ['spec', 'replicas'], ['3', '4', undefined]),
  inDocument('cart', ['spec', 'replicas'], ['3', '4', undefined]),
  {
    path: two,
    place: { at: [] },
    values: [map({ shop: map({ spec: spec('5') }), cart: map({}) }), undefined],
  },
  lines('.env', ['TAG=1', 'TAG=2', 'TAG=3', undefined]),
  lines('.env', ['NAME=a', 'NAME=b', undefined]),
  lines('list.txt', ['a', undefined]),
  lines('list.txt', ['b', undefined]),
  lines('app.ini', ['tag=1', 'tag=2', 'tag=3']),
]

/** The files of a branch; those of the one that most requests are for have their bare names. */
const branches = ['main', 'live'] as const
type Branch = (typeof branches)[number]
const keyOf = (branch: string, path: string) => (branch === 'main' ? path : `${branch}:${path}`)
const pathOf = (key: string) => key.replace(/^live:/, '')

const atFirst: readonly (readonly [string, Tree])[] = [
  [yaml, map({ spec: spec('0'), list: list('a', 'z') })],
  [two, map({ shop: map({ spec: spec('0') }), cart: map({}) })],
  ['.env', map({ TAG: 'TAG=0' })],
  ['list.txt', map({ b: 'b' })],
  ['app.ini', map({ tag: 'tag=0' })],
]
const original: Files = new Map(
  branches.flatMap((branch) => atFirst.map(([path, tree]) => [keyOf(branch, path), tree] as const)),
)

/** One write of a request. */
interface Write {
  /** With its branch. */
  readonly path: string
  readonly place: RecordedPlace
  readonly steps: readonly string[]
  readonly value: Tree | undefined
}

/** What a request has in force, or one stage of it. */
interface Written {
  readonly issue: number
  /** Counts the stages of the request from 1; null where it has none. */
  readonly stage: number | null
  readonly chapter: number
  readonly writes: readonly Write[]
}

/** Whether `inner` is at or below `outer`. */
function isWithin(inner: Write, outer: Write): boolean {
  return inner.path === outer.path && outer.steps.every((step, index) => step === inner.steps[index])
}

/** What a manifest permits: a file or an item has to be there to be changed, and a text has no entries. */
function isPossible(files: Files, { path, steps, value }: Write): boolean {
  const tree = files.get(path)
  if (steps.length === 0) return true
  if (tree === undefined) return false
  return steps.slice(0, -1).every((step, index) => {
    const parent = read(tree, steps.slice(0, index + 1))
    return parent === undefined ? value !== undefined && !step.startsWith('{') : typeof parent !== 'string'
  })
}

function applied(files: Files, { path, steps, value }: Write): Files {
  return withFile(files, path, write(files.get(path), steps, value))
}

/** The place as a record has it: of a line the text, of what stood there before and stands there since the digests. */
function recorded(
  files: Files,
  { path, place, value }: Slot & { readonly value: Tree | undefined },
): RecordedPlace {
  const old = read(files.get(path), stepsOf(path, place))
  const digest = (tree: Tree) => digestOf(typeof tree === 'string' ? tree : shown(tree))
  const line = typeof value === 'string' ? value : typeof old === 'string' ? old : ''
  return {
    ...place,
    ...('line' in Object(place.at[0]) ? { at: [{ line }] } : {}),
    ...(old === undefined ? {} : { before: digest(old) }),
    ...(value === undefined ? {} : { after: digest(value) }),
  }
}

type Wish = { readonly slot: number; readonly value: number; readonly copied: boolean }
type Step =
  | {
      readonly kind: 'ask'
      readonly wishes: readonly Wish[]
      readonly staged: boolean
      readonly seconds: number
    }
  | {
      readonly kind: 'promote'
      readonly which: number
      readonly wishes: readonly Wish[]
      readonly branch: Branch
      readonly seconds: number
    }
  | { readonly kind: 'take-back'; readonly which: number; readonly seconds: number }

const seconds = fc.nat(1)
const wishes = fc.array(
  fc.record({ slot: fc.nat(slots.length - 1), value: fc.nat(3), copied: fc.boolean() }),
  { minLength: 1, maxLength: 4 },
)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('ask' as const), wishes, staged: fc.boolean(), seconds }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('promote' as const),
      which: fc.nat(),
      wishes,
      branch: fc.constantFrom(...branches),
      seconds,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('take-back' as const), which: fc.nat(), seconds }),
  },
)

/** What is being played: the manifests, what requests wrote and did not take back, the records. */
interface World {
  files: Files
  written: readonly Written[]
  records: readonly LedgerRecord[]
  issues: number
  /** How many chapters each request has had. */
  readonly chapters: Map<number, number>
  second: number
  /** The states the files had within this second: GitHub tells no order where one comes back. */
  readonly states: Set<string>
  readonly texts: Map<string, Tree>
}

function begun(): World {
  const nothing = { written: [], records: [], issues: 0, second: 0 }
  return { files: original, ...nothing, chapters: new Map(), states: new Set(), texts: new Map() }
}

/** What a request wants there: one of the values of the place, or what stands at another place that is called alike. */
function wanted(
  { files }: World,
  branch: Branch,
  { slot: index, value, copied }: Wish,
): Slot & Pick<Write, 'value'> {
  const slot = slots[index] ?? expect.fail(`no place ${index}`)
  const source = copied ? slots.find((other) => other.place.at.at(-1) === slot.place.at.at(-1)) : undefined
  const copy = source && read(files.get(keyOf(branch, source.path)), stepsOf(source.path, source.place))
  return { ...slot, path: keyOf(branch, slot.path), value: copy ?? slot.values[value % slot.values.length] }
}

/** A request leaves out what is so already, what cannot be, and what it has written itself, at the place or around it or inside. */
function writesOf(world: World, branch: Branch, wishes: readonly Wish[]): readonly Write[] {
  const writes: Write[] = []
  for (const wish of wishes) {
    const want = wanted(world, branch, wish)
    const steps = stepsOf(want.path, want.place)
    const next: Write = { path: want.path, steps, value: want.value, place: recorded(world.files, want) }
    if (writes.some((other) => isWithin(other, next) || isWithin(next, other))) continue
    if (!isPossible(world.files, next)) continue
    if (shown(read(world.files.get(want.path), steps)) !== shown(want.value)) writes.push(next)
  }
  return writes
}

function ask(world: World, { wishes, staged }: Extract<Step, { kind: 'ask' }>): void {
  world.issues += 1
  const issue = (world.issues * 7) % 101
  merge(world, { issue, stage: staged ? 1 : null, writes: writesOf(world, 'main', wishes) }, 'main')
}

/** The next stage of a request that has some: it asks for other things, and maybe in another branch. */
function promote(world: World, { which, wishes, branch }: Extract<Step, { kind: 'promote' }>): void {
  const before = lastStage(world, which)
  if (before?.stage == null) return
  const { issue, stage } = before
  merge(world, { issue, stage: stage + 1, writes: writesOf(world, branch, wishes) }, branch)
}

/** Of the request that has one of what is in force, what came last. */
function lastStage({ written }: World, which: number): Written | undefined {
  const one = written[which % Math.max(written.length, 1)]
  return written.findLast(({ issue }) => issue === one?.issue)
}

function merge(world: World, { issue, stage, writes }: Omit<Written, 'chapter'>, branch: Branch): void {
  const before = world.files
  for (const each of writes) world.files = applied(world.files, each)
  const { chapter, ...more } = ending(world, issue, changes(world, before, writes), branch)
  const cause: Predicate['cause'] =
    stage === null || chapter === 1
      ? { kind: 'asked' }
      : { kind: 'stage', stage: `stage-${stage}`, after: 'merged' }
  const named = stage === null ? {} : { stage: `stage-${stage}` }
  if (more.plan.files.length > 0) world.written = [...world.written, { issue, stage, chapter, writes }]
  const predicate = { ...more, chapter, cause, plan: { ...more.plan, ...named } }
  world.records = [...world.records, asked(issue, world.second, [], predicate)]
}

/** The end of the next chapter of a request. */
function ending(world: World, issue: number, files: readonly RecordedFile[], branch: string) {
  const chapter = (world.chapters.get(issue) ?? 0) + 1
  world.chapters.set(issue, chapter)
  const end = files.length === 0 ? { decision: 'unchanged' as const, merge: null } : {}
  const observedAt = moment(world.second)
  return { chapter, sequence: chapter * 4, plan: { ...plan, branch, files }, observedAt, ...end }
}

/** Writes what shows through at the places where nobody supersedes the request, or its last stage; nothing where another rests on it. */
function takeBack(world: World, which: number): void {
  const request = lastStage(world, which)
  if (request === undefined) return
  const { issue, stage, chapter } = request
  const merges = world.records
    .filter(isFinal)
    .filter(({ predicate }) => predicate.issue === issue && predicate.chapter === chapter)
  const found = footings(inForce(world.records), issueNumber(issue), merges)
  if (found.some(({ resting }) => resting.length > 0)) return
  const before = world.files
  for (const { layer, shows } of found) {
    const path = keyOf(layer.branch, layer.file.path)
    for (const { place, of, side } of shows) {
      const steps = stepsOf(path, place)
      const value = read(textOf(world, of, side), steps)
      world.files = applied(world.files, { path, place, steps, value })
    }
  }
  world.written = world.written.filter((each) => each !== request)
  const branch = merges[0]?.predicate.plan?.branch ?? 'main'
  const more = ending(world, issue, changes(world, before, []), branch)
  const named = stage === null ? {} : { stage: `stage-${stage}` }
  const cause = { kind: 'taken-back', ...named, comment: 1000, by: alice, reason: null } as const
  world.records = [...world.records, takenBack(issue, world.second, { ...more, cause })]
}

function textOf({ texts }: World, { file }: Layer, side: 'before' | 'after'): Tree | undefined {
  const id = file[side]
  return id === null ? undefined : (texts.get(id) ?? expect.fail(`no blob ${id}`))
}

function changes(world: World, before: Files, writes: readonly Write[]): readonly RecordedFile[] {
  const files = [...original.keys()].flatMap((key) => {
    const [old, now] = [blobOf(world, before.get(key)), blobOf(world, world.files.get(key))]
    const places = writes.filter((each) => each.path === key).map(({ place }) => place)
    const change = old === null ? 'create' : now === null ? 'delete' : 'update'
    const path = pathOf(key)
    return old === now
      ? []
      : [{ key, file: { path, change, mode: '100644', before: old, after: now, places } as const }]
  })
  const left = files.map(({ key, file }) => `${key} ${file.after}`)
  if (left.some((state) => world.states.has(state))) pass(world, 1)
  for (const { key, file } of files) {
    world.states.add(`${key} ${file.before}`)
    world.states.add(`${key} ${file.after}`)
  }
  return files.map(({ file }) => file)
}

function blobOf({ texts }: World, tree: Tree | undefined) {
  if (tree === undefined) return null
  const id = blob(Number.parseInt(digestOf(shown(tree)).slice(0, 12), 16))
  texts.set(id, tree)
  return id
}

function pass(world: World, passed: number): void {
  if (passed === 0) return
  world.second += passed
  world.states.clear()
}

function play(steps: readonly Step[]): World {
  const world = begun()
  for (const each of steps) {
    pass(world, each.seconds)
    if (each.kind === 'ask') ask(world, each)
    else if (each.kind === 'promote') promote(world, each)
    else takeBack(world, each.which)
  }
  return world
}

/** What the manifests would say had only the requests in force ever been filed. */
function replayed({ written }: World): Files {
  return written.flatMap(({ writes }) => writes).reduce(applied, original)
}

const histories = fc.array(step, { minLength: 2, maxLength: 30 })
const runs = portionOf({ portion: 300, all: 5_000 })

test('every place always says what the topmost request or stage in force wrote, else what stood there before', () => {
  fc.assert(
    fc.property(histories, (steps) => {
      const world = play(steps)
      const expected = replayed(world)
      for (const path of original.keys()) {
        expect(shown(world.files.get(path))).toBe(shown(expected.get(path)))
        expect(world.files.has(path)).toBe(expected.has(path))
      }
    }),
    { numRuns: runs },
  )
})

/** Of each place of each request and stage: the stack, who stands above it, and who rests on it, told from the keys alone. */
function related({ written }: World) {
  return written
    .map((one, index) => {
      const later = written.slice(index + 1)
      const places = one.writes.map((own) => {
        const covers = (other: Written) => other.writes.some((each) => isWithin(own, each))
        const above = later.filter(covers)
        const [next] = above
        const since = next === undefined ? later : later.slice(0, later.indexOf(next))
        const resting = since.flatMap((other) =>
          other.writes.filter((each) => isWithin(each, own)).map(() => nameOf(other)),
        )
        return {
          at: `${own.path} ${own.steps.join('/')}`,
          stack: written.filter(covers).map(nameOf),
          above: above.map(nameOf),
          resting,
        }
      })
      return { name: nameOf(one), places: places.toSorted(byPlace) }
    })
    .toSorted(byName)
}

function told(found: InForce) {
  return standing(found)
    .map(({ issue, record, places }) => {
      const all = footings(found, issue, [record])
      expect(places.map(({ supersededBy }) => supersededBy)).toEqual(
        all.map(({ above }) => above.at(-1) ?? null),
      )
      const each = all.map(({ layer, above, resting }) => {
        const { place, file, repository, branch } = layer
        const path = keyOf(branch, file.path)
        return {
          at: `${path} ${stepsOf(path, place).join('/')}`,
          stack: namesOf(stackAt(found, { repository, branch, path: file.path, place })),
          above: namesOf(above),
          resting: namesOf(resting),
        }
      })
      return { name: nameOf(record.predicate), places: each.toSorted(byPlace) }
    })
    .toSorted(byName)
}

const nameOf = ({ issue, chapter }: Pick<Predicate, 'issue' | 'chapter'> | Written) => `${issue} ${chapter}`
const namesOf = (layers: readonly Layer[]) => layers.map(nameOf)
const byPlace = (a: { readonly at: string }, b: { readonly at: string }) => (a.at < b.at ? -1 : 1)
const byName = (a: { readonly name: string }, b: { readonly name: string }) => (a.name < b.name ? -1 : 1)

test('who is in force, who supersedes whom and who rests on whom is the same from records in any order', () => {
  fc.assert(
    fc.property(histories, fc.infiniteStream(fc.nat()), (steps, numbers) => {
      const world = play(steps)
      const numbered = world.records.map((record) => ({ record, by: numbers.next().value }))
      const shuffled = numbered.sort((a, b) => a.by - b.by).map(({ record }) => record)
      expect(told(inForce(shuffled))).toEqual(related(world))
    }),
    { numRuns: runs },
  )
})
