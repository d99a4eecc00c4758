import { createHash } from 'node:crypto'
import { readCommit } from './git/commits.js'
import { findRepository, type Repository, type World } from './world/world.js'

/**
 * What the archives of commits are downloaded from: on GitHub a server of its own, `codeload.github.com`; here a folder of the same, as GitHub
 * Enterprise Server has it without subdomain isolation. It is no API: it asks for no token, and counts no calls. Source: GitHub Enterprise
 * Server docs, “Enabling subdomain isolation”.
 */
const folder = '/codeload/'

/** How long the address of a private archive is good, in seconds. Source: REST docs, “Download a repository archive (tar)”. */
const addressSeconds = 300

/** Where the archive of a commit is. @param ref as it was asked for. */
export function archiveUrl(world: World, baseUrl: string, repository: Repository, ref: string): string {
  const { owner, name } = repository
  const path = `${folder}${owner}/${name}/legacy.tar.gz/${ref.split('/').map(encodeURIComponent).join('/')}`
  if (!repository.private) return `${baseUrl}${path}`
  const end = world.clock.epoch() + addressSeconds
  return `${baseUrl}${path}?token=${end}-${seal(repository, ref, end)}`
}

/** Only the sandbox gives out addresses; nobody has to be kept from making one up who can read its code. */
function seal(repository: Repository, ref: string, end: number): string {
  return createHash('sha256').update(`${repository.git.dir} ${ref} ${end}`).digest('hex').slice(0, 32)
}

export interface Download {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** Whether a request is no call of the API. */
export function isDownload(path: string): boolean {
  return path.startsWith(folder)
}

/** The archive that an address names. */
export async function downloadFrom(world: World, url: URL): Promise<Download> {
  const [owner, name, format, ...rest] = url.pathname.slice(folder.length).split('/').map(decodeURIComponent)
  const repository = findRepository(world, `${owner}/${name}`)
  const ref = rest.join('/')
  const known = repository !== null && isGood(world, repository, ref, url.searchParams.get('token'))
  const commit = known && format === 'legacy.tar.gz' ? await readCommit(repository.git, ref) : null
  if (repository === null || commit === null) {
    return { status: 404, headers: { 'content-type': 'text/plain' }, body: Buffer.from('404: Not Found') }
  }
  const top = `${repository.owner}-${repository.name}-${commit.oid.slice(0, 7)}`
  const args = ['archive', '--format=tar.gz', `--prefix=${top}/`, commit.oid]
  const { stdout } = await repository.git.derive(args)
  const headers = {
    'content-type': 'application/x-gzip',
    'content-disposition': `attachment; filename=${top}.tar.gz`,
  }
  return { status: 200, headers, body: stdout }
}

function isGood(world: World, repository: Repository, ref: string, token: string | null): boolean {
  if (!repository.private) return true
  const [end = '', given = ''] = (token ?? '').split('-')
  return given === seal(repository, ref, Number(end)) && world.clock.epoch() <= Number(end)
}
