import { type Answered, type Asked, answer, rateLimited } from './answer.js'
import type { Fault, FaultPlan } from './faults.js'
import type { RateLimits } from './world/rate-limits.js'
import { restoreSnapshot, takeSnapshot, type WorldSnapshot } from './world/snapshot.js'
import type { TokenBook } from './world/tokens.js'
import type { World } from './world/world.js'

/** What an answer needs beside the request. */
export interface FaultySurroundings {
  readonly world: World
  readonly tokens: TokenBook
  readonly rates: RateLimits
  readonly faults: FaultPlan
  /** The state before the last change, kept only while a stale read is planned. */
  readonly history: { before: WorldSnapshot | null }
}

/** An answer, or a cut connection. */
export type Outcome = Answered & { readonly cut: boolean }

/** Answers a request with the trouble that is planned for it. */
export async function faultyAnswer(
  serving: FaultySurroundings & Parameters<typeof answer>[0],
  asked: Asked,
  fault: Fault | null,
): Promise<Outcome> {
  const write = asked.kind === 'write'
  const whole = async (): Promise<Outcome> => {
    if (write && serving.faults.keepsHistory()) serving.history.before = takeSnapshot(serving.world)
    return { ...(await answer(serving, asked)), cut: false }
  }
  switch (fault?.kind) {
    case 'error': {
      const landed = fault.landed ? await whole() : nothing(serving)
      return { ...landed, status: fault.status ?? 500, body: { message: 'Server Error' } }
    }
    case 'reset': {
      const landed = fault.landed ? await whole() : nothing(serving)
      return { ...landed, cut: true }
    }
    case 'secondary-rate-limit': {
      const message =
        'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'
      const refused = nothing(serving)
      const headers = { ...refused.headers, 'retry-after': String(fault.retryAfter) }
      return {
        ...refused,
        status: fault.status ?? 403,
        headers,
        body: { message, documentation_url: 'https://docs.github.com/rest' },
      }
    }
    case 'primary-rate-limit': {
      const { headers } = nothing(serving)
      const reset = String(serving.world.clock.epoch() + 3600)
      const used = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset }
      const refused = rateLimited('API rate limit exceeded for installation.', { ...headers, ...used }, asked)
      return { ...refused, login: null, cut: false }
    }
    case 'stale':
      return write || serving.history.before === null
        ? whole()
        : inThePast(serving, serving.history.before, whole)
    case 'lost': {
      const before = takeSnapshot(serving.world)
      const answered = await whole()
      if (write) await restoreSnapshot(before)
      return answered
    }
    case 'latency':
    case undefined:
      return whole()
  }
}

/** The bare answer around a fault that strikes before anything happened. */
function nothing(serving: FaultySurroundings): Outcome {
  const date = new Date(serving.world.clock.epoch() * 1000).toUTCString()
  const headers = { 'content-type': 'application/json; charset=utf-8', date }
  return { status: 500, headers, body: null, route: null, login: null, lacks: null, cut: false }
}

async function inThePast(
  serving: FaultySurroundings,
  past: WorldSnapshot,
  read: () => Promise<Outcome>,
): Promise<Outcome> {
  const present = takeSnapshot(serving.world)
  await restoreSnapshot(past)
  try {
    return await read()
  } finally {
    await restoreSnapshot(present)
  }
}
