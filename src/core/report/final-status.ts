import { type FinalDecision, type FinalRecord, isOutcome } from '../../model/record.js'
import { endedAt, takesAway } from '../ledger/ended-at.js'
import { blocks, bullets, code, joined, type Markdown, markdown, reference, table } from '../text/markdown.js'
import { type AcceptedSince, acceptedLines } from './accepted-words.js'
import { momentWords } from './end-words.js'
import { backOf, type Following, whatFollows } from './following.js'
import { carriedOut, notCarriedOut } from './later-status.js'
import { landingOf, wayBack } from './next-step.js'
import { changeWords } from './request-view.js'
import { isReviewOpen, reviewMark } from './review-words.js'

/**
 * What the status comment says once the ledger holds the end. Everything comes from the record: the request type may be gone by now.
 * @param later what became of the comments it rests on, in sentences; the record keeps their texts.
 * @param following what follows it; null where nothing does.
 * @param accepted what was let go of since, where that is anything.
 */
export function finalStatus(
  record: FinalRecord,
  later: readonly string[],
  following: Following | null,
  accepted?: AcceptedSince,
): Markdown {
  return blocks(
    headline(record, following, accepted?.isLeft !== false),
    reason(record),
    accepted === undefined ? null : acceptedLines(accepted),
    files(record),
    findings(record, following),
    deeds(later),
    footer(record),
  )
}

function headline(record: FinalRecord, following: Following | null, isLeft: boolean): Markdown {
  const { predicate } = record
  const { cause } = predicate
  const title = titled(record)
  const who = joined(
    predicate.evidence.map((each) => code(each.person.login)),
    ', ',
  )
  const decision = endingOf(record)
  switch (decision) {
    case 'merged':
      return merged(record, who, following, isLeft)
    case 'failed':
      return blocks(failed(record, who), whatFollows(following))
    case 'unchanged':
      if (cause.kind === 'restored')
        return blocks(carriedOut(record, cause, null, following), whatFollows(following))
      if (cause.kind !== 'asked' && cause.kind !== 'stage') return carriedOut(record, cause, null, following)
      return blocks(
        markdown`### ✅ ${title}: already as requested`,
        markdown`The manifests already say what this request asks for, so there is nothing to change.`,
        predicate.plan?.end === undefined
          ? null
          : markdown`Nothing was written for this request, so nothing is taken back at its end.`,
        whatFollows(following),
      )
    case 'rejected':
    case 'withdrawn':
    case 'lapsed':
      return cause.kind === 'asked'
        ? declined(title, predicate.unanswered === undefined ? decision : 'unanswered', who)
        : blocks(notCarriedOut(record, cause, decision, who), whatFollows(following))
  }
}

/** How the chapter ended: what becomes of a merge takes nothing of it back. */
function endingOf(record: FinalRecord): Exclude<FinalDecision, 'reached'> {
  const { decision } = record.predicate
  return isOutcome(record) || decision === 'reached' ? 'merged' : decision
}

/** What a request is called, with the stage at hand where there are several. */
function titled({ predicate: { plan, request } }: FinalRecord): string {
  return plan?.stage === undefined ? request.title : `${request.title} (${plan.stage})`
}

function declined(
  title: string,
  decision: 'rejected' | 'withdrawn' | 'unanswered' | 'lapsed',
  who: Markdown,
): Markdown {
  switch (decision) {
    case 'rejected':
      return blocks(
        markdown`### 🚫 ${title}: rejected`,
        markdown`Declined by ${who}. To ask again, file a new request.`,
      )
    case 'withdrawn':
      return blocks(
        markdown`### ↩️ ${title}: withdrawn`,
        markdown`The request was taken back and nothing was changed. To ask again, file a new request.`,
      )
    case 'unanswered':
      return blocks(
        markdown`### ↩️ ${title}: withdrawn, because nobody answered`,
        markdown`The toolkit has taken it back, and nothing was changed. Whoever still needs it files a new request with the same form; opening this issue again does not ask again.`,
      )
    case 'lapsed':
      return blocks(
        markdown`### ↩️ ${title}: given way`,
        markdown`Another change of the same request goes before this one.`,
      )
  }
}

