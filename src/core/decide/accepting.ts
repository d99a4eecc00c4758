import { ok, type Result } from '../../model/problem.js'
import { type FinalRecord, isAccepted, type RecordedPeople } from '../../model/record.js'
import type { ApprovalNode, Role } from '../../model/request-type.js'
import type { RefusedVote } from '../../model/verdict.js'
import { applicableRules } from '../approval/applicable-rules.js'
import { authorityOf, mayApprove } from '../approval/authority.js'
import { ownersOf } from '../approval/owners-of.js'
import { isPasserBy, principalText } from '../approval/principal.js'
import type { ResolvedPeople } from '../approval/refuse-vote.js'
import { type ResolvedNode, resolveOwners } from '../approval/resolve-owners.js'
import type { SpokenCommand } from '../command/read-commands.js'
import { ownStanding, stageOf } from '../ledger/own-standing.js'
import { type NamedPeople, namedPeople } from '../request-type/named-people.js'
import { inStage, stageNamed } from '../request-type/stages.js'
import { answeredOn, awaitsAnswer } from './answered.js'
import { lookedAtAgain } from './decline.js'
import { editedCommand } from './edited-command.js'
import { leavingOut, recordedContext, standIn, typeOf } from './later-chapter.js'
import type { FirstReading, Reading } from './reading.js'
import { toAccept } from './wished-stage.js'
import { allRecords, notInForce, notNew, ruledBy } from './wishes.js'

/** An `/accept` that could let go of what somebody has changed. */
export interface Accepting extends SpokenCommand {
  /** The end of the chapter that has the merge in question. */
  readonly merge: FinalRecord
  readonly reason: string | null
}

/** Each `/accept` that is on no record, oldest first: of which merge it is, or why of none. Whether its author may is not looked at. */
export function acceptings(reading: FirstReading): readonly (Accepting | RefusedVote)[] {
  const own = allRecords(reading)
  const standing = ownStanding(own)
  const type = ruledBy(reading)
  const used = new Set(
    own.filter(isAccepted).flatMap(({ predicate }) => predicate.evidence.map(({ comment }) => comment)),
  )
  return reading.commands.flatMap((spoken): readonly (Accepting | RefusedVote)[] => {
    const { reading: said, comment, person } = spoken
    if (said.kind !== 'command' || said.command.name !== 'accept' || used.has(comment.id)) return []
    const untimely = editedCommand(spoken) ?? notInForce(spoken, standing) ?? notNew(spoken, reading)
    if (untimely !== null) return [untimely]
    if (type === null || standing === null) return []
    const asked = toAccept(said.command.reason, standing, own, type)
    if ('what' in asked) return [{ code: 'command/stage-unclear', person, comment, ...asked }]
    const { stage } = asked.stages
    const merge = standing.merges.find((each) => stage === undefined || stageOf(each) === stage)
    return merge === undefined ? [] : [{ ...spoken, merge, reason: asked.reason }]
  })
}

/** Those that nobody has answered yet, so that they still have to be looked at: that nothing has changed is on no record. */
export function openAcceptings(reading: FirstReading): readonly Accepting[] {
  const answered = answeredOn(reading.snapshot)
  return acceptings(reading).flatMap((each) =>
    'code' in each || !awaitsAnswer(each, answered) ? [] : [each],
  )
}

/** Who accepts: as whom, and by which rules; or why nobody can say so. */
export interface Acceptor {
  readonly as: readonly string[]
  readonly role: Role | null
  /** The rules that name people, as they are recorded. */
  readonly rules: readonly RecordedPeople[]
}

/**
 * As whom somebody accepts. Whoever may approve the request may, by the rules of its type as they stand today: to let a change stay is as much as to approve it.
 * So whoever asked for the request, edited it or is named in a field under `not` may not. One is enough, whatever the rules count: no file changes by it.
 * Where the rules ask nobody, a maintainer may.
 */
