// Plays a night on the sandbox in which many ends come at once, under the calls GitHub lets a token make within an hour: one sweep an hour until nothing waits.
// It says what each sweep cost and carried out, what waited and who came first, and computes larger nights from what was measured, by the toolkit's own rules of whose turn it is.
import { parseArgs } from 'node:util'
import { action } from '../build/actions/reconcile.js'
import { readLedger } from '../build/cli/read-ledger.js'
import { readStory } from '../build/cli/simulate/read-story.js'
import { seedOf } from '../build/cli/simulate/seed-of.js'
import { parseForm } from '../build/core/form/parse-form.js'
import { renderBody } from '../build/core/form/render-body.js'
import { verifyLedger } from '../build/core/ledger/verify-ledger.js'
import { callsUntil, urgentShare } from '../build/core/sweep/allowance.js'
import { turnsOf } from '../build/core/sweep/turns.js'
import { connect } from '../build/github/connect.js'
import { createSandbox } from '../build/sandbox/create-sandbox.js'

const usage = 'npm run bench:sweep -- [--ends 12] [--drifted 3] [--manifests 3] [--hours 24] [--quota 120]'
const { values } = parseArgs({
  options: {
    ends: { type: 'string', default: '12' },
    drifted: { type: 'string', default: '3' },
    manifests: { type: 'string', default: '3' },
    hours: { type: 'string', default: '24' },
    quota: { type: 'string', default: '120' },
  },
})
const [ends, drifted, manifests, hours, quota] = ['ends', 'drifted', 'manifests', 'hours', 'quota'].map(
  (name) => {
    const number = Number(values[name])
    if (!Number.isSafeInteger(number) || number < 1) throw new Error(`--${name} takes a number: ${usage}`)
    return number
  },
)
/** The night of many, and the calls of `GITHUB_TOKEN` and of an App. */
const manyEnds = 3000
const manyDrifted = 500
const quotas = [1000, 5000]

const repository = 'acme/platform'
const [owner, name] = repository.split('/')
const hour = 3600
const midnight = Date.parse('2027-01-01T00:17:00Z') / 1000
/** For how many calls of either API the sweep takes one end among others at a time. */
const callsPerEnd = 12
const story = readStory('test/scenarios/access-ends')
const formPath = '.github/ISSUE_TEMPLATE/access.yml'
const typePath = '.github/issueops/access.yml'
const form = parseForm({ file: 'access.yml', blob: null, text: formText() })
if (!form.ok) throw new Error('the form does not read')

await night()

async function night() {
  const sandbox = await createSandbox(seed())
  try {
    const began = performance.now()
    const set = await prepared(sandbox)
    console.log(
      `${ends} ends at midnight in ${manifests} manifests, one of them of an issue that no run can read (#${set.poisoned}), ${drifted} drifted files; ${quota} calls an hour of the REST and the GraphQL API each.`,
    )
    console.log(`Prepared in ${seconds(began)}.\n`)
    console.log('| hour | GraphQL | REST | seconds | ended | in all | drift | waits | first |')
    console.log('|--:|--:|--:|--:|--:|--:|---|---|--:|')
    const sweeps = await played(sandbox, set)
    const soon = await swept(sandbox, set, 'then')
    sandbox.clock.advance(48 * hour)
    const later = await swept(sandbox, set, 'days later')
    told(set, sweeps)
    computed(measuresOf({ first: sweeps[0], soon, later }))
  } finally {
    await sandbox.close()
  }
}

function formText() {
  const systems = [...names('list', manifests), ...names('drifted', drifted)].join(', ')
  return (story.files.get(formPath) ?? '').replace('[billing, search]', `[${systems}]`)
}

function names(word, count) {
  return Array.from({ length: count }, (_, index) => `${word}-${index}`)
}

