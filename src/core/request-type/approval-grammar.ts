import type { PolicyFile } from '../../model/policy.js'
import {
  type ApprovalNode,
  type ApprovalRule,
  type DigestDemand,
  excludables,
  type LeftOut,
  type OwnApproval,
  type PeopleNode,
} from '../../model/request-type.js'
import {
  type Decoding,
  describe,
  type Piece,
  report,
  type Words,
  type Wrong,
  wrong,
} from '../decode/decoding.js'
import { type Alternative, alternative, map, oneOf, optional, required } from '../decode/keys.js'
import {
  either,
  flag,
  leaf,
  list,
  named,
  type Shape,
  scalarOf,
  textLike,
  to,
  whole,
} from '../decode/shape.js'
import type { TreeEntry } from '../decode/tree.js'
import { didYouMean } from '../text/closest-name.js'
import { validity } from './duration.js'
import { approvers, expression } from './leaves.js'
import { readOtherFile, unreadable } from './other-file.js'

/** Where lists of approval rules stand that request types use. Another team can own this folder through CODEOWNERS. */
export const policiesFolder = '.github/issueops/policies/'

const noRules: Words = {
  code: 'type/approval-missing',
  what: 'No approval rule says who may approve, so nobody could.',
  fix: 'Add one, as in approval: [{ from: [team:platform] }].',
}

const digestDemand = leaf<DigestDemand>(
  { enum: [true, false, 'full'] },
  'true for at least 12 digits of the plan digest, false for none, or full for all 64',
  (tree) => {
    const value = scalarOf(tree)
    if (typeof value === 'boolean') return value ? 'prefix' : 'none'
    return value === 'full' ? value : wrong
  },
)

/** A word, or a field of the form; whether the form has it is looked at together with the form. */
const leftOut: Shape<LeftOut> = to(
  textLike(
    new RegExp(`^(?:${excludables.join('|')}|request\\.[A-Za-z0-9_-]{1,100})$`),
    'requester',
    (text) => ({
      code: 'type/value',
      what: `“${text}” is nobody whom “not” can leave out.`,
      fix: `${didYouMean(text, excludables)}The words are: ${excludables.join(', ')}, and request.<id> for the people a field names.`,
    }),
  ),
  (text): LeftOut => excludables.find((each) => each === text) ?? `request.${text.slice('request.'.length)}`,
)

const people = alternative(
  {
    from: required(approvers, 'from: [team:platform]', {
      says: 'Whose approval counts: team:<slug>, role:<role> (that role or a stronger one), a login, or codeowners, those whom CODEOWNERS names for the touched files. Any one of them.',
      examples: [['team:platform', 'role:maintain']],
    }),
    outside: optional(flag, false, {
      says: 'Whether people named by login count without a role in the repository. Without it, they take one.',
      default: false,
    }),
    count: optional(whole(1, 'how many people have to approve, at least 1'), 1, {
      says: 'How many different people must approve.',
      default: 1,
      examples: [2],
    }),
    // An empty list lets everybody approve whom `from` names, so it may be written.
    not: optional(list(leftOut, '[requester, editors, request.person]', { least: 0 }), excludables, {
      says: 'Whose approval does not count although from names them: the requester, editors of the issue, committers on the request’s branch, and the people a field names (request.person). Committers are left out in any case.',
      default: excludables,
      examples: [['requester', 'editors', 'request.person']],
    }),
    'valid-for': optional(validity, null, {
      says: 'How long an approval counts, by GitHub’s clock. Without it, as long as the plan stays the same.',
    }),
    'require-digest': optional(digestDemand, 'none', {
      says: 'Whether an /approve has to name the plan: true for at least 12 digits of its digest, full for all 64.',
      default: false,
      examples: [true],
    }),
  },
  (said): PeopleNode => ({
    kind: 'people',
    // Somebody who is named counts only with a role in the repository, unless the rule says that outsiders are meant.
    from: said.from.map((each) => (said.outside && each.kind === 'user' ? { ...each, outside: true } : each)),
    count: said.count,
    not: said.not,
    validFor: said['valid-for'],
    requireDigest: said['require-digest'],
  }),
)

