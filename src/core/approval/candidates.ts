import type { CommandName } from '../../model/command.js'
import { isBefore } from '../../model/instant.js'
import { type Person, samePerson } from '../../model/person.js'
import type { ApprovalNode, ApprovalRule } from '../../model/request-type.js'
import type { FirstLook } from '../../model/snapshot.js'
import type { Heard, SpokenCommand } from '../command/read-commands.js'
import { stopOf } from '../command/stop-of.js'
import { touchedComments } from '../command/touched-comments.js'
import { sameLogin } from './account.js'
import { namedPrincipals } from './named-principals.js'

/**
 * Whose authority can matter, the most important first: whom the rules name by login, whom the ledger has already met as somebody who
 * decides here, whoever gave a command that decides, whose comments somebody else has edited or deleted, and on a public repository whoever gave any command, because only people with a
 * role are answered. So nobody's words come behind those of a crowd that has no part in it.
 */
export function candidates(heard: Heard, rules: readonly ApprovalRule[]): readonly Person[] {
  const { snapshot } = heard
  const named = namedPrincipals(rules).flatMap((each) => (each.kind === 'user' ? [each.login] : []))
  const met = new Set(
    snapshot.ledger.records.flatMap(({ predicate }) => predicate.evidence.map(({ person }) => person.id)),
  )
  const known = snapshot.ledger.people.filter(({ login }) => named.some((each) => sameLogin(each, login)))
  const rank = ({ person, ...spoken }: SpokenCommand) => {
    if (named.some((login) => sameLogin(login, person.login))) return 0
    if (known.some(({ id }) => id === person.id)) return 0
    if (met.has(person.id)) return 1
    return decides(spoken) ? 2 : 3
  }
  const spoken = heard.commands
    .filter((each) => matters(each, snapshot, rules))
    .map((each) => ({ person: each.person, place: rank(each) }))
  const at = (rank: number) => spoken.filter(({ place }) => place === rank).map(({ person }) => person)
  const ordered = [...at(0), ...at(1), ...at(2), ...touched(heard), ...at(3)]
  const once = new Map<number, Person>()
  for (const person of ordered) if (!once.has(person.id)) once.set(person.id, person)
  return [...once.values()]
}

/**
 * Whoever approved after the request's last edit, and whoever rejected, stopped or released it, even badly written or in a comment edited
 * since, to be told that it does not count. The requester needs no role to stop their own request, but for a lock, which is about those of others too.
 */
function matters(
  { person, comment, reading }: SpokenCommand,
  snapshot: FirstLook,
  rules: readonly ApprovalRule[],
) {
  const { author, lastEditedAt } = snapshot.issue
  const late = lastEditedAt === null || isBefore(lastEditedAt, comment.createdAt)
  const approves = isNamed(reading, 'approve') && comment.lastEditedAt === null && late
  if (author !== null && samePerson(author, person))
    return (approves && letsRequesterApprove(rules)) || isNamed(reading, 'lock') || isNamed(reading, 'unlock')
  const stops = decides({ reading }) && !isNamed(reading, 'approve')
  return approves || stops || !snapshot.repository.private
}

/** Whether some approval rule counts the approval of whoever filed the request; then their role matters too. */
function letsRequesterApprove(rules: readonly ApprovalRule[]): boolean {
  return rules.some(({ needs }) => needs.kind !== 'automatic' && isOpen(needs))
}

function isOpen(node: ApprovalNode): boolean {
  return node.kind === 'people' ? !node.not.includes('requester') : node.of.some(isOpen)
}

/** Whoever takes their own approval back needs no authority. */
function decides({ reading }: Pick<SpokenCommand, 'reading'>): boolean {
  if (reading.kind === 'refused' || goesAhead(reading)) return true
  return stopOf(reading) !== null && !isNamed(reading, 'unapprove')
}

function goesAhead(reading: SpokenCommand['reading']): boolean {
  return (['approve', 'unhold', 'restore', 'accept', 'extend', 'promote', 'unlock'] as const).some((name) =>
    isNamed(reading, name),
  )
}

/** The requester may stop the request whoever they are. */
function touched(heard: Heard): readonly Person[] {
  const { author } = heard.snapshot.issue
  return touchedComments(heard)
    .map(({ person }) => person)
    .filter((person) => author === null || !samePerson(author, person))
}

function isNamed(reading: SpokenCommand['reading'], name: CommandName): boolean {
  return reading.kind === 'command' && reading.command.name === name
}
