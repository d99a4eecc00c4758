import { GitHubError } from '../github/errors.js'
import type { Reader } from '../github/reader.js'
import type { Oid } from '../model/ids.js'
import type { OutcomeNeeds } from '../model/needs.js'
import type { SignalsNeeds } from '../model/settings.js'
import {
  type ObservedOutcome,
  type Signal,
  type SignalKind,
  type SignalledCommit,
  type SignalState,
  signalKinds,
} from '../model/signal.js'
import { unreachable } from '../model/unreachable.js'
import { demandWhole, type Fields, fields, flag, nodes, objectId, optionalFields, text } from './answer.js'

/** Commits of one query. Each costs a hundredth of a point, and another for every suite of checks that may be read of it. */
const commitsPerQuery = 50
/** Queries for one outcome: far more than a usual branch takes on while something is waited for. */
const queriesMax = 4
/** Commits at the tip of a branch on which is looked who says something there at all. */
const commitsOfTip = 20
/** Commits before the merge that are read at least, where there are any: whoever says something of every commit has said it of one of these. */
const commitsBeforeMin = 10

/** What is read of one commit at most; where there is more, nothing is taken for whole. */
const suitesMax = 50
const namedSuitesMax = 10
const runsMax = 50
const deploymentsMax = 50

/**
 * What was said of a merge commit, of the commits that came after it and of some before: of the first parents of its branch, from the tip on. One
 * query, and a few more where the branch has gone far since. Kinds of signals that nobody waits for are not asked for, so that they take no
 * permission.
 * @throws GitHubError naming the permission that is missing.
 */
export async function observeOutcome(reader: Reader, needs: OutcomeNeeds): Promise<ObservedOutcome> {
  const there = needs.repository === null ? reader : reader.at(needs.repository)
  const commits: SignalledCommit[] = []
  let from: string | null = `refs/heads/${needs.branch}`
  for (let query = 1; from !== null && query <= queriesMax; query += 1) {
    const { line, next } = await readLine(there, needs, from, commitsPerQuery)
    commits.push(...line.map((each) => ofNamed(each, needs)))
    from = reachesFarEnough(commits, needs.commit) ? null : next
  }
  return { commits }
}

/**
 * What was said of the last commits of a branch, under any name and by anybody.
 * @throws GitHubError naming the permission that is missing.
 */
export async function observeSignals(
  reader: Reader,
  { repository, branch, kinds }: SignalsNeeds,
): Promise<readonly SignalledCommit[]> {
  const there = repository === null ? reader : reader.at(repository)
  const everything = kinds.map((kind) => ({ kind, name: '**', app: '' }))
  const from = branch === null ? 'HEAD' : `refs/heads/${branch}`
  return (await readLine(there, { by: everything }, from, commitsOfTip)).line
}

/** Without what was said by those of whom it does not count; whether it is what they are waited for is not told here. */
function ofNamed({ commit, signals }: SignalledCommit, { by }: OutcomeNeeds): SignalledCommit {
  const isNamed = ({ kind, app }: Signal) =>
    by.some((each) => each.kind === kind && each.app.toLowerCase() === app.toLowerCase())
  return { commit, signals: signals.filter(isNamed) }
}

function reachesFarEnough(commits: readonly SignalledCommit[], merge: Oid): boolean {
  const at = commits.findIndex(({ commit }) => commit === merge)
  return at !== -1 && commits.length - at > commitsBeforeMin
}

interface Line {
  /** The commits from one back over first parents. */
  readonly line: readonly SignalledCommit[]
  /** The next of them, which was not read; null at the first commit of the branch. */
  readonly next: Oid | null
}

/** GitHub lists a history in the order of git's log: between the first parents stand the commits of the branches that were merged. */
async function readLine(
  reader: Reader,
  needs: Pick<OutcomeNeeds, 'by'>,
  from: string,
  first: number,
): Promise<Line> {
  const { owner, name } = reader.repository
  const { document, variables } = outcomeQuery(needs)
  const answer = await reader.query('read what was said of the merge', document, {
    ...variables,
    owner,
    name,
    from,
    first,
  })
  demandWhole(answer, 'what was said of the merge', () => false)
  const repository = fields(fields(answer.data, 'what was said of the merge').repository, 'the repository')
  const tip = optionalFields(repository.from, 'the commits of the target branch')
  if (tip === null) return { line: [], next: null }
  const found = nodes(tip.history, 'the commits of the target branch').map(
    (commit) => [objectId(commit.oid, 'a commit of the target branch'), commit] as const,
  )
  const byOid = new Map(found)
  const line: SignalledCommit[] = []
  let next: Oid | null = found[0]?.[0] ?? null
  for (let at = next && byOid.get(next); next !== null && at; at = next && byOid.get(next)) {
    line.push({ commit: next, signals: signalsOf(at, next) })
    next = firstParentOf(at)
  }
  return { line, next }
}

