import type { DropdownField, Form } from '../../../model/form.js'
import type { Json } from '../../../model/json.js'
import type { Problem } from '../../../model/problem.js'
import type { ApprovalRule, RequestType } from '../../../model/request-type.js'
import type { Words } from '../../decode/decoding.js'
import type { ExpressionContext } from '../../expression/context.js'
import { evaluateExpression } from '../../expression/evaluate-expression.js'
import type { LocatedRequestType } from '../../request-type/parse-request-type.js'
import { stageContexts } from '../../request-type/stages.js'
import { problemAt } from './problem-at.js'

/** Most combinations of options tried; beyond that nothing is said. */
const combinationsMax = 2000

/**
 * Approval rules that no choice of options ever reaches, and choices that no rule covers. Only rules whose conditions read nothing but
 * single dropdowns can be tried out; if there are others, nothing is said of the gaps they might cover.
 */
export function approvalReach(located: LocatedRequestType, form: Form): readonly Problem[] {
  return listsByStage(located.type).flatMap((list) => reachOf(located, list, form))
}

/** Rules with the stages in which they count, once nothing where the type has none. */
interface StagedList {
  readonly approval: readonly ApprovalRule[]
  readonly at: string
  readonly stages: readonly Pick<ExpressionContext, 'stage'>[]
}

function listsByStage(type: RequestType): readonly StagedList[] {
  const { approval, stages = [] } = type
  const contexts = stageContexts(type)
  const shared = contexts.filter((_, index) => (stages[index]?.approval ?? null) === null)
  const own = stages.flatMap((stage, index) => {
    const context = contexts[index]
    return stage.approval === null || context === undefined
      ? []
      : [{ approval: stage.approval.approval, at: `stages/${index}/approval`, stages: [context] }]
  })
  return shared.length === 0 ? own : [{ approval, at: 'approval', stages: shared }, ...own]
}

function reachOf(
  located: LocatedRequestType,
  { approval, at, stages }: StagedList,
  form: Form,
): readonly Problem[] {
  const rules = approval.map(({ when }, index) => ({ when, index, fields: dropdownsOf(when, form) }))
  const known = rules.filter((rule) => rule.fields !== null)
  const fields = [...new Set(known.flatMap((rule) => rule.fields ?? []))]
  const choices = combinations(fields)
  if (choices === null) return []
  const unreached = known
    .filter(({ when }) => !choices.some((choice) => stages.some((stage) => holds(when, choice, stage))))
    .map(({ index }) => problemAt(located, `${at}/${index}`, unreachable(index)))
  if (known.length < rules.length) return unreached
  const gaps = stages.flatMap((stage) => {
    const gap = choices.find((choice) => !rules.some(({ when }) => holds(when, choice, stage)))
    return gap === undefined ? [] : [problemAt(located, at, uncovered(gap, fields, stage.stage?.name))]
  })
  return [...unreached, ...gaps.slice(0, 1)]
}

/** The dropdowns a condition reads, or null when it reads something else as well. */
function dropdownsOf(when: string | null, form: Form): readonly DropdownField[] | null {
  const ids = [...(when ?? '').matchAll(/\brequest\.([A-Za-z0-9_-]+)/gi)].map((match) =>
    (match[1] ?? '').toLowerCase(),
  )
  if (/\brequest\s*\[|\brequester\b/i.test(when ?? '')) return null
  const fields = ids.map((id) => form.fields.find((field) => field.id.toLowerCase() === id))
  const dropdowns = fields.flatMap((field) => (field?.type === 'dropdown' && !field.multiple ? [field] : []))
  return dropdowns.length === ids.length ? dropdowns : null
}

type Choice = ReadonlyMap<string, Json>

/** Every combination of options; an optional dropdown may also be left empty. Null when there are too many. */
function combinations(fields: readonly DropdownField[]): readonly Choice[] | null {
  let choices: readonly Choice[] = [new Map()]
  for (const field of fields) {
    const options: readonly Json[] = field.required ? field.options : [...field.options, null]
    if (choices.length * options.length > combinationsMax) return null
    choices = choices.flatMap((choice) => options.map((option) => new Map([...choice, [field.id, option]])))
  }
  return choices
}

/** A condition that cannot be evaluated is somebody else's finding; it is taken to hold. */
function holds(when: string | null, choice: Choice, stage: Pick<ExpressionContext, 'stage'>): boolean {
  if (when === null) return true
  const result = evaluateExpression(when, { request: choice, requester: { login: 'octocat' }, ...stage })
  return !result.ok || result.value !== false
}

function unreachable(index: number): Words {
  return {
    code: 'type/rule-unreachable',
    what: `No choice of options ever makes approval rule ${index + 1} apply.`,
    fix: 'Correct the condition under when:, or remove the rule.',
  }
}

function uncovered(gap: Choice, fields: readonly DropdownField[], stage: string | undefined): Words {
  const options = fields.map(({ id, label }) => `${label} = ${JSON.stringify(gap.get(id) ?? null)}`)
  const chosen = stage === undefined ? options : [`the stage is ${stage}`, ...options]
  return {
    code: 'type/rule-gap',
    what: `No approval rule applies when ${chosen.join(' and ')}, so nobody could approve such a request.`,
    fix: 'Add a rule without when:, or one for this case.',
  }
}
