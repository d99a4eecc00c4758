import type { Decision } from '../../model/decision.js'
import type { Effect } from '../../model/effect.js'
import { isBefore, secondsBetween } from '../../model/instant.js'
import type { Notice, Receiver, Route } from '../../model/notice.js'
import type { FirstLook } from '../../model/snapshot.js'
import { stageOf } from '../ledger/own-standing.js'
import { noticeMessage } from '../report/notice-message.js'
import { nextWords } from '../report/notice-next.js'
import { wasTold } from '../report/told-marker.js'
import { matchesGlob } from '../request-type/matches-glob.js'
import { decide } from './decide.js'
import { type Happened, occasions } from './occasions.js'
import type { FirstReading } from './reading.js'
import { toldSoFar } from './told-so-far.js'

type NotifyEffect = Extract<Effect, { readonly kind: 'notify' }>

/**
 * Until how long afterwards somebody is told of something, in seconds. Whatever is older was told, or was over before anybody was to be told: a new
 * receiver does not get the past of every request, and a status comment that is gone has nobody told of it all again.
 */
const freshFor = 86_400

/**
 * Decides as `decide`, and tells whoever is to be told: alone, after everything else is written and before the status comment that vouches for it. So a
 * run that is cut off in between tells again what it had told, and none leaves anything out.
 */
export function decideAndTell(reading: FirstReading): Decision {
  const owed = owedHappenings(reading)
  if (owed.length === 0) return untilTold(reading, decide(reading))
  const told = owed.map(({ happened: { stream, number }, receiver: { name } }) => ({
    receiver: name,
    stream,
    number,
    delivered: true,
  }))
  const { snapshot } = reading
  const after = { ...reading, snapshot: { ...snapshot, told: [...(snapshot.told ?? []), ...told] } }
  const decision = decide(after)
  // Nothing is told of what nobody is shown: then nothing would vouch for it.
  if (!decision.effects.some(vouches)) return decision
  const others = decision.effects.filter((effect) => !vouches(effect))
  if (others.length > 0) return { ...decision, effects: others }
  return { ...decision, effects: owed.map((each) => effectOf(snapshot, each, decision)) }
}

/** What is recorded now, and is to be told, is told before the status comment says it: that is left to the next round, instead of being written twice. */
function untilTold(reading: FirstReading, decision: Decision): Decision {
  const { snapshot } = reading
  const appended = decision.effects.flatMap((each) => (each.kind === 'append-record' ? [each.record] : []))
  if (appended.length === 0 || !decision.effects.some(vouches)) return decision
  const ledger = { ...snapshot.ledger, records: [...snapshot.ledger.records, ...appended] }
  if (owedHappenings({ ...reading, snapshot: { ...snapshot, ledger } }).length === 0) return decision
  return { ...decision, effects: decision.effects.filter((effect) => !vouches(effect)) }
}

function vouches({ kind }: Effect): boolean {
  return kind === 'ensure-status'
}

interface Owed {
  readonly happened: Happened
  readonly receiver: Receiver
}

/** What somebody is still to be told, each receiver once for each. Of an issue that is gone nobody is told, because nothing is left that could vouch for it. */
function owedHappenings({ snapshot, policy }: FirstReading): readonly Owed[] {
  const { receivers, routes } = policy.notices.plan
  if (receivers.length === 0 || snapshot.issue.gone === true) return []
  const so = toldSoFar(snapshot)
  const { observedAt } = snapshot.viewer
  return occasions(snapshot.ledger)
    .filter(({ at, lasts }) => lasts || secondsBetween(at, observedAt) < freshFor)
    .filter(({ at }) => so.before === null || isBefore(so.before, at))
    .flatMap((happened) => {
      const names = new Set(routes.filter((route) => fits(route, happened)).flatMap(({ to }) => to))
      return receivers
        .filter(({ name }) => names.has(name) && !wasTold(so, name, happened))
        .map((receiver) => ({ happened, receiver }))
    })
}

function fits({ on, types, stages }: Route, { event, record }: Happened): boolean {
  const stage = stageOf(record)
  return (
    on.includes(event) &&
    types.some((glob) => matchesGlob(glob, record.predicate.request.type)) &&
    (stages === null || (stage !== null && stages.includes(stage)))
  )
}

function effectOf(
  { issue, repository }: FirstLook,
  { happened, receiver }: Owed,
  decision: Decision,
): NotifyEffect {
  const { stream, number, event, at, record } = happened
  const { request, plan } = record.predicate
  const notice: Notice = {
    id: `${repository.id}-${issue.number}-${stream}-${number}`,
    event,
    at,
    repository: `${repository.owner}/${repository.name}`,
    issue: issue.number,
    url: issue.url,
    type: request.type,
    title: request.title,
    stage: stageOf(record),
    requester: request.requester.login,
    next: nextWords(event, decision, plan?.withheld === true),
    planDigest: plan?.digest ?? null,
  }
  return {
    kind: 'notify',
    receiver: receiver.name,
    of: { stream, number },
    message: noticeMessage(notice, receiver),
  }
}
