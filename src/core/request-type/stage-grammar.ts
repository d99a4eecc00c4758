import type { JsonSchema } from '../../model/json.js'
import type { RequestTest } from '../../model/request-test.js'
import type { RequestType, Stage, Target } from '../../model/request-type.js'
import type { Reached } from '../../model/signal.js'
import { type Decoding, type Piece, report, type Words, type Wrong, wrong } from '../decode/decoding.js'
import { map, optional, required } from '../decode/keys.js'
import { list, type Shape, textLike, to, word } from '../decode/shape.js'
import { ownApproval } from './approval-grammar.js'
import { windowNames } from './calendar-grammar.js'
import { limits } from './limit-grammar.js'
import { isStageName, stageNamePattern } from './stages.js'
import { target } from './target-grammar.js'
import { stageFaults } from './test-grammar.js'

/** Most stages of one request type: each is a chapter of every request, with an approval and a pull request of its own. */
const stagesMax = 10

const example = '[{ name: staging }, { name: production }]'

const name: Shape<string> = textLike(stageNamePattern, 'production', (found) => ({
  code: 'type/stages',
  what: `“${found}” cannot be the name of a stage.`,
  fix: `${meantName(found)}Use lower-case letters and digits, in words joined by -, as in eu-production; at most 39 characters.`,
}))

function meantName(found: string): string {
  const meant = found
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
  return isStageName(meant) ? `Did you mean ${meant}? ` : ''
}

const stageApproval = ownApproval(
  'Who must approve this stage, written as the approval of the request. Without it, those who approve a request.',
)

const stage: Shape<SaidStage> = map({
  name: required(name, 'name: staging', {
    says: 'What people call it; expressions know it as stage.name, and /promote takes it.',
    examples: ['production'],
  }),
  target: optional(target, null, {
    says: 'Where its manifests live. A branch alone is one of the repository the request type changes. Default: target of the request type.',
    examples: [{ branch: 'production' }],
  }),
  approval: optional(stageApproval.shape, null, stageApproval.told),
  windows: optional(windowNames, undefined, {
    says: 'The windows in which this stage is merged, instead of those of the request type.',
    examples: [['office-hours']],
  }),
  limits: optional(limits, undefined, {
    says: 'How much may be changed in this stage within 24 hours and at once, instead of what the request type says of all stages together.',
    examples: [{ requests: 5 }],
  }),
  after: optional(word(['merged', 'reached']), null, {
    says: 'What begins it without a word from anybody: merged, as soon as the stage before is merged; reached, as soon as everything under reached was said of that. Without it, somebody comments /promote.',
    examples: ['reached'],
  }),
})

interface SaidStage extends Omit<Stage, 'after'> {
  readonly after: 'merged' | 'reached' | null
}

/** The stages a request passes through. */
export const stages = optional(
  to(
    list(stage, example, { most: stagesMax }),
    (said, decoding, { tree, place }): readonly Stage[] | Wrong => {
      const problems = [...orderFaults(said), ...nameFaults(said)]
      for (const { at, ...words } of problems)
        report(decoding, decoding.lines.get(at === '' ? place : `${place}/${at}`) ?? tree.line, words)
      return problems.length > 0 ? wrong : said.map((each) => ({ ...each, after: each.after ?? 'promote' }))
    },
    { minItems: 2 },
  ),
  undefined,
  {
    says: 'The stages a request passes through, in order, at least two: the same request is carried out once in each, with a plan, approvals and a pull request of its own. Changes use stage.name and stage.previous.',
    examples: [
      [
        { name: 'staging', approval: [{ from: ['team:platform'] }] },
        { name: 'production', after: 'reached', approval: [{ from: ['team:release-leads'], count: 2 }] },
      ],
    ],
  },
)

interface Fault extends Words {
  /** Below `stages`. */
  readonly at: string
}

function orderFaults([first, ...more]: readonly SaidStage[]): readonly Fault[] {
  if (first === undefined) return []
  const faults: Fault[] = []
  if (more.length === 0)
    faults.push({
      at: '',
      code: 'type/stages',
      what: `“${first.name}” is the only stage, so there is none to go on to.`,
      fix: `Add the stage that follows, as in ${example}, or remove stages.`,
    })
  if (first.after !== null)
    faults.push({
      at: '0/after',
      code: 'type/stages',
      what: `“after” says what begins “${first.name}”, and every request begins in its first stage.`,
      fix: 'Remove it there; it belongs to the stages that follow.',
    })
  return faults
}

function nameFaults(said: readonly SaidStage[]): readonly Fault[] {
  return said.flatMap(({ name: own }, index) =>
    said.slice(0, index).some((other) => other.name === own)
      ? [
          {
            at: `${index}/name`,
            code: 'type/stages',
            what: `Two stages are called “${own}”.`,
            fix: 'Give each stage a name of its own.',
          },
        ]
      : [],
  )
}

/** What an editor is told about the keys together. */
export const stageRules: JsonSchema = {
  dependentSchemas: {
    stages: { not: { anyOf: ['expires', 'warn', 'extend'].map((key) => ({ required: [key] })) } },
  },
}

interface StageKeys extends Pick<RequestType, 'target' | 'stages' | 'expires' | 'warn' | 'extend'> {
  readonly reached?: Reached
  readonly tests: readonly RequestTest[]
}

/** Refuses keys that stages do not go with, and lets a stage that names only a branch be where the type is. */
export function stageKeys<Said extends StageKeys>(
  said: Said,
  decoding: Decoding,
  { tree }: Piece,
): Said | Wrong {
  const { stages: own } = said
  const faults = [
    ...endFaults(said),
    ...(said.reached === undefined ? waitFaults(own ?? []) : []),
    ...stageFaults(said.tests, own?.map((each) => each.name) ?? []),
  ]
  for (const { at, ...words } of faults) report(decoding, decoding.lines.get(at) ?? tree.line, words)
  if (faults.length > 0) return wrong
  return own === undefined
    ? said
    : { ...said, stages: own.map((each) => ({ ...each, target: within(each.target, said.target) })) }
}

/** The end of a request that stands at several targets would have to be carried out at each of them. */
export function endFaults({ stages: own, ...said }: StageKeys): readonly Fault[] {
  const key = (['expires', 'warn', 'extend'] as const).find((each) => said[each] !== undefined)
  if (own === undefined || key === undefined) return []
  return [
    {
      at: key,
      code: 'type/stages-end',
      what: `“${key}” is about the end of requests, and these pass through stages: an end at several targets cannot be carried out.`,
      fix: `Remove ${key}, or stages; what a stage has changed is taken back with /rollback.`,
    },
  ]
}

function waitFaults(own: readonly Stage[]): readonly Fault[] {
  return own.flatMap(({ after }, index) =>
    after === 'reached'
      ? [
          {
            at: `stages/${index}/after`,
            code: 'type/reached-missing',
            what: 'A stage begins once the one before is reached, and nothing says when that is.',
            fix: 'Add reached, as in reached: { by: [{ check: smoke }] }, or write after: merged.',
          },
        ]
      : [],
  )
}

function within(own: Target | null, type: Target): Target | null {
  return own?.repository === null ? { ...own, repository: type.repository } : own
}
