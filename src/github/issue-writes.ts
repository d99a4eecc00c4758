import type { Octokit } from '@octokit/rest'
import { call } from './call.js'
import { writing } from './mutate.js'
import type { Here, IssueText } from './writing.js'

const issues = 'issues: write'

/** Comments and labels, whether the issue is open, and events about it for other workflows. */
export function issueWrites({ rest }: Octokit, here: Here) {
  return {
    createComment: async (issue: number, body: string) => {
      const { data } = await call(writing('comment on the issue', issues), () =>
        rest.issues.createComment({ ...here, issue_number: issue, body }),
      )
      return { id: data.id, body: data.body ?? body, createdAt: data.created_at }
    },
    updateComment: async (id: number, body: string) => {
      const { data } = await call(writing('update the status comment', issues), () =>
        rest.issues.updateComment({ ...here, comment_id: id, body }),
      )
      return { id: data.id, body: data.body ?? body, createdAt: data.created_at }
    },
    deleteComment: async (id: number) => {
      await call(writing('delete a comment of our own', issues), () =>
        rest.issues.deleteComment({ ...here, comment_id: id }),
      )
    },
    addLabels: async (issue: number, labels: readonly string[]) => {
      await call(writing('label the issue', issues), () =>
        rest.issues.addLabels({ ...here, issue_number: issue, labels: [...labels] }),
      )
    },
    removeLabel: async (issue: number, label: string) => {
      await call(writing('take a label off the issue', issues), () =>
        rest.issues.removeLabel({ ...here, issue_number: issue, name: label }),
      )
    },
    closeIssue: async (issue: number, reason: 'completed' | 'not_planned') => {
      await call(writing('close the issue', issues), () =>
        rest.issues.update({ ...here, issue_number: issue, state: 'closed', state_reason: reason }),
      )
    },
    dispatch: async (event: string, payload: Readonly<Record<string, unknown>>) => {
      await call(writing('make an event repository_dispatch', 'contents: write'), () =>
        rest.repos.createDispatchEvent({ ...here, event_type: event, client_payload: { ...payload } }),
      )
    },
    openIssue: async (issue: IssueText & { readonly labels: readonly string[] }) => {
      const { data } = await call(writing('open an issue', issues), () =>
        rest.issues.create({ ...here, ...issue, labels: [...issue.labels] }),
      )
      return data.number
    },
    editIssue: async (issue: number, text: IssueText, state: 'open' | 'completed' | 'not_planned') => {
      const wanted =
        state === 'open' ? ({ state: 'open' } as const) : ({ state: 'closed', state_reason: state } as const)
      await call(writing('edit an issue of our own', issues), () =>
        rest.issues.update({ ...here, issue_number: issue, ...text, ...wanted }),
      )
    },
    reopenIssue: async (issue: number) => {
      await call(writing('reopen the issue', issues), () =>
        rest.issues.update({ ...here, issue_number: issue, state: 'open', state_reason: 'reopened' }),
      )
    },
  }
}
