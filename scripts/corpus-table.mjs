// Prints as a Markdown table what changes do to a folder of manifests. Usage: node scripts/corpus-table.mjs [DIR]
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { editManifest } from '../build/core/manifest/edit-manifest.js'
import { manifestFormat } from '../build/core/manifest/manifest-format.js'
import { measure, operations } from './corpus-operations.mjs'

const folder = process.argv[2] ?? 'test/core/manifest/fixtures'
// Fixtures whose layout a formatter would mend are kept as .txt.
const nameOf = (file) => file.replace(/\.txt$/, '')
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => ['.yaml', '.yml', '.json', '.jsonc'].includes(extname(nameOf(file))))
  .sort()
const total = new Map(
  operations.map((operation) => [operation, { done: 0, refused: 0, wrong: 0, collateral: 0 }]),
)

console.log(
  `| file | ${operations.join(' | ')} | collateral bytes |\n|${'---|'.repeat(operations.length + 2)}`,
)
for (const entry of files) {
  const text = readFileSync(join(folder, entry), 'utf8')
  const file = nameOf(entry)
  const format = manifestFormat(file)
  const read = (source) => {
    const documents = format.read(source.replace(/^\ufeff/, ''), file)
    return documents.ok ? documents.value : null
  }
  const edit = (source, change) => {
    const result = editManifest(source, change.file, format, [change])
    return result.ok ? { text: result.value.text } : { code: result.problems[0].code }
  }
  const counts = measure(text, file, edit, read)
  for (const [operation, count] of counts) {
    for (const key of ['done', 'refused', 'wrong', 'collateral']) total.get(operation)[key] += count[key]
    if (process.env.SHOW_REFUSALS && count.codes.size > 0)
      console.error(file, operation, [...count.codes].join(' '))
  }
  console.log(row(file, counts))
}
console.log(row('**all**', total))
if ([...total.values()].some((count) => count.wrong > 0 || count.collateral > 0)) process.exitCode = 1

/** `done`, with the refused behind a plus sign. */
function row(name, counts) {
  const cells = operations.map((operation) => {
    const { done, refused, wrong } = counts.get(operation)
    return `${done}${refused > 0 ? ` (+${refused} refused)` : ''}${wrong > 0 ? ` **${wrong} wrong**` : ''}`
  })
  const bytes = [...counts.values()].reduce((sum, count) => sum + count.collateral, 0)
  return `| ${name} | ${cells.join(' | ')} | ${bytes} |`
}