function firstParentOf(commit: Fields): Oid | null {
  const [parent] = nodes(commit.parents, 'the parents of a commit')
  return parent === undefined ? null : objectId(parent.oid, 'the parent of a commit')
}

const statusSelection = 'status { contexts { context state createdAt targetUrl creator { login } } }'

/** The query with what is waited for, and nothing else; names are variables and never become part of the document. */
function outcomeQuery({ by }: Pick<OutcomeNeeds, 'by'>) {
  const variables: Variables = {}
  const selections = signalKinds.flatMap((kind) => {
    const names = new Set(by.filter((each) => each.kind === kind).map(({ name }) => name))
    return names.size === 0 ? [] : selectionsFor(kind, [...names], variables)
  })
  const parameters = Object.entries(variables).map(
    ([variable, value]) => `, $${variable}: ${typeof value === 'string' ? 'String!' : '[String!]'}`,
  )
  const document = `
    query Outcome($owner: String!, $name: String!, $from: String!, $first: Int!${parameters.join('')}) {
      repository(owner: $owner, name: $name) {
        from: object(expression: $from) { ... on Commit {
          history(first: $first) { nodes {
            oid parents(first: 1) { nodes { oid } }
            ${selections.join('\n            ')}
          } }
        } }
      }
    }`
  return { document, variables }
}

/** @param variables is given the names. */
function selectionsFor(kind: SignalKind, names: readonly string[], variables: Variables): readonly string[] {
  switch (kind) {
    case 'status':
      return [statusSelection]
    case 'check':
      return checksSelections(names, variables)
    case 'deployment':
      return [deploymentsSelection(names, variables)]
    default:
      return unreachable(kind)
  }
}

type Variables = Record<string, string | readonly string[]>

/** Whether a name may stand for several; then all are read, and judged by the pattern afterwards. */
function isPattern(name: string): boolean {
  return /[*\\]/.test(name)
}

function checksSelections(names: readonly string[], variables: Variables): readonly string[] {
  if (names.some(isPattern)) return [`checks: ${suitesSelection(suitesMax, null)}`]
  return names.map((name, index) => {
    variables[`check${index}`] = name
    return `checks${index}: ${suitesSelection(namedSuitesMax, `checkName: $check${index}`)}`
  })
}

function deploymentsSelection(names: readonly string[], variables: Variables): string {
  const all = names.some(isPattern)
  if (!all) variables.environments = names
  return `deployments(first: ${deploymentsMax}${all ? '' : ', environments: $environments'}) {
    pageInfo { hasNextPage }
    nodes { environment createdAt creator { login } latestStatus { state createdAt logUrl environmentUrl creator { login } } }
  }`
}

/** Of runs with one name GitHub lets only the newest of a suite count. */
function suitesSelection(most: number, named: string | null): string {
  const [suites, runs] = named === null ? ['', ''] : [`, filterBy: { ${named} }`, `${named}, `]
  return `checkSuites(first: ${most}${suites}) { pageInfo { hasNextPage } nodes {
    createdAt app { slug }
    checkRuns(first: ${runsMax}, filterBy: { ${runs}checkType: LATEST }) {
      pageInfo { hasNextPage } nodes { name status conclusion startedAt completedAt detailsUrl }
    }
  } }`
}

function signalsOf(commit: Fields, oid: Oid): readonly Signal[] {
  return [...statuses(commit, oid), ...checks(commit, oid), ...deployments(commit, oid)]
}

/** Source: GraphQL reference, enum StatusState. */
const statusStates: ReadonlyMap<unknown, SignalState> = new Map([
  ['SUCCESS', 'success'],
  ['FAILURE', 'failure'],
  ['ERROR', 'failure'],
])

/** GitHub lists of each context what was said last. */
function statuses(commit: Fields, oid: Oid): readonly Signal[] {
  const status = optionalFields(commit.status, 'the statuses of a commit')
  if (status === null) return []
  return nodes({ nodes: status.contexts }, 'the statuses of a commit').map((each) => ({
    kind: 'status',
    name: text(each.context, 'the context of a status'),
    app: loginOf(each.creator),
    state: statusStates.get(each.state) ?? 'pending',
    commit: oid,
    at: text(each.createdAt, 'when a status was set'),
    url: urlOf(each.targetUrl),
  }))
}

