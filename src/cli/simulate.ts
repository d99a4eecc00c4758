import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readArguments } from './arguments.js'
import type { ExitCode } from './exit-code.js'
import { complain, print, printJson } from './print.js'
import { type Played, playStory, type Run } from './simulate/play-story.js'
import { readStory } from './simulate/read-story.js'
import { tellStory } from './simulate/tell-story.js'

export const simulateUsage = 'issueops simulate SCENARIO [--json]'

/**
 * `issueops simulate`: plays a scenario folder on a local GitHub and tells it as a conversation. Fails when a second run wrote something,
 * when the ledger does not verify, or when the story is told otherwise than `expect/conversation.md` says.
 */
export async function simulate(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, { json: { type: 'boolean' } } as const, simulateUsage, {
    min: 1,
    max: 1,
  })
  const [folder = ''] = positionals
  const played = await playStory(readStory(folder))
  const told = tellStory(played)
  if (values.json === true) printJson(playedJson(played))
  else print(told.trimEnd())
  const wrong = differences(played, told, join(folder, 'expect', 'conversation.md'))
  for (const line of wrong) complain(line)
  return wrong.length === 0 ? 0 : 1
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
    ledger: ledger === null ? null : { records: ledger.records.length, findings: ledger.findings },
    diff,
  }
}

function effects(run: Run) {
  return run.outcomes.map(({ key, did }) => ({ key, did }))
}

function differences({ scenes, ledger }: Played, told: string, expected: string): readonly string[] {
  const restless = scenes.filter(({ run }) => (run?.again.writes ?? 0) > 0)
  return [
    ...restless.map(({ step }) => `After “${step.who} ${step.does}” a second run wrote again.`),
    ...(ledger?.findings ?? []).map(({ what, code }) => `The ledger does not verify: ${what} [${code}]`),
    ...(existsSync(expected) && readFileSync(expected, 'utf8') !== told
      ? [`The story is told otherwise than ${expected} says.`]
      : []),
  ]
}
