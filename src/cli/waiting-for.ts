import { peopleReasons } from '../core/approval/people-reasons.js'
import { principalText } from '../core/approval/principal.js'
import { stateOf } from '../core/approval/reason-state.js'
import { supposeApproval } from '../core/decide/suppose-approval.js'
import { stateLabel } from '../core/decide/views.js'
import { waitingOf } from '../core/decide/waiting.js'
import { type Waiting, waitingWords } from '../core/report/waiting-words.js'
import { connect } from '../github/connect.js'
import { createReader, type Reader } from '../github/reader.js'
import { issueNumber, type RepositoryRef, repositoryRef, userId } from '../model/ids.js'
import { secondsBetween } from '../model/instant.js'
import type { Person } from '../model/person.js'
import { explore } from '../reconcile.js'
import { readArguments } from './arguments.js'
import { commandHelp } from './command-help.js'
import { type ExitCode, UsageError } from './exit-code.js'
import { githubConnection } from './github-connection.js'
import { complain, print, printJson } from './print.js'

const waitingForUsage = commandHelp['waiting-for'].usage

/** Most requests that are looked at; each costs two calls or more. */
const lookedAtMax = 100

interface Open {
  readonly issue: number
  readonly title: string
  readonly url: string
  /** The people and teams that are waited for, as the rules write them. */
  readonly of: readonly string[]
  readonly waiting: Waiting
}

/**
 * `issueops waiting-for`: the open requests that wait for a person, or for anybody, the one that waits longest first. Whether a person is waited for is found by
 * supposing that they approve.
 */
export async function waitingFor(args: readonly string[]): Promise<ExitCode> {
  const options = { json: { type: 'boolean' } } as const
  const { values, positionals } = readArguments(args, options, waitingForUsage, { min: 1, max: 2 })
  const [named = '', login] = positionals
  const reader = createReader(connect(githubConnection('waiting-for')), repositoryNamed(named))
  const person = login === undefined ? null : await personNamed(reader, login)
  const label = stateLabel('awaiting-approval')
  const listed = (await reader.openIssues()).filter(({ labels }) => labels.includes(label))
  const numbers = listed.map(({ number }) => number).toSorted((a, b) => a - b)
  const found: Open[] = []
  for (const number of numbers.slice(0, lookedAtMax)) found.push(...(await openOf(reader, number, person)))
  found.sort((a, b) => secondsBetween(b.waiting.since, a.waiting.since) || a.issue - b.issue)
  const left = Math.max(0, numbers.length - lookedAtMax)
  if (values.json === true)
    printJson({ for: person?.login ?? null, open: found.map(asJson), notLookedAt: left })
  else for (const line of told(found, person)) print(line)
  if (left > 0) complain(`${left} more wait for approval and were not looked at: at most ${lookedAtMax} are.`)
  return 0
}

async function openOf(reader: Reader, number: number, person: Person | null): Promise<readonly Open[]> {
  const { reading, decision } = await explore(reader, issueNumber(number))
  const waiting = reading === null || decision === null ? null : waitingOf(reading, decision)
  if (reading === null || waiting === null) return []
  if (person !== null && !(await isWaitedFor(reader, number, person, waiting))) return []
  const { title, url } = reading.snapshot.issue
  const asked = peopleReasons(waiting.verdict.root).filter((each) => stateOf(each) !== 'satisfied')
  const of = [...new Set(asked.flatMap(({ from }) => from.map(principalText)))]
  return [{ issue: number, title, url, of, waiting }]
}

/** Whether one more approval would count that does not yet. */
async function isWaitedFor(reader: Reader, number: number, person: Person, now: Waiting): Promise<boolean> {
  if (approvals(now.verdict, person) > 0) return false
  const { decision } = await explore(reader, issueNumber(number), (seen) => supposeApproval(seen, person))
  return decision?.verdict != null && approvals(decision.verdict, person) > 0
}

function approvals({ root }: Waiting['verdict'], { id }: Person): number {
  return peopleReasons(root)
    .flatMap((each) => each.approvals)
    .filter((each) => each.person.id === id).length
}

function told(found: readonly Open[], person: Person | null): readonly string[] {
  if (person !== null) {
    if (found.length === 0) return [`Nothing waits for ${person.login}.`]
    return found.flatMap(lines)
  }
  if (found.length === 0) return ['Nothing waits for anybody.']
  const groups = [...new Set(found.flatMap(({ of }) => of))]
  return groups.flatMap((group) => [
    `${group}:`,
    ...found.filter(({ of }) => of.includes(group)).flatMap(lines),
  ])
}

function lines({ issue, title, url, waiting }: Open): readonly string[] {
  return [`#${issue} ${title}`, `  ${url}`, `  ${waitingWords(waiting).source}`]
}

function asJson({ issue, title, url, of, waiting }: Open) {
  const { since, now, withdrawn, digest } = waiting
  return {
    issue,
    title,
    url,
    waitsFor: of,
    since,
    seconds: secondsBetween(since, now),
    withdrawn,
    planDigest: digest,
  }
}

function repositoryNamed(text: string): RepositoryRef {
  if (!/^[\w.-]+\/[\w.-]+$/.test(text))
    throw new UsageError(
      `${JSON.stringify(text)} is not a repository; write it as in acme/platform.\nUsage: ${waitingForUsage}`,
    )
  return repositoryRef(text)
}

async function personNamed(reader: Reader, login: string): Promise<Person> {
  const answer = await reader.permission(login)
  if (answer === null || answer.id === null)
    throw new UsageError(
      `GitHub does not tell this token of an account ${JSON.stringify(login)} in this repository.`,
    )
  return { id: userId(answer.id), login, kind: 'user' }
}
