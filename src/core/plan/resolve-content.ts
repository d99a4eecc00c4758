import { allProblems } from '../../model/all-problems.js'
import type { CopyChange } from '../../model/change.js'
import type { Json } from '../../model/json.js'
import { fail, ok, type Problem, type Result } from '../../model/problem.js'
import type { ChangeTemplate, Template } from '../../model/request-type.js'
import type { ExpressionContext } from '../expression/context.js'
import { evaluateTemplate } from '../expression/evaluate-template.js'
import type { Sink } from '../expression/meet-nothing.js'
import { splitTemplate } from '../expression/split-template.js'
import { isPlainReading, lineFormat } from '../manifest/lines/read-line.js'
import { manifestFormat } from '../manifest/manifest-format.js'
import { unsafeDataProblem } from '../manifest/obstacle-problem.js'
import { resolveFilePath } from './resolve-file-path.js'
import type { ResolvedTarget } from './resolve-line.js'
import { resolveBeside, resolveDocument, resolvePlace } from './resolve-place.js'
import { textPieces } from './text-pieces.js'
import { type LinePiece, separatorProblem, valueFault } from './value-in-line.js'

/**
 * The content of a whole file. Content given as one text is no data: a value put into it could become a line, an entry or a
 * statement of its own. So values are not put into YAML or JSON written as text, and in other text they stay one part of their line.
 * A text that is nothing but one expression is the value itself.
 */
export function resolveContent(
  template: Template,
  target: ResolvedTarget,
  context: ExpressionContext,
): Result<Json> {
  const problems = typeof template === 'string' ? textProblems(template, target, context) : []
  const [first, ...more] = problems
  if (first !== undefined) return fail(first, ...more)
  const content = evaluateTemplate(template, context, sink)
  if (!content.ok) return content
  const problem = unsafeDataProblem(content.value)
  return problem === null ? ok(content.value) : fail(problem)
}

const sink: Sink = { code: 'expression/empty', key: 'content' }

function textProblems(
  template: string,
  { file, fields }: ResolvedTarget,
  context: ExpressionContext,
): readonly Problem[] {
  const parts = splitTemplate(template)
  if (!parts.ok) return parts.problems
  const expressions = parts.value.filter((part) => part.kind === 'expression')
  if (expressions.length > 0 && file !== null && manifestFormat(file) !== null) return [structuredText(file)]
  if (parts.value.length === 1) return []
  const pieces = textPieces(template, fields, context, sink)
  if (!pieces.ok) return pieces.problems
  const broken = pieces.value.filter((piece) => piece.kind === 'value' && hasBreak(piece.text))
  if (broken.length > 0)
    return broken.flatMap((piece) => (piece.kind === 'value' ? [lineBreak(piece.source)] : []))
  if (file === null || isPlainReading(file)) return []
  return linesOf(pieces.value).flatMap((line) => {
    const fault = valueFault(lineFormat(file), line)
    return fault === null ? [] : [separatorProblem(file, fault, context)]
  })
}

function hasBreak(text: string): boolean {
  return /[\p{Cc}\u2028\u2029]/u.test(text)
}

/** The pieces of each line that has a value in it. */
function linesOf(pieces: readonly LinePiece[]): readonly (readonly LinePiece[])[] {
  const lines: LinePiece[][] = [[]]
  for (const piece of pieces) {
    if (piece.kind === 'value') lines.at(-1)?.push(piece)
    else {
      const [head = '', ...tail] = piece.text.split(/\r?\n/)
      lines.at(-1)?.push({ kind: 'said', text: head })
      for (const text of tail) lines.push([{ kind: 'said', text }])
    }
  }
  return lines.filter((line) => line.some(({ kind }) => kind === 'value'))
}

function lineBreak(source: string): Problem {
  return {
    code: 'change/line-break',
    what: `The value of “${source}” has a line break or an invisible character, and goes into the middle of a text.`,
    fix: 'Write the value on one line.',
  }
}

function structuredText(file: string): Problem {
  return {
    code: 'change/structured-text',
    what: `The content of ${file} is one text with values in it, which could change its structure.`,
    fix: 'In the request type, write content: as data, without the | behind it.',
  }
}

type Copy = Pick<CopyChange, 'kind' | 'from' | 'at' | 'beside'>

/** What is copied, one for each place; the path of the source is checked as strictly as one that is written. */
export function resolveCopy(
  template: ChangeTemplate & { readonly kind: 'copy' },
  context: ExpressionContext,
): Result<readonly Copy[]> {
  const file = resolveFilePath(template.from, context)
  const { of } = template
  if (of.kind === 'whole')
    return file.ok
      ? ok([{ kind: 'copy', from: { file: file.value, at: [], document: null }, at: null }])
      : file
  const document = resolveDocument(of.fromDocument, context)
  const beside = resolveBeside(of.beside, context)
  const places = of.places.map((place) => {
    const [from, to] = [resolvePlace(place.from, context), resolvePlace(place.to, context)]
    return from.ok && to.ok ? ok({ from: from.value, to: to.value }) : allProblems([from, to])
  })
  if (!file.ok || !document.ok || !beside.ok || !places.every((place) => place.ok))
    return allProblems([file, document, beside, ...places])
  return ok(
    places.map(({ value: { from, to } }): Copy => {
      const source = { file: file.value, at: from, document: document.value }
      return { kind: 'copy', from: source, at: to, ...beside.value }
    }),
  )
}
