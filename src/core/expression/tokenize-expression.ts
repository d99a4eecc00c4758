import { Lexer } from '@actions/expressions'
import { type Token, TokenType } from '@actions/expressions/lexer'
import { fail, ok, type Result } from '../../model/problem.js'

/** GitHub's own limit in characters (`MAX_EXPRESSION_LENGTH` of @actions/expressions). */
const expressionLengthMax = 21_000

/** In tokens; the engine bounds nesting but not chains as in `a == a == …`, whose evaluation nests one call per operator. */
const tokensMax = 1_000

/**
 * The tokens of an expression, with two corrections of @actions/expressions 0.3.61: every `''` in a string stands for one
 * quote (the lexer replaces only the first), and numbers that are no finite doubles are refused.
 */
export function tokenizeExpression(source: string): Result<readonly Token[]> {
  if (source.length > expressionLengthMax) return tooLong()
  let tokens: readonly Token[]
  try {
    tokens = new Lexer(source).lex().tokens
  } catch (error) {
    return fail({
      code: 'expression/syntax',
      what: `The expression “${source}” cannot be read: ${messageOf(error)}.`,
      fix: 'Write it as in GitHub Actions; texts stand in single quotes.',
    })
  }
  if (tokens.length > tokensMax) return tooLong()
  const odd = tokens.find((token) => token.type === TokenType.NUMBER && !isExactNumber(token.value))
  if (odd !== undefined) {
    return fail({
      code: 'expression/number-range',
      what: `The number ${odd.lexeme} in the expression “${source}” cannot be kept exactly.`,
      fix: 'Write it as a text in single quotes.',
    })
  }
  return ok(tokens.map(unquoted))
}

function unquoted(token: Token): Token {
  if (token.type !== TokenType.STRING) return token
  return { ...token, value: token.lexeme.slice(1, -1).replaceAll("''", "'") }
}

function isExactNumber(value: Token['value']): boolean {
  return (
    typeof value === 'number' &&
    Number.isFinite(value) &&
    (!Number.isInteger(value) || Number.isSafeInteger(value))
  )
}

/** The engine's message without the repeated expression at its end. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.split('. Located at position')[0] ?? message
}

function tooLong() {
  return fail({
    code: 'expression/too-long',
    what: `An expression is longer than ${expressionLengthMax} characters or ${tokensMax} words and signs.`,
    fix: 'Split it into several.',
  })
}
