import type { Problem } from '../../model/problem.js'

/** In levels. A manifest is about ten deep. */
const depthMax = 64

/**
 * Whether a YAML text nests so deeply that reading it could exhaust the stack, decided before it is read: with `yaml` 2.9,
 * 30,000 brackets or question marks do not throw but end the process (V8 gives up in the middle of a regular expression).
 * Counts generously: brackets even in quotes, and the indicators a line begins with. Nesting by indentation needs more
 * characters on every line, so the limit on the file's size bounds it. Linear in the length of the text.
 */
export function yamlDepthProblem(source: { readonly path: string; readonly text: string }): Problem | null {
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
