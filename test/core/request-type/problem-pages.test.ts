import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const root = new URL('../../../', import.meta.url)
const folder = new URL('src/core/', root)
const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(new URL(file, folder), 'utf8'))
  .join('\n')

test.each(['request', 'type'])(
  'every problem %s/… has an entry in its page, and no entry is left over',
  (stage) => {
    const emitted = [...source.matchAll(/'((?:request|type)\/[a-z-]+)'/g)].map((match) => match[1] ?? '')
    const page = readFileSync(new URL(`docs/problems/${stage}.md`, root), 'utf8')
    const documented = [...page.matchAll(/^## `([a-z]+\/[a-z-]+)`$/gm)].map((match) => match[1])
    expect(documented).toEqual([...new Set(emitted)].filter((code) => code.startsWith(`${stage}/`)).sort())
  },
)
