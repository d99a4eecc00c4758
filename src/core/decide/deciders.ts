import type { Person } from '../../model/person.js'
import type { ApprovalRule, RequestType } from '../../model/request-type.js'
import type { ResolvedApprover } from '../../model/verdict.js'
import { authorityOf, may, type People, type Stopping } from '../approval/authority.js'
import { namedPrincipals } from '../approval/named-principals.js'
import { ownersOf } from '../approval/owners-of.js'
import { isPasserBy, type Standing } from '../approval/principal.js'
import { asksCodeowners } from '../approval/resolve-owners.js'
import { chapterOf } from '../ledger/chapter-at-hand.js'
import { type FirstReading, isWhole } from './reading.js'
import { touchedManifests } from './touched-paths.js'

/** As whom a person may give a command about a request. */
export type WhoMay = (command: Stopping, person: Person) => Standing

/** Who may stop a request, release it, end it and take it back. What cannot be found out of a passer-by is taken for a no. */
export function whoMay(
  reading: FirstReading,
  type: RequestType | null,
  requester: Person | null = reading.snapshot.issue.author,
): WhoMay {
  const { snapshot } = reading
  const people: People = {
    authority: authorityOf(snapshot),
    requester,
    filedBy: filedBy(reading),
    deciders: type === null ? [] : deciders(reading, type),
    enders: type === null ? [] : enders(reading, type),
  }
  return (command, person) => {
    const found = may(command, person, people)
    return isPasserBy(person, snapshot.repository, people.authority) ? { ...found, unknown: [] } : found
  }
}

/** Who filed the request, where a command of somebody else carries on with it; what is only taken back is no wish of theirs. */
function filedBy({ snapshot: { ledger } }: FirstReading): Person | null {
  const { cause } = chapterOf(ledger)
  const carriesOn = cause.kind === 'stage' || cause.kind === 'extended'
  return carriesOn ? (ledger.records[0]?.predicate.request.requester ?? null) : null
}

/**
 * Everyone who can decide about a request: whom its approval rules name, and the code owners of the files it touches where a rule asks for
 * them. Owners that belong to no account are left out, so that nobody's command is held up by them.
 */
export function deciders(reading: FirstReading, type: RequestType): readonly ResolvedApprover[] {
  return [...namedPrincipals(type.approval), ...touchedOwners(reading, type)]
}

/**
 * Everyone who can end a request for good: the people of the rules that apply to it. Of a text that does not read nobody can tell which do, and
 * then the people of all rules can: nothing is lost with it that could not be filed again.
 */
function enders(reading: FirstReading, type: RequestType): readonly ResolvedApprover[] {
  const { understanding } = reading
  const rules = understanding.kind === 'request' ? understanding.rules : type.approval
  const owners = asksOwners(rules) ? touchedOwners(reading, type) : []
  return [...namedPrincipals(rules), ...owners]
}

/** Whether some rule asks for the code owners of what is changed. */
export function asksOwners(rules: readonly ApprovalRule[]): boolean {
  return rules.some(({ needs }) => needs.kind !== 'automatic' && asksCodeowners(needs))
}

/** The code owners of the manifests a request may touch; none where no rule of its type asks for them. */
export function touchedOwners(reading: FirstReading, type: RequestType): readonly ResolvedApprover[] {
  const { understanding } = reading
  if (!asksOwners(type.approval) || understanding.kind !== 'request' || !isWhole(reading)) return []
  const { details, repository } = reading.snapshot
  const paths = touchedManifests(understanding)
  return ownersOf(paths, details.manifests.files, repository.owner)
    .flatMap(({ owners }) => owners)
    .filter(({ kind }) => kind !== 'unresolved')
}
