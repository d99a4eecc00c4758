import type { Oid } from '../../model/ids.js'
import { ok, okUnless, type Result } from '../../model/problem.js'
import type { RequestTest } from '../../model/request-test.js'
import type { RequestType } from '../../model/request-type.js'
import type { PolicyFile } from '../../model/snapshot.js'
import { type Decoding, type Piece, usualDialect, type Wrong, wrong } from '../decode/decoding.js'
import { readYaml } from '../decode/read-yaml.js'
import { grammar } from './grammar.js'
import { usedTemplates } from './type-expressions.js'
import { reportUnevaluated } from './unevaluated-expressions.js'

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
  const files = [...policies, ...templates]
  const dialect = usualDialect('a request type')
  const decoding: Decoding = { path: source.path, problems: [], lines: new Map(), files, dialect }
  const found = decodeType(source, decoding, { tree: tree.value, place: '' })
  reportUnevaluated(decoding, tree.value)
  return okUnless(decoding.problems, () => {
    if (found === wrong) throw new Error('a request type without problems was not decoded')
    return { ...found, lines: decoding.lines }
  })
}

function decodeType(
  { path, blob }: RequestTypeSource,
  decoding: Decoding,
  piece: Piece,
): Omit<LocatedRequestType, 'lines'> | Wrong {
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
    title: said.title.trim(),
    ...approved,
    reading: { allowMissingOptional, refuseUnseenCharacters },
    ...usedTemplates(said.changes, decoding.files),
  }
  return { type, tests: cases }
}
