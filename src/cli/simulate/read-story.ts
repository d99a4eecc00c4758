import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { load } from 'js-yaml'
import { states } from '../../model/decision.js'
import { type IssueNumber, isNumbered, issueNumber, repositoryRef } from '../../model/ids.js'
import { UsageError } from '../exit-code.js'
import { readAnswers } from '../render.js'
import {
  type Deed,
  firstIssue,
  type IssueText,
  type Step,
  type Story,
  type StoryRole,
  storyRoles,
} from './story.js'

/** How many stories may extend one another; more would be a circle. */
const extendsMax = 5

/**
 * Reads a scenario folder: `given/story.yml`, and beside it `given/repository/` with the files of the first commit, and `given/target/` with
 * those of the repository the manifests live in where the story has another for them. A story that
 * `extends` another takes over whatever it does not say itself, and lays its files over the other's.
 * @throws UsageError naming the file and what is wrong.
 */
export function readStory(folder: string): Story {
  const layers = readLayers(folder, extendsMax)
  const said = (key: string) => layers.map((layer) => layer.said[key]).find((value) => value !== undefined)
  const at = `${folder}/given/story.yml`
  const teams = Object.entries(object(said('teams') ?? {}, `${at}: teams`))
  return {
    name: basename(resolve(folder)),
    title: text(said('title'), `${at}: title`),
    repository: repositoryRef(text(said('repository'), `${at}: repository`)),
    visibility: oneOf(said('visibility') ?? 'private', ['public', 'private'] as const, `${at}: visibility`),
    people: rolesIn(said('people'), `${at}: people`),
    teamRoles: rolesIn(said('team-roles') ?? {}, `${at}: team-roles`),
    teams: new Map(teams.map(([slug, members]) => [slug, texts(members, `${at}: team ${slug}`)])),
    requiredChecks: list(said('required-checks') ?? [], `${at}: required-checks`).map((check) =>
      readCheck(check, `${at}: required-checks`),
    ),
    upToDate: flag(said('up-to-date') ?? false, `${at}: up-to-date`),
    requiredReviews: whole(said('required-reviews') ?? 0, `${at}: required-reviews`),
    mergeQueue: flag(said('merge-queue') ?? false, `${at}: merge-queue`),
    autoMergeAllowed: flag(said('auto-merge') ?? false, `${at}: auto-merge`),
    token: oneOf(said('token') ?? 'app', ['app', 'github-token'] as const, `${at}: token`),
    files: new Map(layers.toReversed().flatMap((layer) => [...layer.files])),
    target: readTarget(said('target'), layers, `${at}: target`),
    ends: said('ends') === undefined ? null : oneOf(said('ends'), states, `${at}: ends`),
    playedOn: null,
    steps: list(said('story'), `${at}: story`).map((step, index) =>
      readStep(step, `${at}: step ${index + 1}`),
    ),
  }
}

function rolesIn(value: unknown, at: string): ReadonlyMap<string, StoryRole> {
  return new Map(
    Object.entries(object(value, at)).map(([name, role]) => [
      name,
      oneOf(role, storyRoles, `${at}: ${name}`),
    ]),
  )
}

interface Layer {
  readonly said: Fields
  readonly files: ReadonlyMap<string, string>
  readonly targetFiles: ReadonlyMap<string, string>
}

type Fields = Readonly<Record<string, unknown>>

/** The story's own layer first, then those it extends. */
function readLayers(folder: string, left: number): readonly Layer[] {
  const path = join(folder, 'given', 'story.yml')
  if (!existsSync(path)) throw new UsageError(`${folder} is no scenario: it has no given/story.yml.`)
  if (left === 0) throw new UsageError(`${path}: too many stories extend one another.`)
  const said = object(load(readFileSync(path, 'utf8')), path)
  const own = {
    said,
    files: readFiles(join(folder, 'given', 'repository')),
    targetFiles: readFiles(join(folder, 'given', 'target')),
  }
  if (said.extends === undefined) return [own]
  return [own, ...readLayers(resolve(folder, '..', text(said.extends, `${path}: extends`)), left - 1)]
}

function readFiles(root: string): ReadonlyMap<string, string> {
  if (!existsSync(root)) return new Map()
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((path) =>
    path.replaceAll('\\', '/'),
  )
  const files = paths.filter((path) => statSync(join(root, path)).isFile()).sort()
  return new Map(files.map((path) => [path, readFileSync(join(root, path), 'utf8')]))
}

/** As in `target: { repository: acme/gitops, visibility: private, installed: false }`. */
function readTarget(value: unknown, layers: readonly Layer[], at: string): Story['target'] {
  if (value === undefined) return null
  const { repository, visibility = 'private', installed = true } = object(value, at)
  return {
    repository: repositoryRef(text(repository, `${at}: repository`)),
    visibility: oneOf(visibility, ['public', 'private'] as const, `${at}: visibility`),
    installed: flag(installed, `${at}: installed`),
    files: new Map(layers.toReversed().flatMap((layer) => [...layer.targetFiles])),
  }
}

