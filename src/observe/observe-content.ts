import { ledgerBranch } from '../core/ledger/ledger-branch.js'
import { GitHubError } from '../github/errors.js'
import type { SettingsReader } from '../github/settings-reader.js'
import type { ObservedFile } from '../model/manifest.js'
import type { Observed, RepositoryContent } from '../model/settings.js'
import { demandWhole, fields, objectId, optionalFields, text } from './answer.js'
import { decodeFiles, filesSelection } from './decode-files.js'
import { decodePolicy, policySelection } from './observe-policy.js'
import { tryRead } from './try-read.js'

/** Where GitHub looks for code owners. Source: “About code owners” in GitHub's documentation. */
const codeownersPlaces = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const

const contentQuery = `
  query Content($owner: String!, $name: String!) {
    viewer { login }
    repository(owner: $owner, name: $name) {
      ${policySelection('HEAD')}
      workflows: object(expression: "HEAD:.github/workflows") ${filesSelection}
      ${codeownersPlaces
        .map(
          (path, index) =>
            `codeowners${index}: object(expression: "HEAD:${path}") { __typename ... on Blob { oid text isBinary isTruncated } }`,
        )
        .join('\n      ')}
      ledger: ref(qualifiedName: "refs/heads/${ledgerBranch}") { name }
    }
  }`

/**
 * The files at the tip of the default branch that say how requests work, in one query. Unknown where the token may not read files.
 * @throws GitHubError
 */
export function observeContent(reader: SettingsReader): Promise<Observed<RepositoryContent>> {
  return tryRead(async () => {
    const { owner, name } = reader.repository
    const answer = await reader.query('read the files of the default branch', contentQuery, { owner, name })
    const forbidden = answer.errors.find(({ type }) => type === 'FORBIDDEN')
    if (forbidden !== undefined) throw noFiles(forbidden)
    demandWhole(answer, 'the files of the default branch', () => false)
    const data = fields(answer.data, 'the files')
    const repository = fields(data.repository, 'the repository')
    return {
      viewer: text(fields(data.viewer, 'the viewer').login, 'the login of the token'),
      policy: decodePolicy(repository),
      workflows: decodeFiles(repository.workflows, 'the workflows').filter(({ path }) =>
        /\.ya?ml$/.test(path),
      ),
      codeowners: codeownersPlaces.map((path, index) => decodeOwners(path, repository[`codeowners${index}`])),
      ledgerExists: repository.ledger !== null,
    }
  })
}

function noFiles(cause: unknown): GitHubError {
  return new GitHubError({
    failure: 'forbidden',
    operation: 'read the files of the default branch',
    permission: 'contents: read',
    write: false,
    status: 200,
    detail: 'FORBIDDEN',
    cause,
  })
}

function decodeOwners(path: string, answer: unknown): ObservedFile {
  const blob = optionalFields(answer, path)
  if (blob === null) return { kind: 'absent', path }
  if (blob.__typename !== 'Blob') return { kind: 'blocked', path, by: 'folder', at: path }
  const whole = blob.isTruncated === false && blob.isBinary === false
  return whole && typeof blob.text === 'string'
    ? { kind: 'text', path, mode: '100644', oid: objectId(blob.oid, path), text: blob.text }
    : { kind: 'unreadable', path, why: 'too-large' }
}
