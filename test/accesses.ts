import { action } from '../src/actions/reconcile.js'
import type { Ended } from '../src/actions/start.js'
import { readLedger } from '../src/cli/read-ledger.js'
import { readStory } from '../src/cli/simulate/read-story.js'
import { seedOf } from '../src/cli/simulate/seed-of.js'
import { parseForm } from '../src/core/form/parse-form.js'
import { renderBody } from '../src/core/form/render-body.js'
import { verifyLedger } from '../src/core/ledger/verify-ledger.js'
import { connect } from '../src/github/connect.js'
import { createSandbox, type Sandbox } from '../src/sandbox/create-sandbox.js'
import type { SandboxSeed, SeedProtection } from '../src/sandbox/seed.js'
import { appToken, repository } from './acceptance/given.js'

const story = readStory('test/scenarios/access-ends')
const formPath = '.github/ISSUE_TEMPLATE/access.yml'
const typePath = '.github/issueops/access.yml'

/** What stands in the lists of people before anybody asks for anything. */
export const listsBefore = {
  'access/billing.yaml':
    '# Who may see the bills.\nmembers:\n  - name: carol   # finance\n    role: reader\n',
  'access/search.yaml': 'members: # nobody yet\n- { name: zoe, role: reader }\n',
}

/** Access that rules alone let in, so that many can be asked for in short time, but for one that has to be approved. */
export function createAccesses(
  protection: SeedProtection = {},
  limits: Pick<SandboxSeed, 'hourlyLimit'> = {},
): Promise<Sandbox> {
  const seed = seedOf(story)
  const type = (story.files.get(typePath) ?? '')
    .replace(
      /approval:\n(?: .*\n)+/,
      `approval:\n  - when: \${{ request.person != 'root' }}\n    automatic: true\n  - when: \${{ request.person == 'root' }}\n    from: [team:platform]\n`,
    )
    .replace(/item: .*\n/, 'item: { name: "${{ request.person }}", role: reader }\n    key: name\n')
  return createSandbox({
    ...seed,
    ...limits,
    repositories: seed.repositories.map((each) => ({
      ...each,
      protection: { ...each.protection, ...protection },
      collaborators: { ...each.collaborators, bob: 'admin' },
      files: new Map([...each.files, [typePath, type], ...Object.entries(listsBefore)]),
    })),
  })
}

/** A token of the toolkit; all of them share their calls. */
export const token = (sandbox: Sandbox) =>
  appToken(sandbox, {
    contents: 'write',
    issues: 'write',
    pull_requests: 'write',
    checks: 'write',
    members: 'read',
  })

/** The action, woken by an event. */
async function woken(sandbox: Sandbox, event: unknown): Promise<Ended<string>> {
  const [owner = '', name = ''] = repository.split('/')
  return action.run({
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
    octokit: connect({ apiUrl: sandbox.url, token: token(sandbox), retryDelaysMs: [1, 1] }),
  })
}

/** Somebody's access, until the end of November unless told otherwise, asked for and merged. Answers the number of its issue. */
export async function access(
  sandbox: Sandbox,
  person: string,
  system = 'billing',
  until = '2026-11-30',
): Promise<number> {
  const issue = await ask(sandbox, person, system, until)
  const { outputs } = await woken(sandbox, { issue: { number: issue } })
  if (outputs?.state !== 'merged') throw new Error(`issue ${issue} is ${outputs?.state}`)
  return issue
}

/** The same, asked for only. */
export async function ask(
  sandbox: Sandbox,
  person: string,
  system = 'billing',
  until = '2026-11-30',
): Promise<number> {
  const form = parseForm({ file: 'access.yml', blob: null, text: story.files.get(formPath) ?? '' })
  if (!form.ok) throw new Error('the form does not read')
  const answers = new Map(Object.entries({ person, system, until }))
  return sandbox.as('alice').openIssue(repository, { title: 'Access', body: renderBody(form.value, answers) })
}

/** December has come. */
export function endOfNovember(sandbox: Sandbox): void {
  sandbox.clock.advance(12 * 24 * 3600)
}

/** What the sweep says to be wrong, and to wait, or null, and what it cost. */
export async function sweep(sandbox: Sandbox) {
  const { result, cost } = await sandbox.measure(() => woken(sandbox, { schedule: '0 * * * *' }))
  const [waits = null] = /\d+ more wait for the next sweep:\*\* [^.]*/.exec(result.summary ?? '') ?? []
  return { failure: result.failure, waits, ...cost }
}

/** What a run about one issue makes of it. */
export async function look(sandbox: Sandbox, issue: number): Promise<string> {
  const { state } = await lookWithReason(sandbox, issue)
  return state
}

/** The same with its first reason. */
export async function lookWithReason(sandbox: Sandbox, issue: number) {
  const { outputs } = await woken(sandbox, { issue: { number: issue } })
  return { state: String(outputs?.state), reason: String(outputs?.['reason-code']) }
}

/** Somebody's access for which nobody has approved, merged by hand, of which no run knows yet. Answers the number of its issue. */
export async function mergedByHand(
  sandbox: Sandbox,
  system = 'billing',
  until = '2026-11-30',
): Promise<number> {
  const issue = await ask(sandbox, 'root', system, until)
  await look(sandbox, issue)
  const pull = sandbox.repository(repository).pulls().at(-1)?.number ?? 0
  await sandbox.as('bob').mergePull(repository, pull)
  return issue
}

export async function lists(sandbox: Sandbox) {
  const view = sandbox.repository(repository)
  const text = async (path: string) => (await view.fileAt('main', path)) ?? ''
  return {
    'access/billing.yaml': await text('access/billing.yaml'),
    'access/search.yaml': await text('access/search.yaml'),
  }
}

/** What of the ledger is about ends, and whatever is wrong with it. */
export function recordedEnds(sandbox: Sandbox) {
  const { gitDir } = sandbox.repository(repository)
  const { records, findings } = verifyLedger(readLedger(gitDir, 'refs/heads/issueops/ledger') ?? [])
  const ends = records.filter(({ predicate }) => predicate.cause.kind === 'ended')
  const ofIssue = new Map<number, string[]>()
  for (const { predicate } of ends)
    ofIssue.set(predicate.issue, [...(ofIssue.get(predicate.issue) ?? []), predicate.decision])
  const merges = ends.flatMap(({ predicate: { merge, plan, pull } }) =>
    merge === null ? [] : [`${merge.commit} ${plan?.digest} ${pull?.number}`],
  )
  return { ofIssue, merges: [...new Set(merges)], findings }
}

/** Each issue as people see it. */
export function shown(sandbox: Sandbox, issue: number) {
  const seen = sandbox.repository(repository).issue(issue)
  const told = seen?.comments.filter(({ author }) => author.endsWith('[bot]')) ?? []
  const [status] = told.flatMap(({ body }) => /^### .*$/m.exec(body)?.[0] ?? [])
  return { state: seen?.state, labels: seen?.labels, status }
}
