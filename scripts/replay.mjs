// Decides again on recorded snapshots. The first time it writes down what is concluded from each; afterwards it compares, byte for byte, so that a
// change of the core that should change nothing is shown to change nothing. Prints the processor time of both.
// Usage: npm run record -- <folder>; npm run replay -- <folder>; change the core; npm run replay -- <folder>
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deserialize } from 'node:v8'
import { decide } from '../build/core/decide/decide.js'
import { furtherNeeds, needs } from '../build/core/decide/needs.js'
import { isWhole, read } from '../build/core/decide/reading.js'

const [folder] = process.argv.slice(2)
if (folder === undefined) {
  console.error('Usage: npm run replay -- <folder that npm run record wrote>')
  process.exit(2)
}

let differing = 0
console.log('| recorded by | snapshots | processor then | now |\n|---|--:|--:|--:|')
for (const file of readdirSync(folder)
  .filter((name) => name.endsWith('.snapshots'))
  .sort()) {
  const snapshots = snapshotsOf(readFileSync(join(folder, file)))
  const before = process.cpuUsage()
  let reading
  const answers = snapshots.map((snapshot) => {
    // As a run does: what stands as it stood is not read again.
    reading = read(snapshot, reading)
    const needed = isWhole(reading) ? furtherNeeds : needs
    return { needs: concluded(needed, reading), decision: concluded(decide, reading) }
  })
  const { user, system } = process.cpuUsage(before)
  const now = Math.round((user + system) / 1000)
  const lines = answers.map((answer) => JSON.stringify(answer))
  const path = join(folder, file.replace('.snapshots', '.answers'))
  if (!existsSync(path)) writeFileSync(path, `${now}\n${lines.join('\n')}\n`)
  const [then, ...expected] = readFileSync(path, 'utf8').trimEnd().split('\n')
  differing += compare(file, lines, expected)
  console.log(`| ${file.replace('.snapshots', '')} | ${lines.length} | ${then} ms | ${now} ms |`)
}
process.exitCode = differing === 0 ? 0 : 1

/** What is concluded, or why nothing is: of a snapshot more may have to be read first. */
function concluded(conclude, reading) {
  try {
    return conclude(reading)
  } catch (error) {
    return { refused: error.message }
  }
}

/** What was seen, of a recording. What was read of a comment is left out, so that it is read again. */
function snapshotsOf(bytes) {
  const snapshots = []
  for (let at = 0; at < bytes.length; at += 4 + bytes.readUInt32BE(at)) {
    const { details, ...first } = deserialize(bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at)))
    const comments = first.issue.comments.map(({ reading: _, ...comment }) => comment)
    const seen = { ...first, issue: { ...first.issue, comments } }
    // Older recordings have first looks as snapshots whose details are null, and no doubts about the ledger where there were none.
    snapshots.push(details == null ? seen : { ...seen, details: { ledgerDoubts: [], ...details } })
  }
  return snapshots
}

/** How many conclusions differ; the first of them is shown around the place where it does. */
function compare(file, lines, expected) {
  const wrong = lines.flatMap((line, index) => (isSame(line, expected[index] ?? '{}') ? [] : [index]))
  const first = wrong[0]
  if (first === undefined && lines.length === expected.length) return 0
  console.error(
    `${file}: ${wrong.length} of ${lines.length} conclude otherwise than the ${expected.length} recorded`,
  )
  if (first !== undefined) {
    const [was = '', is = ''] = [expected[first], lines[first]]
    const at = [...is].findIndex((character, index) => character !== was[index])
    const around = (text) => text.slice(Math.max(0, at - 200), at + 200)
    console.error(`snapshot ${first}:\n- ${around(was)}\n+ ${around(is)}`)
  }
  return Math.max(1, wrong.length)
}

/** Which part of a decision is named first means nothing; within the parts every byte counts, because records and texts are written as they are. */
function isSame(line, expected) {
  return line === expected || inOrder(line) === inOrder(expected)
}

function inOrder(line) {
  const { decision, ...rest } = JSON.parse(line)
  const parts = Object.entries(decision ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([rest, parts])
}
