import { audit, auditUsage } from './audit.js'
import { doctor, doctorUsage } from './doctor.js'
import { type ExitCode, UsageError } from './exit-code.js'
import { explain, explainUsage } from './explain.js'
import { init, initUsage } from './init.js'
import { lint, lintUsage } from './lint.js'
import { newType, newUsage } from './new.js'
import { parse, parseUsage } from './parse.js'
import { plan, planUsage } from './plan.js'
import { complain, print } from './print.js'
import { render, renderUsage } from './render.js'
import { schema, schemaUsage } from './schema.js'
import { test, testUsage } from './test.js'
import { undo, undoUsage } from './undo.js'

interface Command {
  readonly usage: string
  readonly does: string
  readonly run: (args: readonly string[]) => ExitCode | Promise<ExitCode>
}

const commands: ReadonlyMap<string, Command> = new Map([
  [
    'init',
    { usage: initUsage, does: 'begin in a repository: workflows, request type, code owners', run: init },
  ],
  ['new', { usage: newUsage, does: 'add a built-in request type', run: newType }],
  ['parse', { usage: parseUsage, does: 'read an issue body against its form', run: parse }],
  ['plan', { usage: planUsage, does: 'show the change an issue body asks for', run: plan }],
  ['undo', { usage: undoUsage, does: 'take back a plan, as far as nobody changed its places', run: undo }],
  ['test', { usage: testUsage, does: 'run the tests of request types', run: test }],
  ['lint', { usage: lintUsage, does: 'check issue forms, request types and templates', run: lint }],
  [
    'render',
    { usage: renderUsage, does: 'write the issue body GitHub would write for some answers', run: render },
  ],
  ['schema', { usage: schemaUsage, does: 'print the JSON Schema of what a form submits', run: schema }],
  [
    'simulate',
    {
      usage: 'issueops simulate (SCENARIO | --repo DIR --type NAME) [--json]',
      does: 'play a scenario on a local GitHub',
      run: simulate,
    },
  ],
  [
    'explain',
    {
      usage: explainUsage,
      does: 'tell why a request on GitHub is where it is; --as: if LOGIN approved',
      run: explain,
    },
  ],
  [
    'doctor',
    {
      usage: doctorUsage,
      does: 'check the settings of a repository on GitHub, and say where to click',
      run: doctor,
    },
  ],
  ['audit', { usage: auditUsage, does: 'verify the ledger of a clone', run: audit }],
])

/** The `issueops` command. Returns the exit code: 0 done, 1 problems a person can fix, 2 wrong usage, 3 the machine failed. */
export async function main(args: readonly string[]): Promise<ExitCode> {
  const [name, ...rest] = args
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') return help()
  const command = commands.get(name)
  if (command === undefined) {
    complain(
      `There is no command ${JSON.stringify(name)}. The commands are: ${[...commands.keys()].join(', ')}.`,
    )
    return 2
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    print(`Usage: ${command.usage}`)
    return 0
  }
  try {
    return await command.run(rest)
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error))
    return error instanceof UsageError ? 2 : 3
  }
}

function help(): ExitCode {
  const width = Math.max(...[...commands.values()].map(({ usage }) => usage.length))
  for (const { usage, does } of commands.values()) print(`${usage.padEnd(width)}  ${does}`)
  return 0
}

/** The sandbox is loaded only when it is played on: it brings GitHub's whole GraphQL schema. */
async function simulate(args: readonly string[]): Promise<ExitCode> {
  const { simulate: run } = await import('./simulate.js')
  return run(args)
}
