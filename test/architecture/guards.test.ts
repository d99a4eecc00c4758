import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const { guards } = (await import(join(root, 'scripts/guards.mjs'))) as {
  readonly guards: readonly { readonly file: string; readonly name: string; readonly find: string }[]
}

test('every guard of the list stands exactly once where the list says, and in the table of the documentation', () => {
  const table = readFileSync(join(root, 'docs/mutations.md'), 'utf8')
  const lost = guards.filter(({ file, name, find }) => {
    const times = readFileSync(join(root, file), 'utf8').split(find).length - 1
    return times !== 1 || !table.includes(`| ${name} | \`${file.replace('src/core/', '')}\` | a test fails |`)
  })
  expect(lost.map(({ name }) => name)).toEqual([])
  expect(guards.length).toBeGreaterThanOrEqual(40)
})
