import { branchPrefix } from '../core/decide/request-branch.js'
import type { Drift } from '../core/drift/find-drift.js'
import { changedFiles, findTouches, isPlanned, type ProposedChange } from '../core/drift/find-touches.js'
import { lineOfFinding } from '../core/drift/line-of-finding.js'
import { type Owed, type OwedTarget, owed } from '../core/drift/owed.js'
import { placesTold } from '../core/drift/places-told.js'
import { watched } from '../core/drift/watched.js'
import { type Telling, type Touch, touchEntries, touchesTable, touchText } from '../core/report/touches.js'
import { blocks, code, type Markdown, markdown, visible } from '../core/text/markdown.js'
import { GitHubError } from '../github/errors.js'
import { createReader, type Reader } from '../github/reader.js'
import {
  fullName,
  type IssueNumber,
  type Oid,
  type RepositoryRef,
  repositoryRef,
  sameRepository,
} from '../model/ids.js'
import type { Code } from '../model/problem-codes.js'
import { issueOfBranch } from '../model/request-branch.js'
import type { Visibility } from '../model/snapshot.js'
import type { TargetText, TargetTexts } from '../model/target-tree.js'
import {
  observeProposedPull,
  observeWholeLedger,
  type ProposedPull,
  type WholeLedger,
} from '../observe/observe-proposed.js'
import { observeTree } from '../observe/observe-targets.js'
import { observeTexts } from '../observe/observe-texts.js'
import { pullOfEvent } from '../runner/event.js'
import { flagInput, InputError, issueInput } from '../runner/inputs.js'
import type { Surroundings } from '../runner/surroundings.js'
import { type Call, defineAction } from './start.js'

/** Annotations written: GitHub shows 10 warnings of a step. The summary has more of them. */
const annotationsMax = 10
/** Texts read for one pull request; GitHub itself lists no more than 3,000 files of one. */
const textsMax = 6000
/** Of these at once. */
const textsAtOnce = 1000
/** Files named of those in the ledger that are no records. */
const unreadableShownMax = 5

/** The entry of the action: whether a pull request touches what requests in force own, before it is merged. */
export const action = defineAction({
  inputs: ['token', 'pull-request', 'ledger-repository', 'fail-on-touch'],
  outputs: ['state', 'reason-code', 'count', 'touched'],
  run,
})

async function run({
  input,
  surroundings,
  octokit,
}: Call<'pull-request' | 'ledger-repository' | 'fail-on-touch'>) {
  const fails = flagInput('fail-on-touch', input['fail-on-touch'])
  const number = pullOf(input['pull-request'], surroundings)
  const here = surroundings.repository
  const reader = createReader(octokit, here)
  const home = ledgerOf(input['ledger-repository'], here)
  const [pull, ledger] = await Promise.all([
    observeProposedPull(reader, number),
    observeWholeLedger(reader.at(home)),
  ])
  if (pull === null)
    throw new InputError(`${fullName(here)} has no pull request ${number} that this token can see.`)
  if (ledger.unreadable.length > 0) return unreadableLedger(home, ledger.unreadable)
  const all = watched(owed(ledger.records), ledger.types)
  const target = all.targets.find((each) => isTarget(each, { here, home, branch: pull.into }))
  if (target === undefined) {
    const nothing = markdown`No request on record in ${code(fullName(home))} owns anything on ${code(pull.into)}.`
    return untouched('left-out', 'ownership/nothing-in-force', nothing)
  }
  const change = await observeChange(reader, pull, target)
  const own = pull.isFork ? null : issueOfBranch(pull.branch, branchPrefix(home, here))
  if (own !== null && isPlanned(ledger.records, own, change))
    return untouched(
      'left-out',
      'ownership/own-branch',
      markdown`This is the change that request ${own} asks for.`,
    )
  const touches = await touchesOf(reader, { ledger, target, change })
  if (touches.length === 0) {
    const files = changedFiles(target, change).length
    const looked = markdown`${files} of the changed files hold something that requests own, and all of that stays as it is.`
    return untouched('untouched', 'ownership/untouched', looked)
  }
  const open = audience[ledger.visibility] >= audience[pull.visibility]
  return touched(touches, { ledger: sameRepository(home, here) ? null : home, open }, fails)
}

const audience: Readonly<Record<Visibility, number>> = { private: 0, internal: 1, public: 2 }

function pullOf(input: string, { event }: Surroundings): IssueNumber {
  if (input !== '') return issueInput('pull-request', input)
  const number = pullOfEvent(event)
  if (number !== null) return number
  throw new InputError(
    'The event is not about a pull request. Run this on `pull_request`, or say which in the input “pull-request”.',
  )
}

function ledgerOf(input: string, here: RepositoryRef): RepositoryRef {
  if (input === '') return here
  try {
    return repositoryRef(input)
  } catch {
    throw new InputError(
      `The input “ledger-repository” has to be a repository, as in acme/requests; it is ${JSON.stringify(input)}.`,
    )
  }
}

