import type { Oid } from '../../model/ids.js'
import type { Instant } from '../../model/instant.js'
import type { PlannedReview } from '../../model/plan.js'
import { parsePrincipals } from '../request-type/read-principal.js'
import { blocks, code, joined, type Markdown, markdown, mention, oneOfThem } from '../text/markdown.js'
import { momentWords } from './end-words.js'
import { namedApprover } from './explain-verdict.js'

/** How the review of an emergency stands. */
export type ReviewStanding =
  | ({ readonly kind: 'awaited' | 'overdue' } & ReviewAsked)
  | {
      readonly kind: 'reviewed'
      readonly by: readonly string[]
      readonly at: Instant
      /** Whether it came after its time. */
      readonly late: boolean
    }

/** What is asked of those who review. */
export interface ReviewAsked {
  readonly review: PlannedReview
  readonly due: Instant
  /** What they write, as in `/approve 0123456789ab`. */
  readonly line: string
}

/** Whether a review is still to come. */
export function isReviewOpen(following: { readonly review: ReviewStanding | null } | null): boolean {
  return following !== null && following.review !== null && following.review.kind !== 'reviewed'
}

/** What stands in a heading of the review of an emergency, behind what became of its merge; nothing where there is none. */
export function reviewMark(following: { readonly review: ReviewStanding | null } | null): string {
  switch (following?.review?.kind) {
    case 'awaited':
      return ' as an emergency, and not reviewed yet'
    case 'overdue':
      return ' as an emergency, and the review is overdue'
    case 'reviewed':
      return ' as an emergency, and reviewed'
    case undefined:
      return ''
  }
}

/** What is said of the review of an emergency in the comment with the state of its request. */
export function reviewSentence(standing: ReviewStanding, organization: string): Markdown {
  switch (standing.kind) {
    case 'reviewed': {
      const by = joined(standing.by.map(code), ', ')
      const late = standing.late ? markdown`, after its time` : markdown``
      return markdown`**🚨 Emergency:** reviewed and confirmed by ${by} on ${momentWords(standing.at)}${late}.`
    }
    case 'awaited':
      return asked(standing, organization, code)
    case 'overdue':
      return blocks(
        markdown`**The review of this emergency is overdue** since ${momentWords(standing.due)}, and taking it back was proposed and came to nothing.`,
        markdown`**Next:** ${askedOf(standing, organization, code)} still to review it: ${howTo(standing)}`,
      )
  }
}

/** Marks the one comment that calls for those who review an emergency; only a comment the toolkit itself wrote is ever taken for it. */
export function reviewMarker(commit: Oid): string {
  return `<!-- issueops:review:${commit} -->`
}

/** Calls once for those who review an emergency: who is named in a comment that is edited may hear nothing of it. */
export function reviewNotice(view: ReviewAsked, commit: Oid, organization: string): string {
  return `${reviewMarker(commit)}\n${markdown`**🚨 This emergency is merged.** ${asked(view, organization, mention)}`.source}\n`
}

function asked(view: ReviewAsked, organization: string, name: typeof mention): Markdown {
  return markdown`**Next:** ${askedOf(view, organization, name)} to review this emergency by ${momentWords(view.due)}: ${howTo(view)} Refused, or without a review by then, taking it back is proposed.`
}

function askedOf({ review }: ReviewAsked, organization: string, name: typeof mention): Markdown {
  const people = (parsePrincipals(review.from.join(',')) ?? []).map((each) =>
    namedApprover(each, organization, name),
  )
  const who = oneOfThem(people)
  return review.count === 1 ? markdown`${who} has` : markdown`${review.count} people (${who}) have`
}

function howTo({ line }: ReviewAsked): Markdown {
  return markdown`comment ${code(line)} to confirm it, or ${code('/reject')} with the reason. Neither its requester nor whoever approved it can.`
}
