import type { Effect } from '../../model/effect.js'
import type { Problem } from '../../model/problem.js'
import type { RefusedVote } from '../../model/verdict.js'
import { peopleReasons } from '../approval/people-reasons.js'
import { chapterOf } from '../ledger/chapter-at-hand.js'
import { ownStanding } from '../ledger/own-standing.js'
import { chapterMarker, chapterNotice } from '../report/chapter-notice.js'
import { type StatusView, statusComment } from '../report/status-comment.js'
import { vanishedApprovals } from './approval-record.js'
import { askers } from './askers.js'
import { contestedPlaces } from './contested-places.js'
import { deciders } from './deciders.js'
import { isLessPublic } from './less-public.js'
import { reminders } from './reminders.js'
import { commandReplies, heldApprovals } from './replies.js'
import { returnedRulesWarning, rulesReturned } from './rules-returned.js'
import { elsewhere } from './target-place.js'
import { labelEffects, statusEffects } from './views.js'
import type { WeighedRequest } from './weighed-request.js'

/** What people are shown of a request that waits: status, label, the call for a later chapter, and the answers to commands. */
export function weighedViews(
  weighed: WeighedRequest,
  kind: { readonly kind: 'awaiting-approval' } | { readonly kind: 'approved'; readonly waitsFor: string },
) {
  const { reading, understood, plan, pull, publication, shown } = weighed
  const { snapshot } = reading
  const { type, form, request } = understood
  const vanished = vanishedApprovals(snapshot, publication)
  const view: StatusView = {
    ...kind,
    organization: snapshot.repository.owner,
    ...askers(snapshot),
    elsewhere: elsewhere(snapshot),
    withheld: isLessPublic(snapshot),
    type,
    form,
    request,
    plan,
    pull: pull?.number ?? null,
    cause: chapterOf(snapshot.ledger).cause,
    until: ownStanding(snapshot.ledger.earlier)?.until ?? null,
    digest: plan.digest,
    verdict: { ...shown, refused: [...vanished, ...shown.refused] },
    warnings: [
      ...(rulesReturned(snapshot, type) ? [returnedRulesWarning(type)] : []),
      ...understood.submission.warnings,
    ],
    others: contestedPlaces(snapshot, plan),
  }
  return [
    ...statusEffects(snapshot, statusComment(view)),
    ...labelEffects(snapshot, kind.kind),
    ...(kind.kind === 'awaiting-approval' ? [...call(weighed), ...reminders(weighed)] : []),
    ...weighedReplies(weighed),
  ]
}

/** Calls once for the approvers of a later chapter. */
function call({
  reading: { snapshot },
  understood,
  plan,
  shown: verdict,
}: WeighedRequest): readonly Effect[] {
  const { chapter } = chapterOf(snapshot.ledger)
  const marker = chapterMarker(chapter)
  if (chapter === 1 || snapshot.issue.comments.some(({ own, body }) => own && body.startsWith(marker)))
    return []
  const view = { organization: snapshot.repository.owner, ...askers(snapshot) }
  const body = chapterNotice(
    { chapter, title: understood.type.title },
    { verdict, digest: plan.digest },
    view,
  )
  return [{ kind: 'notice', about: `chapter-${chapter}`, body }]
}

/** @param held approvals that count and wait for a hold to end. */
export function weighedReplies(
  { reading, understood, refused, verdict, stops }: WeighedRequest,
  held: readonly RefusedVote[] = [],
): readonly Effect[] {
  return commandReplies(
    reading,
    [...stops.refused, ...refused, ...held, ...verdict.refused],
    deciders(reading, understood.type),
  )
}

export function waitingApprovals({ verdict, stops }: WeighedRequest, [problem]: readonly Problem[]) {
  if (problem === undefined || stops.since === null) return []
  return heldApprovals(
    peopleReasons(verdict.root).flatMap(({ approvals }) => approvals),
    stops.since,
    problem,
  )
}
