import type { Octokit } from '@octokit/rest'
import type { Oid } from '../model/ids.js'
import { mutate, writing } from './mutate.js'
import type { MergeText } from './writing.js'

/** Merges that GitHub makes later, which only GraphQL can ask for and call off. */
export function armingWrites({ request }: Octokit) {
  const both = 'contents: write, pull-requests: write'
  return {
    enableAutoMerge: async (pull: string, { head, method, title, message }: MergeText) => {
      await mutate(request, writing('turn on auto-merge', both), enableMutation, {
        pullRequestId: pull,
        expectedHeadOid: head,
        mergeMethod: method.toUpperCase(),
        commitHeadline: title,
        commitBody: message,
      })
    },
    disableAutoMerge: async (pull: string) => {
      await mutate(request, writing('turn off auto-merge', both), disableMutation, { pullRequestId: pull })
    },
    enqueuePull: async (pull: string, head: Oid) => {
      const input = { pullRequestId: pull, expectedHeadOid: head }
      const purpose = writing('put the pull request into the merge queue', both)
      const { entry } = await mutate(request, purpose, enqueueMutation, input)
      return entry?.headCommit?.oid ?? null
    },
    dequeuePull: async (pull: string) => {
      const purpose = writing('take the pull request out of the merge queue', both)
      await mutate(request, purpose, dequeueMutation, { id: pull })
    },
  }
}

const enableMutation = `
  mutation EnableAutoMerge($input: EnablePullRequestAutoMergeInput!) {
    answer: enablePullRequestAutoMerge(input: $input) { clientMutationId }
  }`

const disableMutation = `
  mutation DisableAutoMerge($input: DisablePullRequestAutoMergeInput!) {
    answer: disablePullRequestAutoMerge(input: $input) { clientMutationId }
  }`

const enqueueMutation = `
  mutation Enqueue($input: EnqueuePullRequestInput!) {
    answer: enqueuePullRequest(input: $input) { entry: mergeQueueEntry { headCommit { oid } } }
  }`

const dequeueMutation = `
  mutation Dequeue($input: DequeuePullRequestInput!) {
    answer: dequeuePullRequest(input: $input) { clientMutationId }
  }`
