import type { FileCommit } from '../../model/drift.js'
import { type IssueNumber, repositoryRef } from '../../model/ids.js'
import type { Json } from '../../model/json.js'
import type { DriftFinding } from '../drift/finding.js'
import {
  type DriftGroup,
  driftCount,
  type ToldFinding,
  type TypeDrift,
  type WithheldDrift,
} from '../drift/told-drift.js'
import type { Layer } from '../ledger/in-force.js'
import { placeText } from '../manifest/place-text.js'
import { findSecret } from '../request/find-secret.js'
import {
  blocks,
  bullets,
  code,
  commitReference,
  joined,
  type Markdown,
  markdown,
  reference,
} from '../text/markdown.js'
import { momentWords } from './end-words.js'

/** What the body of every issue about drift begins with. */
export const driftMarker = '<!-- issueops:drift:'

/** Marks the one issue about the drift of a type; only one the toolkit itself wrote is ever taken for it. */
export function driftMarkerOf(type: string): string {
  return `${driftMarker}${type} -->`
}

/** The text of an issue of the toolkit's own. */
export interface IssueText {
  readonly title: string
  readonly body: string
}

/** Findings that are listed one by one, and commits: nobody reads more. */
const listedMax = 80
const groupsMax = 20
/** In characters: GitHub takes 65,536 for an issue. */
const bodyLengthMax = 60_000
/** In characters of a value, a path or the message of a commit that is shown. */
const valueShownMax = 80
export const pathShownMax = 160
const headlineShownMax = 100
/** Requests named for one target that is told in numbers. */
const ownersShownMax = 20

/**
 * What has drifted of the requests of one type: by the commit that did it, then by file. Nothing in it moves while nothing has changed, so that it is written
 * only then; and it has no heading like those of a form, so that nobody takes it for a request.
 */
export function driftIssue(drift: TypeDrift, listed = listedMax): IssueText {
  const { type, title, groups, withheld } = drift
  const body = blocks(
    { source: driftMarkerOf(type) },
    markdown`**What ${title} requests have changed is not as they left it any more**: ${countWords(drift)}. Nobody has asked for that in a request, and the toolkit changes nothing by itself.`,
    whatToDo(drift),
    ...groupTexts(groups, listed),
    withheld.length === 0
      ? null
      : blocks(markdown`## Where fewer people can read the manifests`, bullets(withheld.map(withheldText))),
    drift.unseen.length === 0
      ? null
      : markdown`Not everything could be looked at: ${[...new Set(drift.unseen)].join('; ')}.`,
    markdown`Every sweep looks again, edits this issue, and closes it once everything is as it should be. What is written here decides nothing, and commands in comments here are not read.`,
  )
  // Values may be written longer than they are.
  if (body.source.length > bodyLengthMax && listed > 1) return driftIssue(drift, Math.floor(listed / 2))
  return { title: `Drift: ${title}`, body: `${body.source}\n` }
}

/** The same once nothing is left. */
export function healedIssue({ type, title }: Pick<TypeDrift, 'type' | 'title'>): IssueText {
  const body = blocks(
    { source: driftMarkerOf(type) },
    markdown`**What ${title} requests have changed is as they left it.** The toolkit opens this issue again where something drifts.`,
  )
  return { title: `Drift: ${title}`, body: `${body.source}\n` }
}

function whatToDo({ groups, withheld }: TypeDrift): Markdown {
  const hasOthers = groups.some(({ findings }) =>
    findings.some(({ finding }) => finding.kind === 'unrequested'),
  )
  const others = markdown`A file that no request asked for: remove it, or file a request that changes it.`
  return blocks(
    markdown`## What to do`,
    bullets([
      markdown`To put back what a request had merged, comment ${code('/restore')} on the issue of that request, which is named at each place.`,
      markdown`To keep what stands there now, comment ${code('/accept')} there: the request lets go of the place.`,
      ...(hasOthers || withheld.length > 0 ? [others] : []),
      markdown`To undo all that one commit did, revert it. Where a place says again what is expected, it is gone from here after the next sweep.`,
    ]),
  )
}

function countWords(drift: TypeDrift): Markdown {
  const count = driftCount(drift)
  const files = new Set(
    drift.groups.flatMap(({ findings }) =>
      findings.map(({ target, path }) => `${target.repository} ${target.branch} ${path}`),
    ),
  )
  const all = files.size + drift.withheld.reduce((sum, each) => sum + each.files, 0)
  return markdown`${count} ${count === 1 ? 'finding' : 'findings'} in ${all} ${all === 1 ? 'file' : 'files'}`
}

function groupTexts(groups: readonly DriftGroup[], listed: number): readonly Markdown[] {
  let left = listed
  const further = groups.slice(groupsMax).reduce((sum, { findings }) => sum + findings.length, 0)
  const texts = groups.slice(0, groupsMax).map(({ since, findings }) => {
    const shown = findings.slice(0, left)
    left -= shown.length
    const more = findings.length - shown.length
    const rest = more === 0 ? null : markdown`${shown.length === 0 ? '' : 'and '}${more} more`
    return blocks(headOf(since, findings), bullets([...fileTexts(shown), ...(rest === null ? [] : [rest])]))
  })
  return further === 0
    ? texts
    : [...texts, markdown`And ${further} more since ${groups.length - groupsMax} other commits.`]
}

