import { maintainers } from '../core/approval/authority.js'
import { lookUp } from '../core/approval/look-up.js'
import { namedPrincipals } from '../core/approval/named-principals.js'
import type { SpokenCommand } from '../core/command/read-commands.js'
import { noCommand, type ReadComment, readCommand, spokenIn } from '../core/decide/read-command.js'
import { type FirstReading, read } from '../core/decide/reading.js'
import { parsePrincipals } from '../core/request-type/read-principal.js'
import { markdown, mention } from '../core/text/markdown.js'
import { createReader, type Reader } from '../github/reader.js'
import { type ApprovalRule, excludables } from '../model/request-type.js'
import type { FirstLook, ObservedComment } from '../model/snapshot.js'
import { observeAuthority } from '../observe/observe-authority.js'
import { observeComments } from '../observe/observe-comments.js'
import { observeIssue } from '../observe/observe-issue.js'
import { commentOfEvent } from '../runner/event.js'
import { InputError, wholeInput } from '../runner/inputs.js'
import { issueOf } from './issue-of.js'
import { type Call, defineAction } from './start.js'

/** The entry of the action: what one comment asks for, and whether whoever wrote it may. Nothing is carried out. */
export const action = defineAction({
  inputs: ['token', 'issue', 'comment', 'from'],
  outputs: ['state', 'reason-code', 'command', 'arguments', 'authorised', 'person', 'details', 'report'],
  run,
})

async function run({ input, surroundings, octokit }: Call<'issue' | 'comment' | 'from'>) {
  const reader = createReader(octokit, surroundings.repository)
  const id = input.comment === '' ? commentOfEvent(surroundings.event) : wholeInput('comment', input.comment)
  if (id === null) throw new InputError('The event is about no comment. Name one with the input “comment”.')
  const named = input.from === '' ? null : readFrom(input.from)
  const seen = await observeIssue(reader, issueOf(input.issue, surroundings.event))
  if (seen === null) return ended({ ...noCommand, reason: 'state/no-issue' }, id)
  const { snapshot, comment } = await find(reader, seen, id)
  const spoken = comment === null ? null : spokenIn(comment)
  const reading = read(snapshot)
  const rules = spoken === null ? null : (named ?? rulesOf(reading))
  const principals =
    rules === null ? [] : [...namedPrincipals(rules), ...(mayConcernHold(spoken) ? [maintainers] : [])]
  const needs = lookUp(principals, spoken?.person.login ?? null, mentionedIn(reading))
  const authority = await observeAuthority(reader, snapshot, needs)
  return ended(readCommand(reading, comment, rules, authority), id)
}

function mayConcernHold(spoken: SpokenCommand | null): boolean {
  const name = spoken?.reading.kind === 'command' ? spoken.reading.command.name : null
  return name === 'hold' || name === 'unhold'
}

function readFrom(input: string): readonly ApprovalRule[] {
  const from = parsePrincipals(input)
  if (from !== null)
    return [
      {
        number: 1,
        when: null,
        needs: { kind: 'people', from, count: 1, not: excludables, validFor: null, requireDigest: 'none' },
      },
    ]
  throw new InputError(
    'The input “from” has to name teams, roles or people, separated by commas, as in: team:platform, role:maintain, octocat.',
  )
}

/** The comment as it stands now; older comments are only read when it is not among the newest. */
async function find(
  reader: Reader,
  seen: FirstLook,
  id: number,
): Promise<{ readonly snapshot: FirstLook; readonly comment: ObservedComment | null }> {
  const among = ({ issue }: FirstLook) => issue.comments.find((each) => each.id === id) ?? null
  const { olderComments } = seen.issue
  const found = among(seen)
  if (found !== null || olderComments === null) return { snapshot: seen, comment: found }
  const snapshot = await observeComments(reader, seen, olderComments)
  return { snapshot, comment: among(snapshot) }
}

/** The approval rules that apply to the request; all of its type's where the text does not read well now. */
function rulesOf({ understanding }: FirstReading): readonly ApprovalRule[] | null {
  switch (understanding.kind) {
    case 'request':
      return understanding.rules
    case 'invalid':
    case 'held':
      return understanding.type?.approval ?? null
    case 'ignored':
    case 'finished':
      return null
  }
}

/** Whom the fields of the request name that its rules leave out. */
function mentionedIn({ understanding }: FirstReading): readonly string[] {
  return understanding.kind === 'request' ? understanding.named.flatMap(({ logins }) => logins) : []
}

function ended({ state, reason, spoken, command, as, refusal }: ReadComment, comment: number) {
  const { name = '', ...rest } = command ?? {}
  const authorised = state === 'authorised' ? 'true' : state === 'unknown' ? 'unknown' : 'false'
  const person = spoken?.person ?? null
  const details = {
    comment,
    command: name === '' ? null : name,
    arguments: rest,
    authorised,
    reasonCode: reason,
    person,
    as,
    what: refusal?.what ?? null,
    fix: refusal?.fix ?? null,
  }
  const outputs = {
    state,
    'reason-code': reason,
    command: name,
    arguments: JSON.stringify(rest),
    authorised,
    person: person?.login ?? '',
    details: JSON.stringify(details),
    report:
      refusal === null || person === null
        ? ''
        : markdown`${mention(person.login)} ${refusal.what} ${refusal.fix}`.source,
  }
  return { outputs, summary: null, annotations: [], failure: null }
}
