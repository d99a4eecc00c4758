import type { RequestTest } from '../../model/request-test.js'
import type { FieldValue } from '../../model/submission.js'
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
import type { YamlEntry, YamlScalar, YamlTree } from '../decode/read-yaml.js'
import { decodeExpectation } from './decode-expectation.js'

/** Most tests of one request type: every run reads the whole file. */
const testsMax = 100

/** Whoever files the request of a test that does not say. */
const usualRequester = 'octocat'

const example =
  '[{ name: a namespace in dev, answers: { name: payments }, expect: { approvers: [role:maintain] } }]'

/** The tests of a request type, from its whole file; they decide nothing about requests. */
export function decodeTests(decoding: Decoding, type: YamlTree): readonly RequestTest[] {
  const entry = type.kind === 'map' ? type.entries.find(({ key }) => key === 'tests') : undefined
  const piece = entry === undefined ? null : pieceOf(decoding, entry, '')
  const items = piece === null ? [] : (itemsOf(decoding, piece, example) ?? [])
  if (piece !== null && items.length > testsMax) {
    report(decoding, piece.tree.line, {
      code: 'type/value',
      what: `“tests” has ${items.length} entries.`,
      fix: `Write at most ${testsMax} tests in one request type.`,
    })
  }
  const names = new Set<string>()
  const tests: RequestTest[] = []
  for (const item of items.slice(0, testsMax)) {
    const test = decodeTest(decoding, item)
    if (test === null) continue
    if (names.has(test.name)) {
      report(decoding, item.tree.line, {
        code: 'type/test',
        what: `Two tests are called “${test.name}”.`,
        fix: 'Give each test a name of its own.',
      })
    }
    names.add(test.name)
    tests.push(test)
  }
  return tests
}

function decodeTest(decoding: Decoding, item: Piece): RequestTest | null {
  const entries = entriesByKey(decoding, item, ['name', 'requester', 'answers', 'existing', 'expect'])
  if (entries === null || item.tree.kind !== 'map') return null
  const get = (key: string) => {
    const entry = entries.get(key)
    return entry === undefined ? null : pieceOf(decoding, entry, item.place)
  }
  const [name, requester, answers, existing, expectation] = [
    get('name'),
    get('requester'),
    get('answers'),
    get('existing'),
    get('expect'),
  ]
  if (name === null) missing(decoding, item.tree, 'name', 'name: a namespace in dev')
  if (answers === null) missing(decoding, item.tree, 'answers', 'answers: { name: payments }')
  if (expectation === null) missing(decoding, item.tree, 'expect', 'expect: { problems: [request/pattern] }')
  const read = {
    name: name === null ? null : textOf(decoding, name, 'a namespace in dev'),
    requester: requester === null ? usualRequester : textOf(decoding, requester, usualRequester),
    answers: answers === null ? null : decodeAnswers(decoding, answers),
    existing: existing === null ? null : decodeExisting(decoding, existing),
    expect: expectation === null ? null : decodeExpectation(decoding, expectation),
  }
  if (read.name === null || read.requester === null || read.answers === null || read.expect === null)
    return null
  return {
    name: read.name.trim(),
    requester: read.requester,
    answers: read.answers,
    existing: read.existing,
    expect: read.expect,
  }
}

function decodeAnswers(decoding: Decoding, piece: Piece): ReadonlyMap<string, FieldValue> | null {
  const entries = entriesOf(
    decoding,
    piece,
    'a map from field id to what is answered, as in',
    '{ name: payments }',
  )
  if (entries === null) return null
  const answers = new Map<string, FieldValue>()
  for (const entry of entries) {
    const answer = answerOf(entry.value)
    if (answer !== undefined) answers.set(entry.key, answer)
    else {
      wrongKind(
        decoding,
        pieceOf(decoding, entry, piece.place),
        'a text, a list of options or nothing, as in',
        '[dev, prod]',
      )
    }
  }
  return answers
}

/** Numbers and the like are the text somebody would type: as they are written. */
function answerOf(tree: YamlTree): FieldValue | undefined {
  if (tree.kind === 'scalar') return tree.value === null ? null : typedText(tree)
  if (tree.kind === 'map') return undefined
  const texts = tree.items.flatMap((item) =>
    item.kind === 'scalar' && item.value !== null ? [typedText(item)] : [],
  )
  return texts.length === tree.items.length ? texts : undefined
}

function typedText({ value, source }: YamlScalar): string {
  return typeof value === 'string' ? value : source
}

function decodeExisting(decoding: Decoding, piece: Piece): ReadonlyMap<string, string> | null {
  const entries = entriesOf(
    decoding,
    piece,
    'a map from path to the text of the file, as in',
    '{ teams.yaml: "teams: []" }',
  )
  if (entries === null) return null
  const files = new Map<string, string>()
  for (const entry of entries) {
    const { value } = entry
    if (value.kind === 'scalar' && typeof value.value === 'string') files.set(entry.key, value.value)
    else
      wrongKind(decoding, pieceOf(decoding, entry, piece.place), 'the text of the file, as in', '"teams: []"')
  }
  return files
}

function entriesOf(
  decoding: Decoding,
  piece: Piece,
  wanted: string,
  written: string,
): readonly YamlEntry[] | null {
  return piece.tree.kind === 'map' ? piece.tree.entries : wrongKind(decoding, piece, wanted, written)
}
