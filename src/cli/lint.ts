import { lintPolicy } from '../decide/lint/lint-policy.js'
import { readArguments } from './arguments.js'
import type { ExitCode } from './exit-code.js'
import { failed } from './parse.js'
import { print, printJson } from './print.js'
import { readPolicyFiles } from './read-policy-files.js'

export const lintUsage = 'issueops lint [DIR] [--json]'

/** `issueops lint`: checks the issue forms, request types and templates of a local checkout. */
export function lint(args: readonly string[]): ExitCode {
  const { values, positionals } = readArguments(args, { json: { type: 'boolean' } } as const, lintUsage, {
    min: 0,
    max: 1,
  })
  const policy = readPolicyFiles(positionals[0] ?? '.')
  const files = [...policy.forms, ...policy.types, ...policy.policies, ...policy.templates]
  const [first, ...more] = lintPolicy(policy)
  if (first !== undefined) return failed([first, ...more], values.json === true)
  if (values.json === true) printJson({ ok: true, files: files.map(({ path }) => path) })
  else
    print(
      `${counted(policy.forms.length, 'form')} and ${counted(policy.types.length, 'request type')}: nothing to mend.`,
    )
  return 0
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
