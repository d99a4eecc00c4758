import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { editManifest } from '../../../src/core/manifest/edit-manifest.js'
import { manifestFormat } from '../../../src/core/manifest/manifest-format.js'
import type { ItemChange, ValueChange } from '../../../src/model/change.js'
import type { Json } from '../../../src/model/json.js'

const folder = new URL('./fixtures/', import.meta.url)

interface Count {
  readonly done: number
  readonly refused: number
  readonly wrong: number
  readonly collateral: number
}
type Edited = { readonly text: string } | { readonly code: string }
type Measure = (
  text: string,
  file: string,
  edit: (text: string, change: ValueChange | ItemChange) => Edited,
  read: (text: string) => readonly Json[] | null,
) => ReadonlyMap<string, Count>

// The script that prints the table of docs/manifests.md is plain JavaScript.
const { measure }: { readonly measure: Measure } = await import(
  new URL('../../../scripts/corpus-operations.mjs', import.meta.url).href
)

test.each(readdirSync(folder))('in %s no operation changes a byte outside its place', (entry) => {
  const text = readFileSync(new URL(entry, folder), 'utf8')
  // Fixtures whose layout a formatter would mend are kept as .txt.
  const file = entry.replace(/\.txt$/, '')
  const format = manifestFormat(file) ?? expect.fail('no format')
  const edit = (source: string, change: ValueChange | ItemChange): Edited => {
    const result = editManifest(source, file, format, [change])
    return result.ok ? { text: result.value.text } : { code: result.problems[0].code }
  }
  const read = (source: string) => {
    const documents = format.read(source, file)
    return documents.ok ? documents.value : null
  }
  const counts = [...measure(text, file, edit, read).values()]
  const sum = (key: keyof Count) => counts.reduce((total, count) => total + count[key], 0)
  expect([sum('wrong'), sum('collateral')]).toEqual([0, 0])
  expect(sum('done')).toBeGreaterThan(10 * sum('refused'))
})
