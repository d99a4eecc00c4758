// Measures what a run of the committed bundle costs on the sandbox: processor time beside an empty process of node, calls, and depth.
// Times depend on the machine, so they are printed as ratios and never asserted.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { actOut } from '../build/cli/simulate/act-out.js'
import { readStory } from '../build/cli/simulate/read-story.js'
import { seedOf } from '../build/cli/simulate/seed-of.js'
import { createSandbox } from '../build/sandbox/create-sandbox.js'
import { runAction } from '../build/sandbox/run-action.js'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const repetitions = 7
const folder = mkdtempSync(join(tmpdir(), 'issueops-bench-'))
const preload = join(folder, 'cpu.cjs')
const report = join(folder, 'cpu.txt')
writeFileSync(
  preload,
  `process.on('exit', () => { const { user, system } = process.cpuUsage(); require('node:fs').writeFileSync(${JSON.stringify(report)}, String((user + system) / 1000)) })`,
)

const empty = least(repetitions, () => {
  execFileSync(process.execPath, ['--require', preload, '-e', '0'])
  return Number(readFileSync(report, 'utf8'))
})
const rows = new Map()
for (let repetition = 0; repetition < repetitions; repetition += 1) await play()
rmSync(folder, { recursive: true })

console.log(`An empty process of node ${process.version}: ${empty.toFixed(0)} ms of processor time.\n`)
console.log('| run | processor | × empty | calls | depth |\n|---|--:|--:|--:|--:|')
for (const [name, { cpu, cost }] of rows) {
  console.log(
    `| ${name} | ${cpu.toFixed(0)} ms | ${(cpu / empty).toFixed(1)} | ${cost.calls} | ${cost.depth} |`,
  )
}

async function play() {
  const story = readStory(join(root, 'test/scenarios/happy-path'))
  const sandbox = await createSandbox(seedOf(story))
  const token = sandbox.appToken({
    slug: 'acme-issueops',
    id: 4242,
    repositories: ['acme/platform'],
    permissions: {
      contents: 'write',
      issues: 'write',
      pull_requests: 'write',
      checks: 'write',
      members: 'read',
    },
  })
  sandbox.faults.latency(15)
  const [files, approves] = story.steps
  await actOut(sandbox, story, files, 1)
  await measure(sandbox, token, 'form filed → pull request and status comment')
  await measure(sandbox, token, 'unchanged request')
  await actOut(sandbox, story, approves, 1)
  await measure(sandbox, token, '/approve → merged, recorded, closed')
  await measure(sandbox, token, 'finished request')
  await sandbox.close()
}

async function measure(sandbox, token, name) {
  const { cost } = await sandbox.measure(() =>
    runAction(sandbox, {
      dir: join(root, 'actions/reconcile'),
      inputs: { token },
      event: { issue: { number: 1 } },
      eventName: 'issues',
      repository: 'acme/platform',
      env: { NODE_OPTIONS: `--require ${preload}` },
    }),
  )
  const cpu = Number(readFileSync(report, 'utf8'))
  rows.set(name, { cpu: Math.min(cpu, rows.get(name)?.cpu ?? cpu), cost })
}

function least(times, measureOnce) {
  return Math.min(...Array.from({ length: times }, measureOnce))
}
