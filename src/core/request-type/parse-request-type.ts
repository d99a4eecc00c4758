import { type Oid, type RepositoryRef, repositoryRef } from '../../model/ids.js'
import type { JsonSchema } from '../../model/json.js'
import { ok, okUnless, type Result } from '../../model/problem.js'
import type { RequestTest } from '../../model/request-test.js'
import {
  type MergeMode,
  mergeModes,
  type RequestType,
  type Rule,
  type Target,
} from '../../model/request-type.js'
import type { PolicyFile } from '../../model/snapshot.js'
import type { SubmissionOptions } from '../../model/submission.js'
import {
  type Decoding,
  entriesByKey,
  itemsOf,
  missing,
  type Piece,
  pieceOf,
  report,
  textOf,
  wrongKind,
} from '../decode/decoding.js'
import { readYaml, type YamlMap } from '../decode/read-yaml.js'
import { decodeApproval } from './decode-approval.js'
import { decodeChanges, decodeEnsure } from './decode-changes.js'
import { decodeExpression } from './decode-expression.js'
import { decodeFieldSchema } from './decode-field-schema.js'
import { decodePaths } from './decode-place.js'
import { decodePrincipals } from './decode-principals.js'
import { decodeTests } from './decode-tests.js'
import { usedTemplates } from './type-expressions.js'
import { reportUnevaluated } from './unevaluated-expressions.js'

/** In characters, as shown in the title of a pull request beside the issue's own. */
const titleLengthMax = 100

const keys = [
  'name',
  'title',
  'form',
  'requesters',
  'target',
  'fields',
  'rules',
  'approval',
  'merge',
  'changes',
  'ensure',
  'allow-missing-optional',
  'refuse-unseen-characters',
  'paths',
  'tests',
] as const

/** One file `.github/issueops/<name>.yml` as it stands in git. */
export interface RequestTypeSource {
  /** Path in the repository. */
  readonly path: string
  readonly blob: Oid | null
  readonly text: string
}

/** A request type with its tests and the lines of its places, as in `rules/0/assert`. */
export interface LocatedRequestType {
  readonly type: RequestType
  readonly tests: readonly RequestTest[]
  readonly lines: ReadonlyMap<string, number>
}

/**
 * Reads a request type; all problems at once, each with file and line. What only its form can tell is left to `checkRequestType`.
 * Written by hand rather than with ajv over `schemas/request-type.schema.json`: compiling that schema would cost every run about
 * 100 ms, and ajv's messages are not for people. A test holds the two together.
 * @param templates the files the type may name with `content-from`, at the same commit.
 */
export function parseRequestType(
  source: RequestTypeSource,
  policies: readonly PolicyFile[] = [],
  templates: readonly PolicyFile[] = [],
): Result<RequestType> {
  const located = locateRequestType(source, policies, templates)
  return located.ok ? ok(located.value.type) : located
}

/** Like `parseRequestType`, with the lines; those of `approval/…` are lines of the policy file where the type uses one. */
export function locateRequestType(
  source: RequestTypeSource,
  policies: readonly PolicyFile[] = [],
  templates: readonly PolicyFile[] = [],
): Result<LocatedRequestType> {
  const tree = readYaml(source)
  if (!tree.ok) return tree
  const decoding: Decoding = { path: source.path, problems: [], lines: new Map(), templates }
  const type = decodeType(decoding, source, { tree: tree.value, place: '' }, policies)
  const tests = decodeTests(decoding, tree.value)
  reportUnevaluated(decoding, tree.value)
  const { problems, lines } = decoding
  return okUnless(problems, () => {
    if (type === null) throw new Error('a request type without problems was not decoded')
    return { type, tests, lines }
  })
}

type Get = (key: (typeof keys)[number]) => Piece | null