export const deeds = [
  'files',
  'edits-issue',
  'comments',
  'brings-a-crowd',
  'edits-comment',
  'deletes-comment',
  'hides-comment',
  'waits',
  'labels',
  'unlabels',
  'drafts-pull',
  'readies-pull',
  'closes-pull',
  'reopens-pull',
  'retargets-pull',
  'closes',
  'reopens',
  'pushes',
  'passes-check',
  'merges',
  'approves-pull',
  'sees-queue-move',
  'installs-app',
] as const

/** A step begins with `login: deed`; the rest depends on the deed, but for the `issue` it is about and whether it is `unseen`. */
function readStep(value: unknown, at: string): Step {
  const fields = object(value, at)
  const [first] = Object.entries(fields)
  if (first === undefined) throw new UsageError(`${at} is empty.`)
  const [who, does] = first
  const issue = fields.issue === undefined ? firstIssue : number(fields.issue, `${at}: issue`)
  const unseen = flag(fields.unseen ?? false, `${at}: unseen`)
  return { who, issue, unseen, ...readDeed(oneOf(does, deeds, at), fields, who, at) }
}

function readDeed(does: (typeof deeds)[number], fields: Fields, who: string, at: string): Deed {
  switch (does) {
    case 'files':
      return { does, title: text(fields.title, `${at}: title`), text: readIssueText(fields, at) }
    case 'edits-issue':
      return { does, text: readIssueText(fields, at) }
    case 'comments':
      return { does, text: text(fields.text, `${at}: text`) }
    case 'brings-a-crowd':
      return { does, count: whole(fields.count, `${at}: count`), text: text(fields.text, `${at}: text`) }
    case 'edits-comment':
      return { does, of: text(fields.of ?? who, `${at}: of`), to: text(fields.to, `${at}: to`) }
    case 'deletes-comment':
    case 'hides-comment':
      return { does, of: text(fields.of ?? who, `${at}: of`) }
    case 'waits':
      return { does, hours: whole(fields.hours, `${at}: hours`) }
    case 'labels':
    case 'unlabels':
      return { does, label: text(fields.label, `${at}: label`) }
    case 'retargets-pull':
      return { does, base: text(fields.base, `${at}: base`) }
    case 'drafts-pull':
    case 'readies-pull':
    case 'closes-pull':
    case 'reopens-pull':
    case 'closes':
    case 'reopens':
    case 'merges':
    case 'approves-pull':
    case 'sees-queue-move':
    case 'installs-app':
      return { does }
    case 'passes-check':
      return { does, check: text(fields.check, `${at}: check`) }
    case 'pushes': {
      const files = Object.entries(object(fields.files, `${at}: files`))
      return {
        does,
        branch: text(fields.branch, `${at}: branch`),
        message: text(fields.message, `${at}: message`),
        files: new Map(
          files.map(([path, content]) => [path, content === null ? null : text(content, `${at}: ${path}`)]),
        ),
      }
    }
  }
}

/** A required check is a name, or a map with the id of the app that alone may report it. */
function readCheck(value: unknown, at: string): Story['requiredChecks'][number] {
  if (typeof value === 'string') return value
  const { name, app } = object(value, at)
  return { name: text(name, `${at}: name`), app: whole(app, `${at}: app`) }
}

function readIssueText(fields: Fields, at: string): IssueText {
  if (fields.body !== undefined) return { kind: 'body', body: text(fields.body, `${at}: body`) }
  return { kind: 'answers', form: text(fields.form, `${at}: form`), answers: readAnswers(fields.answers) }
}

function object(value: unknown, at: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UsageError(`${at} has to be a map.`)
  return { ...value }
}

function list(value: unknown, at: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new UsageError(`${at} has to be a list.`)
  return value
}

function text(value: unknown, at: string): string {
  if (typeof value !== 'string') throw new UsageError(`${at} has to be text.`)
  return value
}

function number(value: unknown, at: string): IssueNumber {
  if (typeof value !== 'number' || !isNumbered(value))
    throw new UsageError(`${at} has to be the number of an issue.`)
  return issueNumber(value)
}

function texts(value: unknown, at: string): readonly string[] {
  return list(value, at).map((each) => text(each, at))
}

function whole(value: unknown, at: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    throw new UsageError(`${at} has to be a whole number.`)
  return value
}

function flag(value: unknown, at: string): boolean {
  if (typeof value !== 'boolean') throw new UsageError(`${at} has to be true or false.`)
  return value
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[], at: string): T {
  const found = allowed.find((each) => each === value)
  if (found === undefined)
    throw new UsageError(`${at} has to be one of ${allowed.join(', ')}; it is ${JSON.stringify(value)}.`)
  return found
}
