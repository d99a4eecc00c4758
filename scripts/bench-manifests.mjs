// One manifest of 1 MB and ten changes: our edit beside what printing it again would cost. Usage: node scripts/bench-manifests.mjs
import { dump, load } from 'js-yaml'
import { parseDocument } from 'yaml'
import { editManifest } from '../build/core/manifest/edit-manifest.js'
import { manifestFormat } from '../build/core/manifest/manifest-format.js'

const length = 1_000_000
const rounds = 5
/** In milliseconds, on two cores. */
const budget = 1_000

const text = manifest()
const changes = Array.from({ length: 10 }, (_, index) => ({
  kind: 'value',
  file: 'services.yaml',
  ensure: 'present',
  document: null,
  validate: null,
  at: ['services', { name: `svc-${index * 400}` }, 'image', 'tag'],
  value: `v2.${index}.0`,
}))

const candidates = {
  'floor: js-yaml reads it once': () => load(text),
  'ten changes, spliced and proven': () => {
    const result = editManifest(text, 'services.yaml', manifestFormat('services.yaml'), changes)
    if (!result.ok) throw new Error(result.problems[0].what)
    return result.value.text
  },
  'yaml: parse, set, Document.toString': () => {
    const document = parseDocument(text)
    for (const change of changes)
      document.setIn(['services', changes.indexOf(change) * 400, 'image', 'tag'], change.value)
    return document.toString()
  },
  'js-yaml: load, set, dump': () => {
    const data = load(text)
    for (const [index, change] of changes.entries()) data.services[index * 400].image.tag = change.value
    return dump(data)
  },
}

const rows = Object.entries(candidates).map(([name, run]) => {
  const first = timed(run)
  const times = Array.from({ length: rounds }, () => timed(run).time).sort((a, b) => a - b)
  return { name, first: first.time, median: times[Math.floor(rounds / 2)], lines: otherLines(first.result) }
})
const floor = rows[0].median
console.log(`${text.length} characters, ${text.split('\n').length} lines, 10 changes; median of ${rounds}\n`)
console.log('| what | first | median | × floor | lines changed |\n|---|---|---|---|---|')
for (const { name, first, median, lines } of rows)
  console.log(
    `| ${name} | ${Math.round(first)} ms | ${Math.round(median)} ms | ${(median / floor).toFixed(1)} | ${lines ?? '–'} |`,
  )
if (rows[1].first > budget) {
  console.error(`The first edit took more than ${budget} ms.`)
  process.exitCode = 1
}

function manifest() {
  const parts = ['# All services.\nservices:\n']
  for (let index = 0, size = 0; size < length; index++) {
    const part = `  - name: svc-${index}\n    image:\n      repository: ghcr.io/acme/svc-${index}\n      tag: "v1.${index}.0" # pinned\n    replicas: ${index % 7}\n    env:\n      - name: LOG_LEVEL\n        value: info\n      - name: REGION\n        value: eu-central-1\n\n`
    parts.push(part)
    size += part.length
  }
  return parts.join('')
}

function timed(run) {
  const start = performance.now()
  const result = run()
  return { time: performance.now() - start, result }
}

/** Lines of the result that the text did not have, beside those it lost. */
function otherLines(result) {
  if (typeof result !== 'string') return null
  const lines = new Map()
  for (const line of text.split('\n')) lines.set(line, (lines.get(line) ?? 0) + 1)
  for (const line of result.split('\n')) lines.set(line, (lines.get(line) ?? 0) - 1)
  return [...lines.values()].reduce((sum, count) => sum + Math.abs(count), 0)
}
