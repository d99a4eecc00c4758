import { nodeId, repositoryPageUrl } from '../rest/urls.js'
import type { CheckSuite } from '../world/checks.js'
import type { CheckRun } from '../world/signals.js'
import type { Repository } from '../world/world.js'
import { type GraphCall, reads } from './call.js'
import { bounds, type ConnectionArguments, connection } from './connection.js'
import { graphApp } from './people.js'

interface RunFilter {
  readonly appId?: number | null
  readonly checkName?: string | null
  readonly checkType?: 'ALL' | 'LATEST' | null
}

/** Source: GraphQL reference, object CheckSuite. */
export function graphCheckSuite(_call: GraphCall, repository: Repository, suite: CheckSuite) {
  const done = suite.runs.every((run) => run.status === 'completed')
  return {
    id: nodeId('CheckSuite', suite.id),
    databaseId: suite.id,
    app: graphApp(suite.app),
    status: done ? 'COMPLETED' : 'IN_PROGRESS',
    conclusion: done ? (suite.runs.at(-1)?.conclusion?.toUpperCase() ?? null) : null,
    url: `${repositoryPageUrl(repository)}/commit/${suite.runs[0]?.headSha ?? ''}/checks?check_suite_id=${suite.id}`,
    createdAt: suite.runs[0]?.startedAt,
    updatedAt: suite.runs.at(-1)?.startedAt,
    checkRuns: reads(
      ['filterBy.appId', 'filterBy.checkName', 'filterBy.checkType', ...bounds],
      (args: ConnectionArguments & { readonly filterBy?: RunFilter | null }) =>
        connection('checkRuns', filterRuns(suite.runs, args.filterBy ?? {}), args, (run) =>
          graphRun(repository, run),
        ),
    ),
  }
}

/** Of runs with one name only the newest, unless all are asked for. Source: GraphQL reference, enum CheckRunType. */
function filterRuns(
  runs: readonly CheckRun[],
  { appId, checkName, checkType }: RunFilter,
): readonly CheckRun[] {
  const wanted = runs.filter(
    (run) =>
      (appId === undefined || appId === null || run.app === appId) &&
      (checkName === undefined || checkName === null || run.name === checkName),
  )
  if (checkType !== 'LATEST') return wanted
  return [...new Map(wanted.map((run) => [run.name, run])).values()]
}

function graphRun(repository: Repository, run: CheckRun) {
  const page = `${repositoryPageUrl(repository)}/runs/${run.id}`
  return {
    __typename: 'CheckRun',
    id: nodeId('CheckRun', run.id),
    databaseId: run.id,
    name: run.name,
    status: run.status.toUpperCase(),
    conclusion: run.conclusion?.toUpperCase() ?? null,
    externalId: run.externalId,
    startedAt: run.startedAt,
    completedAt: run.completedAt,
    detailsUrl: run.detailsUrl ?? page,
    url: page,
    permalink: page,
    title: run.output.title,
    summary: run.output.summary,
    text: run.output.text,
  }
}
