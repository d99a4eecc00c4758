import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type ParsedNode,
  parseDocument,
  type YAMLMap,
} from 'yaml'
import { okUnless, type Problem, type Result } from '../../model/problem.js'
import type { ProblemCode } from '../../model/problem-codes.js'
import type { Tree, TreeEntry } from './tree.js'

/** In characters: about 1,500 lines, forty times the longest request type we know of; real forms stay below 10,000. */
const sizeMax = 65_536

/** A person mends a few mistakes at a time; after a wrong indentation the rest are consequences. */
const problemsMax = 5

/** How one kind of file is read, and how what is wrong with its YAML is told. */
export interface YamlRules {
  /** `failsafe` takes every scalar as the text that stands there, so that `1.10` stays `1.10`. */
  readonly schema: 'core' | 'failsafe'
  /** In levels: a manifest is about ten deep, and thousands abort the process (measured with `yaml` 2.9.1 on Node 20). */
  readonly depthMax: number
  /** Error handling in the package is quadratic in files of very many parts. */
  readonly tokensMax: number
  readonly codes: Readonly<
    Record<
      'tooLarge' | 'tooDeep' | 'syntax' | 'indirection' | 'mergeKey' | 'duplicateKey' | 'key',
      ProblemCode
    >
  >
  readonly syntaxFix: string
}

const usualRules: YamlRules = {
  schema: 'core',
  depthMax: 64,
  tokensMax: Infinity,
  codes: {
    tooLarge: 'type/too-large',
    tooDeep: 'type/too-deep',
    syntax: 'type/yaml',
    indirection: 'type/indirection',
    mergeKey: 'type/merge-key',
    duplicateKey: 'type/duplicate-key',
    key: 'type/key',
  },
  syntaxFix:
    'Check the indentation and the quotes on this line; inside [ ] and { } an expression needs quotes, as in "${{ request.name }}".',
}

interface YamlSource {
  /** For the problems' `file`. */
  readonly path: string
  readonly text: string
}

/** Reads a YAML file that has to say something; see {@link surveyYaml}. */
export function readYaml(source: YamlSource): Result<Tree> {
  const { tree, problems } = surveyYaml(source, usualRules)
  return okUnless(problems, () => {
    if (tree === null) throw new Error('a file without data and without a problem')
    return tree
  })
}

/**
 * Reads a YAML 1.2 file without what makes one text mean two things: aliases, anchors, tags, merge keys, keys that stand twice or are no
 * text, several documents, directives. With keys that stand twice the rest is read all the same.
 * Source: YAML 1.2.2, chapters 3.2, 10.1 and 10.3.
 */
export function surveyYaml(
  { path, text }: YamlSource,
  rules: YamlRules,
): { readonly tree: Tree | null; readonly problems: readonly Problem[] } {
  const problems: Problem[] = []
  const reading: Reading = {
    rules,
    report: (kind, line, what, fix) => {
      problems.push({ code: rules.codes[kind], file: path, line, what, fix })
    },
    lineAt: () => 1,
  }
  if (text.length > sizeMax) {
    const what = `The file has ${text.length} characters; the most a file of this kind may have is ${sizeMax}.`
    reading.report('tooLarge', 1, what, 'Shorten it, or split it into several files.')
  } else checkTokens(text, reading)
  if (problems.length > 0) return { tree: null, problems }
  const lines = new LineCounter()
  const document = parseDocument(text, {
    version: '1.2',
    schema: rules.schema,
    strict: true,
    // Comparing every key with every other is quadratic in the package; duplicate keys are looked for below.
    uniqueKeys: false,
    merge: false,
    prettyErrors: false,
    // Anything quieter makes the package keep silent about a second document.
    logLevel: 'warn',
    lineCounter: lines,
  })
  const located = { ...reading, lineAt: (offset: number) => Math.max(1, lines.linePos(offset).line) }
  const tree = treeOf(document, located)
  return { tree, problems }
}

interface Reading {
  readonly rules: YamlRules
  readonly report: (kind: keyof YamlRules['codes'], line: number, what: string, fix: string) => void
  /** The line, counted from 1, of an offset in characters. */
  readonly lineAt: (offset: number) => number
}

const indirections: Readonly<Record<string, string>> = {
  '&': 'an anchor (&)',
  '*': 'an alias (*)',
  '!': 'a tag (!)',
}

/**
 * What must not even reach the parser, found in the flat list of tokens. In flow style a level costs a bracket; in block style it costs a
 * blank of indentation or one of the marks a line begins with. Linear.
 */
