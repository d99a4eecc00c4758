import { decide } from '../../../src/core/decide/decide.js'
import type { Reading } from '../../../src/core/decide/reading.js'
import { parseForm } from '../../../src/core/form/parse-form.js'
import { renderBody } from '../../../src/core/form/render-body.js'
import { gitBlobOid } from '../../../src/core/text/git-oid.js'
import type { Authority } from '../../../src/model/authority.js'
import type { Decision } from '../../../src/model/decision.js'
import type { ObservedPull } from '../../../src/model/pull.js'
import type { Details, ReachedTarget, Snapshot } from '../../../src/model/snapshot.js'
import { user } from './given.js'
import { apply, beginning, observe, policyOf, readOn, said, typeText, type World } from './world.js'

const form = parseForm({ file: 'namespace.yml', blob: null, text: policyOf(typeText).forms[0]?.text ?? '' })
if (!form.ok) throw new Error('the form does not read')

const fields = form.value

/** What the toolkit sees of the world. */
export type Sight = (snapshot: Snapshot) => Snapshot
const plainly: Sight = (snapshot) => snapshot

/** A published request of alice's; bob and carol may approve it: one of them for dev, both for prod. */
export function published(environment: 'dev' | 'prod' = 'dev'): World {
  const answers = { action: 'Create', name: 'payments', environment, cpu: '2', reason: 'Go-live' }
  const world = beginning(renderBody(fields, new Map(Object.entries(answers))))
  rest(world)
  return world
}

/** Somebody comments, a second later, and the toolkit runs until there is nothing left to write or it would merge. */
export function says(world: World, login: string, text: string, see: Sight = plainly): Decision {
  world.now += 1
  world.comments.push(said(world, user(login), text))
  return rest(world, see)
}

/** Lets the toolkit run until nothing is left to write, or until it would merge. */
export function rest(world: World, see: Sight = plainly): Decision {
  let reading: Reading | undefined
  for (let round = 1; round <= 12; round += 1) {
    reading = readOn(see(observe(world)), reading)
    const decision = decide(reading)
    if (decision.effects.length === 0) return decision
    for (const effect of decision.effects) if (apply(world, effect) === 'merge') return decision
  }
  throw new Error('the run does not come to rest')
}

/** The gist of a decision. */
export const where = ({ state, reasons, effects }: Decision) => ({
  state,
  reasons,
  merges: effects.some(({ kind }) => kind === 'merge-pull'),
})
/** The ledger in one line. */
export const decisions = (world: World) => world.records.map(({ predicate }) => predicate.decision)

/** What the second look shows, else than it is. */
export function withDetails(facts: (details: Details) => Partial<Details>): Sight {
  return (snapshot) => ({ ...snapshot, details: { ...snapshot.details, ...facts(snapshot.details) } })
}

/** What GitHub shows of the pull request, else than it is. */
export function withPull(facts: Partial<ObservedPull>): Sight {
  return withDetails(({ pull }) => ({ pull: pull === null ? null : { ...pull, ...facts } }))
}

/** What GitHub shows of the repository of the manifests, else than it is. */
export function withTarget(facts: Partial<ReachedTarget>): Sight {
  return withDetails(({ target }) => ({ target: target.reached ? { ...target, ...facts } : target }))
}

/** The pull request waits for a required check. */
export const blocked = withPull({ mergeState: 'blocked' })

/** People's roles and teams as GitHub would tell them otherwise. */
export const authorised = (change: (authority: Authority) => Authority) =>
  withDetails(({ authority }) => ({ authority: change(authority) }))

/** The token cannot see the team of the approvers. */
export const teamUnseen = authorised((authority) => ({
  ...authority,
  teams: [{ team: 'platform', known: false, why: 'the token cannot see the team platform' }],
}))

/** A look in which CODEOWNERS says who owns what. */
export function ownedAs(text: string): Sight {
  const file = {
    kind: 'text',
    path: '.github/CODEOWNERS',
    mode: '100644',
    oid: gitBlobOid(text),
    text,
  } as const
  return withDetails(({ manifests }) => ({ manifests: { ...manifests, files: [...manifests.files, file] } }))
}