function seed() {
  const given = seedOf(story)
  const systems = [...names('list', manifests), ...names('drifted', drifted)]
  const files = systems.map((system) => [`access/${system}.yaml`, 'members: []\n'])
  const type = (story.files.get(typePath) ?? '')
    .replace(
      /approval:\n(?: .*\n)+/,
      "approval:\n  - when: ${{ request.person != 'root' }}\n    automatic: true\n  - when: ${{ request.person == 'root' }}\n    from: [team:platform]\n",
    )
    .replace(/warn: .*\n/, '')
  return {
    ...given,
    now: '2026-06-01T00:00:00Z',
    hourlyLimit: quota,
    repositories: given.repositories.map((each) => ({
      ...each,
      collaborators: { ...each.collaborators, bob: 'admin' },
      files: new Map([...each.files, [formPath, formText()], [typePath, type], ...files]),
    })),
  }
}

/** Requests are asked for and merged as people and the toolkit do it: an end is planned from what really was merged. */
async function prepared(sandbox) {
  const due = []
  for (let index = 0; index < ends; index += 1)
    due.push(await access(sandbox, `person-${index}`, `list-${index % manifests}`, '2026-12-31'))
  for (let index = 0; index < drifted; index += 1)
    await access(sandbox, `owner-${index}`, `drifted-${index}`, '2029-12-31')
  const byHand = names('drifted', drifted).map((system) => [`access/${system}.yaml`, 'members: []\n'])
  await sandbox.as('bob').pushCommit(repository, 'main', Object.fromEntries(byHand), 'Tidy up')
  if (sandbox.clock.now() > '2026-12-30') throw new Error('the preparation takes longer than the year')
  sandbox.clock.advance(midnight - sandbox.clock.epoch())
  const set = { due, poisoned: due[Math.floor(ends / 2)], looks: [] }
  const isPoisoned = ({ graphql }) => {
    const number = graphql?.variables.number
    if (typeof number === 'number') set.looks.push(number)
    return number === set.poisoned
  }
  sandbox.faults.inject({ kind: 'error', status: 502, landed: false }, isPoisoned, Number.POSITIVE_INFINITY)
  return set
}

async function access(sandbox, person, system, until) {
  const body = renderBody(form.value, new Map(Object.entries({ person, system, until })))
  const issue = await sandbox.as('alice').openIssue(repository, { title: 'Access', body })
  const { result, cost } = await sandbox.measure(() => woken(sandbox, { issue: { number: issue } }))
  if (result.outputs?.state !== 'merged')
    throw new Error(`issue ${issue} is ${result.outputs?.state}: ${result.outputs?.decision}`)
  // As many requests in an hour as it has calls for.
  if (sandbox.requests.length % quota > quota - 2 * cost.calls || quota < 3 * cost.calls)
    sandbox.clock.advance(hour)
  return issue
}

/** The action, woken by an event. What it logs is left out. */
async function woken(sandbox, event) {
  const token = sandbox.appToken({
    slug: 'acme-issueops',
    id: 4242,
    repositories: [repository],
    permissions: {
      contents: 'write',
      issues: 'write',
      pull_requests: 'write',
      checks: 'write',
      members: 'read',
    },
  })
  const write = process.stdout.write
  process.stdout.write = () => true
  try {
    return await action.run({
      input: { token: '', 'target-token': '', issue: '', notify: '' },
      surroundings: {
        repository: { owner, name },
        apiUrl: sandbox.url,
        graphqlUrl: sandbox.graphqlUrl,
        event,
        sha: '',
        workspace: '',
        temp: '',
      },
      octokit: connect({ apiUrl: sandbox.url, token, retryDelaysMs: [1, 1] }),
    })
  } finally {
    process.stdout.write = write
  }
}

/** A sweep an hour until nothing waits but what cannot be done. */
async function played(sandbox, set) {
  const sweeps = []
  for (let index = 0; index < hours; index += 1) {
    const sweep = await swept(sandbox, set, index)
    sweeps.push(sweep)
    if (sweep.left <= 1 && sweep.waits === null) break
  }
  return sweeps
}

