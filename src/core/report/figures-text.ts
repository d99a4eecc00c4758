import type { Figures, KindFigures, PeriodFigures } from '../figures/figures.js'
import type { Spread } from '../figures/spread.js'
import { visible } from '../text/markdown.js'

/** What the ledger tells of how requests go, for a person to read: a table of numbers, one of times, and one over time. */
export function figuresLines({ kinds, total, periods }: Figures): readonly string[] {
  if (kinds.length === 0) return ['Nothing is on record.']
  const rows = [...kinds, ...(kinds.length > 1 ? [total] : [])]
  return [
    ...tableLines(['request', ...counted.map(([head]) => head), 'failure rate'], rows.map(countsRow)),
    '',
    ...tableLines(
      ['from … to …', 'request', 'count', 'median', '9 of 10 within', 'longest'],
      rows.flatMap(timeRows),
    ),
    '',
    ...tableLines(
      ['period', 'asked', 'merged', 'declined', 'failed', 'taken back', 'lead time'],
      periods.map(periodRow),
    ),
  ]
}

/** The numbers of a kind, with what heads their column; programs are told the same by these keys. */
export const counted = [
  ['asked', 'asked'],
  ['open', 'open'],
  ['merged', 'merged'],
  ['as it was', 'unchanged'],
  ['rejected', 'rejected'],
  ['withdrawn', 'withdrawn'],
  ['failed', 'failed'],
  ['reached', 'reached'],
  ['not working', 'notWorking'],
  ['taken back', 'takenBack'],
  ['ended', 'ended'],
  ['extended', 'extended'],
  ['restored', 'restored'],
  ['accepted', 'accepted'],
  ['emergencies', 'emergencies'],
  ['not reviewed', 'unreviewed'],
  ['overdue', 'overdue'],
] as const satisfies readonly (readonly [head: string, key: keyof KindFigures])[]

/** What a kind is called. */
export function kindName({ type, stage }: Pick<KindFigures, 'type' | 'stage'>): string {
  if (type === null) return 'all'
  return stage === null ? type : `${type}, ${stage}`
}

/** The times of a kind, with what they are of. */
export function spreadsOf(kind: KindFigures): readonly { readonly of: string; readonly spread: Spread }[] {
  const named = [
    ['filed to merged', kind.leadTime],
    ...kind.approval.map((each) => [`asked to approved by ${each.rule}`, each] as const),
    ['merged to reached', kind.toReach],
    ['merged to reviewed', kind.toReview],
    ['its end to taken back', kind.late],
  ] as const
  return named.flatMap(([of, spread]) => (spread === null ? [] : [{ of, spread }]))
}

function countsRow(kind: KindFigures): readonly string[] {
  return [kindName(kind), ...counted.map(([, key]) => String(kind[key])), rateText(kind.failureRate)]
}

export function rateText(rate: number | null): string {
  return rate === null ? '–' : `${Math.round(rate * 100)} %`
}

function timeRows(kind: KindFigures): readonly (readonly string[])[] {
  return spreadsOf(kind).map(({ of, spread }) => [
    of,
    kindName(kind),
    String(spread.count),
    lengthText(spread.median),
    lengthText(spread.p90),
    lengthText(spread.longest),
  ])
}

function periodRow(each: PeriodFigures): readonly string[] {
  const { period, asked, merged, declined, failed, takenBack, leadTime } = each
  const numbers = [asked, merged, declined, failed, takenBack].map(String)
  return [period, ...numbers, leadTime === null ? '–' : lengthText(leadTime.median)]
}

/** A length of time in the largest unit of which it has at least two, as in `36 h`, `45 min`. */
export function lengthText(seconds: number): string {
  const [unit, name] = units.find(([length]) => seconds >= 2 * length) ?? [1, 's']
  return `${Math.round(seconds / unit)} ${name}`
}

const units = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
] as const

function tableLines(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const all = [head, ...rows].map((row) => row.map((cell) => visible(cell).replaceAll(/\s/g, ' ')))
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
