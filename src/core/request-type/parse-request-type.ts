import type { Oid } from '../../model/ids.js'
import type { PolicyFile } from '../../model/policy.js'
import { okUnless, type Result } from '../../model/problem.js'
import type { RequestTest } from '../../model/request-test.js'
import type { ChangeTemplate, RequestType } from '../../model/request-type.js'
import {
  type Decoding,
  newDecoding,
  type Piece,
  type PlacedExpression,
  report,
  usualDialect,
  type Wrong,
  wrong,
} from '../decode/decoding.js'
import { readYaml } from '../decode/read-yaml.js'
import { grammar } from './grammar.js'

/** One file `.github/issueops/<name>.yml` as it stands in git. */
export interface RequestTypeSource {
  /** Path in the repository. */
  readonly path: string
  readonly blob: Oid | null
  readonly text: string
}

/** A request type with its tests, its expressions and the lines of its places, as in `rules/0/assert`. */
export interface LocatedRequestType {
  readonly type: RequestType
  readonly tests: readonly RequestTest[]
  readonly lines: ReadonlyMap<string, number>
  readonly expressions: readonly PlacedExpression[]
}

/**
 * Reads a request type; all problems at once, each with file and line. What only its form can tell is left to `checkRequestType`. Lines of
 * `approval/…` are those of the policy file where the type uses one.
 * @param templates the files the type may name with `content-from`, at the same commit.
 */
export function locateRequestType(
  source: RequestTypeSource,
  policies: readonly PolicyFile[] = [],
  templates: readonly PolicyFile[] = [],
): Result<LocatedRequestType> {
  const tree = readYaml(source)
  if (!tree.ok) return tree
  const files = [...policies, ...templates]
  const decoding = newDecoding(source.path, usualDialect('a request type'), files)
  const found = decodeType(source, decoding, { tree: tree.value, place: '' })
  reportUnevaluated(decoding, { tree: tree.value, place: '' })
  return okUnless(decoding.problems, () => {
    if (found === wrong) throw new Error('a request type without problems was not decoded')
    return { ...found, lines: decoding.lines, expressions: decoding.expressions }
  })
}

function decodeType(
  { path, blob }: RequestTypeSource,
  decoding: Decoding,
  piece: Piece,
): Pick<LocatedRequestType, 'type' | 'tests'> | Wrong {
  const found = grammar.decode(decoding, piece)
  if (found === wrong) return wrong
  const {
    approval: approved,
    'allow-missing-optional': allowMissingOptional,
    'refuse-unseen-characters': refuseUnseenCharacters,
    tests: cases,
    ...said
  } = found
  const type: RequestType = {
    path,
    blob,
    ...said,
    ...approved,
    reading: { allowMissingOptional, refuseUnseenCharacters },
    ...usedTemplates(said.changes, decoding.files),
  }
  return { type, tests: cases }
}

/** The templates some changes name, each once; the key is left out where they name none. */
function usedTemplates(
  changes: readonly ChangeTemplate[],
  templates: readonly PolicyFile[],
): Pick<RequestType, 'templates'> {
  const named = new Set(changes.flatMap((change) => (change.kind === 'file' ? [change.contentFrom] : [])))
  const used = templates.flatMap(({ path, blob, text }) =>
    named.has(path) && text !== null ? [{ path, blob, text }] : [],
  )
  return used.length === 0 ? {} : { templates: used }
}

/** Reports `${{ }}` where it would be printed, compared or looked up as it stands: nobody means that. A line that has a problem has it told once. */
function reportUnevaluated(decoding: Decoding, { tree, place }: Piece): void {
  if (decoding.evaluated.has(tree)) return
  if (tree.kind === 'map') {
    for (const { key, value } of tree.entries)
      reportUnevaluated(decoding, { tree: value, place: place === '' ? key : `${place}/${key}` })
  } else if (tree.kind === 'list') {
    for (const [index, item] of tree.items.entries())
      reportUnevaluated(decoding, { tree: item, place: `${place}/${index}` })
  } else if (typeof tree.value === 'string' && tree.value.includes('$' + '{{')) {
    if (decoding.problems.some(({ line }) => line === tree.line)) return
    report(decoding, tree.line, {
      code: 'type/value',
      what: `“${place}” has an expression in it, and none is evaluated there.`,
      fix: 'Write plain text; expressions may stand in assert, message, when, expires, ensure, changes and the names under reached.',
    })
  }
}
