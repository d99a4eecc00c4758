import type { End } from '../../model/end.js'
import type { IssueNumber, RepositoryRef } from '../../model/ids.js'
import type { Plan, Together } from '../../model/plan.js'
import type { Cause } from '../../model/record.js'
import type { Request } from '../../model/request.js'
import { endText } from './end-words.js'

export interface CommitStory {
  readonly repository: RepositoryRef
  readonly issue: IssueNumber
  readonly request: Request
  /** Which chapter of the request, and why it began. */
  readonly chapter: number
  readonly cause: Cause
  readonly plan: Plan
  /** Null where it never ends, and where fewer people can read the issue than the commit. */
  readonly end: End | null
  readonly requestedBy: string
  /** Logins, once approved; empty before. */
  readonly approvedBy: readonly string[]
}

/** The first line of the commit. No text of a person stands in it: a title could hold `[skip ci]` or a closing keyword. */
export function commitHeadline({
  issue,
  request,
  cause,
}: Pick<CommitStory, 'issue' | 'request' | 'cause'>): string {
  const what = `request ${request.type} of issue ${issue}`
  switch (cause.kind) {
    case 'asked':
      return `Apply ${what}`
    case 'ended':
      return `End ${what}`
    case 'taken-back':
      return cause.stage === undefined ? `Take back ${what}` : `Take back ${what} from ${cause.stage}`
    case 'restored':
      return cause.stage === undefined ? `Restore ${what}` : `Restore ${what} in ${cause.stage}`
    case 'extended':
      return `Extend ${what}`
    case 'stage':
      return `Apply ${what} to ${cause.stage}`
  }
}

/** The first of the trailers. */
export function issueTrailer({ repository, issue }: Pick<CommitStory, 'repository' | 'issue'>): string {
  return `Request-Issue: ${repository.owner}/${repository.name}#${issue}`
}

/**
 * The trailers that tie a commit to its request, one per line. Source of the format: git's documentation of
 * `git interpret-trailers`.
 */
export function commitTrailers(story: CommitStory): string {
  return [
    issueTrailer(story),
    `Request-Type: ${story.request.type}`,
    ...(story.chapter === 1
      ? []
      : [`Request-Chapter: ${story.chapter}`, `Chapter-Cause: ${story.cause.kind}`]),
    ...stageTrailer(story),
    `Request-Digest: sha256:${story.request.digest}`,
    `Plan-Digest: sha256:${story.plan.digest}`,
    ...(story.end === null ? [] : [`Ends: ${endText(story.end)}`]),
    `Requested-By: ${story.requestedBy}`,
    ...story.approvedBy.map((login) => `Approved-By: ${login}`),
  ].join('\n')
}

/** The stage that is carried out, taken back, or restored. */
function stageTrailer({ cause, plan }: CommitStory): readonly string[] {
  const stage = cause.kind === 'taken-back' || cause.kind === 'restored' ? cause.stage : plan.stage
  return stage === undefined ? [] : [`Request-Stage: ${stage}`]
}

/** What the commit of ends that come together says first: how many they are, the trailers tell. */
export const togetherHeadline = 'End requests that are due together'

/** The trailers of such a commit: every issue, the first of which gives the branch its name. */
export function togetherTrailers(
  repository: RepositoryRef,
  { of }: Together,
  { digest }: Pick<Plan, 'digest'>,
): string {
  return [
    ...of.map(({ issue }) => issueTrailer({ repository, issue })),
    'Chapter-Cause: ended',
    `Plan-Digest: sha256:${digest}`,
  ].join('\n')
}
