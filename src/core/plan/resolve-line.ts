import { allProblems } from '../../model/all-problems.js'
import type { LineOrder } from '../../model/change.js'
import type { JsonSchema } from '../../model/json.js'
import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import type { ChangeTemplate, LineOrderTemplate } from '../../model/request-type.js'
import type { ExpressionContext } from '../expression/context.js'
import { evaluateText } from '../expression/evaluate-text.js'
import type { Sink } from '../expression/meet-nothing.js'
import { lineFormat } from '../manifest/lines/read-line.js'
import { manifestFormat } from '../manifest/manifest-format.js'
import { textPieces } from './text-pieces.js'
import { separatorProblem, valueFault } from './value-in-line.js'

/** The file a change is about, whose name decides what text may be put into it, and what is declared of the fields. */
export interface ResolvedTarget {
  /** Null where its path is refused: what may be put into it is not known then. */
  readonly file: string | null
  readonly fields: ReadonlyMap<string, JsonSchema>
}

const sink: Sink = { code: 'change/line-empty', key: 'line' }

/** A line of a text file, in which every value stays one part of one line. */
export function resolveLine(
  template: ChangeTemplate & { readonly kind: 'line' },
  target: ResolvedTarget,
  context: ExpressionContext,
): Result<{ readonly kind: 'line'; readonly line: string; readonly order: LineOrder }> {
  if (target.file !== null && manifestFormat(target.file) !== null) return fail(structuredLine(target.file))
  const line = lineText(template, target, context)
  const order = resolveOrder(template.order, context)
  if (!line.ok || !order.ok) return allProblems([line, order])
  return ok({ kind: 'line', line: line.value, order: order.value })
}

function resolveOrder(template: LineOrderTemplate, context: ExpressionContext): Result<LineOrder> {
  if (template.by !== 'after') return ok(template)
  const line = evaluateText(template.line, context, { code: 'expression/empty', key: 'after' })
  return line.ok ? ok({ by: 'after', line: line.value }) : line
}

function lineText(
  { line }: ChangeTemplate & { readonly kind: 'line' },
  { file, fields }: ResolvedTarget,
  context: ExpressionContext,
): Result<string> {
  const pieces = textPieces(line, fields, context, sink)
  if (!pieces.ok) return pieces
  const text = pieces.value.map((piece) => piece.text).join('')
  if (text === '') return fail(emptyLine)
  if (/[\p{Cc}\p{Cs}\u2028\u2029\ufeff]/u.test(text)) return fail(brokenLine)
  const fault = file === null ? null : valueFault(lineFormat(file), pieces.value)
  return file === null || fault === null ? ok(text) : fail(separatorProblem(file, fault, context))
}

const emptyLine: Problem = {
  code: 'change/line-empty',
  what: 'The line the request asks for is empty, or is a list or a map.',
  fix: 'Make the field required in the issue form, or correct the expression in the request type.',
}

const brokenLine: Problem = {
  code: 'change/line-break',
  what: 'The line the request asks for has a line break or an invisible character in it.',
  fix: 'Write the value on one line.',
}

function structuredLine(file: string): Problem {
  return {
    code: 'change/structured-text',
    what: `A line is to be added to ${file}, where it could change the structure.`,
    fix: 'In the request type, name the place with at:, and give it value: or item:.',
  }
}
