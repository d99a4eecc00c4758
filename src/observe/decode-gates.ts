import { gateCheckName } from '../github/check-names.js'
import { digest } from '../model/ids.js'
import type { Gate } from '../model/pull.js'
import { type Fields, fields, nodes, objectId, optionalFields, text, whole } from './answer.js'

/** What is read of a commit on which a gate may stand. Of runs with one name GitHub lets only the newest of a suite count. */
export const gateSelection = `oid gates: checkSuites(first: 50, filterBy: { checkName: "${gateCheckName}" }) { nodes {
  app { slug }
  checkRuns(first: 5, filterBy: { checkName: "${gateCheckName}", checkType: LATEST }) { nodes { databaseId name status conclusion externalId } }
} }`

/** The suites of the toolkit's own app: check runs of others are not ours, whatever they are called. */
export function ownSuites(suites: unknown, viewer: string): readonly Fields[] {
  return nodes(suites, 'the checks').filter((suite) => {
    const app = optionalFields(suite.app, 'the app of a check')
    return app !== null && viewer === `${text(app.slug, 'the name of an app')}[bot]`
  })
}

/** The gate on a commit, or nothing where our own app has set none; the commit may be gone. */
export function decodeGate(commit: unknown, viewer: string): readonly Gate[] {
  const found = optionalFields(commit, 'a commit that may carry a gate')
  if (found === null || found.gates === undefined) return []
  const head = objectId(found.oid, 'a commit that may carry a gate')
  const runs = ownSuites(found.gates, viewer)
    .flatMap((suite) => nodes(suite.checkRuns, 'the check runs'))
    .filter((run) => run.name === gateCheckName)
    .toSorted((a, b) => whole(a.databaseId, 'a check run') - whole(b.databaseId, 'a check run'))
  const last = runs.at(-1)
  if (last === undefined) return []
  const { status, conclusion, externalId } = fields(last, 'a gate')
  const passes = status === 'COMPLETED' && passing.includes(String(conclusion))
  const carries = typeof externalId === 'string' && /^[0-9a-f]{64}$/.test(externalId)
  return [{ head, state: passes ? 'open' : 'closed', digest: carries ? digest(externalId) : null }]
}

/** Conclusions that let a required check pass. Source: GitHub's documentation, “About protected branches”. */
const passing: readonly string[] = ['SUCCESS', 'NEUTRAL', 'SKIPPED']

/** One gate for each commit. */
export function onePerCommit(gates: readonly Gate[]): readonly Gate[] {
  return [...new Map(gates.map((gate) => [gate.head, gate])).values()]
}
