/** GitHub's refusal of a request, or of an act through the web page: the status and message of its REST API. */
export class Refusal extends Error {
  readonly status: number
  readonly errors: readonly RefusalDetail[]
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    message: string,
    errors: readonly RefusalDetail[] = [],
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
    this.name = 'Refusal'
    this.status = status
    this.errors = errors
    this.headers = headers
  }
}

/** One entry of `errors` of a 422. */
export interface RefusalDetail {
  readonly resource: string
  readonly field?: string
  readonly code: string
  readonly message?: string
}

/** What GitHub answers for what is not there, and for what somebody may not see. */
export function notFound(): Refusal {
  return new Refusal(404, 'Not Found')
}

/** 422 for one field, in GitHub's shape. */
export function invalid(resource: string, field: string, code: string, message?: string): Refusal {
  const detail = message === undefined ? { resource, field, code } : { resource, field, code, message }
  return new Refusal(422, 'Validation Failed', [detail])
}