function decodeType(
  decoding: Decoding,
  source: RequestTypeSource,
  piece: Piece,
  policies: readonly PolicyFile[],
): RequestType | null {
  const entries = entriesByKey(decoding, piece, keys)
  if (entries === null || piece.tree.kind !== 'map') return null
  const { tree: map } = piece
  const get: Get = (key) => {
    const entry = entries.get(key)
    return entry === undefined ? null : pieceOf(decoding, entry, '')
  }
  const requesters = get('requesters')
  const ensure = get('ensure')
  const type: RequestType = {
    path: source.path,
    blob: source.blob,
    name: required(decoding, map, get, 'name', 'name: namespace', decodeName) ?? '',
    title: required(decoding, map, get, 'title', 'title: Kubernetes namespace', decodeTitle) ?? '',
    form: required(decoding, map, get, 'form', 'form: namespace.yml', decodeForm) ?? '',
    requesters: requesters === null ? null : decodePrincipals(decoding, requesters),
    target: decodeTarget(decoding, get('target')),
    fields: decodeFields(decoding, get('fields')),
    rules: decodeRules(decoding, get('rules')),
    ...decodeApproval(decoding, entries.get('approval'), map, policies),
    merge: decodeMerge(decoding, get('merge')),
    changes:
      required(
        decoding,
        map,
        get,
        'changes',
        'changes: [{ file: teams.yaml, at: [teams], item: core }]',
        decodeChanges,
      ) ?? [],
    ensure: ensure === null ? 'present' : decodeEnsure(decoding, ensure),
    reading: decodeReading(decoding, get('allow-missing-optional'), get('refuse-unseen-characters')),
    ...pathsOf(decoding, get('paths')),
  }
  return { ...type, ...usedTemplates(type.changes, decoding.templates) }
}

function pathsOf(decoding: Decoding, piece: Piece | null): Pick<RequestType, 'paths'> {
  return piece === null ? {} : { paths: decodePaths(decoding, piece) }
}

function required<T>(
  decoding: Decoding,
  map: YamlMap,
  get: Get,
  key: (typeof keys)[number],
  example: string,
  decode: (decoding: Decoding, piece: Piece) => T | null,
): T | null {
  const piece = get(key)
  return piece === null ? missing(decoding, map, key, example) : decode(decoding, piece)
}

/** The name is the file's name, so that a request in a branch or a record leads to its file. */
function decodeName(decoding: Decoding, piece: Piece): string | null {
  const name = textOf(decoding, piece, 'namespace')
  if (name === null) return null
  if (!/^[a-z][a-z0-9-]{0,38}$/.test(name)) {
    return report(decoding, piece.tree.line, {
      code: 'type/name',
      what: `“${name}” cannot be the name of a request type.`,
      fix: 'Use a lower-case letter and then at most 38 lower-case letters, digits and hyphens, as in dns-record.',
    })
  }
  const stem = fileStem(decoding.path)
  if (stem === name) return name
  return report(decoding, piece.tree.line, {
    code: 'type/name',
    what: `The request type is called “${name}” and its file “${stem}”.`,
    fix: `Write name: ${stem}, or rename the file to ${name}.yml.`,
  })
}

function fileStem(path: string): string {
  const file = path.slice(path.lastIndexOf('/') + 1)
  for (const extension of ['.yml', '.yaml'])
    if (file.endsWith(extension)) return file.slice(0, -extension.length)
  return file
}

function decodeTitle(decoding: Decoding, piece: Piece): string | null {
  const title = textOf(decoding, piece, 'Kubernetes namespace')?.trim() ?? null
  if (title === null || ([...title].length <= titleLengthMax && !/[\n\r]/.test(title))) return title
  return report(decoding, piece.tree.line, {
    code: 'type/value',
    what: `“title” has ${[...title].length} characters or several lines.`,
    fix: `Write one line of at most ${titleLengthMax} characters.`,
  })
}

function decodeForm(decoding: Decoding, piece: Piece): string | null {
  const file = textOf(decoding, piece, 'namespace.yml')
  if (file === null || /^[^/\\\n\r]{1,200}\.ya?ml$/.test(file)) return file
  const name = file.slice(file.lastIndexOf('/') + 1)
  return report(decoding, piece.tree.line, {
    code: 'type/value',
    what: `“form” is “${file}”, which is not the name of a form file.`,
    fix: `Write only the name of a .yml or .yaml file below .github/ISSUE_TEMPLATE/, as in form: ${/^[\w-]+\.ya?ml$/.test(name) ? name : 'namespace.yml'}.`,
  })
}

