import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findingJson } from '../core/ledger/finding.js'
import { readArguments } from './arguments.js'
import { commandHelp } from './command-help.js'
import { type ExitCode, UsageError } from './exit-code.js'
import { complain, print, printJson } from './print.js'
import { type Played, playStory, type Run } from './simulate/play-story.js'
import { readStory } from './simulate/read-story.js'
import type { Story } from './simulate/story.js'
import { storyOfTest } from './simulate/story-of-test.js'
import { tellStory } from './simulate/tell-story.js'
import { tellTrace } from './simulate/trace.js'

const simulateUsage = commandHelp.simulate.usage

/**
 * `issueops simulate`: plays a scenario folder, or the first accepted test of a request type, on a local GitHub and tells it as a conversation. Fails when a second run wrote something,
 * when the ledger does not verify, when the story ends otherwise than it was to end, or is told otherwise than `expect/conversation.md` says.
 */
export async function simulate(args: readonly string[]): Promise<ExitCode> {
  const options = {
    repo: { type: 'string' },
    type: { type: 'string' },
    trace: { type: 'boolean' },
    json: { type: 'boolean' },
  } as const
  const { values, positionals } = readArguments(args, options, simulateUsage, { min: 0, max: 1 })
  const { repo, type } = values
  const [folder] = positionals
  const played = await playStory(storyAskedFor(folder, repo, type))
  const told = tellStory(played)
  if (values.json === true)
    printJson(
      values.trace === true ? { ...playedJson(played), trace: traceJson(played) } : playedJson(played),
    )
  else print(told.trimEnd())
  if (values.trace === true && values.json !== true) print(`\n${tellTrace(played.scenes).trimEnd()}`)
  const wrong = differences(
    played,
    told,
    folder === undefined ? null : join(folder, 'expect', 'conversation.md'),
  )
  for (const line of wrong) complain(line)
  return wrong.length === 0 ? 0 : 1
}

/** A scenario folder's, or one made from a test of a checkout's request type. */
function storyAskedFor(
  folder: string | undefined,
  repo: string | undefined,
  type: string | undefined,
): Story {
  if (folder !== undefined && repo === undefined && type === undefined) return readStory(folder)
  if (folder === undefined && type !== undefined) return storyOfTest(repo ?? '.', type)
  throw new UsageError(`Usage: ${simulateUsage}`)
}

/** The JSON contract of `simulate`: the final state, every effect, calls and depth, in all and for each step. */
export function playedJson({ story, scenes, diff, issue, ledger }: Played) {
  const runs = scenes.flatMap(({ run }) => (run === null ? [] : [run]))
  const last = runs.at(-1)
  return {
    name: story.name,
    title: story.title,
    state: last?.state ?? 'ignored',
    reasons: last?.reasons ?? [],
    issue,
    effects: runs.flatMap(effects),
    calls: runs.reduce((sum, { cost }) => sum + cost.calls, 0),
    depth: Math.max(0, ...runs.map(({ cost }) => cost.depth)),
    steps: scenes.map(({ step, run }) => ({
      who: step.who,
      does: step.does,
      ...(run === null
        ? { state: null }
        : { state: run.state, reasons: run.reasons, effects: effects(run), ...run.cost, again: run.again }),
    })),
    ledger:
      ledger === null ? null : { records: ledger.records.length, findings: ledger.findings.map(findingJson) },
    diff,
  }
}

/** With `--trace`: the rounds of the run after each step; null where nothing woke the toolkit. */
function traceJson({ scenes }: Played) {
  return scenes.map(({ run }) => run?.rounds ?? null)
}

function effects(run: Run) {
  return run.outcomes.map(({ key, did }) => ({ key, did }))
}

function differences(
  { story, scenes, ledger }: Played,
  told: string,
  expected: string | null,
): readonly string[] {
  const state = scenes.findLast(({ run }) => run !== null)?.run?.state ?? 'ignored'
  const restless = scenes.filter(({ run }) => (run?.again.writes ?? 0) > 0)
  return [
    ...restless.map(({ step }) => `After “${step.who} ${step.does}” a second run wrote again.`),
    ...scenes
      .filter(({ run }) => (run?.sentAgain.length ?? 0) > 0)
      .map(({ step }) => `After “${step.who} ${step.does}” a second run told somebody again.`),
    ...(ledger?.findings ?? []).map(({ what, code }) => `The ledger does not verify: ${what} [${code}]`),
    ...(story.ends !== null && story.ends !== state
      ? [`The story was to end ${story.ends}, and it ends ${state}.`]
      : []),
    ...(expected !== null && existsSync(expected) && readFileSync(expected, 'utf8') !== told
      ? [`The story is told otherwise than ${expected} says.`]
      : []),
  ]
}
