import type { Json } from '../../model/json.js'
import type { CodesOf, Problem } from '../../model/problem.js'
import type { SubmittedField } from '../../model/submission.js'
import type { ExpressionContext } from '../expression/context.js'
import { evaluateExpression } from '../expression/evaluate-expression.js'
import { checkExpression } from '../expression/parse-expression.js'
import { splitTemplate } from '../expression/split-template.js'
import { quoteText, showText } from '../form/show-text.js'
import { type ListEntry, listEntriesMax } from '../request-type/coerce-value.js'
import { plain } from '../request-type/expectation.js'
import type { CompiledField } from './compile-fields.js'
import type { Violation } from './field-validator.js'

/** In code points; enough to recognise what one wrote. */
const foundLengthMax = 80

/** The problem code of each keyword that can be violated; everything else is `request/not-accepted`. */
const codes: ReadonlyMap<string, CodesOf<'request'>> = new Map([
  ['type', 'request/type'],
  ['format', 'request/format'],
  ['pattern', 'request/pattern'],
  ['minLength', 'request/length'],
  ['maxLength', 'request/length'],
  ['minimum', 'request/range'],
  ['maximum', 'request/range'],
  ['exclusiveMinimum', 'request/range'],
  ['exclusiveMaximum', 'request/range'],
  ['multipleOf', 'request/range'],
  ['enum', 'request/choice'],
  ['const', 'request/choice'],
  ['minItems', 'request/list'],
  ['maxItems', 'request/list'],
  ['uniqueItems', 'request/list'],
])

/** A value, or one entry of a list, that is not what form and request type demand; says what it should be, and gives an example. */
export function violationProblem(
  each: CompiledField,
  found: SubmittedField,
  violation: Violation,
  entries: readonly ListEntry[],
): Problem {
  const code = codes.get(violation.keyword) ?? 'request/not-accepted'
  const entry =
    violation.entry === null ? undefined : entries.find(({ position }) => position - 1 === violation.entry)
  if (entry !== undefined) return entryProblem(code, each, found, entry)
  return {
    code,
    ...placeOf(found),
    what: `${found.label} must be ${each.expectation}; you ${wrote(found, each)}.`,
    fix: howToMend(found, each.example === null ? null : plain(each.example)),
  }
}

function entryProblem(
  code: CodesOf<'request'>,
  each: CompiledField,
  found: SubmittedField,
  entry: ListEntry,
): Problem {
  const chosen = found.type === 'textarea' ? 'wrote' : 'chose'
  const { expectation, example } = each.entry
  return {
    code,
    ...placeOf(found),
    ...(found.lines === null ? {} : { line: found.lines[0] + below(each, entry) }),
    what: `Entry ${entry.position} of ${found.label} must be ${expectation}; you ${chosen} ${quoteText(shorten(entry.text))}.`,
    fix: howToMend(found, example === null ? null : plain(example)),
  }
}

/** GitHub's code fence is the first line of what a `render` textarea submits. */
function below(each: CompiledField, entry: ListEntry): number {
  const { field } = each
  return field.type === 'textarea' && field.render !== null ? entry.below + 1 : entry.below
}

/** A required field without a value. Reading the submission finds this first; a submission made otherwise must not pass. */
export function missingProblem(each: CompiledField, found: SubmittedField | undefined): Problem {
  return {
    code: 'request/required',
    field: each.field.id,
    label: each.field.label,
    ...(found === undefined || found.lines === null ? {} : { line: found.lines[0] }),
    what: `${each.field.label} is empty, and it is required.`,
    fix: `Edit the issue and fill in “${each.field.label}”.`,
  }
}

/** A list that is longer than any list may be. */
export function tooManyProblem(each: CompiledField, found: SubmittedField, count: number): Problem {
  return {
    code: 'request/list',
    ...placeOf(found),
    what: `${each.field.label} has ${count} entries; a list may have ${listEntriesMax}.`,
    fix: `Edit the issue and shorten “${each.field.label}”, or file several requests.`,
  }
}

function placeOf({ id, label, lines }: SubmittedField): Pick<Problem, 'field' | 'label' | 'line'> {
  return { field: id, label, ...(lines === null ? {} : { line: lines[0] }) }
}

function wrote(found: SubmittedField, each: CompiledField): string {
  const { value } = found
  if (value === null) return 'left it empty'
  if (typeof value !== 'string') {
    return value.length === 0
      ? 'chose nothing'
      : `chose ${value.map((option) => quoteText(shorten(option))).join(', ')}`
  }
  if (each.type === 'array') {
    const count = value.split('\n').filter((line) => line.trim() !== '').length
    return `wrote ${count === 1 ? 'one' : count}`
  }
  return `${found.type === 'dropdown' ? 'chose' : 'wrote'} ${quoteText(shorten(value))}`
}

function howToMend(found: SubmittedField, example: string | null): string {
  const under = `under “${found.label}”`
  if (found.type === 'dropdown' || found.type === 'checkboxes') {
    return `Edit the issue and choose otherwise ${under}${example === null ? '' : `, for example ${example}`}.`
  }
  if (found.type === 'upload') return `Edit the issue and upload another file ${under}.`
  return example === null
    ? `Edit the issue and correct what stands ${under}.`
    : `Edit the issue and write, for example, ${example} ${under}.`
}

/** One line of at most 80 characters; the rest is recognised without being read. */
function shorten(text: string): string {
  const line = text.replaceAll('\n', ' ')
  const points = [...line.slice(0, 2 * foundLengthMax + 2)]
  return points.length <= foundLengthMax ? line : `${points.slice(0, foundLengthMax - 1).join('')}…`
}

/** Stands for what cannot be told: the field has a problem of its own, which is told beside this one. */
const untold = '…'

/** A message to the requester with its expressions evaluated. Plain text; whoever puts it into Markdown escapes it. */
export function messageText(message: string, context: ExpressionContext): string {
  const parts = splitTemplate(message)
  if (!parts.ok) return message
  return parts.value
    .map((part) => (part.kind === 'text' ? part.text : valueText(part.source, context)))
    .join('')
}

function valueText(source: string, context: ExpressionContext): string {
  if (checkExpression(source, { fields: [...context.request.keys()] }).length > 0) return untold
  const value = evaluateExpression(source, context)
  return value.ok ? inWords(value.value) : untold
}

function inWords(value: Json): string {
  if (value === null || value === '') return 'nothing'
  if (Array.isArray(value)) return value.map(inWords).join(', ')
  return showText(typeof value === 'object' ? JSON.stringify(value) : String(value))
}
