import { type Instant, isInstant } from '../../model/instant.js'
import type { Occasion, Told } from '../../model/notice.js'
import { code, joined, type Markdown, markdown } from '../text/markdown.js'

/** Who was told of what, as the status comment vouches for it. */
export interface ToldSoFar {
  /** Of each receiver and stream the last that was told, in the order in which they were first told. */
  readonly last: readonly Told[]
  /** Whatever happened before counts as told, because nobody knows any more; null where all is known. */
  readonly before: Instant | null
}

export const nothingTold: ToldSoFar = { last: [], before: null }

/** Whether a receiver was told of it, or of something later in the same stream. */
export function wasTold({ last }: ToldSoFar, receiver: string, { stream, number }: Occasion): boolean {
  return last.some((each) => each.receiver === receiver && each.stream === stream && each.number >= number)
}

/** @param more oldest first. */
export function withTold(so: ToldSoFar, more: readonly Told[]): ToldSoFar {
  return { ...so, last: more.reduce(merged, so.last) }
}

function merged(last: readonly Told[], told: Told): readonly Told[] {
  const at = last.findIndex((each) => each.receiver === told.receiver && each.stream === told.stream)
  const known = last[at]
  if (known === undefined) return [...last, told]
  return known.number >= told.number ? last : last.with(at, told)
}

const begin = '<!-- issueops:told'
const end = ' -->'

/**
 * The end of the status comment that says so: to people only what could not be delivered, to the next run all of it. Null where nobody was ever told, so
 * that nothing changes where nobody is to be.
 */
export function toldMarkdown(so: ToldSoFar): string | null {
  const parts = [...(so.before === null ? [] : [`before=${so.before}`]), ...so.last.map(written)]
  if (parts.length === 0) return null
  const marker = `${begin} ${parts.join(' ')}${end}`
  const lost = [...new Set(so.last.filter(({ delivered }) => !delivered).map(({ receiver }) => receiver))]
  return lost.length === 0 ? marker : `${undelivered(lost).source}\n\n${marker}`
}

function undelivered(receivers: readonly string[]): Markdown {
  return markdown`⚠️ The last notification to ${joined(receivers.map(code), ', ')} could not be delivered, and is not tried again. The run that tried says why.`
}

function written({ receiver, stream, number, delivered }: Told): string {
  return `${receiver}/${stream}=${number}${delivered ? '' : '!'}`
}

/** What a status comment vouches for; nothing where it says nothing, or what nobody here has written. */
export function readTold(body: string): ToldSoFar {
  const from = body.lastIndexOf(begin)
  const to = from === -1 ? -1 : body.indexOf(end, from)
  if (to === -1) return nothingTold
  const parts = body
    .slice(from + begin.length, to)
    .trim()
    .split(' ')
  const before = parts.find((part) => part.startsWith('before='))?.slice('before='.length) ?? null
  return {
    last: parts.flatMap((part) => readPart(part) ?? []),
    before: before !== null && isInstant(before) ? before : null,
  }
}

function readPart(part: string): Told | null {
  const found = /^([A-Za-z0-9][A-Za-z0-9_-]{0,39})\/(record|overdue)=([1-9][0-9]{0,14})(!?)$/.exec(part)
  if (found === null) return null
  const [, receiver = '', stream, number, failed] = found
  const named = stream === 'overdue' ? 'overdue' : 'record'
  return { receiver, stream: named, number: Number(number), delivered: failed === '' }
}