/** Some people (`from`), or a group (`all`, `any`) of such nodes. */
const node: Shape<ApprovalNode> = named('approvalNode', () =>
  to(oneOf({}, [people, all, any], refusal), ([, needs]) => needs),
)

const nodes = list(node, '[{ from: [team:security] }]')

const all = alternative(
  {
    all: required(nodes, 'all: [{ from: [team:security] }]', {
      says: 'A group: every one of these has to be satisfied; one person may count in several.',
      examples: [[{ from: ['team:security'] }, { from: ['team:dba'], count: 2 }]],
    }),
  },
  (said, decoding, piece) => group({ kind: 'all', of: said.all }, decoding, piece),
)

const any = alternative(
  {
    any: required(nodes, 'any: [{ from: [team:dba] }]', {
      says: 'A group: one of these is enough.',
      examples: [[{ from: ['team:dba'] }, { from: ['role:admin'] }]],
    }),
  },
  (said, decoding, piece) => group({ kind: 'any', of: said.any }, decoding, piece),
)

/** Deepest nesting of groups: more could not be told to people in a sentence. */
const groupDepthMax = 4

function group(
  made: ApprovalNode & { readonly kind: 'all' | 'any' },
  decoding: Decoding,
  { tree, place }: Piece,
): ApprovalNode | Wrong {
  const around = place.split('/').filter((key) => key === 'all' || key === 'any')
  if (around.length < groupDepthMax) return made
  return report(decoding, decoding.lines.get(`${place}/${made.kind}`) ?? tree.line, {
    code: 'type/approval-group',
    what: `The groups are nested more than ${groupDepthMax} deep.`,
    fix: 'Say it with fewer groups, or with several rules: all rules that apply have to be satisfied.',
  })
}

const automatic: Alternative<ApprovalRule['needs']> = alternative(
  {
    automatic: required(
      leaf({ const: true }, 'nothing, or true', (tree) => scalarOf(tree) === true || wrong),
      'automatic: true',
      { says: 'Nobody has to approve by this rule. It needs a when, and stands alone with it.' },
    ),
  },
  () => ({ kind: 'automatic' }),
  { required: ['when', 'automatic'] },
)

const automaticFix =
  'Write it beside a when: and nothing else, as in { when: request.cpu <= 2, automatic: true }.'

/** What stands beside what cannot have anything beside it. */
function refusal(given: ReadonlyMap<string, TreeEntry>): Words {
  const alone = ['automatic', 'all', 'any'].find((key) => given.has(key))
  const beside = [...given.keys()].find((key) => key !== alone && key !== 'when')
  switch (alone) {
    case undefined:
      return {
        code: 'type/missing',
        what: 'The key “from” is missing.',
        fix: 'Add it, as in from: [team:platform].',
      }
    case 'automatic': {
      const written = given.get(alone)?.value
      if (written !== undefined && scalarOf(written) !== true)
        return {
          code: 'type/value',
          what: `“automatic” is ${describe(written)}.`,
          fix: 'Write nothing, or true.',
        }
      return {
        code: 'type/automatic',
        what: `“${beside}” stands beside automatic: true, which asks for nobody.`,
        fix: automaticFix,
      }
    }
    default:
      return {
        code: 'type/approval-group',
        what: `“${beside}” stands beside “${alone}”, which can only stand alone.`,
        fix: `Write it into the items of ${alone}, as in ${alone}: [{ from: [team:security] }, { from: [team:dba] }].`,
      }
  }
}

