import type { Escalation, RequestType, Told } from '../../model/request-type.js'
import { type Decoding, type Piece, report, type Words, type Wrong, wrong } from '../decode/decoding.js'
import { map, optional, required } from '../decode/keys.js'
import { list, type Shape, to } from '../decode/shape.js'
import { duration } from './duration.js'
import { principal } from './leaves.js'

/** A role is nobody whom a comment could mention. */
const told: Shape<Told> = to(principal, (found, decoding, { tree }) =>
  found.kind === 'role'
    ? report(decoding, tree.line, {
        code: 'type/waiting',
        what: `“role:${found.role}” stands among those who are told, and nobody can be mentioned by a role.`,
        fix: 'Name a team or people, as in to: [team:leads].',
      })
    : found,
)

/** Most whom one comment mentions at once: whoever is called too often with too many others does not come. */
export const toldMax = 10

const toldList: Shape<readonly Told[]> = to(list(told, '[team:leads]'), (found, decoding, { tree }) =>
  found.length > toldMax
    ? report(decoding, tree.line, {
        code: 'type/waiting',
        what: `“to” names ${found.length}, and at most ${toldMax} are told at once.`,
        fix: 'Name a team instead of its members.',
      })
    : found,
)

const escalate: Shape<Escalation> = map({
  after: required(duration, 'after: 3 days', {
    says: 'How long somebody is waited for before others are told of it. Longer than the after of the reminder.',
    examples: ['3 days'],
  }),
  to: required(toldList, 'to: [team:leads]', {
    says: 'Who is told: team:<slug> or a login. They are mentioned, and may approve only where the approval rules name them.',
    examples: [['team:leads']],
  }),
})

/** How those who are waited for are reminded. */
export const remind = optional(
  map({
    after: required(duration, 'after: 1 day', {
      says: 'How long somebody is waited for before they are reminded, once. Time that has passed, weekends and holidays too.',
      examples: ['1 day'],
    }),
    escalate: optional(escalate, null, {
      says: 'Who else is told, once, where the reminder did not help.',
      examples: [{ after: '3 days', to: ['team:leads'] }],
    }),
  }),
  undefined,
  {
    says: 'When those who have to approve are told again, in a comment that mentions them. Without it, they are told once.',
    examples: [{ after: '1 day', escalate: { after: '3 days', to: ['team:leads'] } }],
  },
)

/** After how long nobody is waited for any more. */
export const lifetime = optional(duration, undefined, {
  says: 'After how long without an answer a request is withdrawn by the toolkit. Later chapters, as a /rollback, are withdrawn likewise; an end never is. Without it, a request waits for as long as it takes.',
  examples: ['14 days'],
})

/** Refuses times of which a later one would never come. */
export function waitingKeys<Said extends Pick<RequestType, 'remind' | 'lifetime'>>(
  said: Said,
  decoding: Decoding,
  { tree }: Piece,
): Said | Wrong {
  const faults = timeFaults(said)
  for (const { at, ...words } of faults) report(decoding, decoding.lines.get(at) ?? tree.line, words)
  return faults.length === 0 ? said : wrong
}

type Fault = Words & { readonly at: string }

function timeFaults({
  remind: reminding,
  lifetime: life,
}: Pick<RequestType, 'remind' | 'lifetime'>): readonly Fault[] {
  if (reminding === undefined) return []
  const { after, escalate: others } = reminding
  const last = others?.after ?? after
  const early: readonly Fault[] =
    others !== null && others.after <= after
      ? [
          {
            at: 'remind/escalate/after',
            code: 'type/waiting',
            what: 'Others are told no later than those who are waited for are reminded.',
            fix: 'Write a longer time for the after of escalate, or a shorter one for that of remind.',
          },
        ]
      : []
  if (life === undefined || life > Math.max(after, last)) return early
  return [
    ...early,
    {
      at: 'lifetime',
      code: 'type/waiting',
      what: `A request is withdrawn before ${others === null ? 'anybody would be reminded' : 'others would be told'}.`,
      fix: `Write a longer time for lifetime, or a shorter one for ${others === null ? 'remind' : 'escalate'}.`,
    },
  ]
}
