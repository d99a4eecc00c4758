import { archiveUrl } from '../codeload.js'
import { readCommit } from '../git/commits.js'
import { demandRead } from '../world/identity.js'
import { notFound } from '../world/refusal.js'
import { param, type RestAnswer, type RestCall, type Route, repositoryOf, revisionOf } from './call.js'

export const archiveRoutes: readonly Route[] = [
  { method: 'GET', path: '/repos/{owner}/{repo}/tarball/{ref}+', handle: getTarball },
]

/** Leads to the archive. Source: REST docs, “Download a repository archive (tar)”; that nothing to archive is told here already is unverified. */
async function getTarball(call: RestCall): Promise<RestAnswer> {
  const { world, identity, baseUrl } = call
  const repository = repositoryOf(call)
  demandRead(world, identity, repository, 'contents')
  const ref = revisionOf(param(call, 'ref'))
  if ((await readCommit(repository.git, ref)) === null) throw notFound()
  const location = archiveUrl(world, baseUrl, repository, ref)
  return { status: 302, body: null, headers: { location, 'content-type': 'text/html;charset=utf-8' } }
}
