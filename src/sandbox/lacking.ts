/**
 * Something that GitHub has and the sandbox has not. It is answered with 501 and in the sandbox's own name, and counted, because any
 * answer that GitHub could give would be believed.
 */
export class Lacking extends Error {
  /** @param what as in `the query parameter assignee of GET /repos/{owner}/{repo}/issues`. */
  constructor(what: string) {
    super(`sandbox: ${what}`)
    this.name = 'Lacking'
  }
}