/** Source: GraphQL reference, enum CheckConclusionState. */
const conclusions: ReadonlyMap<unknown, SignalState> = new Map([
  ['SUCCESS', 'success'],
  ['FAILURE', 'failure'],
  ['TIMED_OUT', 'failure'],
  ['STARTUP_FAILURE', 'failure'],
  ['ACTION_REQUIRED', 'failure'],
])

/**
 * A check that was skipped, cancelled or outdated has looked at nothing, and a neutral one takes no side. For a required check some of these are as
 * good as a success (GitHub's documentation, “About status checks”); as a word that something has arrived, or that it has not, they are none. They are
 * left out, so that what was said before stands.
 */
const saysNothing: readonly unknown[] = ['SKIPPED', 'CANCELLED', 'STALE', 'NEUTRAL']

function checks(commit: Fields, oid: Oid): readonly Signal[] {
  const suites = Object.keys(commit)
    .filter((key) => /^checks\d*$/.test(key))
    .flatMap((key) => wholeList(commit[key], 'the checks of a commit', 'checks: read'))
  return suites.flatMap((suite) => {
    const slug = optionalFields(suite.app, 'the app of a check')?.slug
    const app = slug === undefined ? '' : text(slug, 'the name of an app')
    const runs = wholeList(suite.checkRuns, 'the checks of a commit', 'checks: read')
    return runs
      .filter(({ conclusion }) => !saysNothing.includes(conclusion))
      .map((run): Signal => {
        const done = run.status === 'COMPLETED'
        // A run that waits may not have begun.
        const at = run.completedAt ?? run.startedAt ?? suite.createdAt
        return {
          kind: 'check',
          name: text(run.name, 'the name of a check'),
          app,
          state: (done ? conclusions.get(run.conclusion) : undefined) ?? 'pending',
          commit: oid,
          at: text(at, 'when a check ran'),
          ...(run.startedAt === null ? {} : { begun: text(run.startedAt, 'when a check began') }),
          url: urlOf(run.detailsUrl),
        }
      })
  })
}

/** Source: GraphQL reference, enum DeploymentStatusState. */
const deploymentStates: ReadonlyMap<unknown, SignalState> = new Map([
  ['SUCCESS', 'success'],
  ['FAILURE', 'failure'],
  ['ERROR', 'failure'],
])

/**
 * GitHub makes a deployment inactive once a later one to the same environment has succeeded. It does not tell there what it was before, so that nothing
 * is said of it. Who said it is whoever set the state, which may be somebody else than who began it. Source: REST reference, “Deployment statuses”.
 */
function deployments(commit: Fields, oid: Oid): readonly Signal[] {
  if (commit.deployments === undefined) return []
  const found = wholeList(commit.deployments, 'the deployments of a commit', 'deployments: read')
  return found.flatMap((deployment): readonly Signal[] => {
    const status = optionalFields(deployment.latestStatus, 'the state of a deployment')
    if (status?.state === 'INACTIVE') return []
    const { environment } = deployment
    if (environment === null) return []
    const said = status ?? deployment
    return [
      {
        kind: 'deployment',
        name: text(environment, 'the environment of a deployment'),
        app: loginOf(said.creator),
        state: deploymentStates.get(status?.state) ?? 'pending',
        commit: oid,
        at: text(said.createdAt, 'when a deployment changed'),
        begun: text(deployment.createdAt, 'when a deployment began'),
        url: urlOf(status?.logUrl) ?? urlOf(status?.environmentUrl),
      },
    ]
  })
}

/**
 * What was tried is told on the issue, which more people may read than the commit: so it names none.
 * @throws GitHubError where there is more than was read: what is missing could be the one that failed.
 */
function wholeList(value: unknown, what: string, permission: string): readonly Fields[] {
  const list = fields(value, what)
  const more = flag(fields(list.pageInfo, what).hasNextPage, what)
  if (!more) return nodes(list, what)
  throw new GitHubError({
    failure: 'too-large',
    operation: `read ${what}`,
    status: 200,
    detail: 'there are more of them than are read; what is named without * is found among any number',
    permission,
    write: false,
    cause: undefined,
  })
}

/** GraphQL leaves the `[bot]` away that REST writes. */
function loginOf(creator: unknown): string {
  const actor = optionalFields(creator, 'who said something of a commit')
  return actor === null ? '' : text(actor.login, 'who said something of a commit').replace(/\[bot\]$/, '')
}

function urlOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
