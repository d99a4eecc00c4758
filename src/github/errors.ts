/** Why a call to GitHub did not do what it was for. */
export type GitHubFailure =
  /** 401: the token is missing, wrong or has ended. */
  | 'unauthorised'
  /** 403 for lack of a permission, or a setting that forbids it. */
  | 'forbidden'
  /** 403 or 429: too many calls. */
  | 'rate-limited'
  /** 404: not there, or the token may not see it. */
  | 'not-found'
  /** 405: the pull request cannot be merged. */
  | 'not-mergeable'
  /** 409, or 422 for a ref: something moved since it was read. */
  | 'moved'
  /** 422: GitHub refuses the content. */
  | 'refused'
  /** There is more of it than a run takes in. */
  | 'too-large'
  /** 5xx, a broken connection or no answer in time: a write may or may not have landed. */
  | 'unavailable'

/** A call to GitHub that failed; the world's mistake, not a person's. */
export class GitHubError extends Error {
  readonly failure: GitHubFailure
  /** What was tried, in words, as in `open a pull request`. */
  readonly operation: string
  /** The HTTP status, or null when there was no answer. */
  readonly status: number | null
  /** GitHub's own message. */
  readonly detail: string
  /** The permission the token needs for the operation, as in `pull-requests: write`. */
  readonly permission: string | null
  /** Whether it was a write: then it is not known whether it landed when GitHub is unavailable. */
  readonly write: boolean

  constructor(facts: Omit<GitHubError, 'name' | 'message' | 'stack'>) {
    super(sentence(facts), { cause: facts.cause })
    this.name = 'GitHubError'
    this.failure = facts.failure
    this.operation = facts.operation
    this.status = facts.status
    this.detail = facts.detail
    this.permission = facts.permission
    this.write = facts.write
  }
}

function sentence(facts: Omit<GitHubError, 'name' | 'message' | 'stack'>): string {
  const status = facts.status === null ? 'no answer' : `status ${facts.status}`
  const need = facts.permission === null ? '' : ` The token needs the permission “${facts.permission}”.`
  const cures: Readonly<Record<GitHubFailure, string>> = {
    unauthorised: 'Check the token.',
    forbidden: `Check the permissions of the token and the settings of the repository.${need}`,
    'rate-limited': 'The next run goes on where this one stopped.',
    'not-found': `It does not exist, or the token may not see it.${need}`,
    'not-mergeable': 'The pull request cannot be merged now.',
    moved: 'It moved in the meantime; the next run looks again.',
    refused: 'GitHub refuses the content.',
    'too-large': 'That is more than a run takes in.',
    unavailable: 'The next run looks at what has happened and goes on.',
  }
  return `GitHub did not ${facts.operation} (${status}: ${facts.detail}). ${cures[facts.failure]}`
}

/** Refusals that say something about the token or the server and not about a bad day: another try would be answered the same. */
const lasting: readonly GitHubFailure[] = ['forbidden', 'not-found', 'refused', 'too-large']

/** Whether another run would meet the same. */
export function isLasting({ failure }: GitHubError): boolean {
  return lasting.includes(failure)
}

/** Something moved since it was read, or a write got no answer and may have landed: both are settled by looking again. */
export function isWorthAnotherLook(error: unknown): boolean {
  if (!(error instanceof GitHubError)) return false
  return error.failure === 'moved' || (error.failure === 'unavailable' && error.write)
}
