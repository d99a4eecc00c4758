import { type MetCharacters, type SlashWord, skeletonOf } from './slash-word.js'

/** Characters that are looked at; what takes longer to say no says it in other words. */
const lookedAtMax = 1000

/** Longest word that is compared, in code units, with a few that nobody sees. */
const wordMax = 20

/** Words that say no, or not now, wherever they stand beside an approval. */
const noes: ReadonlySet<string> = new Set(
  [
    ...[
      'no',
      'not',
      'nope',
      'nah',
      'never',
      'nack',
      'nak',
      'dont',
      'doesnt',
      'cannot',
      'cant',
      'wont',
      'notyet',
    ],
    ...['wait', 'hold', 'onhold', 'stop', 'halt', 'pause', 'block', 'blocked', 'later', 'until', 'unless'],
    ...[
      'reject',
      'rejected',
      'deny',
      'denied',
      'decline',
      'declined',
      'refuse',
      'refused',
      'veto',
      'withdraw',
    ],
    ...[
      'cancel',
      'cancelled',
      'canceled',
      'abort',
      'revoke',
      'revoked',
      'unapprove',
      'disapprove',
      'disapproved',
    ],
  ].map((word) => skeletonOf(word, new Map())),
)
const noSign = /[👎❌🚫⛔🛑✋]/u

/**
 * Whether what stands on the line of a command that goes ahead says that it should not. It reads no sentence: who is taken for saying no, and did
 * not mean it, has approved nothing that way either, and says so in one more comment.
 */
export function saysNo({ line, start, end, exact }: SlashWord, met: MetCharacters): boolean {
  if (end === line.length && exact !== null && !/[_-]/.test(exact)) return false
  const said = upToBreak(line.slice(start, start + lookedAtMax))
  if (noSign.test(said)) return true
  const words = said.replace(/['’]/g, '').split(/[\s\p{P}\p{S}]+/u)
  return words.some((word) => word.length <= wordMax && noes.has(skeletonOf(word, met)))
}

/** What stands behind a line break of HTML is a line of its own. */
function upToBreak(text: string): string {
  const at = text.search(/<br\b/i)
  return at < 0 ? text : text.slice(0, at)
}
