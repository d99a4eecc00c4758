import type { Reader } from '../github/reader.js'
import type { MergeNeeds, PredecessorNeeds } from '../model/needs.js'
import type { FinalRecord } from '../model/record.js'
import type { ObservedPredecessor } from '../model/snapshot.js'
import { blobSelection } from './blob-text.js'
import { ancestors, decodeManifests } from './decode-manifests.js'
import { observeMergeWith, type Selections } from './observe-merge.js'

/**
 * The stage before, as its merge commit has it, with what stands there at the paths from which the next one copies; one query for both. Where no file
 * had to change in it, that is the base of its plan, which has to stand on its branch like a merge: the ledger alone does not say what is copied.
 * @throws GitHubError
 */
export async function observePredecessor(
  reader: Reader,
  { before, repository, sources }: PredecessorNeeds,
): Promise<ObservedPredecessor> {
  const there = repository === null ? reader : reader.at(repository)
  const landing = landingOf(before)
  const asked = sourcesAt(landing.commit, sources)
  if (before.predicate.merge === null && sources.length === 0) return { merge: null, sources: [] }
  const { merge, repository: found } = await observeMergeWith(there, landing, asked)
  return { merge, sources: (await decodeManifests(there, found, sources)).files }
}

/** Where the stage before has come to. */
function landingOf({ predicate: { merge, plan } }: FinalRecord): MergeNeeds {
  if (plan === null) throw new Error('a stage that is done has a plan')
  return {
    commit: merge?.commit ?? plan.base,
    branch: plan.branch,
    paths: plan.files.map(({ path }) => path),
  }
}

/** As {@link decodeManifests} reads them. */
function sourcesAt(commit: string, sources: readonly string[]): Selections {
  const variables: Record<string, string> = {}
  const select = (alias: string, path: string, selection: string) => {
    variables[alias] = `${commit}:${path}`
    return `${alias}: object(expression: $${alias}) ${selection}`
  }
  const folders = ancestors(sources).map((folder, index) =>
    select(`folder${index}`, folder, '{ ... on Tree { entries { name mode oid } } }'),
  )
  const files = sources.map((path, index) => select(`file${index}`, path, blobSelection))
  return { selections: [...folders, ...files], variables }
}
