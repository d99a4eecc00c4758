import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

test('every problem of a change has an entry in docs/problems/change.md, and no entry is left over', () => {
  const folder = new URL('../../../src/core/', import.meta.url)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  )
  const source = files.map((file) => readFileSync(new URL(file, folder), 'utf8')).join('\n')
  const emitted = [...source.matchAll(/'(change\/[a-z-]+)'/g)].map((match) => match[1])
  const page = readFileSync(new URL('../../../docs/problems/change.md', import.meta.url), 'utf8')
  const documented = [...page.matchAll(/^## `(change\/[a-z-]+)`$/gm)].map((match) => match[1])
  expect(documented).toEqual([...new Set(emitted)].sort())
})
