import { nodeId } from '../rest/urls.js'
import type { MergeMethodName } from '../seed.js'
import { disableAutoMerge, enableAutoMerge } from '../world/auto-merge.js'
import { canSee } from '../world/identity.js'
import { dequeue, enqueue } from '../world/merge-queue.js'
import { isPull, type PullIssue } from '../world/pulls.js'
import { Refusal } from '../world/refusal.js'
import type { Repository } from '../world/world.js'
import { forbidden, type GraphCall, graphError, reads } from './call.js'
import { graphLogin } from './people.js'
import { graphPull, graphQueueEntry } from './pull.js'

interface AutoMergeInput {
  readonly clientMutationId?: string | null
  readonly pullRequestId: string
  readonly expectedHeadOid?: string | null
  readonly mergeMethod?: 'MERGE' | 'SQUASH' | 'REBASE' | null
  readonly commitHeadline?: string | null
  readonly commitBody?: string | null
}

interface EnqueueInput {
  readonly clientMutationId?: string | null
  readonly pullRequestId: string
  readonly expectedHeadOid?: string | null
}

interface DequeueInput {
  readonly clientMutationId?: string | null
  readonly id: string
}

/** Merges that GitHub makes later. Source: GraphQL reference, the mutations of these names. */
export function mergeLaterMutations(call: GraphCall) {
  const { world, identity } = call
  return {
    enablePullRequestAutoMerge: reads(autoMergeFields, ({ input }: { readonly input: AutoMergeInput }) =>
      on(call, input.pullRequestId, async (repository, issue) => {
        await enableAutoMerge(world, identity, repository, issue, {
          head: input.expectedHeadOid ?? null,
          method: methods[input.mergeMethod ?? 'MERGE'],
          title: input.commitHeadline ?? null,
          message: input.commitBody ?? null,
        })
        return payload(call, repository, issue, input.clientMutationId)
      }),
    ),
    disablePullRequestAutoMerge: reads(
      ['input.clientMutationId', 'input.pullRequestId'],
      ({ input }: { readonly input: AutoMergeInput }) =>
        on(call, input.pullRequestId, async (repository, issue) => {
          disableAutoMerge(world, identity, repository, issue)
          return payload(call, repository, issue, input.clientMutationId)
        }),
    ),
    enqueuePullRequest: reads(
      ['input.clientMutationId', 'input.pullRequestId', 'input.expectedHeadOid'],
      ({ input }: { readonly input: EnqueueInput }) =>
        on(call, input.pullRequestId, async (repository, issue) => {
          await enqueue(world, identity, repository, issue, input.expectedHeadOid ?? null)
          const mergeQueueEntry = () => graphQueueEntry(call, repository, issue)
          return { clientMutationId: input.clientMutationId ?? null, mergeQueueEntry }
        }),
    ),
    dequeuePullRequest: reads(
      ['input.clientMutationId', 'input.id'],
      ({ input }: { readonly input: DequeueInput }) =>
        on(call, input.id, async (repository, issue) => {
          dequeue(world, identity, repository, issue)
          return { clientMutationId: input.clientMutationId ?? null, mergeQueueEntry: null }
        }),
    ),
  }
}

const autoMergeFields = [
  'clientMutationId',
  'pullRequestId',
  'expectedHeadOid',
  'mergeMethod',
  'commitHeadline',
  'commitBody',
].map((field) => `input.${field}`)

const methods = { MERGE: 'merge', SQUASH: 'squash', REBASE: 'rebase' } as const satisfies Readonly<
  Record<string, MergeMethodName>
>

function payload(
  call: GraphCall,
  repository: Repository,
  issue: PullIssue,
  clientMutationId: string | null = null,
) {
  return {
    actor: graphLogin(call.world, call.identity.account.login),
    clientMutationId,
    pullRequest: () => graphPull(call, repository, issue),
  }
}

async function on<T>(
  call: GraphCall,
  id: string,
  work: (repository: Repository, issue: PullIssue) => Promise<T>,
): Promise<T> {
  const { world, identity } = call
  for (const repository of world.repositories.values()) {
    if (!canSee(world, identity, repository)) continue
    const issue = [...repository.data.issues.values()]
      .filter(isPull)
      .find(({ pull }) => nodeId('PullRequest', pull.id) === id)
    if (issue === undefined) continue
    try {
      return await work(repository, issue)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      throw error.status === 403 ? forbidden() : graphError('UNPROCESSABLE', error.message)
    }
  }
  throw graphError('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'.`)
}
