import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { parseAst } from 'vitest/node'

interface Guard {
  readonly name: string
  readonly file: string
  readonly of: string
  readonly place: string
  readonly becomes: string
}

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const { readGuards, withoutGuard } = (await import(join(root, 'scripts/guards.mjs'))) as {
  readonly readGuards: (root: string) => readonly Guard[]
  readonly withoutGuard: (text: string, guard: Guard) => string
}

test('every guard of the table stands where the table says, and each can be taken away in a way of its own', () => {
  const guards = readGuards(root)
  const texts = new Map<string, string>()
  const wrong = guards.flatMap((guard) => {
    const { name, file } = guard
    const text = readFileSync(join(root, file), 'utf8')
    try {
      const after = withoutGuard(text, guard)
      parseAst(after, { lang: 'ts' })
      const other = after === text ? 'what stands there' : texts.get(`${file} ${after}`)
      texts.set(`${file} ${after}`, `“${name}”`)
      return other === undefined ? [] : [`“${name}” in ${file} becomes the same as ${other}`]
    } catch (error) {
      return [String(error)]
    }
  })
  expect(wrong).toEqual([])
  expect(guards.length).toBeGreaterThanOrEqual(490)
})

const source = `
export const limit = 3

function may(person: Person, { list, of }: Rule): Answer {
  const known = list.filter((each) => each.id === person.id && of !== null && each.old)
  if (known.length > limit) log(person, known)
  return known.length === 0 ? { may: 'no', why: [...list, ...known] } : yes
}
`

test.each([
  ['limit', 'const 1', '4', 'limit = 4'],
  ['may', 'if 1', 'false', 'if (false) log'],
  ['may', 'operand 1', '', '=> of !== null && each.old)'],
  ['may', 'arrow 1 operand 3', '', 'person.id && of !== null)'],
  ['may', 'comparison 1', '$1 !== $2', 'each.id !== person.id'],
  ['may', 'const 1', '$of', 'known = list\n'],
  ['may', 'method 1', 'find', 'list.find('],
  ['may', 'argument 3', '', 'log(person)\n'],
  ['may', 'call 2', '$0, $2, $1', 'log(person, known), known, person\n'],
  ['may', 'statement 1', '', 'if (known.length > limit) \n'],
  ['may', 'return 1', 'yes', '  return yes\n'],
  ['may', 'ternary 1', 'true', 'return true ? {'],
  ['may', 'entry 2', '', "{ may: 'no' }"],
  ['may', 'value 1', "'yes'", "{ may: 'yes', why"],
  ['may', 'element 1', '', '[...known]'],
  ['may', 'literal 2', '1', 'known.length === 1 ?'],
])('%s: %s becomes %s', (of, place, becomes, expected) => {
  expect(withoutGuard(source, { name: 'a', file: 'b', of, place, becomes })).toContain(expected)
})

test.each([
  ['mayNot', 'if 1', 'false', 'no function or constant has that name'],
  ['may', 'if 2', 'false', 'there is no if 2, only\n  if 1: known.length > limit'],
  ['may', 'arrow 1 ternary 1', 'false', 'there is no ternary 1, only nothing of the kind'],
  ['may', 'if 1', '$of', 'there is no $of in known.length > limit'],
])('what is gone is told, as of %s: %s', (of, place, becomes, expected) => {
  const guard = { name: 'strangers may not', file: 'rule.ts', of, place, becomes }
  expect(() => withoutGuard(source, guard)).toThrow(
    `“strangers may not”, ${place} of ${of} in rule.ts: ${expected}`,
  )
})
