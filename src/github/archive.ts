import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Octokit } from '@octokit/rest'
import { type ParsedTarEntryWithData, unpackTar } from 'modern-tar'
import type { Oid } from '../model/ids.js'
import { explain, type Purpose } from './call.js'
import { GitHubError } from './errors.js'

/** Whatever stands in the archive of a commit, below its one top folder. */
export interface ArchivedEntry {
  readonly path: string
  readonly kind: 'file' | 'executable' | 'symlink' | 'folder' | 'other'
  /** What is in the file, or where the link leads. */
  readonly bytes: Uint8Array
}

/** Most bytes of an archive, packed or not: what a run holds in memory is bounded. */
const archiveBytesMax = 200 * 1024 * 1024
/** Most files and folders of an archive. */
const entriesMax = 100_000
/** How often an archive is asked for that breaks off on the way; what fails before that, the client repeats by itself. */
const downloadsMax = 3

/**
 * Everything a commit holds, in one call and the redirect it answers with: to `codeload.github.com`, on GitHub Enterprise Server below the
 * server itself, for private repositories with a token of its own in the address. The client sends ours to no other host.
 * GitHub makes the archive with `git archive`, so that attributes of the repository may leave files out and change them: whoever must
 * know that it is everything computes the id of its tree. Source: REST docs, “Download a repository archive (tar)”.
 * @throws GitHubError
 */
export async function readArchive(
  octokit: Octokit,
  here: { readonly owner: string; readonly repo: string },
  commit: Oid,
): Promise<readonly ArchivedEntry[]> {
  const purpose = { operation: `read all files of ${commit}`, permission: 'contents: read', write: false }
  const packed = await download(octokit, here, commit, purpose)
  const entries = await unpack(packed, purpose)
  if (entries.length > entriesMax)
    throw tooLarge(purpose, `they are more than ${entriesMax.toLocaleString('en')}`)
  return entries.flatMap(entryOf)
}

async function download(
  octokit: Octokit,
  here: { readonly owner: string; readonly repo: string },
  ref: Oid,
  purpose: Purpose,
): Promise<Uint8Array> {
  for (let downloads = 1; ; downloads += 1) {
    try {
      const { data } = await octokit.request('GET /repos/{owner}/{repo}/tarball/{ref}', {
        ...here,
        ref,
        // Octokit reads a body that breaks off as an empty one.
        request: { parseSuccessResponseBody: false },
      })
      return await readBody(data as unknown as AsyncIterable<Uint8Array>, purpose)
    } catch (error) {
      const brokeOff = !(error instanceof GitHubError) && error instanceof Error && !('status' in error)
      if (!brokeOff || downloads === downloadsMax) throw explain(purpose, error)
    }
  }
}

async function readBody(body: AsyncIterable<Uint8Array>, purpose: Purpose): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > archiveBytesMax) throw tooManyBytes(purpose)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const gunzipped = promisify(gunzip)

async function unpack(packed: Uint8Array, purpose: Purpose): Promise<readonly ParsedTarEntryWithData[]> {
  try {
    return await unpackTar(await gunzipped(packed, { maxOutputLength: archiveBytesMax }), { strict: true })
  } catch (error) {
    const tooMuch = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    if (tooMuch) throw tooManyBytes(purpose)
    // A login page of a server that wants people to sign in answers 200 as well.
    throw new GitHubError({
      ...purpose,
      failure: 'unavailable',
      status: 200,
      detail: 'the answer is no archive',
      cause: error,
    })
  }
}

/** Git writes 0664 and 0775 into an archive, or what a server is set to; only whether it can be executed is the repository's. */
const executable = 0o100

function entryOf({ header, data = nothing }: ParsedTarEntryWithData): readonly ArchivedEntry[] {
  const path = header.name.split('/').slice(1).join('/').replace(/\/$/, '')
  if (path === '') return []
  const link = Buffer.from(header.linkname ?? '', 'utf8')
  if (header.type === 'symlink') return [{ path, kind: 'symlink', bytes: link }]
  if (header.type === 'directory') return [{ path, kind: 'folder', bytes: nothing }]
  if (header.type !== 'file') return [{ path, kind: 'other', bytes: nothing }]
  const kind = ((header.mode ?? 0) & executable) === 0 ? 'file' : 'executable'
  return [{ path, kind, bytes: data }]
}

const nothing = new Uint8Array()

function tooManyBytes(purpose: Purpose): GitHubError {
  return tooLarge(purpose, `they are more than ${archiveBytesMax / 1024 / 1024} MiB`)
}

function tooLarge(purpose: Purpose, detail: string): GitHubError {
  return new GitHubError({ ...purpose, failure: 'too-large', status: 200, detail, cause: undefined })
}
