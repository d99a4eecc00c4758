import type { Decision } from '../../model/decision.js'
import type { Turn, TurnWhy } from '../../model/due.js'
import type { Outcome } from '../../model/fact.js'
import { type Instant, secondsBetween } from '../../model/instant.js'
import { blocks, bullets, code, joined, type Markdown, markdown, table } from '../text/markdown.js'
import { momentWords } from './end-words.js'

/** One issue a run looked at. */
export interface SummaryRow {
  readonly issue: number
  readonly decision: Decision | null
  readonly outcomes: readonly Outcome[]
  /** When it should have ended; null and left out where nothing is overdue. */
  readonly overdue?: Instant | null
}

/** What a sweep has to tell beside the issues it looked at. */
export interface SweepTold {
  /** Whatever it could look at; null where the run was no sweep. */
  readonly found: readonly Turn[] | null
  /** What is left to the next sweep. */
  readonly waiting: readonly Turn[]
  /** Branches that are named like one of a request, and belong to none. */
  readonly passedOver: readonly string[]
}

const noSweep: SweepTold = { found: null, waiting: [], passedOver: [] }

/** Branches listed in a summary: whoever may push may push many. */
const branchesShownMax = 10
/** Rows of one table, and items of one list: a page that is longer is read by nobody, and GitHub cuts one off that is much longer. */
const rowsMax = 50

/** The summary of a job: what was found, what is overdue, what waits; a table of the issues looked at, those first that were written to, and every write. */
export function jobSummary(looked: readonly SummaryRow[], told: SweepTold = noSweep): string {
  const inOrder = looked.toSorted((a, b) => Number(b.outcomes.length > 0) - Number(a.outcomes.length > 0))
  const rows = inOrder.map(({ issue, decision, outcomes }) => [
    markdown`#${issue}`,
    stateText(decision),
    code((decision?.reasons ?? []).join(', ')),
    markdown`${outcomes.length}`,
  ])
  const writes = looked.flatMap(({ issue, outcomes }) =>
    outcomes.map(({ key, did }) => markdown`#${issue}: ${did} ${code(key)}`),
  )
  return blocks(
    markdown`### IssueOps`,
    told.found === null ? null : foundText(told.found, looked),
    overdueText(looked),
    waitingText(told.waiting),
    rows.length === 0
      ? markdown`No open issue is a request.`
      : table(['Issue', 'State', 'Reasons', 'Writes'], rows.slice(0, rowsMax)),
    moreText(rows),
    writes.length === 0 ? markdown`Nothing had to be written.` : bullets(writes.slice(0, rowsMax)),
    moreText(writes),
    passedOverText(told.passedOver),
  ).source
}

/** What is not in a table or a list any more. */
function moreText(all: readonly unknown[]): Markdown | null {
  return all.length > rowsMax ? markdown`… and ${all.length - rowsMax} more; the log has all of them.` : null
}

/** What each reason to look at an issue is called, for one and for many. */
const whyWords: Readonly<Record<TurnWhy, readonly [string, string]>> = {
  unrecorded: ['change that may be merged without a record', 'changes that may be merged without a record'],
  end: ['end that has come', 'ends that have come'],
  chapter: ['change that is not merged yet', 'changes that are not merged yet'],
  lifetime: ['request that nobody has answered', 'requests that nobody has answered'],
  escalation: ['request of which others are told', 'requests of which others are told'],
  reminder: ['request of which people are reminded', 'requests of which people are reminded'],
  review: ['review that is not given yet', 'reviews that are not given yet'],
  outcome: ['merge that may not have arrived yet', 'merges that may not have arrived yet'],
  warning: ['end that comes soon', 'ends that come soon'],
  open: ['open issue', 'open issues'],
  touched: ['closed issue that was touched lately', 'closed issues that were touched lately'],
  branch: ['branch that is still there', 'branches that are still there'],
}

/** Why a sweep looks at an issue, in words. */
export function whyText(why: TurnWhy): string {
  return whyWords[why][0]
}

/** How many of each kind, as in `3 ends that have come, 12 open issues`. */
export function countedWhys(turns: readonly Pick<Turn, 'why'>[]): string {
  const counts = new Map<TurnWhy, number>()
  for (const { why } of turns) counts.set(why, (counts.get(why) ?? 0) + 1)
  return [...counts].map(([why, count]) => `${count} ${whyWords[why][count === 1 ? 0 : 1]}`).join(', ')
}

function foundText(found: readonly Turn[], looked: readonly SummaryRow[]): Markdown {
  if (found.length === 0) return markdown`**Found:** nothing to look at.`
  const written = looked.filter(({ outcomes }) => outcomes.length > 0).length
  const overdue = looked.filter((row) => row.overdue != null).length
  return bullets([
    markdown`**Found:** ${countedWhys(found)}`,
    markdown`**Written to:** ${written} of ${looked.length} requests looked at`,
    markdown`**Overdue:** ${overdue}`,
  ])
}

function waitingText(waiting: readonly Turn[]): Markdown | null {
  if (waiting.length === 0) return null
  return markdown`**⏭️ ${waiting.length} more wait for the next sweep:** ${countedWhys(waiting)}. GitHub lets a token make only so many calls an hour.`
}

/** Where a request is, and in which stage where it has some. */
function stateText(decision: Decision | null): Markdown {
  const state = code(decision?.state ?? 'ignored')
  const stage = decision?.plan?.stage
  return stage === undefined ? state : markdown`${state} in ${code(stage)}`
}

/** What stands longer than anybody approved, and why. */
function overdueText(looked: readonly SummaryRow[]): Markdown | null {
  const late = looked.flatMap(({ issue, decision, overdue }) =>
    overdue == null ? [] : [{ issue, decision, overdue }],
  )
  if (late.length === 0) return null
  const inOrder = late.toSorted((a, b) => secondsBetween(b.overdue, a.overdue))
  const rows = inOrder.map(({ issue, decision, overdue }) => [
    markdown`#${issue}`,
    markdown`${momentWords(overdue)}`,
    markdown`${decision?.problems.at(-1)?.what ?? 'It waits for an approval or a merge.'}`,
  ])
  return blocks(
    markdown`**⌛ Overdue:** these should have ended, and what they changed still stands.`,
    table(['Issue', 'Ended on', 'What is in the way'], rows.slice(0, rowsMax)),
    moreText(rows),
  )
}

function passedOverText(branches: readonly string[]): Markdown | null {
  if (branches.length === 0) return null
  const shown = joined(branches.slice(0, branchesShownMax).map(code), ', ')
  const more = branches.length - branchesShownMax
  return markdown`Passed over, because no issue can have their number: ${shown}${more > 0 ? ` and ${more} more` : ''}.`
}
