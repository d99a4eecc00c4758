import { basename, dirname } from 'node:path'
import { summary } from '@actions/core'
import { context } from '@actions/github'
import { start } from '../../src/actions/start.js'
import type { Sandbox } from '../../src/sandbox/create-sandbox.js'
import {
  type ActionResult,
  type ActionRun,
  type BeginAction,
  runAction as runProcess,
} from '../../src/sandbox/run-action.js'
import { atLength } from '../at-length.js'

/**
 * Runs an action as the runner does: its source in this process in `npm test`, and in `npm run test:long` its committed bundle as a
 * process of its own.
 */
export function runAction(sandbox: Sandbox, run: ActionRun): Promise<ActionResult> {
  return atLength ? runProcess(sandbox, run) : runProcess(sandbox, run, runHere)
}

/** For as long as the action runs, this process has its environment, and what is printed is the action's. */
const runHere: BeginAction = async (main, env) => {
  const action = basename(dirname(dirname(main)))
  const module = Object(await import(`../../src/actions/${action}.ts`))
  const { write } = process.stdout
  const [own, exitCode] = [process.env, process.exitCode]
  let stdout = ''
  try {
    process.env = { ...env }
    process.exitCode = 0
    process.stdout.write = (text: string | Uint8Array) => {
      stdout += String(text)
      return true
    }
    forgetLastRun()
    await start(module.action)
    return { exitCode: Number(process.exitCode), stdout, stderr: '' }
  } finally {
    process.stdout.write = write
    process.env = own
    process.exitCode = exitCode
  }
}

/** What the runner's own modules read once in a process: the event, and where the summary goes. */
function forgetLastRun(): void {
  Object.assign(context, Reflect.construct(context.constructor, []))
  Object.assign(summary, { _buffer: '', _filePath: undefined })
}