async function swept(sandbox, set, when) {
  const before = new Set(endedIn(sandbox))
  const [began, from] = [performance.now(), sandbox.requests.length]
  set.looks.length = 0
  const { summary } = await woken(sandbox, { schedule: '17 * * * *' })
  const requests = sandbox.requests.slice(from)
  const graphql = requests.filter(({ path }) => path.startsWith('/graphql')).length
  const now = endedIn(sandbox)
  const looks = [...set.looks]
  const sweep = {
    graphql,
    rest: requests.length - graphql,
    ended: now.filter((issue) => !before.has(issue)),
    looks,
    /** Looked at, but not because of an end. */
    others: new Set(looks.filter((issue) => before.has(issue))).size,
    drift: /\*\*Drift:\*\* nobody can tell/.test(summary) ? 'no calls left' : driftIn(sandbox),
    waits: /more wait for the next sweep:\*\* ([^.]*)/.exec(summary)?.[1] ?? null,
    left: ends - now.length,
  }
  const first = looks[0] === undefined ? '' : `#${looks[0]}`
  console.log(
    `| ${when} | ${graphql} | ${sweep.rest} | ${seconds(began)} | ${sweep.ended.length} | ${now.length} | ${sweep.drift} | ${sweep.waits ?? 'nothing'} | ${first} |`,
  )
  sandbox.clock.advance(hour)
  return sweep
}

function endedIn(sandbox) {
  const { gitDir } = sandbox.repository(repository)
  const { records } = verifyLedger(readLedger(gitDir, 'refs/heads/issueops/ledger') ?? [])
  const merged = records.filter(
    ({ predicate }) => predicate.cause.kind === 'ended' && predicate.decision === 'merged',
  )
  return merged.map(({ predicate }) => predicate.issue)
}

function driftIn(sandbox) {
  const told = sandbox
    .repository(repository)
    .issues()
    .find(({ labels, state }) => state === 'open' && labels.includes('issueops:drift'))
  return told === undefined ? 'not told' : `told: ${new Set(told.body.match(/drifted-\d+/g)).size} files`
}

/** What has to hold of every night. */
function told({ due, poisoned }, sweeps) {
  const ended = sweeps.flatMap((sweep) => sweep.ended)
  const looked = new Set(sweeps.flatMap(({ looks }) => looks))
  const unseen = due.filter((issue) => !looked.has(issue))
  const contested = sweeps.filter(({ left, waits }) => left > 1 || waits !== null)
  const firsts = contested.map(({ looks }) => looks[0])
  const twice = firsts.filter((first, index) => first === poisoned && firsts[index + 1] === poisoned)
  const waited = sweeps.flatMap((sweep, index) => sweep.ended.map(() => index)).toSorted((a, b) => a - b)
  console.log(`\nEnded: ${ended.length} of ${due.length - 1} that can, within ${sweeps.length} sweeps.`)
  console.log(
    `Waited: ${waited.at(Math.floor(waited.length / 2))} hours the half of them, ${waited.at(-1)} the last.`,
  )
  console.log(
    `Poisoned: #${poisoned} first in ${firsts.filter((first) => first === poisoned).length} of ${firsts.length} sweeps in which others waited as well, ${twice.length === 0 ? 'never' : twice.length} twice in succession.`,
  )
  console.log(
    `Never looked at: ${unseen.length === 0 ? 'nothing' : unseen.map((issue) => `#${issue}`).join(', ')}.`,
  )
  if (twice.length > 0 || (sweeps.length < hours && (unseen.length > 0 || ended.length < due.length - 1)))
    process.exitCode = 1
}

/**
 * What a sweep costs in which nothing can be done, what a look costs at somebody who has ended, and what one end among others, of each API: told by a sweep two days later, by
 * one an hour after the last end, and by the first.
 */
