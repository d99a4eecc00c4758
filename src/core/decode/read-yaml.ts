import {
  type Document,
  isAlias,
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
import type { Tree, TreeEntry, TreeScalar } from './tree.js'

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
export function readYaml(source: { readonly path: string; readonly text: string }): Result<Tree> {
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

function convert(document: Document.Parsed, place: Place): Result<Tree> {
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

function toTree(node: ParsedNode, place: Place, problems: Problem[]): Tree {
  const line = place.lineAt(node.range[0])
  problems.push(...indirectionProblems(node, place.path, line))
  if (isMap(node)) return { kind: 'map', line, entries: entriesOf(node, place, problems) }
  if (isSeq(node)) return { kind: 'list', line, items: itemsOf(node, place, problems) }
  return isScalar(node) ? scalar(node, line) : emptyAt(line)
}

function scalar(
  node: { readonly value: unknown; readonly source?: string; readonly type?: unknown },
  line: number,
): TreeScalar {
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

function itemsOf(list: YAMLSeq<unknown>, place: Place, problems: Problem[]): readonly Tree[] {
  // A parsed document's items are parsed nodes; the library's types forget it for nested collections.
  return list.items.map((item) => toTree(item as ParsedNode, place, problems))
}

function entriesOf(map: YAMLMap<unknown, unknown>, place: Place, problems: Problem[]): readonly TreeEntry[] {
  const entries: TreeEntry[] = []
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

function emptyAt(line: number): Tree {
  return { kind: 'scalar', line, value: null, source: '', plain: true }
}

/** In levels. A manifest is about ten deep. */
const depthMax = 64

/**
 * Whether a YAML text nests so deeply that reading it could exhaust the stack, decided before it is read: with `yaml` 2.9,
 * 30,000 brackets or question marks do not throw but end the process (V8 gives up in the middle of a regular expression).
 * Counts generously: brackets even in quotes, and the indicators a line begins with. Nesting by indentation needs more
 * characters on every line, so the limit on the file's size bounds it. Linear in the length of the text.
 */
function yamlDepthProblem(source: { readonly path: string; readonly text: string }): Problem | null {
  let brackets = 0
  for (const [index, line] of source.text.split('\n').entries()) {
    if (deepest(line, brackets) > depthMax || indicators(line) > depthMax)
      return tooDeep(source.path, index + 1)
    brackets = afterwards(line, brackets)
  }
  return null
}

function deepest(line: string, before: number): number {
  let depth = before
  let most = before
  for (const character of line) {
    depth = step(depth, character)
    if (depth > most) most = depth
  }
  return most
}

function afterwards(line: string, before: number): number {
  let depth = before
  for (const character of line) depth = step(depth, character)
  return depth
}

function step(depth: number, character: string): number {
  if (character === '[' || character === '{') return depth + 1
  if (character === ']' || character === '}') return Math.max(0, depth - 1)
  return depth
}

/** How many of `- `, `? ` and `: ` a line begins with; tags and anchors may stand between them. */
function indicators(line: string): number {
  let count = 0
  for (const word of line.split(/[ \t]/)) {
    if (word === '') continue
    if (word === '-' || word === '?' || word === ':') count += 1
    else if (!word.startsWith('!') && !word.startsWith('&')) break
  }
  return count
}

function tooDeep(file: string, line: number): Problem {
  return {
    code: 'type/too-deep',
    file,
    line,
    what: `The file nests more than ${depthMax} levels deep here, or leaves that many brackets open.`,
    fix: 'Close the brackets, or say the same with fewer levels.',
  }
}

interface At {
  readonly file: string
  readonly line: number
}

/** A key that stands twice in one map. */
function duplicateProblem(key: string, before: number, at: At): Problem {
  return {
    code: 'type/duplicate-key',
    ...at,
    what: `The key “${key}” stands twice here, first on line ${before}.`,
    fix: 'Remove one of the two, because only one of them could count.',
  }
}

/** A key that is no text, or no harmless one; else null. */
function keyProblem(key: ParsedNode | null, at: At): Problem | null {
  if (!isScalar(key) || typeof key.value !== 'string') {
    return {
      code: 'type/key',
      ...at,
      what: 'A key here is not a text.',
      fix: 'Put the key in quotes.',
    }
  }
  if (key.anchor !== undefined || key.tag !== undefined) return indirectionProblem('a tag or an anchor', at)
  if (key.value === '<<') {
    return {
      code: 'type/merge-key',
      ...at,
      what: 'There is a merge key (<<) here.',
      fix: 'Write the merged entries out.',
    }
  }
  if (key.value !== '__proto__') return null
  return { code: 'type/key', ...at, what: 'No key may be called “__proto__”.', fix: 'Choose another name.' }
}

/** What makes a node mean something else than what it shows. */
function indirectionProblems(node: ParsedNode, file: string, line: number): readonly Problem[] {
  if (isAlias(node)) return [indirectionProblem('an alias (*)', { file, line })]
  const problems: Problem[] = []
  if (node.anchor !== undefined) problems.push(indirectionProblem('an anchor (&)', { file, line }))
  if (node.tag !== undefined) problems.push(indirectionProblem('a tag (!)', { file, line }))
  return problems
}

function indirectionProblem(found: string, at: At): Problem {
  return {
    code: 'type/indirection',
    ...at,
    what: `There is ${found} here, which makes the file mean something else than what it shows.`,
    fix: 'Write the value out where it is used.',
  }
}