/** @param isLeft whether anything of it is in force still, that could end or be taken back. */
function merged(record: FinalRecord, who: Markdown, following: Following | null, isLeft: boolean): Markdown {
  const { cause, merge, request } = record.predicate
  const landing = landed(record, who)
  if (merge?.findings.length !== 0)
    return blocks(
      markdown`### ⚠️ ${titled(record)}: merged, but not as approved`,
      markdown`${landing}.`,
      endOf(record),
      whatFollows(following),
    )
  if (cause.kind !== 'asked' && cause.kind !== 'stage')
    return blocks(carriedOut(record, cause, landing, following), whatFollows(following))
  return blocks(
    markdown`### ${markOf(following)} ${request.title}: ${arrivalWords(following)}${reviewMark(following)}`,
    markdown`${landing}.${nothingLeft(record, following)}`,
    isLeft ? endOf(record) : null,
    whatFollows(following),
    isLeft ? markdown`<sub>${backOf(following)}</sub>` : null,
  )
}

function markOf(following: Following | null): string {
  return isReviewOpen(following) ? '🚨' : arrivalMarks[following?.arrival ?? 'reached']
}

const arrivalMarks = { awaited: '⏳', unclear: '⚠️', reached: '✅', failed: '❌' } as const

/** How far what was merged has come. */
function arrivalWords(following: Following | null): string {
  const { stage, arrival } = following ?? { stage: null, arrival: null }
  const landed = stage === null ? 'merged' : `merged into ${stage}`
  switch (arrival) {
    case null:
    case 'awaited':
      return landed
    case 'unclear':
      return `${landed}, and nobody knows whether it works`
    case 'reached':
      return stage === null ? 'has arrived' : `has arrived in ${stage}`
    case 'failed':
      return stage === null ? `${landed}, and did not work` : `${landed}, and did not work there`
  }
}

function nothingLeft(record: FinalRecord, following: Following | null): string {
  if (isReviewOpen(following)) return ''
  const nothing = { next: null, lost: null, arrival: null, outcome: null }
  const { next, lost, arrival, outcome } = following ?? nothing
  if (next !== null || lost !== null || (arrival !== 'reached' && (arrival !== null || outcome !== null)))
    return ''
  return endedAt(record) === null ? ' Nothing is left to do.' : ' Nothing is left to do before its end.'
}

function endOf(record: FinalRecord): Markdown | null {
  const at = endedAt(record)
  const { plan } = record.predicate
  if (at === null || plan === null) return null
  return takesAway(plan)
    ? markdown`**Ends:** on ${momentWords(at)}. What this request took away comes back then, once that is approved.`
    : markdown`**Ends:** on ${momentWords(at)}. What this request changed is taken back then.`
}

/** Where it was merged and by whose approval, in a sentence without its end. */
function landed(record: FinalRecord, who: Markdown): Markdown {
  const { plan, merge } = record.predicate
  const landing = markdown`Pull request ${pull(record)} is merged into ${code(plan?.branch ?? '')} as ${code((merge?.commit ?? '').slice(0, 12))}`
  // Who had approved it, the record of the merge has, and not one of what became of it.
  return isOutcome(record) ? landing : markdown`${landing}, ${approvedBy(record, who)}`
}

/** Something landed that is not what was asked for: said first, with who has to act and the way back. */
function failed(record: FinalRecord, who: Markdown): Markdown {
  const { plan, merge } = record.predicate
  const landing = landingOf(record)
  const target = code(plan?.branch ?? '')
  const where = code(landing?.branch ?? '')
  const what =
    merge?.onTarget === false
      ? markdown`the change is for ${target}, and does not stand there as it was merged`
      : markdown`what it brought is not the change that was to be approved`
  return blocks(
    markdown`### ❌ ${titled(record)}: failed`,
    markdown`Pull request ${pull(record)} was merged into ${where} as ${code(landing?.commit ?? '')}, ${approvedBy(record, who)}, and ${what}.`,
    markdown`**Next:** a maintainer has to look at it, and either ${wayBackOf(record)}, or keep it knowingly; then close this issue. ${onceMore(record)}`,
  )
}