function decodeMerge(decoding: Decoding, piece: Piece | null): MergeMode {
  if (piece === null) return 'now'
  const text = textOf(decoding, piece, 'auto')
  const mode = mergeModes.find((each) => each === text)
  if (mode === undefined && text !== null)
    wrongKind(decoding, piece, `one of ${mergeModes.join(', ')}, as in`, 'auto')
  return mode ?? 'now'
}

function decodeFields(decoding: Decoding, piece: Piece | null): ReadonlyMap<string, JsonSchema> {
  const fields = new Map<string, JsonSchema>()
  if (piece === null) return fields
  if (piece.tree.kind !== 'map') {
    wrongKind(decoding, piece, 'a map from field id to what is demanded, as in', '{ cpu: { type: integer } }')
    return fields
  }
  for (const entry of piece.tree.entries) {
    const schema = decodeFieldSchema(decoding, pieceOf(decoding, entry, piece.place))
    if (schema !== null) fields.set(entry.key, schema)
  }
  return fields
}

/** The switches of a request type that say how its issues are read; what is not there is off. */
function decodeReading(
  decoding: Decoding,
  allowMissingOptional: Piece | null,
  refuseUnseenCharacters: Piece | null,
): SubmissionOptions {
  return {
    allowMissingOptional: isOn(decoding, allowMissingOptional),
    refuseUnseenCharacters: isOn(decoding, refuseUnseenCharacters),
  }
}

function isOn(decoding: Decoding, piece: Piece | null): boolean {
  if (piece === null) return false
  const { tree } = piece
  if (tree.kind === 'scalar' && typeof tree.value === 'boolean') return tree.value
  wrongKind(decoding, piece, 'true or false, without quotes, as in', `${piece.place}: true`)
  return false
}

/** Where the manifests live. */
function decodeTarget(decoding: Decoding, piece: Piece | null): Target {
  const nowhere: Target = { repository: null, branch: null }
  if (piece === null) return nowhere
  const entries = entriesByKey(decoding, piece, ['repository', 'branch'])
  if (entries === null) return nowhere
  if (entries.size === 0) wrongKind(decoding, piece, 'a map, as in', '{ branch: main }')
  const [repository, branch] = [entries.get('repository'), entries.get('branch')]
  return {
    repository:
      repository === undefined
        ? null
        : decodeRepository(decoding, pieceOf(decoding, repository, piece.place)),
    branch: branch === undefined ? null : decodeBranch(decoding, pieceOf(decoding, branch, piece.place)),
  }
}

function decodeRepository(decoding: Decoding, piece: Piece): RepositoryRef | null {
  const text = textOf(decoding, piece, 'acme/gitops')
  if (text === null) return null
  try {
    return repositoryRef(text)
  } catch {
    return wrongKind(decoding, piece, 'owner and name of a repository, as in', 'acme/gitops')
  }
}

/** A branch name without what git refuses. Source: git's documentation, git-check-ref-format. */
function decodeBranch(decoding: Decoding, piece: Piece): string | null {
  const branch = textOf(decoding, piece, 'main')
  if (branch === null) return null
  const refused = /[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\/|^[-/]|[/.]$|\.lock$/
  if (branch.length <= 200 && !refused.test(branch)) return branch
  return wrongKind(decoding, piece, 'the name of a branch without refs/heads/, as in', 'main')
}

/** The conditions across fields. */
function decodeRules(decoding: Decoding, piece: Piece | null): readonly Rule[] {
  const items =
    piece === null ? [] : (itemsOf(decoding, piece, '[{ assert: request.cpu <= 4, message: … }]') ?? [])
  const rules: Rule[] = []
  for (const item of items) {
    const entries = entriesByKey(decoding, item, ['assert', 'message'])
    if (entries === null || item.tree.kind !== 'map') continue
    const [assert, message] = [entries.get('assert'), entries.get('message')]
    const expression =
      assert === undefined
        ? missing(decoding, item.tree, 'assert', 'assert: request.cpu <= 4')
        : decodeExpression(decoding, pieceOf(decoding, assert, item.place))
    const sentence =
      message === undefined
        ? missing(decoding, item.tree, 'message', 'message: More than 4 CPUs need an architecture review.')
        : textOf(
            decoding,
            pieceOf(decoding, message, item.place),
            'More than 4 CPUs need an architecture review.',
          )
    if (expression !== null && sentence !== null) rules.push({ assert: expression, message: sentence.trim() })
  }
  return rules
}
