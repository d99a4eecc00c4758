import { supposeApproval } from '../core/decide/suppose-approval.js'
import { waitingOf } from '../core/decide/waiting.js'
import { explanation } from '../core/report/explain-verdict.js'
import { type Waiting, waitingWords } from '../core/report/waiting-words.js'
import { connect } from '../github/connect.js'
import { createReader, type Reader } from '../github/reader.js'
import type { Decision } from '../model/decision.js'
import { type IssueNumber, isNumbered, issueNumber, type RepositoryRef, userId } from '../model/ids.js'
import type { Person } from '../model/person.js'
import { explore } from '../reconcile.js'
import { readArguments } from './arguments.js'
import { commandHelp } from './command-help.js'
import { type ExitCode, UsageError } from './exit-code.js'
import { githubConnection } from './github-connection.js'
import { complain, print, printJson } from './print.js'

const explainUsage = commandHelp.explain.usage

/**
 * `issueops explain`: reads a request on GitHub and tells why it is where it is, without any way to write. With `--as` it tells what an
 * `/approve` by somebody would change. The token is read from GITHUB_TOKEN or GH_TOKEN, the server from GITHUB_API_URL.
 */
export async function explain(args: readonly string[]): Promise<ExitCode> {
  const options = { as: { type: 'string' }, json: { type: 'boolean' } } as const
  const { values, positionals } = readArguments(args, options, explainUsage, { min: 1, max: 1 })
  const { repository, issue } = requestName(positionals[0] ?? '')
  const reader = createReader(connect(githubConnection('explain')), repository)
  const person = values.as === undefined ? null : await personNamed(reader, values.as)
  const { decision, reading } = await explore(reader, issue, (found) =>
    person === null ? found : supposeApproval(found, person),
  )
  if (decision === null || reading === null) {
    complain(`${repository.owner}/${repository.name} has no issue ${issue} that this token can see.`)
    return 1
  }
  const waiting = waitingOf(reading, decision)
  if (values.json === true) printJson({ ...asJson(decision, person), waitingSince: waiting?.since ?? null })
  else print(told(decision, person, repository.owner, waiting))
  return 0
}

function requestName(text: string): { readonly repository: RepositoryRef; readonly issue: IssueNumber } {
  const match = /^([\w.-]+)\/([\w.-]+)#([1-9]\d{0,9})$/.exec(text)
  if (match === null) {
    throw new UsageError(
      `${JSON.stringify(text)} is not a request; write it as in acme/platform#42.\nUsage: ${explainUsage}`,
    )
  }
  const [, owner = '', name = '', number = ''] = match
  if (!isNumbered(Number(number))) throw new UsageError(`No issue has the number ${number}.`)
  return { repository: { owner, name }, issue: issueNumber(Number(number)) }
}

/** GitHub tells the id of an account together with its permission. */
async function personNamed(reader: Reader, login: string): Promise<Person> {
  const answer = await reader.permission(login)
  if (answer === null || answer.id === null) {
    throw new UsageError(
      `GitHub does not tell this token of an account ${JSON.stringify(login)} in this repository.`,
    )
  }
  return { id: userId(answer.id), login, kind: 'user' }
}

function told(
  decision: Decision,
  person: Person | null,
  organization: string,
  waiting: Waiting | null,
): string {
  const supposed = person === null ? '' : `Supposed that ${person.login} comments /approve now:\n\n`
  return `${supposed}${explanation(decision, organization, waiting === null ? null : waitingWords(waiting)).source}`
}

function asJson({ state, reasons, problems, verdict, plan }: Decision, person: Person | null) {
  return {
    state,
    reasons,
    problems,
    planDigest: plan?.digest ?? null,
    verdict,
    supposedApproval: person?.login ?? null,
  }
}
