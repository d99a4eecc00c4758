import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

test('every problem of an expression has an entry in docs/problems/expression.md, and no entry is left over', () => {
  const folder = new URL('../../../src/core/', import.meta.url)
  const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
    .join('\n')
  const emitted = [...source.matchAll(/'(expression\/[a-z-]+)'/g)].map((match) => match[1])
  const page = readFileSync(new URL('../../../docs/problems/expression.md', import.meta.url), 'utf8')
  const documented = [...page.matchAll(/^## `(expression\/[a-z-]+)`$/gm)].map((match) => match[1])
  expect(documented).toEqual([...new Set(emitted)].sort())
})
