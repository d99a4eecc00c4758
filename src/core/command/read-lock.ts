import type { Command, LockCommand } from '../../model/command.js'
import type { End } from '../../model/end.js'
import { readEnd } from '../request-type/written-end.js'

/**
 * What stands behind `/lock`: what it holds, perhaps until when, and the reason. What it leaves out is told where it is decided; whatever is no
 * end belongs to the reason, so that nobody's lock is over sooner than they meant.
 */
export function readLock(text: string): LockCommand {
  const [of, rest] = firstWord(text)
  const ends = holdsEnds.test(rest)
  const { until, left } = readUntil((ends ? rest.replace(holdsEnds, ' ') : rest).trim())
  return {
    name: 'lock',
    of,
    until,
    ends: ends ? 'hold' : 'pass',
    reason: [...left].slice(0, reasonLengthMax).join(''),
  }
}

export function readUnlock(text: string): Extract<Command, { name: 'unlock' }> {
  const [of, rest] = firstWord(text)
  const reason = [...rest].slice(0, reasonLengthMax).join('')
  return { name: 'unlock', of, reason: reason === '' ? null : reason }
}

/** Longest reason that is kept, in characters; what is locked must not depend on how much somebody has to say about it. */
const reasonLengthMax = 1000

const holdsEnds = /(?<![^\s,;(])`?ends: ?hold`?(?![^\s,;.)])[,;]?/i

/** What is locked, without the marks that people put around a name. */
function firstWord(text: string): readonly [string, string] {
  const [, word = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(text) ?? []
  return [word.replace(/^["'`*]+|["'`*:,;.]+$/g, '').toLowerCase(), rest.trim()]
}

/** An end in two words or one, with or without what people write before it. */
function readUntil(text: string): { readonly until: End | null; readonly left: string } {
  const [, rest = ''] = /^(?:(?:until|till|for)\s+)?(.*)$/is.exec(text) ?? []
  for (const pattern of [/^(\S+\s+\S+?)[,:;.]?(?:\s+(.*))?$/s, /^(\S+?)[,:;.]?(?:\s+(.*))?$/s]) {
    const [, written = '', left = ''] = pattern.exec(rest) ?? []
    const until = endOf(written.replace(/\s+/g, ' '))
    if (until !== null) return { until, left: left.trim() }
  }
  return { until: null, left: text }
}

/** A day is one of UTC: a lock is about requests of all types. */
function endOf(text: string): End | null {
  const [, minutes] = /^([1-9]\d{0,3}) minutes?$/i.exec(text) ?? []
  return minutes === undefined ? readEnd(text, 'UTC') : { kind: 'after', seconds: Number(minutes) * 60 }
}
