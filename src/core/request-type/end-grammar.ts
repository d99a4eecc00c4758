import type { JsonSchema } from '../../model/json.js'
import type { Expiry, MergeMode } from '../../model/request-type.js'
import { type Decoding, type Piece, report, type Wrong } from '../decode/decoding.js'
import { map, optional, required } from '../decode/keys.js'
import { either, flag, type Shape, textLike, to, whole } from '../decode/shape.js'
import { ownApproval } from './approval-grammar.js'
import { duration, meantDuration } from './duration.js'
import { template } from './leaves.js'
import { endForms, endPattern, readEnd } from './written-end.js'
import { isZone, meantZone, zonePattern } from './zoned-day.js'

const expressionExample = '${{ request.until }}'

/** A text that may hold expressions; without one it is an end already. */
const moment: Shape<string> = to(
  template(
    textLike(
      new RegExp(`^(?:${endPattern}|[\\s\\S]*\\$\\{\\{[\\s\\S]*)$`),
      expressionExample,
      (found, _, { place }) => ({
        code: 'type/value',
        what: `“${place}” is “${found}”, which is no end.`,
        fix: `${meantDuration(found)}Write ${endForms}; or the answer to a field as in ${expressionExample}.`,
      }),
    ),
  ),
  (found, decoding, piece) =>
    found.includes('${{') || readEnd(found, 'UTC') !== null
      ? found
      : report(decoding, piece.tree.line, {
          code: 'type/expires',
          what: `“${piece.place}” is “${found}”, and there is no such day or no such moment.`,
          fix: `Write ${endForms}; or the answer to a field as in ${expressionExample}.`,
        }),
)

const zone: Shape<string> = to(
  textLike(new RegExp(`^${zonePattern}$`), 'Europe/Berlin', 'the name of a time zone in the IANA database'),
  (name, decoding, { tree }) =>
    isZone(name)
      ? name
      : report(decoding, tree.line, {
          code: 'type/expires',
          what: `There is no time zone “${name}”.`,
          fix: `${meantZone(name)}Write its name in the IANA time zone database, as in Europe/Berlin, or leave zone out for UTC.`,
        }),
)

const longForm: Shape<Expiry> = map({
  at: required(moment, `at: ${expressionExample}`, {
    says: 'When requests end: a day, whose whole day it is; a moment with its offset from UTC; or a time from the merge, in hours, days or weeks.',
    examples: [expressionExample, '2026-12-31', '2026-12-31T18:00:00+01:00', '30 days'],
  }),
  zone: optional(zone, null, {
    says: 'The time zone whose day a day is, by its name in the IANA database. Without it, UTC.',
    examples: ['Europe/Berlin'],
  }),
  optional: optional(flag, false, {
    says: 'Whether a request has no end where everything that at is made of was left empty. Without it, such a request is refused: it has to say when it ends.',
    default: false,
  }),
})

/** When a request ends. */
export const expires = optional(
  either<Expiry>(
    { where: (tree) => tree.kind === 'map', is: longForm },
    { where: () => true, is: to(moment, (at) => ({ at, zone: null, optional: false })) },
  ),
  undefined,
  {
    says: 'When a request ends: what it changed is taken back then. A day (its whole day in UTC), a moment with its offset from UTC, or a time from the merge; expressions are evaluated in it. A request whose changes are absent asks for approval again at its end.',
    examples: [expressionExample, '30 days'],
  },
)

export const warn = optional(duration, undefined, {
  says: 'How long before its end a request says once that it is going to end. Needs expires.',
  examples: ['7 days'],
})

const extendApproval = ownApproval(
  'Who must approve an /extend, written as the approval of the request. Without it, those who approve a request.',
)

export const extend = optional(
  map({
    by: required(duration, 'by: 30 days', {
      says: 'How much later the end is at most after one /extend.',
      examples: ['30 days'],
    }),
    times: optional(whole(1, 'how often a request may be extended, at least 1'), 1, {
      says: 'How often a request may be extended.',
      default: 1,
      examples: [2],
    }),
    approval: optional(extendApproval.shape, null, extendApproval.told),
  }),
  undefined,
  {
    says: 'What /extend may ask for, which moves the end of a request. Needs expires; without extend, an end stays what it was.',
    examples: [{ by: '30 days', times: 2 }],
  },
)

/** What an editor is told about the keys together. */
export const endRules: JsonSchema = {
  dependentRequired: { warn: ['expires'], extend: ['expires'] },
  if: { properties: { merge: { not: { const: 'manual' } } } },
  else: { not: { required: ['expires'] } },
}

interface EndKeys {
  readonly expires?: Expiry
  readonly warn?: number
  readonly extend?: unknown
  readonly merge: MergeMode
}

/** Refuses keys about an end that there is not, and an end that could not be carried out. */
export function endKeys<Said extends EndKeys>(said: Said, decoding: Decoding, { tree }: Piece): Said | Wrong {
  const lineOf = (key: string) => decoding.lines.get(key) ?? tree.line
  if (said.expires === undefined) {
    const alone = (['warn', 'extend'] as const).find((key) => said[key] !== undefined)
    return alone === undefined ? said : report(decoding, lineOf(alone), endMissing(alone))
  }
  if (said.merge === 'manual') return report(decoding, lineOf('expires'), mergedByHand)
  const end = readEnd(said.expires.at, 'UTC')
  return said.warn !== undefined && end?.kind === 'after' && said.warn >= end.seconds
    ? report(decoding, lineOf('warn'), warnedAtOnce)
    : said
}

function endMissing(key: string) {
  return {
    code: 'type/expires-missing',
    what: `“${key}” is about the end of requests, and these have none.`,
    fix: `Add when they end, as in expires: ${expressionExample}, or remove ${key}.`,
  } as const
}

const mergedByHand = {
  code: 'type/expires-manual',
  what: 'Requests end, and “merge” is manual: what they changed would stay until a person merges its removal.',
  fix: 'Write merge: now, auto or queue, or remove expires.',
} as const

const warnedAtOnce = {
  code: 'type/expires',
  what: '“warn” is not shorter than the time from the merge to the end, so that there would be nothing to warn of in time.',
  fix: 'Write a shorter time for warn, or a longer one for expires.',
} as const
