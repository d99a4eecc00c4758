import { momentWords } from '../core/report/end-words.js'
import { countedWhys, whyText } from '../core/report/job-summary.js'
import { turnsOf } from '../core/sweep/turns.js'
import { connect } from '../github/connect.js'
import { createReader } from '../github/reader.js'
import type { Turn } from '../model/due.js'
import { type RepositoryRef, repositoryRef } from '../model/ids.js'
import { observeSweep, type SweepLook } from '../observe/observe-sweep.js'
import { readArguments } from './arguments.js'
import { commandHelp } from './command-help.js'
import { type ExitCode, UsageError } from './exit-code.js'
import { githubConnection } from './github-connection.js'
import { complain, print, printJson } from './print.js'

const sweepUsage = commandHelp.sweep.usage

/**
 * `issueops sweep --dry-run`: what the next sweep would look at, why, since when and in which order, without any way to write. The sweep itself is the scheduled
 * workflow, so that nobody's own token decides.
 */
export async function sweep(args: readonly string[]): Promise<ExitCode> {
  const options = { 'dry-run': { type: 'boolean' }, json: { type: 'boolean' } } as const
  const { values, positionals } = readArguments(args, options, sweepUsage, { min: 1, max: 1 })
  const repository = named(positionals[0] ?? '')
  if (values['dry-run'] !== true)
    throw new UsageError(
      `The sweep itself is run by the workflow “requests”; here --dry-run tells what it would look at.\nUsage: ${sweepUsage}`,
    )
  const found = await observeSweep(createReader(connect(githubConnection('sweep')), repository))
  const { at, unreadable } = found.due
  const turns = turnsOf(found.view, at)
  if (values.json === true)
    printJson({ ok: unreadable.length === 0, at, ...turns, passedOver: found.passedOver, unreadable })
  else for (const line of told(found)) print(line)
  if (values.json !== true)
    for (const path of unreadable) complain(`no record, and what it hides may be due: ${path}`)
  return unreadable.length === 0 ? 0 : 1
}

function named(text: string): RepositoryRef {
  if (!/^[\w.-]+\/[\w.-]+$/.test(text))
    throw new UsageError(
      `${JSON.stringify(text)} is not a repository; write it as in acme/platform.\nUsage: ${sweepUsage}`,
    )
  return repositoryRef(text)
}

function told({ due, view }: SweepLook): readonly string[] {
  const { urgent, others } = turnsOf(view, due.at)
  const all = [...urgent, ...others]
  if (all.length === 0) return ['A sweep would find nothing to look at.']
  return [
    `A sweep would find ${countedWhys(all)}.`,
    ...group('With half of its calls, and with what the others leave:', urgent),
    ...group('With the rest:', others),
  ]
}

function group(head: string, turns: readonly Turn[]): readonly string[] {
  if (turns.length === 0) return []
  const width = Math.max(...turns.map(({ issue }) => String(issue).length))
  return [
    head,
    ...turns.map(({ issue, why, at }) => {
      const since = at === null ? '' : `, ${momentWords(at)}`
      return `  #${String(issue).padEnd(width)}  ${whyText(why)}${since}`
    }),
  ]
}
