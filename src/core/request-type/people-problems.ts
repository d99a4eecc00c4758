import type { Form, FormField } from '../../model/form.js'
import type {
  ApprovalNode,
  ApprovalRule,
  Approver,
  LeftOut,
  NamedUser,
  OwnApproval,
  PeopleNode,
  RequestType,
} from '../../model/request-type.js'
import type { PlacedProblem } from '../decode/decoding.js'
import { didYouMean } from '../text/closest-name.js'
import { fieldType, itemType } from './field-schema.js'
import { accountAdvice } from './read-principal.js'
import { reviewNode } from './review-node.js'

/**
 * Every list of approval rules of a request type, and where it stands: its requests', those of their stages, and those of what may be asked for after
 * their merge.
 */
export function ruleLists({
  approval,
  policy,
  stages = [],
  extend,
  rollback,
  emergency,
}: RequestType): readonly (OwnApproval & { readonly at: string })[] {
  return [
    { approval, policy, at: 'approval' },
    ...stages.flatMap((stage, index) =>
      stage.approval === null ? [] : [{ ...stage.approval, at: `stages/${index}/approval` }],
    ),
    ...(extend?.approval ? [{ ...extend.approval, at: 'extend/approval' }] : []),
    ...(rollback ? [{ ...rollback, at: 'rollback/approval' }] : []),
    ...(emergency ? [{ ...emergency.approval, at: 'emergency/approval' }] : []),
  ]
}

/** The nodes of all approval rules that name people, and where each stands, as in `approval/0/all/1`; and those who review emergencies. */
export function peopleNodes(type: RequestType): readonly PlacedNode[] {
  const { emergency } = type
  return [
    ...ruleLists(type).flatMap(({ approval, at }) => nodesOf(approval, at)),
    ...(emergency ? [{ node: reviewNode(emergency.review, []), at: 'emergency/review' }] : []),
  ]
}

/** The nodes of some approval rules that name people. @param at where the rules stand. */
export function nodesOf(rules: readonly ApprovalRule[], at = 'approval'): readonly PlacedNode[] {
  return rules.flatMap(({ needs }, index) =>
    needs.kind === 'automatic' ? [] : nodesBelow(needs, `${at}/${index}`),
  )
}

interface PlacedNode {
  readonly node: PeopleNode
  readonly at: string
}

function nodesBelow(node: ApprovalNode, at: string): readonly PlacedNode[] {
  return node.kind === 'people'
    ? [{ node, at }]
    : node.of.flatMap((each, index) => nodesBelow(each, `${at}/${node.kind}/${index}`))
}

/** The fields of the form whose people an approval rule leaves out: without them the rule would let somebody approve for themselves. */
export function namingFieldProblems(type: RequestType, form: Form): readonly PlacedProblem[] {
  return peopleNodes(type).flatMap(({ node, at }) =>
    node.not.flatMap((each, index) => fieldProblem(each, `${at}/not/${index}`, type, form)),
  )
}

function fieldProblem(each: LeftOut, at: string, type: RequestType, form: Form): readonly PlacedProblem[] {
  if (!each.startsWith('request.')) return []
  const id = each.slice('request.'.length)
  const field = form.fields.find((one) => one.id === id)
  if (field === undefined) {
    const ids = form.fields.map((one) => one.id)
    const fix = `${didYouMean(id, ids, 'request.')}The fields are: ${ids.join(', ')}.`
    return [{ at, code: 'type/field-unknown', what: `The form ${form.file} has no field “${id}”.`, fix }]
  }
  if (holdsText(field, type)) return []
  return [
    {
      at,
      code: 'type/person-field',
      what: `“${id}” holds no text, so it names nobody whom the rule could leave out.`,
      fix: 'Name a field whose answer is the login of somebody, or several of them.',
    },
  ]
}

/** Only the letters as they were written can be compared with a login. */
function holdsText(field: FormField, { fields }: RequestType): boolean {
  if (field.type === 'upload' || field.type === 'checkboxes') return false
  const schema = fields.get(field.id)
  const kind = fieldType(field, schema)
  return kind === 'string' || (kind === 'array' && itemType(schema) === 'string')
}

/** The teams that some request types name, in lower case. */
export function teamsNamed(types: readonly RequestType[]): ReadonlySet<string> {
  const principals = types.flatMap((type) => [
    ...peopleNodes(type).flatMap(({ node }) => node.from),
    ...(type.requesters ?? []),
  ])
  return new Set(principals.flatMap((each) => (each.kind === 'team' ? [each.slug] : [])))
}

/** The file a place of a request type stands in: that of the rules, where they have one of their own. */
export function fileOf(type: RequestType, at: string): string {
  const list = ruleLists(type).find((each) => at === each.at || at.startsWith(`${each.at}/`))
  return list?.policy?.path ?? type.path
}

/** Bare words that are the names of teams: whoever took such a login would approve instead of the team. */
export function teamWordProblems(type: RequestType, teams: ReadonlySet<string>): readonly PlacedProblem[] {
  const lists = [
    { list: type.requesters ?? [], at: 'requesters' },
    ...peopleNodes(type).map(({ node, at }) => ({ list: node.from, at: `${at}/from` })),
  ]
  return lists.flatMap(({ list, at }) =>
    list.flatMap((each, index) =>
      each.kind === 'user' && each.id === undefined && teams.has(each.login.toLowerCase())
        ? [
            {
              at: `${at}/${index}`,
              code: 'type/principal-word',
              what: `“${each.login}” is the name of a team elsewhere, and here it stands for whoever has that login on GitHub.`,
              fix: `Did you mean team:${each.login.toLowerCase()}? If an account of that name is meant, ${accountAdvice(each.login)}.`,
            },
          ]
        : [],
    ),
  )
}

/** One text for each account that is named: by its id, else by its login, in which case does not matter. */
export function accountKey({ login, id }: NamedUser): string {
  return id === undefined ? login.toLowerCase() : `#${id}`
}

/** Somebody who is named twice in one list counts once, so that whoever wrote it meant somebody else, or believes in more than there is. */
export function namedTwiceProblems(type: RequestType): readonly PlacedProblem[] {
  return peopleNodes(type).flatMap(({ node, at }) =>
    node.from.flatMap((each, index) => {
      const first = node.from.slice(0, index).find((other) => isSame(each, other))
      if (first === undefined) return []
      return [
        {
          at: `${at}/from/${index}`,
          code: 'type/principal-twice',
          what: `${wordOf(each)} is named twice in one list, and counts once.`,
          fix: 'Remove one of the two, or name whoever was meant.',
        },
      ]
    }),
  )
}

function isSame(one: Approver, other: Approver): boolean {
  if (one.kind === 'user' && other.kind === 'user')
    return accountKey(one) === accountKey(other) || one.login.toLowerCase() === other.login.toLowerCase()
  return one.kind !== 'user' && other.kind !== 'user' && wordOf(one) === wordOf(other)
}

function wordOf(approver: Approver): string {
  switch (approver.kind) {
    case 'codeowners':
      return 'codeowners'
    case 'user':
      return approver.login
    case 'team':
      return `team:${approver.slug}`
    case 'role':
      return `role:${approver.role}`
  }
}
