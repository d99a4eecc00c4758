/** What GitHub says with each answer of how many calls a token may still make within the hour. */
export interface CallRate {
  /** GitHub counts the calls of its REST and of its GraphQL API apart, and those of each token. */
  readonly resource: string
  readonly limit: number
  readonly remaining: number
  /** When the hour is over, in seconds since 1970. */
  readonly reset: number
}
