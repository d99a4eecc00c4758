import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { fail, okUnless, type Problem, type Result } from '../../model/problem.js'
import { yamlDepthProblem } from './yaml-depth-problem.js'
import { duplicateProblem, indirectionProblems, keyProblem } from './yaml-node-problems.js'
import type { YamlEntry, YamlScalar, YamlTree } from './yaml-tree.js'

/** In characters: about 1,500 lines, forty times the longest request type we know of. */
const sizeMax = 65_536

/** A person mends a few mistakes at a time; after a wrong indentation the rest are consequences. */
const syntaxProblemsMax = 5

/**
 * Reads a YAML 1.2 file (core schema) without everything that makes one text mean two things: aliases, anchors, tags, merge
 * keys, duplicate keys, keys that are no text, several documents, directives.
 * Source: YAML 1.2.2, chapters 3.2 and 10.3.
 * @param source.path for the problems' `file`.
 */
export function readYaml(source: { readonly path: string; readonly text: string }): Result<YamlTree> {
  const { path, text } = source
  if (text.length > sizeMax) {
    return fail({
      code: 'type/too-large',
      file: path,
      line: 1,
      what: `The file has ${text.length} characters; the most a file of this kind may have is ${sizeMax}.`,
      fix: 'Split it into several files.',
    })
  }
  const tooDeep = yamlDepthProblem(source)
  if (tooDeep !== null) return fail(tooDeep)
  const lines = new LineCounter()
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    strict: true,
    // Comparing every key with every other is quadratic in the package; duplicate keys are looked for below.
    uniqueKeys: false,
    merge: false,
    prettyErrors: false,
    // Anything quieter makes the package keep silent about a second document.
    logLevel: 'warn',
    lineCounter: lines,
  })
  return convert(document, { path, lineAt: (offset) => Math.max(1, lines.linePos(offset).line) })
}

interface Place {
  readonly path: string
  /** The line, counted from 1, of an offset in characters. */
  readonly lineAt: (offset: number) => number
}

function convert(document: Document.Parsed, place: Place): Result<YamlTree> {
  const [first, ...more] = syntaxProblems(document, place)
  if (first !== undefined) return fail(first, ...more)
  if (document.contents === null) {
    return fail({
      code: 'type/yaml',
      file: place.path,
      line: 1,
      what: 'The file is empty.',
      fix: 'Write into it what a file of this kind has to say.',
    })
  }
  const problems: Problem[] = []
  if (document.directives.yaml.explicit === true) problems.push(directiveProblem(place))
  const tree = toTree(document.contents, place, problems)
  return okUnless(problems, () => tree)
}

function syntaxProblems(document: Document.Parsed, place: Place): readonly Problem[] {
  return document.errors.slice(0, syntaxProblemsMax).map((error) => {
    const at = { file: place.path, line: place.lineAt(error.pos[0]) }
    if (error.code === 'MULTIPLE_DOCS') {
      return {
        code: 'type/yaml',
        ...at,
        what: 'The file holds more than one document.',
        fix: 'Remove the line --- and what follows, or put it into a file of its own.',
      }
    }
    return {
      code: 'type/yaml',
      ...at,
      what: `The file is not valid YAML: ${sentence(error.message)}`,
      fix: 'Check the indentation and the quotes on this line; inside [ ] and { } an expression needs quotes, as in "${{ request.name }}".',
    }
  })
}

function sentence(message: string): string {
  const line = message.replaceAll('\n', ' ')
  return line.endsWith('.') ? line : `${line}.`
}

function directiveProblem(place: Place): Problem {
  return {
    code: 'type/yaml',
    file: place.path,
    line: 1,
    what: 'The file begins with a %YAML line.',
    fix: 'Remove that line; the file is read as YAML 1.2.',
  }
}

function toTree(node: ParsedNode, place: Place, problems: Problem[]): YamlTree {
  const line = place.lineAt(node.range[0])
  problems.push(...indirectionProblems(node, place.path, line))
  if (isMap(node)) return { kind: 'map', line, entries: entriesOf(node, place, problems) }
  if (isSeq(node)) return { kind: 'list', line, items: itemsOf(node, place, problems) }
  return isScalar(node) ? scalar(node, line) : emptyAt(line)
}

function scalar(
  node: { readonly value: unknown; readonly source?: string; readonly type?: unknown },
  line: number,
): YamlScalar {
  const { value } = node
  const known =
    value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  // The core schema knows no other scalars.
  if (!known) throw new Error('a scalar is of no kind of the core schema')
  return {
    kind: 'scalar',
    line,
    value,
    source: node.source ?? '',
    plain: node.type === 'PLAIN',
  }
}

function itemsOf(list: YAMLSeq<unknown>, place: Place, problems: Problem[]): readonly YamlTree[] {
  // A parsed document's items are parsed nodes; the library's types forget it for nested collections.
  return list.items.map((item) => toTree(item as ParsedNode, place, problems))
}

function entriesOf(map: YAMLMap<unknown, unknown>, place: Place, problems: Problem[]): readonly YamlEntry[] {
  const entries: YamlEntry[] = []
  const seen = new Map<string, number>()
  for (const pair of map.items) {
    const key = pair.key as ParsedNode | null
    const line = key === null ? 1 : place.lineAt(key.range[0])
    const problem = keyProblem(key, { file: place.path, line })
    if (problem !== null) problems.push(problem)
    const value = pair.value as ParsedNode | null
    const tree = value === null ? emptyAt(line) : toTree(value, place, problems)
    if (!isScalar(key) || typeof key.value !== 'string') continue
    const before = seen.get(key.value)
    if (before !== undefined) problems.push(duplicateProblem(key.value, before, { file: place.path, line }))
    seen.set(key.value, line)
    entries.push({ key: key.value, line, value: tree })
  }
  return entries
}

function emptyAt(line: number): YamlTree {
  return { kind: 'scalar', line, value: null, source: '', plain: true }
}