interface Where {
  readonly here: RepositoryRef
  readonly home: RepositoryRef
  readonly branch: string
}

/** A ledger names its own repository by no name. */
function isTarget({ repository, branch }: OwedTarget, { here, home, branch: into }: Where): boolean {
  const there = repository === null ? home : repositoryRef(repository)
  return branch === into && sameRepository(there, here)
}

/** What the pull request changes since it has left its branch: what others have merged there meanwhile is not of it. Nothing is checked out. */
async function observeChange(
  reader: Reader,
  { head, into }: ProposedPull,
  { files }: OwedTarget,
): Promise<ProposedChange> {
  const paths = [...files.keys()]
  const base = await reader.mergeBase(into, head)
  const [before, after] = await Promise.all([
    observeTree(reader, base, paths),
    observeTree(reader, head, paths),
  ])
  return { before, after }
}

interface Compared {
  readonly ledger: WholeLedger
  readonly target: OwedTarget
  readonly change: ProposedChange
}

/** Reads what has to be read until all of it is known. */
async function touchesOf(reader: Reader, compared: Compared): Promise<readonly Touch[]> {
  const texts = new Map<Oid, TargetText>()
  for (;;) {
    const { files, unread } = touchesKnown(compared, texts)
    const more = unread.filter((blob) => !texts.has(blob))
    if (more.length === 0)
      return files.flatMap(({ file: { path }, now, findings }) =>
        findings.map((finding) => ({ path, finding, line: lineIn(texts, now, path, finding) })),
      )
    if (texts.size + more.length > textsMax) throw tooManyTexts()
    for (let from = 0; from < more.length; from += textsAtOnce)
      for (const [blob, text] of await observeTexts(reader, more.slice(from, from + textsAtOnce)))
        texts.set(blob, text)
  }
}

/** What was read may tell places that no record names. */
function touchesKnown({ ledger, target, change }: Compared, texts: TargetTexts): Drift {
  const all: Owed = watched(owed(ledger.records, placesTold(texts)), ledger.types)
  const { repository, branch } = target
  const own = all.targets.find((each) => each.repository === repository && each.branch === branch)
  return own === undefined ? { files: [], unread: [] } : findTouches(all, own, change, texts)
}

function lineIn(
  texts: TargetTexts,
  blob: Oid | null,
  path: string,
  finding: Touch['finding'],
): number | null {
  const text = blob === null ? undefined : texts.get(blob)
  return text?.kind === 'text' ? lineOfFinding(path, text.text, finding) : null
}

function tooManyTexts(): GitHubError {
  return new GitHubError({
    failure: 'too-large',
    operation: 'read the files that the pull request changes',
    permission: 'contents: read',
    write: false,
    status: 200,
    detail: `they are more than ${textsMax}`,
    cause: undefined,
  })
}

const heading = markdown`### What requests own`

function untouched(state: 'untouched' | 'left-out', reason: Code, why: Markdown) {
  return {
    outputs: outputsOf(state, reason, 0, []),
    summary: blocks(heading, why).source,
    annotations: [],
    failure: null,
  }
}

function touched(touches: readonly Touch[], telling: Telling, fails: boolean) {
  const places = touches.length === 1 ? '1 place' : `${touches.length} places`
  return {
    outputs: outputsOf('touched', 'ownership/touched', touches.length, touchEntries(touches, telling)),
    summary: blocks(
      heading,
      markdown`**This change touches ${places} that requests own.** Once it is merged, that is drift. To change it on record, file a request; or merge it, and comment ${code('/accept')} on the request.`,
      touchesTable(touches, telling),
    ).source,
    annotations: touches.slice(0, annotationsMax).map((touch) => ({
      title: 'ownership/touched',
      message: touchText(touch, telling),
      file: touch.path,
      ...(touch.line === null ? {} : { line: touch.line }),
      ...(fails ? {} : { level: 'warning' as const }),
    })),
    failure: fails
      ? `This change touches ${places} that requests own. The summary of the job lists them.`
      : null,
  }
}

/** While anything in the ledger cannot be read, nobody can tell what is owned: that is never “nothing”. */
function unreadableLedger(home: RepositoryRef, paths: readonly string[]) {
  const more = paths.length - unreadableShownMax
  const shown = `${paths.slice(0, unreadableShownMax).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
  const why = `The ledger of ${fullName(home)} holds files that are none of its records, so nobody can tell what its requests own: ${visible(shown)}. A maintainer finds out who wrote them, with “issueops audit verify”.`
  return {
    outputs: outputsOf('failed', 'ownership/ledger-unreadable', 0, []),
    summary: blocks(heading, markdown`${why}`).source,
    annotations: [],
    failure: why,
  }
}

function outputsOf(state: string, reason: Code, count: number, touches: ReturnType<typeof touchEntries>) {
  return {
    state,
    'reason-code': reason,
    count,
    touched: JSON.stringify({ ok: state !== 'touched' && state !== 'failed', count, touches }),
  }
}
