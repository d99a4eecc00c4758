import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const codePattern = /form\/[a-z]+(?:-[a-z]+)*(?=[`'])/g

test('every problem code of forms and submissions has exactly one entry in the documentation, and every entry a code', () => {
  const folder = new URL('../../../src/core/', import.meta.url)
  const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
    .join('\n')
  const page = readFileSync(new URL('../../../docs/problems/form.md', import.meta.url), 'utf8')
  const entries = [...page.matchAll(/^## `(form\/[a-z-]+)`$/gm)].map((match) => match[1]).sort()
  const emitted = [...new Set([...source.matchAll(codePattern)].map(([code]) => code))].sort()
  expect(emitted.length).toBeGreaterThan(30)
  expect(entries).toEqual(emitted)
})
