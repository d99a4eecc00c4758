import type { Octokit } from '@octokit/rest'
import { call } from './call.js'
import { writing } from './mutate.js'
import type { CheckText, Here, MergeText, PullAnswer, PullText } from './writing.js'

const pulls = 'pull-requests: write'

/** Pull requests, and the check runs on their heads. */
export function pullWrites({ rest }: Octokit, here: Here) {
  return {
    openPull: async ({ title, body, base, head }: PullText & { readonly head: string }) => {
      const { data } = await call(writing('open a pull request', pulls), () =>
        rest.pulls.create({ ...here, title, body, base, head }),
      )
      return pullAnswer(data)
    },
    updatePull: async (number: number, { title, body, base }: PullText) => {
      const { data } = await call(writing('update the pull request', pulls), () =>
        rest.pulls.update({ ...here, pull_number: number, title, body, base }),
      )
      return pullAnswer(data)
    },
    closePull: async (number: number) => {
      await call(writing('close the pull request', pulls), () =>
        rest.pulls.update({ ...here, pull_number: number, state: 'closed' }),
      )
    },
    mergePull: async (number: number, { head, method, title, message }: MergeText) => {
      const { data } = await call(writing('merge the pull request', `contents: write, ${pulls}`), () =>
        rest.pulls.merge({
          ...here,
          pull_number: number,
          sha: head,
          merge_method: method,
          commit_title: title,
          commit_message: message,
        }),
      )
      return data.sha
    },
    createCheckRun: async ({ name, head, externalId, conclusion, title, summary }: CheckText) => {
      const what = conclusion === 'neutral' ? 'publish the plan as' : 'write the approval into'
      const { data } = await call(writing(`${what} a check run`, 'checks: write'), () =>
        rest.checks.create({
          ...here,
          name,
          head_sha: head,
          external_id: externalId,
          status: 'completed',
          conclusion,
          output: { title, summary },
        }),
      )
      return { id: data.id, completedAt: data.completed_at ?? data.started_at ?? '' }
    },
  }
}

function pullAnswer(data: {
  readonly number: number
  readonly node_id: string
  readonly html_url: string
  readonly head: { readonly sha: string }
  readonly created_at: string
  readonly title: string
  readonly body: string | null
  readonly base: { readonly ref: string }
}): PullAnswer {
  const { number, html_url: url, node_id: nodeId, head, created_at: createdAt, title, body, base } = data
  return { number, url, nodeId, head: head.sha, createdAt, title, body: body ?? '', base: base.ref }
}
