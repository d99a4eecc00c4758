import { type Token, TokenType } from '@actions/expressions/lexer'
import type { Form, FormField } from '../../model/form.js'
import type { Problem } from '../../model/problem.js'
import type { RequestType } from '../../model/request-type.js'
import { tokenizeExpression } from '../expression/tokenize-expression.js'
import { didYouMean } from '../text/closest-name.js'
import { formType } from './field-schema.js'

/**
 * Options an expression compares a field with that the form does not offer: the comparison could never hold. Finds what is
 * written as `request.x == 'y'` (either way round) or `contains(request.x, 'y')`, not what is computed.
 */
export function comparedOptionProblems(source: string, type: RequestType, form: Form): readonly Problem[] {
  const tokens = tokenizeExpression(source)
  if (!tokens.ok) return []
  const problems: Problem[] = []
  for (const { name, literal, within } of comparisons(tokens.value, 'request')) {
    const field = form.fields.find((each) => each.id.toLowerCase() === name.toLowerCase())
    if (field === undefined || within !== (formType(field) === 'array')) continue
    const problem = optionProblem(field, literal, type)
    if (problem !== null) problems.push(problem)
  }
  return problems
}

/** Names an expression compares a stage with that none of the type has: the comparison could never hold, and nothing else tells of it. */
export function comparedStageProblems(source: string, { stages = [] }: RequestType): readonly Problem[] {
  const tokens = tokenizeExpression(source)
  if (!tokens.ok) return []
  const names = stages.map((each) => each.name)
  return comparisons(tokens.value, 'stage').flatMap(({ name, literal, within }) =>
    within || literal === '' ? [] : stageProblem(name.toLowerCase(), literal, names),
  )
}

/** The last stage comes before no other. */
function stageProblem(part: string, literal: string, names: readonly string[]): readonly Problem[] {
  const known = part === 'previous' ? names.slice(0, -1) : names
  if (known.includes(literal.toLowerCase())) return []
  const isLast = names.includes(literal.toLowerCase())
  return [
    {
      code: 'type/option-unknown',
      what: isLast
        ? `“${literal}” is compared with stage.previous, and no stage follows it.`
        : `“${literal}” is compared with stage.${part}, and no stage is called that.`,
      fix: `${isLast ? '' : didYouMean(literal, known)}The stages are: ${names.join(', ')}.`,
    },
  ]
}

interface Comparison {
  readonly name: string
  readonly literal: string
  /** Whether the literal is looked for in a list. */
  readonly within: boolean
}

/** `request.x` is three tokens; the literal stands two after it, or two before. */
function comparisons(tokens: readonly Token[], root: 'request' | 'stage'): readonly Comparison[] {
  const found: Comparison[] = []
  for (const [index, token] of tokens.entries()) {
    const name = tokens[index + 2]?.lexeme
    if (
      token.lexeme.toLowerCase() !== root ||
      tokens[index + 1]?.type !== TokenType.DOT ||
      name === undefined
    )
      continue
    const [before, after] = [tokens[index - 1], tokens[index + 3]]
    const [left, right] = [tokens[index - 2], tokens[index + 4]]
    if (isEquality(after) && right?.type === TokenType.STRING)
      found.push({ name, literal: String(right.value), within: false })
    if (isEquality(before) && left?.type === TokenType.STRING)
      found.push({ name, literal: String(left.value), within: false })
    const searched = before?.type === TokenType.LEFT_PAREN && left?.lexeme.toLowerCase() === 'contains'
    if (searched && after?.type === TokenType.COMMA && right?.type === TokenType.STRING) {
      found.push({ name, literal: String(right.value), within: true })
    }
  }
  return found
}

function isEquality(token: Token | undefined): boolean {
  return token?.type === TokenType.EQUAL_EQUAL || token?.type === TokenType.BANG_EQUAL
}

/** GitHub's comparisons ignore case. An empty literal asks whether anything was chosen. */
function optionProblem(field: FormField, literal: string, type: RequestType): Problem | null {
  const options = optionsOf(field)
  if (options === null || literal === '' || type.fields.get(field.id)?.type !== undefined) return null
  if (options.some((option) => option.toLowerCase() === literal.toLowerCase())) return null
  return {
    code: 'type/option-unknown',
    what: `“${literal}” is compared with ${field.id}, and the form does not offer it.`,
    fix: `${didYouMean(literal, options)}The options of “${field.label}” are: ${options.join(', ')}.`,
  }
}

function optionsOf(field: FormField): readonly string[] | null {
  if (field.type === 'dropdown') return field.options
  return field.type === 'checkboxes' ? field.options.map((option) => option.label) : null
}
