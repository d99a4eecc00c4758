import type { Figures, KindFigures } from '../figures/figures.js'
import type { Spread } from '../figures/spread.js'
import { counted } from './figures-text.js'

/**
 * The figures as text for whoever scrapes them. All are gauges: the ledger is counted anew each time, from when it was asked to count, so that a number may be smaller than before.
 * Source: the OpenMetrics specification 1.0, “Text format”.
 */
export function openMetrics({ kinds }: Figures): string {
  const numbers = counted.flatMap(([head, key]) => [
    ...family(`requests_${snake(key)}`, null, `Requests: ${head}.`),
    ...kinds.map((kind) => sample(`requests_${snake(key)}`, labels(kind), kind[key])),
  ])
  const times = spreads.flatMap(({ name, help, of }) => [
    ...family(name, 'seconds', help),
    ...kinds.flatMap((kind) =>
      of(kind).flatMap(({ spread, more }) => samples(name, { ...labels(kind), ...more }, spread)),
    ),
  ])
  return `${[...numbers, ...times, '# EOF'].join('\n')}\n`
}

type Labels = Readonly<Record<string, string>>

interface Measured {
  readonly spread: Spread
  readonly more: Labels
}

const spreads: readonly {
  readonly name: string
  readonly help: string
  readonly of: (kind: KindFigures) => readonly Measured[]
}[] = [
  { name: 'lead_time_seconds', help: 'From the filing to the merge.', of: ({ leadTime }) => only(leadTime) },
  {
    name: 'approval_wait_seconds',
    help: 'From the publication of a plan to the approval that satisfied a rule.',
    of: ({ approval }) => approval.map(({ rule, ...spread }) => ({ spread, more: { rule } })),
  },
  {
    name: 'time_to_reach_seconds',
    help: 'From the merge to the last signal.',
    of: ({ toReach }) => only(toReach),
  },
  {
    name: 'time_to_review_seconds',
    help: 'From the merge of an emergency to its review.',
    of: ({ toReview }) => only(toReview),
  },
  { name: 'end_late_seconds', help: 'From the end of a request to its merge.', of: ({ late }) => only(late) },
]

function only(spread: Spread | null): readonly Measured[] {
  return spread === null ? [] : [{ spread, more: {} }]
}

function family(name: string, unit: string | null, help: string): readonly string[] {
  return [
    `# TYPE issueops_${name} gauge`,
    ...(unit === null ? [] : [`# UNIT issueops_${name} ${unit}`]),
    `# HELP issueops_${name} ${help}`,
  ]
}

function samples(name: string, own: Labels, { median, p90, longest }: Spread): readonly string[] {
  const told = [
    ['median', median],
    ['p90', p90],
    ['longest', longest],
  ] as const
  return told.map(([of, seconds]) => sample(name, { ...own, of }, seconds))
}

function labels({ type, stage }: KindFigures): Labels {
  return { type: type ?? '', stage: stage ?? '' }
}

function sample(name: string, own: Labels, value: number): string {
  const text = Object.entries(own).map(([key, each]) => `${key}="${escaped(each)}"`)
  return `issueops_${name}{${text.join(',')}} ${value}`
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}

function snake(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
