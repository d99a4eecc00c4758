import type { Effect } from '../model/effect.js'
import type { Send } from '../model/notice.js'
import type { Written } from './written.js'

/** Tells a receiver. That it cannot be told is a fact like any other: nothing waits for it. */
export async function notify(
  send: Send,
  { receiver, of, message }: Extract<Effect, { kind: 'notify' }>,
): Promise<Written> {
  const why = await send(receiver, message)
  const told = { receiver, ...of, delivered: why === null }
  return { did: why === null ? 'created' : 'refused', fact: { kind: 'told', told, why } }
}
