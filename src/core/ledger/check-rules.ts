import { secondsBetween } from '../../model/instant.js'
import type { Json } from '../../model/json.js'
import { type Person, samePerson } from '../../model/person.js'
import type {
  Cause,
  Evidence,
  Predicate,
  RecordedPeople,
  RecordedRequest,
  RecordedRule,
} from '../../model/record.js'
import { roles } from '../../model/request-type.js'

/**
 * Whether the recorded approvals satisfy the recorded rules, computed again from what the record holds: who approved, as whom, when,
 * and with which digest. Without a rule nothing is satisfied.
 */
export function rulesMet(predicate: Predicate): boolean {
  const { rules = [] } = predicate
  return rules.length > 0 && rules.every((rule) => rule.kind === 'automatic' || isMet(rule, predicate))
}

/** Whether a rule of the record lets an approval count; enough of them is another question. */
export function countsForSomeRule(evidence: Evidence, predicate: Predicate): boolean {
  return (predicate.rules ?? []).flatMap(peopleOf).some((rule) => counts(evidence, rule, predicate))
}

/** Whether somebody is one of those whom the recorded rules ask, by what is recorded of them; what they would have to name of a plan is another question. */
export function mightApprove(evidence: Evidence, { rules = [], request }: Predicate): boolean {
  return rules.flatMap(peopleOf).some((rule) => {
    const named = evidence.as.some(
      (principal) => rule.from.includes(principal) && hasRoleFor(principal, evidence),
    )
    return named && !isLeftOut(evidence, rule, { decision: 'accepted', request, cause: { kind: 'asked' } })
  })
}

function peopleOf(rule: RecordedRule): readonly RecordedPeople[] {
  if (rule.kind === 'people') return [rule]
  return rule.kind === 'automatic' ? [] : rule.of.flatMap(peopleOf)
}

function isMet(rule: RecordedRule, predicate: Predicate): boolean {
  switch (rule.kind) {
    case 'automatic':
      // Only a rule of its own may ask for nobody, never a part of one.
      return false
    case 'all':
      return rule.of.length > 0 && rule.of.every((each) => isMet(each, predicate))
    case 'any':
      return rule.of.some((each) => isMet(each, predicate))
    case 'people': {
      const counted = predicate.evidence.filter((each) => counts(each, rule, predicate))
      return new Set(counted.map(({ person }) => person.id)).size >= rule.count
    }
  }
}

function counts(evidence: Evidence, rule: RecordedPeople, predicate: Predicate): boolean {
  return (
    evidence.command === 'approve' &&
    evidence.person.kind === 'user' &&
    evidence.as.some((principal) => rule.from.includes(principal) && hasRoleFor(principal, evidence)) &&
    !isLeftOut(evidence, rule, predicate) &&
    isNamed(evidence, rule, predicate) &&
    (rule.validFor === null ||
      secondsBetween(evidence.createdAt, predicate.observedAt) - (predicate.waited ?? 0) < rule.validFor)
  )
}

const names: readonly string[] = roles

/** `role:maintain` is for whoever had at least that role then. */
function hasRoleFor(principal: string, { role }: Evidence): boolean {
  const [, least] = /^role:(.+)$/.exec(principal) ?? []
  if (least === undefined) return true
  const needed = names.indexOf(least)
  return needed !== -1 && names.indexOf(role ?? '') >= needed
}

/** For taking a request back it is the asker alone, whatever the rules say of requests; for a stage whoever asks for it, and who asked for the request. */
function isLeftOut(
  { person, as }: Evidence,
  { not }: RecordedPeople,
  { decision, request, cause }: Pick<Predicate, 'decision' | 'request' | 'cause'>,
): boolean {
  // A review may be given while a chapter that came to nothing is the last one; it is of what was asked for.
  const reviews = decision === 'reviewed'
  if (cause.kind === 'taken-back' && !reviews) return samePerson(askerOf(cause, request), person)
  if (!reviews && 'by' in cause && samePerson(cause.by, person)) return true
  const { requester, editors, values } = request
  if (requester.id === person.id && (reviews || cause.kind === 'stage')) return true
  if (requester.id === person.id) return not.includes('requester') || !as.includes('self:requester')
  if (editors.some(({ id }) => id === person.id) && not.includes('editors')) return true
  const named = not.flatMap((each) => loginsIn(values[each.replace(/^request\./, '')], each))
  return named.includes(person.login.toLowerCase())
}

/** Whoever wants something taken back; where nobody has reviewed it, its requester is the one who must not decide that. */
function askerOf(cause: Extract<Cause, { kind: 'taken-back' }>, { requester }: RecordedRequest): Person {
  return 'overdue' in cause ? requester : cause.by
}

/** The people a field of the request names, where the rule leaves these out. */
function loginsIn(value: Json | undefined, excluded: string): readonly string[] {
  if (!excluded.startsWith('request.') || value === undefined) return []
  const texts = Array.isArray(value) ? value : [value]
  return texts.flatMap((each) => (typeof each === 'string' ? each.split(/[\s,;]+/).map(loginIn) : []))
}

/** A login as people write it: with or without `@`, or as the address of a profile. */
function loginIn(word: string): string {
  return word
    .replace(/^https?:\/\/[^/]+\//, '')
    .replace(/^@|\/$/g, '')
    .toLowerCase()
}

const digitsWanted = { none: 0, prefix: 12, full: 64 } as const

/**
 * Whether the comment names as much of the plan's digest as the rule wants, and no other digest. What no pull request shows is always named.
 * What was not copied cannot be read.
 */
function isNamed({ body }: Evidence, { requireDigest }: RecordedPeople, { plan, pull }: Predicate): boolean {
  if (body === null || plan === null) return plan !== null
  const named = [...body.matchAll(/^\s*\/approve[ \t]+([0-9a-f]{12,64})\b/gim)].map(([, digits = '']) =>
    digits.toLowerCase(),
  )
  const fits = named.every((digits) => plan.digest.startsWith(digits))
  const wanted = Math.max(digitsWanted[requireDigest], pull === null ? digitsWanted.prefix : 0)
  return fits && Math.max(0, ...named.map(({ length }) => length)) >= wanted
}
