import type { Writer } from '../../github/writer.js'
import type { Message, Send } from '../../model/notice.js'

/** What a receiver was sent, as it gets it. */
export interface Sent {
  readonly receiver: string
  readonly text: string
  readonly delivered: boolean
}

/** Receivers of a story: nothing leaves the machine, and those that the story calls dead take nothing. */
export function receiversOf(dead: readonly string[], writer: Writer, sent: Sent[]): Send {
  return async (receiver, message) => {
    const delivered = !dead.includes(receiver)
    if (delivered && message.by === 'dispatch') await writer.dispatch(message.event, message.payload)
    sent.push({ receiver, text: textOf(message), delivered })
    return delivered ? null : 'it could not be reached'
  }
}

/** A chat's text as it stands, and for programs the JSON. */
function textOf(message: Message): string {
  if (message.by === 'dispatch') return `${message.event}\n${shown(message.payload)}`
  const body: unknown = JSON.parse(message.body)
  const text = typeof body === 'object' && body !== null && 'text' in body ? body.text : null
  return typeof text === 'string' ? text.replaceAll('\u2060', '') : shown(body)
}

function shown(data: unknown): string {
  return JSON.stringify(data, null, 2)
}
