import { setTimeout as sleep } from 'node:timers/promises'
import type { Message, Send } from '../model/notice.js'
import { type Addresses, readAddress } from './addresses.js'

/** How often one message is tried. */
const triesMax = 3
/** Waits between the tries, in milliseconds. */
const waitsMs = [250, 1000] as const
/** Longest wait for an answer, in milliseconds: with three tries and the waits between them, a receiver that never answers costs a run less than ten seconds. */
const answerWithinMs = 2500

/** How a message was taken: `again` where another try may do, `no` where none would. */
type Answer =
  | { readonly taken: true }
  | { readonly taken: false; readonly why: string; readonly again: boolean }

/**
 * Delivers messages to receivers, to each of them one after the other, so that it is told of things in their order, and to all side by side. A receiver
 * that did not take a message is not tried again in this run, so that one that is dead costs a sweep no more than it costs one issue.
 * @param dispatch makes an event `repository_dispatch`; it fails as a call to GitHub does.
 */
export function createSend(
  { values }: Addresses,
  dispatch: (event: string, payload: Extract<Message, { by: 'dispatch' }>['payload']) => Promise<void>,
): Send {
  const queues = new Map<string, Promise<unknown>>()
  const lost = new Map<string, string>()
  const post = (message: Extract<Message, { by: 'https' }>) => posted(message, values)
  const deliver = async (receiver: string, message: Message): Promise<string | null> => {
    const before = lost.get(receiver)
    if (before !== undefined) return `it was not tried again in this run: ${before}`
    const why = await inTries(() => (message.by === 'https' ? post(message) : dispatched(message, dispatch)))
    if (why !== null) lost.set(receiver, why)
    return why
  }
  return (receiver, message) => {
    const next = (queues.get(receiver) ?? Promise.resolve()).then(() => deliver(receiver, message))
    queues.set(receiver, next)
    return next
  }
}

async function inTries(once: () => Promise<Answer>): Promise<string | null> {
  for (let tries = 1; ; tries += 1) {
    const answer = await once()
    if (answer.taken) return null
    if (!answer.again || tries === triesMax) return answer.why
    await sleep(waitsMs[tries - 1] ?? 0)
  }
}

async function dispatched(
  { event, payload }: Extract<Message, { by: 'dispatch' }>,
  dispatch: Parameters<typeof createSend>[1],
): Promise<Answer> {
  try {
    await dispatch(event, payload)
    return { taken: true }
  } catch (error) {
    return { taken: false, again: false, why: error instanceof Error ? error.message : String(error) }
  }
}

async function posted(
  { address, headers, contentType, body }: Extract<Message, { by: 'https' }>,
  values: ReadonlyMap<string, string>,
): Promise<Answer> {
  const no = (why: string): Answer => ({ taken: false, why, again: false })
  const given = values.get(address)
  if (given === undefined) return no(`this run was given no address under the name ${address}`)
  const url = readAddress(given)
  if (typeof url === 'string') return no(url)
  const said: Record<string, string> = {}
  for (const [header, name] of Object.entries(headers)) {
    const value = values.get(name)
    if (value === undefined) return no(`this run was given nothing under the name ${name}`)
    said[header] = value
  }
  return answered(url, { ...said, 'content-type': contentType }, body)
}

/** What the receiver answers beside the status is not read: it may be anything, and without end. */
async function answered(url: URL, headers: Readonly<Record<string, string>>, body: string): Promise<Answer> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers,
      body,
      // Whoever is sent elsewhere would hand the message, and the headers, to somebody nobody named.
      redirect: 'manual',
      signal: AbortSignal.timeout(answerWithinMs),
    })
    await answer.body?.cancel().catch(() => undefined)
    return answer.ok ? { taken: true } : refused(answer.status)
  } catch (error) {
    return { taken: false, again: true, why: whyNot(error) }
  }
}

/** Another try may do where the receiver is busy or broken, and where it says when; whoever says no to the message says it again. */
function refused(status: number): Answer {
  const again = status >= 500 || status === 408 || status === 429
  if (status >= 300 && status < 400)
    return {
      taken: false,
      again: false,
      why: `it answered ${status}, which sends elsewhere, and nobody is followed there`,
    }
  return { taken: false, again, why: `it answered ${status}` }
}

/** What the connection came to, without what undici says of it, which may hold the address. */
function whyNot(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError')
    return `it did not answer within ${answerWithinMs / 1000} s`
  const cause = error instanceof Error ? error.cause : undefined
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined
  return typeof code === 'string' && /^[A-Z_0-9]+$/.test(code)
    ? `it could not be reached (${code})`
    : 'it could not be reached'
}