/** How what has failed is done after all. */
function onceMore({ predicate }: FinalRecord): string {
  switch (predicate.cause.kind) {
    case 'asked':
      return 'To have the request carried out, file it again.'
    case 'ended':
      return 'What was to end may still stand; the toolkit tries again a day later.'
    case 'taken-back':
      return 'To have it taken back after all, comment /rollback again.'
    case 'restored':
      return 'To have it restored after all, comment /restore again.'
    case 'extended':
      return 'To have it extended after all, comment /extend again.'
    case 'stage':
      return `To go on to ${predicate.cause.stage} after all, comment /promote.`
  }
}

function wayBackOf(record: FinalRecord): string {
  const landing = landingOf(record)
  return landing === null ? 'take it back' : wayBack(landing, record.predicate.issue)
}

/** The pull request is where the manifests are. */
function pull({ predicate }: FinalRecord): Markdown {
  const there = predicate.plan?.repository ?? predicate.repository
  const [owner = '', name = ''] = there.split('/')
  const here = there.toLowerCase() === predicate.repository.toLowerCase()
  return reference(here ? null : { owner, name }, predicate.pull?.number ?? 0)
}

function approvedBy({ predicate }: FinalRecord, who: Markdown): Markdown {
  if (predicate.evidence.length > 0) return markdown`approved by ${who}`
  if (!asksNobody(predicate)) return markdown`without an approval`
  return predicate.cause.kind === 'ended'
    ? markdown`as was approved with the request`
    : markdown`approved by its rules alone`
}

function asksNobody({ rules = [] }: FinalRecord['predicate']): boolean {
  return rules.length > 0 && rules.every(({ kind }) => kind === 'automatic')
}

function reason({ predicate }: FinalRecord): Markdown | null {
  const { cause, decision, reason: why } = predicate
  // That nobody was asked again has been told with the merge.
  const told = cause.kind === 'ended' && decision === 'merged' && asksNobody(predicate)
  return why === null || told ? null : markdown`**Reason:** ${why}`
}

function files(record: FinalRecord): Markdown | null {
  const { predicate } = record
  const ending = endingOf(record)
  const isLanded = ending === 'merged' || ending === 'failed'
  if (!isLanded || predicate.plan === null || predicate.plan.withheld === true) return null
  return table(
    [ending === 'failed' ? 'Planned file' : 'File', 'Change'],
    predicate.plan.files.map((file) => [code(file.path), markdown`${changeWords[file.change]}`]),
  )
}

function findings(record: FinalRecord, following: Following | null): Markdown | null {
  const { predicate } = record
  const found = predicate.merge?.findings ?? []
  if (found.length === 0) return null
  return blocks(
    markdown`**⚠️ A maintainer has to look at this:**`,
    bullets(found.map((each) => markdown`${each}`)),
    // Where it has failed, the way back has been told above.
    endingOf(record) === 'failed' ? null : backOf(following),
  )
}

function deeds(later: readonly string[]): Markdown | null {
  if (later.length === 0) return null
  return blocks(
    markdown`**Later**, which changes nothing about the decision; the ledger keeps what was written:`,
    bullets(later.map((each) => markdown`${each}`)),
  )
}

function footer({ predicate }: FinalRecord): Markdown {
  const plan =
    predicate.plan === null ? markdown`` : markdown`Plan ${code(predicate.plan.digest.slice(0, 12))} · `
  return markdown`<sub>${plan}recorded in ${code('issueops/ledger')} as decision ${predicate.sequence} of this issue</sub>`
}
