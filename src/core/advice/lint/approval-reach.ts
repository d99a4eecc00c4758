import type { DropdownField, Form } from '../../../model/form.js'
import type { Json } from '../../../model/json.js'
import type { Problem } from '../../../model/problem.js'
import type { Words } from '../../decode/decoding.js'
import { evaluateExpression } from '../../expression/evaluate-expression.js'
import type { LocatedRequestType } from '../../request-type/parse-request-type.js'
import { problemAt } from './problem-at.js'

/** Most combinations of options tried; beyond that nothing is said. */
const combinationsMax = 2000

/**
 * Approval rules that no choice of options ever reaches, and choices that no rule covers. Only rules whose conditions read nothing but
 * single dropdowns can be tried out; if there are others, nothing is said of the gaps they might cover.
 */
export function approvalReach(located: LocatedRequestType, form: Form): readonly Problem[] {
  const { type } = located
  const rules = type.approval.map(({ when }, index) => ({ when, index, fields: dropdownsOf(when, form) }))
  const known = rules.filter((rule) => rule.fields !== null)
  const fields = [...new Set(known.flatMap((rule) => rule.fields ?? []))]
  const choices = combinations(fields)
  if (choices === null) return []
  const unreached = known
    .filter(({ when }) => !choices.some((choice) => holds(when, choice)))
    .map(({ index }) => problemAt(located, `approval/${index}`, unreachable(index)))
  const gap =
    known.length < rules.length
      ? undefined
      : choices.find((choice) => !rules.some(({ when }) => holds(when, choice)))
  return gap === undefined
    ? unreached
    : [...unreached, problemAt(located, 'approval', uncovered(gap, fields))]
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
function holds(when: string | null, choice: Choice): boolean {
  if (when === null) return true
  const result = evaluateExpression(when, { request: choice, requester: { login: 'octocat' } })
  return !result.ok || result.value !== false
}

function unreachable(index: number): Words {
  return {
    code: 'type/rule-unreachable',
    what: `No choice of options ever makes approval rule ${index + 1} apply.`,
    fix: 'Correct the condition under when:, or remove the rule.',
  }
}

function uncovered(gap: Choice, fields: readonly DropdownField[]): Words {
  const chosen = fields.map(({ id, label }) => `${label} = ${JSON.stringify(gap.get(id) ?? null)}`)
  return {
    code: 'type/rule-gap',
    what: `No approval rule applies when ${chosen.join(' and ')}, so nobody could approve such a request.`,
    fix: 'Add a rule without when:, or one for this case.',
  }
}
