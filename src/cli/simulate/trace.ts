import { holdForFailure } from '../../core/decide/hold-for-failure.js'
import { decideAndTell } from '../../core/decide/notices.js'
import { type FirstReading, isWhole } from '../../core/decide/reading.js'
import type { Decision } from '../../model/decision.js'
import { effectKey } from '../../model/effect.js'
import type { Send } from '../../model/notice.js'
import type { Goal } from '../../reconcile.js'
import type { Step } from './deeds.js'

/** One round of a run: what was read of everything observed so far, what was concluded, and what is written because of it. */
export interface Round {
  /** What the issue is: a kind of request with its values, or why it is none. */
  readonly read: string
  /** The commands of people, in order. */
  readonly commands: readonly string[]
  /** How many records of the issue the ledger has. */
  readonly records: number
  /** Whether the pull request, the manifests and the people were looked at yet. */
  readonly details: boolean
  readonly state: Decision['state']
  readonly reasons: readonly string[]
  readonly effects: readonly string[]
}

/** Everything a run may write, and what it decides in each round is kept. */
export function tracedGoal(rounds: Round[], send: Send): Goal {
  return {
    decide: (reading) => {
      const decision = decideAndTell(reading)
      rounds.push(roundOf(reading, decision))
      return decision
    },
    tellFailure: holdForFailure,
    send,
  }
}

function roundOf(reading: FirstReading, { state, reasons, effects }: Decision): Round {
  const { ledger } = reading.snapshot
  return {
    read: readAs(reading),
    commands: reading.commands.map(
      ({ person, comment, reading: said }) =>
        `${person.login} (${comment.id}) ${said.kind === 'command' ? `/${said.command.name}` : said.code}`,
    ),
    records: ledger.records.length,
    details: isWhole(reading),
    state,
    reasons,
    effects: effects.map(effectKey),
  }
}

function readAs({ understanding }: FirstReading): string {
  switch (understanding.kind) {
    case 'request': {
      const values = [...understanding.request.values]
      return `a ${understanding.type.name} with ${values.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(' ')}`
    }
    case 'finished':
      return `finished: ${understanding.record.predicate.decision}`
    case 'held':
    case 'invalid':
      return `${understanding.kind}: ${understanding.problems.map(({ code }) => code).join(', ')}`
    case 'ignored':
      return 'no request'
  }
}

/** A step of a story, and the run it woke. */
interface Traced {
  readonly step: Step
  readonly run: { readonly rounds: readonly Round[] } | null
}

/** The rounds of all runs of a story; those of a second run are left out, because it writes nothing. */
export function tellTrace(scenes: readonly Traced[]): string {
  return scenes
    .flatMap(({ step, run }, index) => [
      `## ${index + 1}. ${step.who} ${step.does}: what the toolkit read, decided and wrote`,
      '',
      ...(run === null ? ['Nothing wakes the toolkit.'] : run.rounds.flatMap(tellRound)),
      '',
    ])
    .join('\n')
}

function tellRound(round: Round, index: number): readonly string[] {
  const { read, commands, records, details, state, reasons, effects } = round
  const looked = details ? '' : ', pull request and people not looked at'
  return [
    `- round ${index + 1}`,
    `  - read: ${read}`,
    `  - seen: commands ${listed(commands)}; ${records} ${records === 1 ? 'record' : 'records'}${looked}`,
    `  - decided: ${state} (${listed(reasons)})`,
    `  - writes: ${listed(effects)}`,
  ]
}

function listed(items: readonly string[]): string {
  return items.length === 0 ? 'none' : items.join(', ')
}
