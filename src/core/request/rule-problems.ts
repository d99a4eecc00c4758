import type { Form } from '../../model/form.js'
import type { Json } from '../../model/json.js'
import type { Problem } from '../../model/problem.js'
import type { RequestType, Rule } from '../../model/request-type.js'
import type { Submission } from '../../model/submission.js'
import { evaluateExpression } from '../expression/evaluate-expression.js'
import { checkExpression } from '../expression/parse-expression.js'
import { quoteText } from '../form/show-text.js'
import { plain } from '../request-type/expectation.js'
import { messageText } from './field-problem.js'

/**
 * The rules a request breaks. A rule is only asked when every field it reads is valid, because what it said about the others
 * would mislead. A rule holds when its value is true as GitHub's `if:` understands it.
 * @param valid the typed values of the fields that have no problem.
 */
export function ruleProblems(
  type: RequestType,
  form: Form,
  submission: Submission,
  valid: ReadonlyMap<string, Json>,
  requester: { readonly login: string },
): readonly Problem[] {
  const problems: Problem[] = []
  for (const rule of type.rules) {
    if (checkExpression(rule.assert, { fields: [...valid.keys()] }).length > 0) continue
    const value = evaluateExpression(rule.assert, { request: valid, requester })
    if (value.ok && isTrue(value.value)) continue
    const message = sentence(messageText(rule.message, { request: valid, requester }))
    if (value.ok) problems.push(broken({ ...rule, message }, form, submission, valid))
    else problems.push(undecided(type, message, value.problems[0].what))
  }
  return problems
}

/** Source: GitHub's documentation, “Evaluate expressions in workflows and actions”: false, 0, an empty text and null are false. */
export function isTrue(value: Json): boolean {
  return value !== false && value !== 0 && value !== '' && value !== null
}

function broken(rule: Rule, form: Form, submission: Submission, valid: ReadonlyMap<string, Json>): Problem {
  const read = fieldsRead(rule.assert, [...valid.keys()])
  const fields = form.fields.filter((field) => read.includes(field.id))
  const [first] = fields
  const line = submission.fields.find((field) => field.id === first?.id)?.lines?.[0]
  const now = fields.map((field) => `${field.label} (now ${inWords(valid.get(field.id) ?? null)})`)
  return {
    code: 'request/rule',
    ...(first === undefined ? {} : { field: first.id, label: first.label }),
    ...(line === undefined ? {} : { line }),
    what: rule.message,
    fix:
      now.length === 0
        ? 'Ask the people who own this kind of request; nothing in the issue can change this.'
        : `Edit the issue and change ${now.join(' or ')}.`,
  }
}

/** A field is read if the expression no longer knows all its names without it. */
function fieldsRead(expression: string, fields: readonly string[]): readonly string[] {
  return fields.filter(
    (id) => checkExpression(expression, { fields: fields.filter((other) => other !== id) }).length > 0,
  )
}

function inWords(value: Json): string {
  if (value === null) return 'empty'
  const texts = Array.isArray(value) ? value.map((item) => plain(item)) : [plain(value)]
  const text = texts.join(', ').replaceAll('\n', ' ')
  const points = [...text.slice(0, 130)]
  if (text === '') return 'nothing'
  return quoteText(points.length > 60 ? `${points.slice(0, 59).join('')}…` : text)
}

function sentence(message: string): string {
  const line = message.replaceAll('\n', ' ').trim()
  return /[.!?]$/.test(line) ? line : `${line}.`
}

function undecided(type: RequestType, message: string, why: string): Problem {
  return {
    code: 'request/rule-undecided',
    file: type.path,
    what: `Whether this rule holds could not be found out: ${message}`,
    fix: `A maintainer has to correct its expression in ${type.path}: ${why}`,
  }
}