/** An approval without anybody is only ever for some requests. */
const rule: Shape<Omit<ApprovalRule, 'number'>> = named('approvalRule', () =>
  to(
    oneOf(
      {
        when: optional(expression, null, {
          says: 'One expression: for which requests the rule applies. Without it, for all.',
        }),
      },
      [automatic, people, all, any],
      refusal,
    ),
    ([{ when }, needs], decoding, { tree, place }) => {
      if (needs.kind !== 'automatic' || when !== null) return { when, needs }
      return report(decoding, decoding.lines.get(`${place}/automatic`) ?? tree.line, {
        code: 'type/automatic',
        what: 'automatic: true stands in a rule without a condition, so every request would be approved by nobody.',
        fix: automaticFix,
      })
    },
  ),
)

const rules: Shape<readonly ApprovalRule[]> = to(
  list(rule, '[{ from: [team:platform] }]', { empty: noRules }),
  (found) => found.map((each, index) => ({ number: index + 1, ...each })),
)

const use: Shape<OwnApproval> = to(
  map({
    use: required(
      textLike(/^policies\/[^/]+\.ya?ml$/, 'policies/prod.yml', unknownPolicy),
      {
        code: 'type/missing',
        what: 'Under “approval” stands neither a list of rules nor the file they are in.',
        fix: 'Write a list, as in [{ from: [team:platform] }], or the file, as in { use: policies/prod.yml }.',
      },
      {
        says: 'A file below .github/issueops/policies/ that holds the list of rules, so that another team can own it.',
        examples: ['policies/prod.yml'],
      },
    ),
  }),
  ({ use: name }, decoding, piece) => {
    const file = decoding.files.find(({ path }) => path === `.github/issueops/${name}`)
    return file === undefined
      ? report(
          decoding,
          decoding.lines.get(`${piece.place}/use`) ?? piece.tree.line,
          unknownPolicy(name, decoding),
        )
      : policyFile(file, decoding, piece.place)
  },
)

/**
 * Who must approve; at least one rule, because without one nobody could. The rules stand in the request type, or in a file of
 * `.github/issueops/policies/` that it uses; its problems are reported under its own name.
 */
const approvalRules: Shape<OwnApproval> = either<OwnApproval>(
  { where: (tree) => tree.kind === 'map', is: use },
  { where: () => true, is: to(rules, (found) => ({ approval: found, policy: null })) },
)

/** Who must approve a request. */
export const approval = required(approvalRules, noRules, {
  says: 'Who must approve: a list of rules, or the file that holds it. Every rule whose condition holds must be satisfied; without a rule that applies nothing is approved.',
  examples: [[{ from: ['team:platform'], count: 2 }]],
})

/** Who must approve something else than the request itself. @param says what, and who does without it. */
export function ownApproval(says: string) {
  return { shape: approvalRules, told: { says, examples: [[{ from: ['role:maintain'] }]] } }
}

function unknownPolicy(name: string, { files }: Decoding): Words {
  const names = files
    .filter(({ path }) => path.startsWith(policiesFolder))
    .map(({ path }) => path.slice('.github/issueops/'.length))
  return {
    code: 'type/policy-missing',
    what: `There is no file “${name}” below .github/issueops/.`,
    fix: `${didYouMean(name, names)}Name a .yml or .yaml file of ${policiesFolder}; there is: ${names.join(', ') || 'none yet'}.`,
  }
}

/** The rules of a file of their own, with its lines in the place of those of the request type. */
function policyFile(file: PolicyFile, decoding: Decoding, place: string): OwnApproval | Wrong {
  if (file.text === null) decoding.problems.push(unreadable(file.path))
  const tree = file.text === null ? wrong : readOtherFile(file.path, file.text, decoding)
  if (tree === wrong) return wrong
  for (const each of decoding.lines.keys()) if (each.startsWith(`${place}/`)) decoding.lines.delete(each)
  decoding.lines.set(place, 1)
  const found = rules.decode({ ...decoding, path: file.path }, { tree, place })
  return found === wrong ? wrong : { approval: found, policy: { path: file.path, blob: file.blob } }
}
