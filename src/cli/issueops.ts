import { readFileSync } from 'node:fs'
import { didYouMean } from '../core/text/closest-name.js'
import { packagedPath } from './adopt/built-in-type.js'
import { audit } from './audit.js'
import { calendar } from './calendar.js'
import { type CommandName, commandHelp, helpLines } from './command-help.js'
import { doctor } from './doctor.js'
import { drift } from './drift.js'
import { type ExitCode, FoundProblems, UsageError } from './exit-code.js'
import { explain } from './explain.js'
import { init } from './init.js'
import { inventory } from './inventory.js'
import { lint } from './lint.js'
import { metrics } from './metrics.js'
import { newType } from './new.js'
import { failed, parse } from './parse.js'
import { plan } from './plan.js'
import { complain, print } from './print.js'
import { render } from './render.js'
import { schema } from './schema.js'
import { sweep } from './sweep.js'
import { test } from './test.js'
import { undo } from './undo.js'
import { waitingFor } from './waiting-for.js'

type Run = (args: readonly string[]) => ExitCode | Promise<ExitCode>

const runs: Readonly<Record<CommandName, Run>> = {
  init,
  new: newType,
  parse,
  plan,
  undo,
  test,
  lint,
  render,
  schema,
  simulate,
  explain,
  'waiting-for': waitingFor,
  sweep,
  doctor,
  audit,
  inventory,
  drift,
  calendar,
  metrics,
}
const names = Object.keys(commandHelp)

/** The `issueops` command. Returns the exit code: 0 done, 1 problems a person can fix, 2 wrong usage, 3 the machine failed. */
export async function main(args: readonly string[]): Promise<ExitCode> {
  const [name, ...rest] = args
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') return help(rest[0])
  if (name === '--version' || name === '-v') return version()
  if (!isCommand(name)) return unknownCommand(name)
  if (rest.includes('--help') || rest.includes('-h')) return help(name)
  try {
    return await runs[name](rest)
  } catch (error) {
    if (error instanceof FoundProblems) return failed(error.problems, rest.includes('--json'))
    complain(error instanceof Error ? error.message : String(error))
    return error instanceof UsageError ? 2 : 3
  }
}

function isCommand(name: string): name is CommandName {
  return names.includes(name)
}

function unknownCommand(name: string): ExitCode {
  const meant = didYouMean(name, names)
  complain(`There is no command ${JSON.stringify(name)}. ${meant}The commands are: ${names.join(', ')}.`)
  return 2
}

function help(name: string | undefined): ExitCode {
  if (name !== undefined && !isCommand(name)) return unknownCommand(name)
  if (name !== undefined) {
    for (const line of helpLines(commandHelp[name])) print(line)
    return 0
  }
  const all = Object.values(commandHelp)
  const width = Math.max(...all.map(({ usage }) => usage.length))
  for (const { usage, does } of all) print(`${usage.padEnd(width)}  ${does}`)
  return 0
}

function version(): ExitCode {
  const { version: installed }: { readonly version: string } = JSON.parse(
    readFileSync(packagedPath('package.json'), 'utf8'),
  )
  print(installed)
  return 0
}

/** The sandbox is loaded only when it is played on: it brings GitHub's whole GraphQL schema. */
async function simulate(args: readonly string[]): Promise<ExitCode> {
  const { simulate: run } = await import('./simulate.js')
  return run(args)
}
