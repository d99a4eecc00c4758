import { type Token, TokenType } from '@actions/expressions/lexer'
import type { Problem } from '../../model/problem.js'
import { didYouMean } from '../text/closest-name.js'
import { isUnsafeName } from '../text/is-unsafe-name.js'
import { functionInfos } from './own-functions.js'

/** As they are written in GitHub's documentation, “Evaluate expressions in workflows and actions”. */
const engineFunctions = ['case', 'contains', 'endsWith', 'format', 'fromJSON', 'join', 'startsWith', 'toJSON']
const functions = [...engineFunctions, ...functionInfos.map((info) => info.name)].sort()

/** What an expression may name in its place, beside the requester. */
export interface Scope {
  /** The ids of all fields of the form. */
  readonly fields: readonly string[]
  /** Whether `item` stands for something there. */
  readonly item?: boolean
  /** Whether `stage` does: `known`; not `here`, but elsewhere in the same request type; or nowhere, because it has no stages, which is the default. */
  readonly stage?: 'known' | 'not-here' | 'none'
}

/**
 * What is wrong with the names an expression uses: functions, `request.<field>`, `requester.login` and `stage.name`. The engine gives an
 * empty text for a field that does not exist and looks functions up through the prototype, so nothing is left to it.
 */
export function nameProblems(tokens: readonly Token[], scope: Scope): readonly Problem[] {
  const problems: Problem[] = []
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1]?.type
    const unsafe = unsafeNameProblem(token, before)
    if (unsafe !== null) problems.push(unsafe)
    else if (token.type === TokenType.IDENTIFIER && before !== TokenType.DOT) {
      const found =
        tokens[index + 1]?.type === TokenType.LEFT_PAREN
          ? functionProblem(token.lexeme)
          : referenceProblem(token.lexeme, tokens.slice(index + 1, index + 4), scope)
      if (found !== null) problems.push(found)
    }
  }
  return problems
}

/** The engine keeps names in plain objects, where `constructor` is always there. */
function unsafeNameProblem(token: Token, before: TokenType | undefined): Problem | null {
  const name =
    token.type === TokenType.IDENTIFIER
      ? token.lexeme
      : token.type === TokenType.STRING && before === TokenType.LEFT_BRACKET
        ? String(token.value)
        : null
  if (name === null || !isUnsafeName(name)) return null
  return {
    code: 'expression/unsafe-name',
    what: `The name “${name}” cannot be used in an expression.`,
    fix: 'Give the field another id.',
  }
}

function functionProblem(name: string): Problem | null {
  if (functions.some((known) => known.toLowerCase() === name.toLowerCase())) return null
  return {
    code: 'expression/unknown-function',
    what: `There is no function “${name}”.`,
    fix: `${didYouMean(name, functions)}The functions are: ${functions.join(', ')}.`,
  }
}

function referenceProblem(name: string, next: readonly Token[], scope: Scope): Problem | null {
  const root = name.toLowerCase()
  const { fields, item = false, stage = 'none' } = scope
  if (root === 'item') return item ? null : noItem
  if (root === 'stage' && stage !== 'known') return stage === 'none' ? noStages : stageElsewhere
  if (root !== 'request' && root !== 'requester' && root !== 'stage') {
    const roots = ['request', 'requester', ...(stage === 'known' ? ['stage'] : [])]
    return {
      code: 'expression/unknown-name',
      what: `There is no “${name}” in an expression.`,
      fix: `${didYouMean(name, roots)}Use request.<field id> or requester.login${stage === 'known' ? ', or stage.name' : ''}.`,
    }
  }
  const property = propertyName(next)
  if (property === null) {
    return {
      code: 'expression/field-not-named',
      what: `“${name}” is used without the name of one ${root === 'stage' ? 'part' : 'field'}.`,
      fix: `Write ${wholeNames[root]}.`,
    }
  }
  switch (root) {
    case 'request':
      return fieldProblem(property, fields)
    case 'requester':
      return requesterProblem(property)
    case 'stage':
      return stageProblem(property)
  }
}

const wholeNames = {
  request: 'request.<field id>',
  requester: 'requester.login',
  stage: 'stage.name or stage.previous',
} as const

const noItem: Problem = {
  code: 'expression/unknown-name',
  what: 'There is no “item” outside a change with for-each.',
  fix: 'Give the change for-each, as in for-each: request.hosts, or use request.<field id>.',
}

const noStages: Problem = {
  code: 'expression/unknown-name',
  what: 'There is no “stage” in a request type without stages.',
  fix: 'Add them, as in stages: [{ name: staging }, { name: production }], or use request.<field id>.',
}

const stageElsewhere: Problem = {
  code: 'expression/unknown-name',
  what: 'There is no “stage” here: what is asked is read once, and holds for all stages.',
  fix: 'Use stage in changes, in the when of approval rules, and in the names under reached.',
}

function stageProblem(name: string): Problem | null {
  const known = ['name', 'previous']
  if (known.includes(name.toLowerCase())) return null
  return {
    code: 'expression/unknown-name',
    what: `There is no “stage.${name}”.`,
    fix: `${didYouMean(name, known, 'stage.')}Use stage.name, or stage.previous for the stage before.`,
  }
}

/** The name in `.name` or `['name']`, or null where none is written there. */
function propertyName([first, second, third]: readonly Token[]): string | null {
  if (first?.type === TokenType.DOT && second?.type === TokenType.IDENTIFIER) return second.lexeme
  if (first?.type !== TokenType.LEFT_BRACKET || third?.type !== TokenType.RIGHT_BRACKET) return null
  return second?.type === TokenType.STRING ? String(second.value) : null
}

function fieldProblem(name: string, fields: readonly string[]): Problem | null {
  // The engine compares names without regard to case and silently drops the second of two that differ only by it.
  const matches = fields.filter((field) => field.toLowerCase() === name.toLowerCase())
  if (matches.length > 1) {
    return {
      code: 'expression/ambiguous-field',
      what: `“request.${name}” can mean the fields ${matches.join(' and ')}, because expressions do not tell upper from lower case.`,
      fix: 'Give one of these fields another id in the issue form.',
    }
  }
  if (matches.length === 1) return null
  return {
    code: 'expression/unknown-field',
    what: `The form has no field “${name}”.`,
    fix: `${didYouMean(name, fields)}The fields are: ${fields.join(', ')}.`,
  }
}

function requesterProblem(name: string): Problem | null {
  if (name.toLowerCase() === 'login') return null
  return {
    code: 'expression/unknown-name',
    what: `There is no “requester.${name}”.`,
    fix: 'Use requester.login.',
  }
}
