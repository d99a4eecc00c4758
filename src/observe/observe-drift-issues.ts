import type { Reader } from '../github/reader.js'
import type { DriftIssue } from '../model/drift.js'
import { type IssueNumber, issueNumber, type Oid } from '../model/ids.js'
import type { Visibility } from '../model/snapshot.js'
import {
  demandWhole,
  type Fields,
  fields,
  flag,
  nodes,
  objectId,
  optionalFields,
  text,
  whole,
  word,
} from './answer.js'

/** What is looked at before drift is told. */
export interface DriftViews {
  /** The toolkit's own issues about drift, open and closed, oldest first: whatever marks others write, theirs are none. */
  readonly issues: readonly DriftIssue[]
  /** Who can read them. */
  readonly visibility: Visibility
  /** The tip of the ledger; null where there is none. */
  readonly ledger: Oid | null
}

interface Marks {
  readonly label: string
  /** What the body of each begins with. */
  readonly marker: string
  /** Where the ledger is. */
  readonly ledger: string
  /** Open issues that look like one, whether they carry the label or not. */
  readonly alike: readonly IssueNumber[]
}

const selection = '{ number title body state viewerDidAuthor }'
/** More are none: each request type has one. */
const issuesMax = 100
const visibilities = { PUBLIC: 'public', INTERNAL: 'internal', PRIVATE: 'private' } as const

/** @throws GitHubError */
export async function observeDriftIssues(
  reader: Reader,
  { label, marker, ledger, alike }: Marks,
): Promise<DriftViews> {
  const { owner, name } = reader.repository
  const known = alike.slice(0, issuesMax)
  const document = `
    query DriftIssues($owner: String!, $name: String!, $label: String!, $ledger: String!) {
      repository(owner: $owner, name: $name) {
        visibility
        ledger: ref(qualifiedName: $ledger) { target { oid } }
        issues(first: ${issuesMax}, labels: [$label], orderBy: { field: CREATED_AT, direction: ASC }) { nodes ${selection} }
        ${known.map((number) => `issue${number}: issue(number: ${number}) ${selection}`).join('\n        ')}
      }
    }`
  const variables = { owner, name, label, ledger: `refs/heads/${ledger}` }
  const answer = await reader.query('find where drift is told', document, variables)
  // An issue may be deleted meanwhile.
  demandWhole(answer, 'where drift is told', ({ type, path }) => type === 'NOT_FOUND' && path.length === 2)
  const repository = fields(fields(answer.data, 'where drift is told').repository, 'the repository')
  const found: readonly Fields[] = [
    ...nodes(repository.issues, 'where drift is told'),
    ...known.flatMap((number) => {
      const issue = optionalFields(repository[`issue${number}`], 'where drift is told')
      return issue === null ? [] : [issue]
    }),
  ]
  const branch = optionalFields(repository.ledger, 'the ledger')
  const own = found.filter((issue) => flag(issue.viewerDidAuthor, 'who wrote an issue')).map(decodeIssue)
  const issues = new Map(
    own.filter(({ body }) => body.startsWith(marker)).map((issue) => [issue.number, issue]),
  )
  return {
    issues: [...issues.values()].sort((a, b) => a.number - b.number),
    visibility: word(repository.visibility, visibilities, 'who can read the repository'),
    ledger:
      branch === null
        ? null
        : objectId(fields(branch.target, 'the tip of the ledger').oid, 'the tip of the ledger'),
  }
}

function decodeIssue(issue: Fields): DriftIssue {
  return {
    number: issueNumber(whole(issue.number, 'the number of an issue')),
    isOpen: issue.state === 'OPEN',
    title: text(issue.title, 'the title of an issue'),
    body: text(issue.body, 'the text of an issue'),
  }
}
