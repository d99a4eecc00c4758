import { fullName, type Repository } from '../world/world.js'

/**
 * Pages and pictures keep GitHub's own addresses, because texts that name them must be the same in every run. What a program follows
 * with its token in hand leads to the sandbox, which begins with `apiUrl` of the world and of its repositories.
 */
export const serverUrl = 'https://github.com'

/** As in `https://github.com/acme/gitops`. */
export function repositoryPageUrl(repository: Repository): string {
  return `${serverUrl}/${fullName(repository)}`
}

/** As in `https://github.com/acme/gitops/issues/1`. */
export function issuePageUrl(repository: Repository, number: number, pull: boolean): string {
  return `${repositoryPageUrl(repository)}/${pull ? 'pull' : 'issues'}/${number}`
}

/** The page of an issue, at one of its comments. */
export function commentPageUrl(
  repository: Repository,
  number: number,
  pull: boolean,
  comment: number,
): string {
  return `${issuePageUrl(repository, number, pull)}#issuecomment-${comment}`
}

/** GitHub's global ids are opaque; these are, too, and the same in every run. */
export function nodeId(kind: string, id: number | string): string {
  return Buffer.from(`${kind}:${id}`).toString('base64url')
}
