import { type CauseKind, isFinal, type LedgerRecord } from '../../model/record.js'
import { blocks, code, details, joined, type Markdown, markdown, reference, table } from '../text/markdown.js'
import { momentWords } from './end-words.js'

/** Chapters told, the latest: the ledger has them all. */
const chaptersShownMax = 20

/**
 * The life of a request so far, one line for each chapter that has ended: who asked for what, when it ended and how, and who approved. Null
 * where there is none.
 */
export function lifeSoFar(records: readonly LedgerRecord[]): Markdown | null {
  const ends = records.filter(isFinal)
  if (ends.length === 0) return null
  const rows = ends.slice(-chaptersShownMax).map(({ predicate }) => {
    const { cause, chapter, evidence, merge, observedAt, request } = predicate
    const who = cause.kind === 'asked' ? request.requester : 'by' in cause ? cause.by : null
    return [
      markdown`${chapter}. ${chapterNames[cause.kind]}`,
      who === null ? markdown`the clock` : code(who.login),
      markdown`${outcomeWords(predicate)}`,
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
      table(['Chapter', 'Asked by', 'Ended as', 'When', 'Decided by', 'Pull request'], rows),
    ),
  )
}

/** How a chapter ended, as people are told it. */
export function outcomeWords({ cause, decision }: LedgerRecord['predicate']): string {
  if (decision !== 'merged' && decision !== 'unchanged') return decision
  switch (cause.kind) {
    case 'asked':
      return decision
    case 'ended':
      return 'ended'
    case 'taken-back':
      return 'taken back'
    case 'extended':
      return `until ${momentWords(cause.until)}`
  }
}

/** What a chapter is about, as people are told it. */
export const chapterNames: Readonly<Record<CauseKind, string>> = {
  asked: 'asked for',
  ended: 'its end',
  'taken-back': 'taking back',
  extended: 'a later end',
}

/** The pull request is where the manifests are. */
function pullOf({ pull, plan, repository }: LedgerRecord['predicate']): Markdown {
  if (pull === null) return markdown`–`
  const there = plan?.repository ?? repository
  const [owner = '', name = ''] = there.split('/')
  const here = there.toLowerCase() === repository.toLowerCase()
  return reference(here ? null : { owner, name }, pull.number)
}
