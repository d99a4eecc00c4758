import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { usualDialect } from '../../core/decode/decoding.js'
import { type Key, map, optional, required, type ValuesOf } from '../../core/decode/keys.js'
import { readTree } from '../../core/decode/read-data.js'
import { readYaml } from '../../core/decode/read-yaml.js'
import { anyText, either, flag, list, mapOf, scalarOf, whole, word } from '../../core/decode/shape.js'
import type { Tree, TreeEntry } from '../../core/decode/tree.js'
import { repository } from '../../core/request-type/leaves.js'
import { states } from '../../model/decision.js'
import type { Result } from '../../model/problem.js'
import { UsageError, unreadInput } from '../exit-code.js'
import { readText } from '../read-text.js'
import { step } from './deeds.js'
import { type Story, storyRoles } from './story.js'

/** How many stories may extend one another; more would be a circle. */
const extendsMax = 5

const visibility = optional(word(['public', 'private']), 'private')
const roles = mapOf(word(storyRoles), 'a map from name to role, as in { alice: write }')
const many = { least: 0 } as const

/** Everything that may stand in a story. */
export const storyKeys = {
  title: required(anyText, 'title: A namespace is asked for and merged'),
  extends: optional(anyText, null),
  repository: required(repository, 'repository: acme/platform'),
  visibility,
  people: required(roles, 'people: { alice: write }'),
  teams: optional(
    mapOf(
      list(anyText, '[alice, bob]', many),
      'a map from team to members, as in { platform: [alice, bob] }',
    ),
    new Map<string, readonly string[]>(),
  ),
  'team-roles': optional(roles, new Map<string, never>()),
  'required-checks': optional(
    list(
      either<Story['requiredChecks'][number]>(
        {
          where: (tree) => tree.kind === 'map',
          is: map({ name: required(anyText, 'name: ci'), app: required(whole(1), 'app: 4343') }),
        },
        { where: () => true, is: anyText },
      ),
      '[ci]',
      many,
    ),
    [],
  ),
  'up-to-date': optional(flag, false),
  'required-reviews': optional(whole(0), 0),
  'merge-queue': optional(flag, false),
  'auto-merge': optional(flag, false),
  token: optional(word(['app', 'github-token']), 'app'),
  ledger: optional(word(['protected', 'unprotected']), 'protected'),
  target: optional(
    map({
      repository: required(repository, 'repository: acme/gitops'),
      visibility,
      installed: optional(flag, true),
    }),
    null,
  ),
  'dead-receivers': optional(list(anyText, '[ops]', many), []),
  ends: optional(word(states), null),
  story: required(list(step, '[{ bob: comments, text: /approve }]', many), 'story: [{ bob: closes }]'),
}

/**
 * Reads a scenario folder: `given/story.yml`, and beside it `given/repository/` with the files of the first commit, and `given/target/` with
 * those of the repository the manifests live in where the story has another for them. A story that
 * `extends` another takes over whatever it does not say itself, and lays its files over the other's.
 * @throws UsageError naming file, line and cure of everything that is wrong.
 */
export function readStory(folder: string): Story {
  const layers = readLayers(folder, extendsMax)
  const said = saidIn(layers)
  const filesIn = (part: string) =>
    new Map(layers.toReversed().flatMap((layer) => [...readFiles(join(layer.folder, 'given', part))]))
  return {
    name: basename(resolve(folder)),
    title: said.title,
    repository: said.repository,
    visibility: said.visibility,
    people: said.people,
    teams: said.teams,
    teamRoles: said['team-roles'],
    requiredChecks: said['required-checks'],
    upToDate: said['up-to-date'],
    requiredReviews: said['required-reviews'],
    mergeQueue: said['merge-queue'],
    autoMergeAllowed: said['auto-merge'],
    token: said.token,
    ledger: said.ledger,
    files: filesIn('repository'),
    target: said.target === null ? null : { ...said.target, files: filesIn('target') },
    ends: said.ends,
    deadReceivers: said['dead-receivers'],
    steps: said.story,
    playedOn: null,
  }
}

interface Layer {
  readonly folder: string
  readonly path: string
  readonly tree: Tree
}

/** The story's own layer first, then those it extends. */
function readLayers(folder: string, left: number): readonly [Layer, ...Layer[]] {
  const path = join(folder, 'given', 'story.yml')
  if (!existsSync(path)) throw new UsageError(`${folder} is no scenario: it has no given/story.yml.`)
  if (left === 0) throw new UsageError(`${path}: too many stories extend one another.`)
  const tree = readYaml({ path, text: readText(path) })
  if (!tree.ok) throw unreadInput(tree.problems)
  const own = { folder, path, tree: tree.value }
  const beneath = entriesOf(own).find(({ key }) => key === 'extends')
  const name = beneath === undefined ? null : scalarOf(beneath.value)
  return typeof name === 'string' ? [own, ...readLayers(join(folder, '..', name), left - 1)] : [own]
}

function entriesOf({ tree }: Layer): readonly TreeEntry[] {
  return tree.kind === 'map' ? tree.entries : []
}

/** What a story says, and where it says nothing, what the nearest says that it extends. */
function saidIn([own, ...others]: readonly [Layer, ...Layer[]]): ValuesOf<typeof storyKeys> {
  const taken = others.flatMap(entriesOf).map(({ key }) => key)
  const read = [
    readLayer(own, (key) => taken.includes(key)),
    ...others.map((layer) => readLayer(layer, () => true)),
  ]
  const problems = read.flatMap((each) => (each.ok ? [] : each.problems))
  if (problems.length > 0) throw unreadInput(problems)
  const said = read.toReversed().flatMap((each) => (each.ok ? [each.value] : []))
  // Every key was read by its own shape, and by that of the story itself where no other says it.
  return Object.assign({}, ...said) as ValuesOf<typeof storyKeys>
}

/** @param mayLack which keys need not be there, because another story says them or shall. */
function readLayer({ path, tree }: Layer, mayLack: (key: string) => boolean): Result<object> {
  const keys = Object.entries<Key<unknown>>(storyKeys).map(([name, key]) => [
    name,
    mayLack(name) ? optional(key.shape, undefined) : key,
  ])
  return readTree(map(Object.fromEntries(keys)), tree, path, usualDialect('a story'))
}

function readFiles(root: string): ReadonlyMap<string, string> {
  if (!existsSync(root)) return new Map()
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((path) =>
    path.replaceAll('\\', '/'),
  )
  const files = paths.filter((path) => statSync(join(root, path)).isFile()).sort()
  return new Map(files.map((path) => [path, readFileSync(join(root, path), 'utf8')]))
}
