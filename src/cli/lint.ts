import { lintPolicy, nothingToLint } from '../core/advice/lint/lint-policy.js'
import { secondsAfter } from '../model/instant.js'
import { policyFiles, typeFiles } from '../model/policy.js'
import { readArguments } from './arguments.js'
import { commandHelp } from './command-help.js'
import { type ExitCode, UsageError } from './exit-code.js'
import { print, printJson, problemText } from './print.js'
import { readPolicyFiles } from './read-policy-files.js'

const lintUsage = commandHelp.lint.usage

/** `issueops lint`: checks the issue forms, request types and templates of a local checkout. */
export function lint(args: readonly string[]): ExitCode {
  const { values, positionals } = readArguments(args, { json: { type: 'boolean' } } as const, lintUsage, {
    min: 0,
    max: 1,
  })
  const root = positionals[0] ?? '.'
  const policy = readPolicyFiles(root)
  const nothing = nothingToLint(policy, root)
  if (nothing !== null) throw new UsageError(nothing)
  const files = policyFiles(policy)
  const { problems, notes } = lintPolicy(policy, secondsAfter(new Date().toISOString(), 0))
  const ok = problems.length === 0
  if (values.json === true) {
    const found = ok ? { ok, files: files.map(({ path }) => path) } : { ok, problems }
    printJson({ ...found, ...(notes.length === 0 ? {} : { notes }) })
    return ok ? 0 : 1
  }
  for (const problem of problems) print(problemText(problem))
  for (const note of notes) print(`Worth knowing: ${problemText(note)}`)
  if (ok)
    print(
      `${counted(policy.forms.length, 'form')} and ${counted(typeFiles(policy).length, 'request type')}: nothing to mend.`,
    )
  return ok ? 0 : 1
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