function headOf(since: FileCommit | null, [first]: readonly ToldFinding[]): Markdown {
  if (since === null) return markdown`## Since a commit that the history of the file does not tell`
  const repository = first?.target.repository ?? null
  const commit = commitReference(repository === null ? null : repositoryRef(repository), since.commit)
  // Whoever did it is named, and not called: a mention would notify them at every edit.
  const author = since.login ?? since.author
  return blocks(
    markdown`## ${shortened(since.headline, headlineShownMax)}`,
    markdown`${commit}, by ${code(author)}, on ${momentWords(since.at)}:`,
  )
}

function fileTexts(findings: readonly ToldFinding[]): readonly Markdown[] {
  const files = new Map<string, ToldFinding[]>()
  for (const each of findings) {
    const key = `${each.target.repository} ${each.target.branch} ${each.path}`
    files.set(key, [...(files.get(key) ?? []), each])
  }
  return [...files.values()].flatMap((own) => {
    const [first] = own
    if (first === undefined) return []
    const lines = own.map(({ finding }) => withOwners(finding))
    const [only] = lines
    const file = fileText(first)
    if (only !== undefined && lines.length === 1) return [markdown`${file}: ${only}`]
    return [{ source: [`${file.source}:`, ...lines.map(({ source }) => `  - ${source}`)].join('\n') }]
  })
}

function withOwners(finding: DriftFinding): Markdown {
  const text = findingText(finding)
  return finding.of.length === 0 ? text : markdown`${text} (${ownersText(finding.of)})`
}

function fileText({ target: { repository, branch }, path }: ToldFinding): Markdown {
  const file = code(shortened(path, pathShownMax))
  return repository === null ? file : markdown`${file} of ${code(repository)}, branch ${code(branch)}`
}

/** What is not as it should be, as a sentence about its file goes on. */
export function findingText(finding: DriftFinding): Markdown {
  switch (finding.kind) {
    case 'changed': {
      const { expected, found } = finding
      const where = placeOf(finding)
      if (found === undefined) return markdown`${where} is gone, and should be ${valueText(expected)}`
      if (expected === undefined) return markdown`${where} is ${valueText(found)}, and should be gone`
      return markdown`${where} is ${valueText(found)}, and should be ${valueText(expected)}`
    }
    case 'displaced':
      return markdown`what is around a place of it has changed, so that the place is not there any more`
    case 'missing':
      return markdown`the file is gone`
    case 'moved':
      return markdown`the file was moved to ${code(shortened(finding.to, pathShownMax))}, where no request knows it`
    case 'back':
      return markdown`the file should be gone, and is there`
    case 'unrequested':
      return finding.copyOf === null
        ? markdown`no request asked for this file`
        : markdown`no request asked for this file, which is a copy of ${code(shortened(finding.copyOf, pathShownMax))}`
    case 'blocked':
      return markdown`${code(shortened(finding.at, pathShownMax))} is ${kindWords[finding.by]} now, so that the file is gone`
    case 'unreadable':
      return markdown`nobody can read it as what its name says any more: ${shortened(finding.why, 2 * valueShownMax)}`
  }
}

const kindWords = {
  file: 'a file',
  symlink: 'a symbolic link',
  submodule: 'a submodule',
  folder: 'a folder',
} as const

/** The place of a finding, and in which document where there are several. */
export function placeOf({ at, document }: DriftFinding & { kind: 'changed' }): Markdown {
  const place = at.length === 0 ? markdown`the whole` : code(shortened(placeText(at), pathShownMax))
  if (document === undefined) return place
  const of = typeof document === 'number' ? `document ${document + 1}` : `${document.kind} ${document.name}`
  return markdown`${place} of ${code(of)}`
}

/** A value as it can be shown: not where it looks like a secret, and no more than its beginning. */
export function valueText(value: Json | undefined): Markdown {
  if (value === undefined) return markdown`nothing`
  const text = JSON.stringify(value)
  const secret = findSecret(text)
  return secret === null
    ? code(shortened(text, valueShownMax))
    : markdown`(left out: it looks like ${secret})`
}

export function shortened(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max)}…`
}

/** The requests, which GitHub links to. */
function ownersText(of: readonly Layer[]): Markdown {
  const issues = [...new Set(of.map(({ issue }) => issue))]
  const shown = joined(issues.slice(0, ownersShownMax).map(issueText), ', ')
  const more = issues.length - ownersShownMax
  return more > 0 ? markdown`${shown} and ${more} more` : shown
}

function issueText(issue: IssueNumber): Markdown {
  return reference(null, issue)
}

function withheldText({ target, findings, files, owners }: WithheldDrift): Markdown {
  const where =
    target.repository === null
      ? code(target.branch)
      : markdown`${code(target.repository)}, branch ${code(target.branch)}`
  return markdown`${where}: ${findings} ${findings === 1 ? 'finding' : 'findings'} in ${files} ${files === 1 ? 'file' : 'files'}${owners.length === 0 ? '' : markdown` (${ownersText(owners)})`}. What they are, the pull request of a ${code('/restore')} shows to those who can read it.`
}
