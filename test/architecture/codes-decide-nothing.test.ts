import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseAst } from 'vitest/node'
import { entries, root } from './catalogue.js'

const codes: ReadonlySet<string> = new Set(entries.map(({ code }) => code))

/** Where lists of codes may be looked through, and why. */
const allowed: Readonly<Record<string, string>> = {
  'core/approval/evaluate-approval.ts: helpfulFirst':
    'of several reasons against one approval somebody is told one; nothing else follows from which',
}

test('codes are for people and programs that read them: the toolkit itself asks none', () => {
  const asking = ['core', 'act', 'observe', 'github', 'actions', 'cli', 'look.ts', 'reconcile.ts']
    .flatMap(sources)
    .flatMap((path) =>
      asked(readFileSync(join(root, 'src', path), 'utf8')).map(({ line, of }) => ({
        name: `${path}: ${of}`,
        place: `src/${path}:${line}`,
      })),
    )
  expect(asking.filter(({ name }) => !(name in allowed)).map(({ place }) => place)).toEqual([])
  expect(asking.map(({ name }) => name)).toEqual(Object.keys(allowed))
})

test.each([
  ["if (problem.code === 'state/on-hold') stop()"],
  ["if ('state/on-hold' != reasons[0]) stop()"],
  ["const known = reasons.includes('state/on-hold')"],
  ["const stage = code.startsWith('state/on-hold')"],
  ["switch (code) {\n  case 'state/on-hold':\n    stop()\n}"],
  ["const stopping = ['state/on-hold', 'state/held-instead']"],
  ["const stopping = new Set(['state/on-hold', 'state/held-instead'])"],
  ["const state = { 'state/on-hold': 'held' }[code]"],
  ["const onHold = 'state/on-hold'\nif (code === onHold) stop()"],
  ['if (code === `state/on-hold`) stop()'],
])('a code that is asked is found: %s', (planted) => {
  expect(asked(planted)).not.toEqual([])
})

test.each([
  ["give({ code: 'state/on-hold', what, fix })"],
  ["const reasons = ['state/on-hold']"],
  ["const code = held ? 'state/on-hold' : 'state/held-instead'"],
  ["refuse(section, 'state/on-hold', what)"],
  ["if (file.path === 'state/elsewhere') stop()"],
])('a code that is given is not asked: %s', (planted) => {
  expect(asked(planted)).toEqual([])
})

interface Node {
  readonly type: string
  readonly start: number
  readonly [key: string]: unknown
}

/** Codes that something is compared with or looked up by, with the line and what the declaration at the top of the file is called. */
function asked(text: string): readonly { readonly line: number; readonly of: string }[] {
  const body: readonly Node[] = parseAst(text, { lang: 'ts' }).body as never
  return body.flatMap((statement) =>
    nodesIn(statement)
      .filter((node) => asks(node))
      .map(({ start }) => ({ line: text.slice(0, start).split('\n').length, of: nameOf(statement) })),
  )
}

function asks(node: Node): boolean {
  switch (node.type) {
    case 'BinaryExpression':
      return isCode(node.left) || isCode(node.right)
    case 'SwitchCase':
      return isCode(node.test)
    case 'CallExpression': {
      const asking = /^(?:includes|indexOf|has|startsWith|endsWith|match|test|find|some|every)$/
      const { callee, arguments: given } = node as unknown as { callee: Node; arguments: readonly Node[] }
      return asking.test(String((callee.property as Node | undefined)?.name)) && given.some(isCode)
    }
    // A code in a variable of its own, several in a list, or one as a key are there to be looked up.
    case 'VariableDeclarator':
      return isCode(node.init)
    case 'ArrayExpression':
      return (node.elements as readonly unknown[]).filter(isCode).length > 1
    case 'Property':
      return isCode(node.key)
    default:
      return false
  }
}

function isCode(node: unknown): boolean {
  const { type, value, quasis } = (node ?? {}) as Record<string, unknown>
  const text =
    type === 'TemplateLiteral' ? (quasis as readonly { value: { raw: string } }[])[0]?.value.raw : value
  return typeof text === 'string' && codes.has(text)
}

function nodesIn(node: Node): readonly Node[] {
  // Types ask nothing.
  if (/^TS(?!As|Satisfies|NonNull)/.test(node.type)) return []
  const children = Object.values(node).flatMap((value) => (Array.isArray(value) ? value : [value]))
  return [node, ...children.filter((each) => typeof each?.type === 'string').flatMap(nodesIn)]
}

function nameOf(statement: Node): string {
  const declared = (statement.declaration ?? statement) as {
    readonly id?: { readonly name: string }
    readonly declarations?: readonly { readonly id: { readonly name: string } }[]
  }
  return declared.id?.name ?? declared.declarations?.[0]?.id.name ?? ''
}

function sources(of: string): readonly string[] {
  if (of.endsWith('.ts')) return [of]
  return readdirSync(join(root, 'src', of), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(of, path))
}
