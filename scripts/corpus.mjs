// Does eleven operations on each manifest of some folders, and asks readers of other families, Kubernetes' and libyaml, whether exactly what was
// asked for has changed; and whether taking away what was added gives the old bytes.
// Usage: npm run corpus [-- FOLDER…] [--places N]
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { editManifest } from '../build/core/manifest/edit-manifest.js'
import { fileLengthMax } from '../build/core/manifest/limits.js'
import { manifestFormat } from '../build/core/manifest/manifest-format.js'
import { changesOf, judgedOperations, placesOf } from './corpus-operations.mjs'
import { faultOf } from './judge-tree.mjs'
import { startJudges } from './judges.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { places: { type: 'string', default: '6' } },
})
const placesMax = Number(values.places)
const shared = '../shared/corpus/manifests'
const folders =
  positionals.length > 0 ? positionals : ['test/core/manifest/fixtures', shared].filter(existsSync)
/** Of faults that are printed. */
const shownMax = 40

const judges = startJudges()
const rows = new Map(judgedOperations.map((name) => [name, { done: 0, refused: 0, wrong: 0, traces: 0 }]))
const refusals = new Map()
const faults = []
const count = { files: 0, unread: 0, tooLarge: 0 }
const times = []
for (const folder of folders) {
  for (const path of manifestsIn(folder)) await judgeFile(path)
}
for (const { stop } of judges.values()) stop()
print()
if (faults.length > 0 || count.files === 0) process.exitCode = 1

function manifestsIn(folder) {
  if (statSync(folder).isFile()) return [folder]
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && isManifest(entry.name) && !entry.parentPath.split('/').includes('.git'),
    )
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

function isManifest(name) {
  // Fixtures whose layout a formatter would mend are kept as .txt.
  return ['.yaml', '.yml', '.json', '.jsonc'].includes(extname(name.replace(/\.txt$/, '')))
}

async function judgeFile(path) {
  const text = decoded(readFileSync(path))
  const file = path.replace(/\.txt$/, '')
  const format = manifestFormat(file)
  if (text === null || format === null) return
  if (text.length > fileLengthMax) {
    count.tooLarge += 1
    return
  }
  const documents = format.read(text.replace(/^\ufeff/, ''), file)
  if (!documents.ok) {
    count.unread += 1
    const [{ code, what }] = documents.problems
    note(`${code}: ${what.replace(file, '…').slice(0, 90)}`, path)
    return
  }
  count.files += 1
  const readings = /\.jsonc?$/.test(file) ? new Map() : await ask(text)
  const places = documents.value.flatMap((data, document) => placesOf(data, [], document))
  for (const operation of judgedOperations) {
    const changes = places.flatMap((place) => changesOf(operation, place, file))
    const step = Math.max(1, Math.ceil(changes.length / placesMax))
    for (const change of changes.filter((_, index) => index % step === 0))
      await judgeChange(operation, { path, text, file, format, readings }, change)
  }
}

async function judgeChange(operation, { path, text, file, format, readings }, change) {
  const row = rows.get(operation)
  const start = performance.now()
  const result = attempt(() => editManifest(text, file, format, [change]))
  times.push(performance.now() - start)
  if (!result.ok) {
    row.refused += 1
    note(result.problems[0].code, `${path} ${JSON.stringify(change.at)}`)
    return
  }
  row.done += 1
  const after = result.value.text
  const fault = wrongData(format, file, after, change) ?? (await judged(readings, text, after, change))
  if (fault !== null) {
    row.wrong += 1
    faults.push({ path, operation, change, fault })
  }
  if (!operation.startsWith('add') && operation !== 'append' && operation !== 'upsert') return
  const back = attempt(() => editManifest(after, file, format, [{ ...change, ensure: 'absent' }]))
  if (back.ok && back.value.text === text) return
  row.traces += 1
  const why = back.ok
    ? 'adding and taking away leaves a trace'
    : `cannot be taken away: ${back.problems[0].code}`
  faults.push({ path, operation, change, fault: why })
}

function attempt(edit) {
  try {
    return edit()
  } catch (error) {
    return { ok: false, problems: [{ code: `crash: ${error.message}` }] }
  }
}

/** The change done once more has to find nothing to do. */
function wrongData(format, file, after, change) {
  const again = attempt(() => editManifest(after, file, format, [change]))
  return again.ok && again.value.text === after ? null : 'a second time it is done again'
}

async function judged(readings, before, after, change) {
  if (before === after) return null
  for (const [name, reading] of readings) {
    if (reading.error !== undefined) continue
    const now = await judges.get(name).ask(after)
    const fault = now.error ?? faultOf(reading.documents, now.documents, change)
    if (fault !== null) return `${name}: ${fault}`
  }
  return null
}

async function ask(text) {
  const readings = new Map()
  for (const [name, judge] of judges) readings.set(name, await judge.ask(text))
  return readings
}

function decoded(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

function note(code, where) {
  const found = refusals.get(code) ?? { count: 0, where }
  refusals.set(code, { ...found, count: found.count + 1 })
}

function print() {
  const sum = (key) => [...rows.values()].reduce((total, row) => total + row[key], 0)
  console.log(`${count.files} files read, ${count.unread} not readable, ${count.tooLarge} too large.\n`)
  console.log('| operation | done | refused | wrong | traces |\n|---|---|---|---|---|')
  for (const [name, { done, refused, wrong, traces }] of rows)
    console.log(`| ${name} | ${done} | ${refused} | ${wrong} | ${traces} |`)
  console.log(`| **all** | ${sum('done')} | ${sum('refused')} | ${sum('wrong')} | ${sum('traces')} |\n`)
  times.sort((a, b) => a - b)
  const at = (share) => (times[Math.floor(times.length * share)] ?? 0).toFixed(1)
  console.log(`An edit took ${at(0.5)} ms in the middle, ${at(0.99)} ms at most in 99 of 100.\n`)
  for (const [code, found] of [...refusals].sort((a, b) => b[1].count - a[1].count))
    console.log(`${found.count} × ${code}, as in ${found.where}`)
  for (const { path, operation, change, fault } of faults.slice(0, shownMax))
    console.error(
      `WRONG ${path} ${operation} ${JSON.stringify(change.at)} of document ${change.document.index}: ${fault}`,
    )
}