function measuresOf({ first, soon, later }) {
  const of = (sweep) => (api) => sweep[api]
  const each = (measure) => ({ graphql: measure('graphql'), rest: measure('rest') })
  const idle = each(of(later))
  const look = each((api) => Math.max(0, (soon[api] - idle[api]) / Math.max(1, soon.others)))
  const end = each((api) => Math.max(0, (first[api] - idle[api]) / Math.max(1, first.ended.length)))
  return { idle, look, end }
}

/** A night too long to be played: the toolkit's own order and its own share of the calls, hour by hour, with what one end was measured to cost. */
function computed({ idle, look, end }) {
  const words = ({ graphql, rest }) => `${graphql.toFixed(1)} + ${rest.toFixed(1)}`
  console.log(
    `\nComputed, not played: ${manyEnds} ends and ${manyDrifted} drifted files, from GraphQL + REST calls as measured above: ${words(end)} for one end, ${words(look)} for a look in vain, ${words(idle)} for a sweep in which nothing can be done, with drift of ${drifted} files; what more of them would cost is left out.\n`,
  )
  console.log(
    '| calls an hour | ends in the first hour | ends an hour later | drift told | hours until all have ended | poisoned first | twice in succession |',
  )
  console.log('|--:|--:|--:|--:|--:|--:|--:|')
  for (const limit of quotas) {
    const { counts, firsts, driftAt, poisoned } = reckoned({ limit, look, idle, end })
    const first = firsts.filter((issue) => issue === poisoned).length
    const twice = firsts.filter((issue, index) => issue === poisoned && firsts[index + 1] === poisoned).length
    const later = counts.slice(1, -1)
    const mean = later.reduce((sum, count) => sum + count, 0) / Math.max(1, later.length)
    console.log(
      `| ${limit} | ${counts[0]} | ${mean.toFixed(0)} | hour ${driftAt} | ${counts.length} | ${first} of ${firsts.length} | ${twice} |`,
    )
  }
}

function reckoned({ limit, look, idle, end }) {
  const open = new Set(Array.from({ length: manyEnds }, (_, index) => index + 1))
  const poisoned = manyEnds / 2
  const touched = new Map()
  const [counts, firsts] = [[], []]
  let driftAt = null
  for (let index = 0; open.size > 1 && index < 1000; index += 1) {
    const now = new Date(midnight * 1000 + index * hour * 1000).toISOString().replace('.000', '')
    const due = [...open].map((issue) => ({ issue, why: 'end', at: '2027-01-01T00:00:00Z' }))
    // A closed issue is looked at for a day after somebody, and be it the toolkit, has touched it.
    const lately = [...touched].flatMap(([issue, at]) => (index - at < 24 ? [issue] : []))
    const { urgent, others } = turnsOf({ due, open: [], touched: lately, branches: [] }, now)
    firsts.push(urgent[0]?.issue)
    const left = { graphql: limit, rest: limit }
    const rates = () =>
      Object.entries(left).map(([resource, remaining]) => ({ resource, limit, remaining, reset: index }))
    const pay = (cost) => {
      left.graphql -= cost.graphql
      left.rest -= cost.rest
    }
    const begun = rates()
    pay(idle)
    const line = urgent.map(({ issue }) => issue)
    let ended = 0
    const endUntil = (share) => {
      let most = Math.floor(callsUntil(share, begun, rates()) / callsPerEnd)
      for (; line.length > 0 && most > 0; most -= 1) {
        const issue = line.shift()
        // What GitHub does not answer is asked for three times.
        pay(issue === poisoned ? { graphql: 3, rest: 0 } : end)
        if (issue === poisoned) continue
        open.delete(issue)
        touched.set(issue, index)
        ended += 1
      }
    }
    endUntil(urgentShare)
    for (const _ of others) if (callsUntil(9 / 10, begun, rates()) >= 1) pay(look)
    if (callsUntil(1, begun, rates()) > 0) driftAt ??= index
    endUntil(1)
    counts.push(ended)
  }
  return { counts, firsts, driftAt, poisoned }
}

function seconds(began) {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`
}
