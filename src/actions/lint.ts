import { isAbsolute, relative, resolve } from 'node:path'
import { readPolicyFiles } from '../checkout/read-policy-files.js'
import { lintPolicy, nothingToLint } from '../core/advice/lint/lint-policy.js'
import { blocks, code, markdown, table } from '../core/text/markdown.js'
import { createReader } from '../github/reader.js'
import { secondsAfter } from '../model/instant.js'
import { type Policy, policyFiles, typeFiles } from '../model/policy.js'
import type { Problem } from '../model/problem.js'
import type { Code } from '../model/problem-codes.js'
import { observePolicy } from '../observe/observe-policy.js'
import { headOfEvent } from '../runner/event.js'
import { flagInput, InputError } from '../runner/inputs.js'
import type { Surroundings } from '../runner/surroundings.js'
import { type Call, defineAction } from './start.js'

/** Annotations written: GitHub shows 10 errors of a step, one of which says that it failed. The summary has all of them. */
const annotationsMax = 9

/** The entry of the action: what is wrong with the issue forms and request types of a commit. */
export const action = defineAction({
  inputs: ['token', 'commit', 'path', 'fail'],
  outputs: ['state', 'reason-code', 'ok', 'count', 'findings'],
  run,
})

async function run({ input, surroundings, octokit }: Call<'commit' | 'path' | 'fail'>) {
  const fails = flagInput('fail', input.fail)
  const { policy, prefix } =
    input.path === ''
      ? {
          policy: await observePolicy(
            createReader(octokit, surroundings.repository),
            commitOf(input.commit, surroundings),
          ),
          prefix: '',
        }
      : readWorkspace(input.path, surroundings.workspace)
  const nothing = nothingToLint(policy, input.path === '' ? 'this commit' : `the folder ${input.path}`)
  if (nothing !== null) throw new InputError(nothing)
  const { problems: findings, notes } = lintPolicy(policy, secondsAfter(new Date().toISOString(), 0))
  const [first] = findings
  const reason: Code = first?.code ?? 'lint/clean'
  const outputs = {
    state: first === undefined ? 'clean' : 'findings',
    'reason-code': reason,
    ok: String(first === undefined),
    count: findings.length,
    findings: JSON.stringify({
      ok: first === undefined,
      files: files(policy),
      problems: findings,
      ...(notes.length === 0 ? {} : { notes }),
    }),
  }
  const failure = first === undefined || !fails ? null : failureOf(findings)
  const annotations = findings.slice(0, annotationsMax).map((each) => annotationOf(each, prefix))
  return { outputs, summary: summary(policy, findings, notes), annotations, failure }
}

/** Of a pull request its head, whose lines annotations are shown on; else the commit the workflow runs for. */
function commitOf(input: string, { event, sha }: Surroundings): string {
  const commit = input === '' ? (headOfEvent(event) ?? sha) : input
  if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(commit)) return commit
  if (commit === '') return 'HEAD'
  throw new InputError(
    `The input “commit” has to be a whole commit id, 40 hexadecimal digits; it is ${JSON.stringify(commit)}.`,
  )
}

/** A checkout below the workspace; its place goes before the names of files, so that annotations find them. */
function readWorkspace(path: string, workspace: string) {
  const root = resolve(workspace, path)
  const place = relative(workspace, root)
  if (place.startsWith('..') || isAbsolute(place))
    throw new InputError('The input “path” has to be a folder in the workspace, as in . or checkout.')
  return { policy: readPolicyFiles(root), prefix: place === '' ? '' : `${place}/` }
}

function files(policy: Policy): readonly string[] {
  return policyFiles(policy).map(({ path }) => path)
}

function annotationOf({ code: title, file, line, what, fix }: Problem, prefix: string) {
  const place =
    file === undefined ? {} : { file: `${prefix}${file}`, ...(line === undefined ? {} : { line }) }
  return { title, message: `${what} ${fix}`, ...place }
}

function failureOf(findings: readonly Problem[]): string {
  const count = findings.length === 1 ? '1 finding' : `${findings.length} findings`
  const places = [...new Set(findings.flatMap(({ file }) => file ?? []))]
  return `${count} in ${places.join(', ')}. The summary of the job lists what to mend.`
}

function summary(policy: Policy, findings: readonly Problem[], notes: readonly Problem[]): string {
  return blocks(
    markdown`### IssueOps lint`,
    findings.length === 0
      ? markdown`${policy.forms.length} forms and ${typeFiles(policy).length} request types: nothing to mend.`
      : listed('What is the matter', findings),
    notes.length === 0 ? null : listed('Worth knowing', notes),
  ).source
}

function listed(head: string, problems: readonly Problem[]) {
  const rows = problems.map(({ file, line, what, fix, code: reason }) => [
    code(`${file ?? ''}${line === undefined ? '' : `:${line}`}`),
    markdown`${what}`,
    markdown`${fix}`,
    code(reason),
  ])
  return table(['Where', head, 'What to do', 'Code'], rows)
}
