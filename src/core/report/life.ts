import { type Cause, isAccepted, type LedgerRecord } from '../../model/record.js'
import { chapterEnds, outcomeOf } from '../ledger/own-standing.js'
import { reviewOf } from '../ledger/review.js'
import { blocks, code, details, joined, type Markdown, markdown, reference, table } from '../text/markdown.js'
import { acceptedLines } from './accepted-words.js'
import { momentWords } from './end-words.js'

/** Chapters told, the latest: the ledger has them all. */
const chaptersShownMax = 20

/**
 * The life of a request so far, one line for each chapter that has ended: who asked for what, when it ended and how, and who approved. Null
 * where there is none.
 */
export function lifeSoFar(records: readonly LedgerRecord[]): Markdown | null {
  const ends = chapterEnds(records)
  if (ends.length === 0) return null
  const accepted = records.filter(isAccepted)
  const rows = ends.slice(-chaptersShownMax).map((end) => {
    const { predicate } = end
    const { chapter, evidence, merge, observedAt } = predicate
    // What became of a merge is said in its row: it is no chapter of its own.
    const last = outcomeOf(records, chapter)?.predicate ?? predicate
    const review = reviewOf(records, end)
    return [
      markdown`${chapter}. ${nameOf(predicate)}`,
      askedBy(predicate),
      markdown`${outcomeWords(last)}${review === null ? '' : ', reviewed'}`,
      code(merge?.at ?? observedAt),
      evidence.length === 0
        ? markdown`–`
        : joined([...new Set(evidence.map(({ person }) => person.login))].map(code), ', '),
      pullOf(predicate),
    ]
  })
  return blocks(
    details(
      markdown`The life of this request so far`,
      blocks(
        table(['Chapter', 'Asked by', 'Ended as', 'When', 'Decided by', 'Pull request'], rows),
        // What was let go of is no chapter: nothing was proposed, and nothing merged.
        accepted.length === 0 ? null : acceptedLines({ records: accepted, isLeft: true }),
      ),
    ),
  )
}

/** How a chapter ended, as people are told it. */
export function outcomeWords({ cause, decision }: LedgerRecord['predicate']): string {
  if (decision !== 'merged' && decision !== 'unchanged') return decision
  switch (cause.kind) {
    case 'asked':
    case 'stage':
      return decision
    case 'ended':
      return 'ended'
    case 'taken-back':
      return 'taken back'
    case 'restored':
      return decision === 'merged' ? 'restored' : 'as it was merged'
    case 'extended':
      return `until ${momentWords(cause.until)}`
  }
}

/** What a chapter is about, as people are told it. A stage is called by its name. */
export function chapterName(cause: Cause): string {
  switch (cause.kind) {
    case 'asked':
      return 'asked for'
    case 'ended':
      return 'its end'
    case 'taken-back':
      return cause.stage === undefined ? 'taking back' : `taking back of ${cause.stage}`
    case 'restored':
      return cause.stage === undefined ? 'restoring' : `restoring of ${cause.stage}`
    case 'extended':
      return 'a later end'
    case 'stage':
      return cause.stage
  }
}

/** The same of a chapter on record: what was asked for first is the first stage, where there are several. */
function nameOf({ cause, plan }: LedgerRecord['predicate']): string {
  return cause.kind === 'asked' ? (plan?.stage ?? chapterName(cause)) : chapterName(cause)
}

function askedBy({ cause, request }: LedgerRecord['predicate']): Markdown {
  if (cause.kind === 'asked') return code(request.requester.login)
  if ('by' in cause) return code(cause.by.login)
  return cause.kind === 'ended' || cause.kind === 'taken-back'
    ? markdown`the clock`
    : markdown`the stage before`
}

/** The pull request is where the manifests are. */
function pullOf({ pull, plan, repository }: LedgerRecord['predicate']): Markdown {
  if (pull === null) return markdown`–`
  const there = plan?.repository ?? repository
  const [owner = '', name = ''] = there.split('/')
  const here = there.toLowerCase() === repository.toLowerCase()
  return reference(here ? null : { owner, name }, pull.number)
}
