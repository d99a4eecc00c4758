// The guards of the table in docs/mutations.md: where each stands in the source, and the source without it. A guard is named by its file, the
// function or constant at the top of the file that holds it, and a place there: a kind and a number, as in `if 2`. What it becomes is a short
// expression, in which `$0` is what stood there, `$1` and `$2` are its two sides or arguments, and `$of` is what a method is called on; `nothing` leaves it out.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAst } from 'vitest/node'

const row =
  /^\| (?<name>[^|]+) \| `(?<file>\S+\.ts)` \| `(?<of>\w+)` \| (?<place>[a-z]+ \d+(?: [a-z]+ \d+)*) \| (?:nothing|`(?<becomes>.+)`) \|$/

/** @returns {{ name: string, file: string, of: string, place: string, becomes: string }[]} */
export function readGuards(root) {
  const lines = readFileSync(join(root, 'docs/mutations.md'), 'utf8').split('\n')
  const rows = lines
    .slice(lines.findIndex((line) => line.startsWith('| ---')) + 1)
    .filter((line) => line !== '')
  return rows.map((line) => {
    const read = row.exec(line)
    if (read === null) throw new Error(`docs/mutations.md: no guard can be read in ${line}`)
    const { name, file, of, place, becomes = '' } = read.groups
    const folder = file.includes('/') ? 'src/core/' : 'src/'
    return { name, file: `${folder}${file}`, of, place, becomes: becomes.replaceAll('\\|', '|') }
  })
}

/** What stands at the place of a guard and what takes its place, or an error that says what is there instead. */
export function findGuard(text, { name, file, of, place, becomes }) {
  const told = `“${name}”, ${place} of ${of} in ${file}`
  const holder = declarationsOf(text).find(({ declarations, id = declarations?.[0].id }) => id?.name === of)
  if (holder === undefined) throw new Error(`${told}: no function or constant has that name`)
  const said = ({ start, end }) => text.slice(start, end)
  let found = { node: holder }
  for (const [step, kind, number] of place.matchAll(/([a-z]+) (\d+)/g)) {
    const places = placesIn(found.node).filter((each) => each.kind === kind)
    found = places[number - 1]
    if (found === undefined) {
      const there = places.map(({ node }, index) => `\n  ${kind} ${index + 1}: ${said(node)}`)
      throw new Error(`${told}: there is no ${step}, only${there.join('') || ' nothing of the kind'}`)
    }
  }
  const parts = partsOf(found.node)
  const after = becomes.replace(/\$(\d|of)/g, (name, which) => {
    if (parts[which] === undefined) throw new Error(`${told}: there is no ${name} in ${said(found.node)}`)
    return said(parts[which])
  })
  const { start, end } = becomes === '' ? found.whole : found.node
  return { start, end, found: said({ start, end }), becomes: after }
}

/** The text of a file without a guard. */
export function withoutGuard(text, guard) {
  const { start, end, becomes } = findGuard(text, guard)
  return text.slice(0, start) + becomes + text.slice(end)
}

function declarationsOf(text) {
  return parseAst(text, { lang: 'ts', preserveParens: true }).body.map((node) => node.declaration ?? node)
}

/** In the order in which they begin, the outer before the inner; `whole` is what goes where one is left out: itself, and what joins it to a neighbour. */
export function placesIn(holder) {
  const all = [...within(holder)].flatMap(placesAt)
  return all.sort((a, b) => a.node.start - b.node.start || b.node.end - a.node.end)
}

function* within(node) {
  if (typeof node?.type === 'string') {
    // Types guard nothing.
    if (/^TS(?!As|Satisfies|NonNull)/.test(node.type)) return
    yield node
  }
  for (const child of Object.values(node))
    if (typeof child === 'object' && child !== null) yield* within(child)
}

function placesAt(node) {
  const one = (kind, at) => (at ? [{ kind, node: at, whole: at }] : [])
  const each = (kind, list) => list.map((at, index) => ({ kind, node: at, whole: wholeOf(at, list, index) }))
  switch (node.type) {
    case 'IfStatement':
      return one('if', node.test)
    case 'ConditionalExpression':
      return one('ternary', node.test)
    case 'LogicalExpression':
      // The left side of `a && b && c` is no operand, but holds two.
      return each('operand', [node.left, node.right]).filter(({ node: at }) => at.operator !== node.operator)
    case 'BinaryExpression':
      return one('comparison', node)
    case 'ReturnStatement':
      return one('return', node.argument)
    case 'ArrowFunctionExpression':
      return node.expression ? one('arrow', node.body) : []
    case 'NewExpression':
    case 'CallExpression':
      return [
        ...one('call', node),
        ...one('method', node.callee.property),
        ...each('argument', node.arguments),
      ]
    case 'ArrayExpression':
      return each('element', node.elements)
    case 'ObjectExpression':
      return [
        ...each('entry', node.properties),
        ...node.properties.flatMap((entry) => one('value', entry.value)),
      ]
    case 'VariableDeclarator':
      return one('const', node.init)
    case 'ExpressionStatement':
      return one('statement', node)
    case 'Literal':
    case 'TemplateLiteral':
      return one('literal', node)
    default:
      return []
  }
}

function wholeOf({ start, end }, list, index) {
  if (index > 0) return { start: list[index - 1].end, end }
  return { start, end: list[1]?.start ?? end }
}

function partsOf(node) {
  let bare = node
  while (bare.type === 'ParenthesizedExpression') bare = bare.expression
  const { left, right, arguments: given = left ? [left, right] : [], callee } = bare
  return { 0: node, 1: given[0], 2: given[1], of: callee?.object }
}