export function acceptorOf(reading: Reading, accepting: Accepting): Acceptor | RefusedVote {
  const { snapshot } = reading
  const { person, comment, merge } = accepting
  const { request, plan } = merge.predicate
  const refused = (what: string, fix: string): RefusedVote => ({
    code: 'command/not-permitted',
    person,
    comment,
    what,
    fix,
  })
  const rules = acceptRules(reading, merge)
  if (!rules.ok) {
    const [{ what, fix }] = rules.problems
    return refused(what, fix)
  }
  const paths = plan?.files.map(({ path }) => path) ?? []
  const owners = ownersOf(paths, snapshot.details.manifests.files, snapshot.repository.owner)
  const nodes = rules.value.nodes.flatMap((node) => peopleOf(resolveOwners(node, owners)))
  const issue = {
    ...snapshot.issue,
    author: request.requester,
    editors: request.editors,
    lastEditedAt: null,
  }
  const { as, role, refusals } = mayApprove(
    { person, comment, command: { name: 'approve', prefix: null } },
    nodes,
    { issue, votes: [], authority: authorityOf(snapshot), named: rules.value.named, revoked: [] },
  )
  if (as.length > 0)
    return { as, role, rules: nodes.map((node) => recordedNode(node, plan?.withheld === true, as)) }
  const unclear = refusals.find(({ kind }) => kind === 'unclear')
  if (unclear !== undefined && !isPasserBy(person, snapshot.repository, authorityOf(snapshot)))
    return refused('It could not be found out whether this person may accept this.', lookedAtAgain)
  return refused(
    'Only those who may approve this request can let stay what was changed since its merge, and never whoever asked for it, edited it, or has it made for them.',
    'Ask one of the approvers to comment /accept; to have it put back, comment /restore.',
  )
}

interface AcceptRules {
  readonly nodes: readonly ApprovalNode[]
  readonly named: readonly NamedPeople[]
}

/** Who may approve the request of a merge, by its type as it stands today, without those who asked for it. */
export function acceptRules(reading: FirstReading, merge: FinalRecord): Result<AcceptRules> {
  const { request } = merge.predicate
  const candidate = typeOf(request, reading.policy) ?? standIn(request)
  const stage = stageOf(merge)
  const type = inStage(candidate.type, stageNamed(candidate.type, stage ?? ''))
  const applying = applicableRules(type, recordedContext(candidate, request, stage))
  if (!applying.ok) return applying
  const rules = applying.value.map((rule) => leavingOut(rule, { kind: 'restored' }))
  const named = namedPeople(rules, new Map(Object.entries(request.values)), candidate.form)
  if (!named.ok) return named
  const nodes = rules.flatMap(({ needs }) => (needs.kind === 'automatic' ? [] : [needs]))
  return ok({ nodes: nodes.length === 0 ? [anyMaintainer] : nodes, named: named.value })
}

const anyMaintainer: ApprovalNode = {
  kind: 'people',
  from: [{ kind: 'role', role: 'maintain' }],
  count: 1,
  not: ['requester', 'editors'],
  validFor: null,
  requireDigest: 'none',
}

function peopleOf(node: ResolvedNode): readonly ResolvedPeople[] {
  return node.kind === 'people' ? [node] : node.of.flatMap(peopleOf)
}

/** As `recordedRules` keeps the rules of an approval: code owners of a less public repository are named only where they decided. */
function recordedNode(
  { from, count, not, validFor, requireDigest, files }: ResolvedPeople,
  withheld: boolean,
  as: readonly string[],
): RecordedPeople {
  const names = [...new Set(from.map(principalText))]
  const hidden = withheld && files !== null
  return {
    kind: 'people',
    from: hidden ? [...names.filter((name) => as.includes(name)), 'codeowners'] : names,
    count,
    not,
    validFor,
    requireDigest,
    files: hidden ? [] : files,
  }
}