function checkTokens(text: string, { rules, report }: Reading): void {
  const { depthMax, tokensMax } = rules
  let [line, tokens, brackets, marks, found] = [1, 0, 0, 0, 0]
  let isContent = false
  let isBegun = false
  for (const token of new Lexer().lex(text)) {
    tokens += 1
    const first = isContent ? 'scalar' : (token[0] ?? '')
    isContent = token === '\u001f'
    if (first === '[' || first === '{') brackets += 1
    if (first === ']' || first === '}') brackets -= 1
    if (token.includes('\n')) [marks, isBegun] = [0, false]
    else if (token === '-' || token === '?' || token === ':') marks += isBegun ? 0 : 1
    else if (first === ' ') marks += isBegun ? 0 : token.length / 4
    // Control characters tell the kind of what follows.
    else if (first > '\u001f') isBegun = true
    if (tokens > tokensMax || brackets > depthMax || marks > depthMax) {
      const what = `The file nests more than ${depthMax} levels deep here, leaves that many brackets open, or has too many parts.`
      report('tooDeep', line, what, 'Close the brackets, or say the same with fewer levels.')
      return
    }
    const indirection = indirections[first]
    if (indirection !== undefined && found < problemsMax) {
      found += 1
      const what = `There is ${indirection} here, which makes the file mean something else than what it shows.`
      const fix =
        'Write the value out where it is used; if it is text that begins with this character, put quotes around it.'
      report('indirection', line, what, fix)
    }
    if (first === 'scalar' || token.includes('\n')) line += token.split('\n').length - 1
  }
}

function treeOf(document: Document.Parsed, reading: Reading): Tree | null {
  const { rules, report, lineAt } = reading
  // More errors on one line are consequences of the first.
  const errors = new Map(document.errors.toReversed().map((error) => [lineAt(error.pos[0]), error]))
  for (const [line, { code, message }] of [...errors].toReversed().slice(0, problemsMax)) {
    if (code === 'MULTIPLE_DOCS') {
      const fix =
        'Remove the line --- and what follows; if it is meant as a rule in a text, put that text in quotes or indent it below |.'
      report(
        'syntax',
        line,
        'A line “---” divides the file into two documents; a file of this kind is one.',
        fix,
      )
    } else
      report(
        'syntax',
        line,
        `The file is not valid YAML: ${message.replaceAll('\n', ' ').replace(/[.:]$/, '')}.`,
        rules.syntaxFix,
      )
  }
  if (document.errors.length > 0) return null
  if (rules.schema === 'core' && document.contents === null) {
    report('syntax', 1, 'The file is empty.', 'Write into it what a file of this kind has to say.')
    return null
  }
  if (rules.schema === 'core' && document.directives.yaml.explicit === true) {
    const what = 'The file begins with a %YAML line.'
    report('syntax', 1, what, 'Remove that line; the file is read as YAML 1.2.')
  }
  return nodeOf(document.contents, 1, reading)
}

/** @param near the line of what has no place of its own, as a value that is not there. */
function nodeOf(node: ParsedNode | null, near: number, reading: Reading): Tree {
  const line = node === null ? near : reading.lineAt(node.range[0])
  if (isMap(node)) return { kind: 'map', line, entries: entriesOf(node, line, reading) }
  // A parsed document's items are parsed nodes; the library's types forget it for nested collections.
  if (isSeq(node))
    return { kind: 'list', line, items: node.items.map((item) => nodeOf(item as ParsedNode, line, reading)) }
  const isText = reading.rules.schema === 'failsafe'
  if (!isScalar(node)) return { kind: 'scalar', line, value: isText ? '' : null, source: '', plain: true }
  const { value } = node
  const known =
    value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  // Neither schema knows other scalars.
  if (!known) throw new Error('a scalar is of no kind of the schema')
  const source = isText && typeof value === 'string' ? value : (node.source ?? '')
  return { kind: 'scalar', line, value, source, plain: node.type === 'PLAIN' }
}

function entriesOf(map: YAMLMap<unknown, unknown>, near: number, reading: Reading): readonly TreeEntry[] {
  const entries: TreeEntry[] = []
  const seen = new Map<string, number>()
  for (const pair of map.items) {
    const key = pair.key as ParsedNode | null
    const line = key === null ? near : reading.lineAt(key.range[0])
    const value = nodeOf(pair.value as ParsedNode | null, line, reading)
    const name = keyOf(key, line, reading)
    if (name === null) continue
    const before = seen.get(name)
    if (before !== undefined) {
      const what = `The key “${name}” stands twice here, first on line ${before}.`
      reading.report(
        'duplicateKey',
        line,
        what,
        'Remove one of the two, because only one of them could count.',
      )
    }
    seen.set(name, line)
    entries.push({ key: name, line, value })
  }
  return entries
}

/** The name of a key; one that is none, or no harmless one, is reported. */
function keyOf(key: ParsedNode | null, line: number, { report }: Reading): string | null {
  if (!isScalar(key) || typeof key.value !== 'string') {
    report('key', line, 'A key here is not a text.', 'Put the key in quotes.')
    return null
  }
  if (key.value === '<<')
    report('mergeKey', line, 'There is a merge key (<<) here.', 'Write the merged entries out.')
  if (key.value === '__proto__')
    report('key', line, 'No key may be called “__proto__”.', 'Choose another name.')
  return key.value
}
