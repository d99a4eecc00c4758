import { diagnose } from '../core/advice/doctor/diagnose.js'
import { settingsNeeds } from '../core/advice/doctor/settings-needs.js'
import { gateCheckName } from '../github/check-names.js'
import { connect } from '../github/connect.js'
import { createSettingsReader } from '../github/settings-reader.js'
import type { RepositoryRef } from '../model/ids.js'
import type { Check } from '../model/settings.js'
import { observeSettings } from '../observe/observe-settings.js'
import { readArguments } from './arguments.js'
import { commandHelp } from './command-help.js'
import { type ExitCode, UsageError } from './exit-code.js'
import { githubConnection } from './github-connection.js'
import { print, printJson } from './print.js'

const doctorUsage = commandHelp.doctor.usage

/**
 * What a token that only reads is not told, so that a person has to look. Source: REST reference, “List organization Actions policies”, which
 * wants a token that may change them; “Get a repository installation for the authenticated app”, which wants the app's own key.
 */
const notLookedAt = [
  'Policies of Actions that forbid events or people: Settings → Actions → Policies, of the repository, the organization and the enterprise. The events of your callers have to be allowed there.',
  'The permissions of your app: Settings → Developer settings → GitHub Apps → (your app) → Permissions & events. They should be those of the README and no more; “Workflows” above all should not be among them.',
]

/**
 * `issueops doctor`: reads the settings of a repository on GitHub, without any way to write, and says what would make requests fail and where
 * to click. Ends with 1 where something is to be mended; what could not be found out is said, and is no failure.
 */
export async function doctor(args: readonly string[]): Promise<ExitCode> {
  const options = { json: { type: 'boolean' } } as const
  const { values, positionals } = readArguments(args, options, doctorUsage, { min: 1, max: 1 })
  const repository = repositoryName(positionals[0] ?? '')
  const reader = createSettingsReader(connect(githubConnection('doctor')), repository)
  const settings = await observeSettings(reader, (policy, general) =>
    settingsNeeds(policy, general, repository),
  )
  const checks = diagnose(settings, gateCheckName)
  const toMend = checks.some(({ state }) => state === 'wrong' || state === 'warning')
  if (values.json === true) printJson({ ok: !toMend, checks, notLookedAt })
  else print(told(checks))
  return toMend ? 1 : 0
}

function repositoryName(text: string): RepositoryRef {
  const match = /^([\w.-]+)\/([\w.-]+)$/.exec(text)
  if (match === null) {
    throw new UsageError(
      `${JSON.stringify(text)} is not a repository; write it as in acme/platform.\nUsage: ${doctorUsage}`,
    )
  }
  const [, owner = '', name = ''] = match
  return { owner, name }
}

const marks = { fine: '✅', warning: '⚠️', wrong: '❌', unknown: '❔' } as const

function told(checks: readonly Check[]): string {
  const count = (state: Check['state']) => checks.filter((check) => check.state === state).length
  return [
    ...checks.flatMap(lines),
    '',
    `${count('fine')} fine, ${count('wrong')} wrong, ${count('warning')} to better, ${count('unknown')} could not be found out.`,
    'Not looked at, because a token that only reads is not told:',
    ...notLookedAt.map((each) => `- ${each}`),
  ].join('\n')
}

function lines({ code, state, what, fix, where }: Check): readonly string[] {
  const click = where === null ? [] : [`   ${where.menu}${where.url === null ? '' : `: ${where.url}`}`]
  return [`${marks[state]} ${what} [${code}]`, ...(fix === null ? [] : [`   → ${fix}`]), ...click]
}
