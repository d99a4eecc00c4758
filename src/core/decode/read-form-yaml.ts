import { isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, parseDocument } from 'yaml'
import type { Problem } from '../../model/problem.js'
import { splitLines } from '../text/page-lines.js'
import type { Tree, TreeEntry } from './tree.js'

/** Longest form file, in characters. Real forms stay below 10,000; the `yaml` package needs seconds for hostile text of this size. */
export const formFileLengthMax = 65_536
/** Most tokens of a form file: a form of 100 fields has about 4,000, and error handling in `yaml` is quadratic in broken ones. */
const tokensMax = 10_000
/** Deepest nesting. A form needs 5 levels; thousands abort the process (measured with `yaml` 2.9.1 on Node 20). */
const depthMax = 32
/** Widest indentation, in columns: every level of block style costs one at least, so that this bounds its depth. */
const indentMax = 128

/**
 * Reads the YAML of an issue form with line numbers: every scalar as the text that stands there, so that `1.10` stays `1.10`; with a key
 * that stands twice the rest can be read all the same. YAML 1.2, failsafe schema; aliases, anchors and tags are refused: a form needs none, and
 * they let a small file stand for a large one. Linear for every file that is accepted.
 */
export function surveyFormYaml(
  file: string,
  source: string,
): { readonly node: Tree | null; readonly problems: readonly Problem[] } {
  const unread = (problem: Problem) => ({ node: null, problems: [problem] })
  if (source.length > formFileLengthMax) {
    return unread({
      code: 'form/file-too-large',
      file,
      what: `The form is ${source.length} characters long; at most ${formFileLengthMax} are read.`,
      fix: 'Shorten the form, for example its markdown elements.',
    })
  }
  const text = splitLines(source).join('\n')
  const refused = refusedSyntax(file, text)
  if (refused !== null) return unread(refused)
  const lines = new LineCounter()
  // Comparing every key with every other is quadratic in the package, so duplicate keys are looked for below.
  const document = parseDocument(text, { schema: 'failsafe', uniqueKeys: false, lineCounter: lines })
  const [first] = document.errors
  if (first !== undefined) {
    const { line } = lines.linePos(first.pos[0])
    return unread(
      first.code === 'MULTIPLE_DOCS' ? twoDocuments(file, line) : notYaml(file, line, first.message),
    )
  }
  const problems: Problem[] = []
  const node = nodeOf(document.contents, 1, { file, lines, problems })
  return { node, problems }
}

function twoDocuments(file: string, line: number): Problem {
  return {
    code: 'form/file-not-yaml',
    file,
    line,
    what: 'A line “---” divides the file into two YAML documents; a form is one, so GitHub does not read what stands below.',
    fix: 'Remove the line “---”; if it is meant as a rule in a text, put that text in quotes or indent it below “|”.',
  }
}

/** What must not even reach the parser, found in the flat list of tokens. */
function refusedSyntax(file: string, text: string): Problem | null {
  let line = 1
  let tokens = 0
  let brackets = 0
  let marks = 0
  let content = false
  for (const token of new Lexer().lex(text)) {
    tokens += 1
    const first = content ? 'scalar' : (token[0] ?? '')
    content = token === '\u001f'
    if (first === '[' || first === '{') brackets += 1
    if (first === ']' || first === '}') brackets -= 1
    if (token.includes('\n')) marks = 0
    // In block style a level costs a blank of indentation or one of these marks.
    else if (first === ' ') marks += token.length
    else if (token === '-' || token === '?' || token === ':') marks += 1
    if (tokens > tokensMax || brackets > depthMax || marks > indentMax) {
      return {
        code: 'form/file-too-complex',
        file,
        line,
        what: 'The form is nested too deeply or has too many parts to be an issue form.',
        fix: 'Keep to the structure of GitHub issue forms: a flat list of elements below body.',
      }
    }
    if (first === '&' || first === '*' || first === '!') {
      return {
        code: 'form/file-alias',
        file,
        line,
        what: `The form uses ${token.slice(0, 40)}, an anchor, alias or tag of YAML.`,
        fix: 'Write the value out; if it is text that begins with this character, put quotes around it.',
      }
    }
    if (first === 'scalar' || token.includes('\n')) line += token.split('\n').length - 1
  }
  return null
}

function notYaml(file: string, line: number, message: string): Problem {
  const reason = message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? ''
  return {
    code: 'form/file-not-yaml',
    file,
    line,
    what: `The form is not valid YAML: ${reason.replace(/[.:]$/, '')}.`,
    fix: 'Correct the line; text with a colon, a hash or a quote in it needs quotes around it.',
  }
}

interface Reading {
  readonly file: string
  readonly lines: LineCounter
  readonly problems: Problem[]
}

/** The recursion is bounded: deeper files are refused above. */
function nodeOf(node: unknown, near: number, reading: Reading): Tree {
  if (isScalar(node)) {
    const line = node.range ? reading.lines.linePos(node.range[0]).line : near
    return scalarAt(line, typeof node.value === 'string' ? node.value : '', node.type === 'PLAIN')
  }
  if (isSeq(node)) {
    const line = node.range ? reading.lines.linePos(node.range[0]).line : near
    return { kind: 'list', line, items: node.items.map((item) => nodeOf(item, line, reading)) }
  }
  if (isMap(node)) {
    const line = node.range ? reading.lines.linePos(node.range[0]).line : near
    const entries = node.items.map((pair): TreeEntry => {
      const key = nodeOf(pair.key, line, reading)
      const value = nodeOf(pair.value, key.line, reading)
      return { key: key.kind === 'scalar' ? key.source : '', line: key.line, value }
    })
    reading.problems.push(...duplicateKeys(reading.file, entries))
    return { kind: 'map', line, entries }
  }
  if (isAlias(node)) throw new Error('an alias has passed the check for aliases')
  return scalarAt(near, '', true)
}

function scalarAt(line: number, text: string, plain: boolean): Tree {
  return { kind: 'scalar', line, value: text, source: text, plain }
}

function duplicateKeys(file: string, entries: readonly TreeEntry[]): readonly Problem[] {
  const seen = new Map<string, number>()
  const problems: Problem[] = []
  for (const { key, line } of entries) {
    const before = seen.get(key)
    if (before === undefined) seen.set(key, line)
    else {
      problems.push({
        code: 'form/file-duplicate-key',
        file,
        line,
        what: `The key “${key}” stands twice, on line ${before} and on line ${line}.`,
        fix: 'Remove one of the two.',
      })
    }
  }
  return problems
}
