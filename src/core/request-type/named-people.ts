import type { Form } from '../../model/form.js'
import type { Json } from '../../model/json.js'
import { okUnless, type Problem, type Result } from '../../model/problem.js'
import type { ApprovalRule, NamingField } from '../../model/request-type.js'
import { nodesOf } from './people-problems.js'
import { namedUser } from './read-principal.js'

/** The logins a field of a request names, whom an approval rule leaves out. */
export interface NamedPeople {
  readonly field: NamingField
  readonly logins: readonly string[]
}

/**
 * The people whom fields of a request name, of the fields that its approval rules leave out. An empty field names nobody; a text that is
 * no login could stand for anybody, also for whoever approves, so it has to be corrected first.
 */
export function namedPeople(
  rules: readonly ApprovalRule[],
  values: ReadonlyMap<string, Json>,
  form: Form,
): Result<readonly NamedPeople[]> {
  const problems: Problem[] = []
  const named = namingFields(rules).map((field) => {
    const id = field.slice('request.'.length)
    const words = textsOf(values.get(id) ?? null).flatMap(wordsOf)
    const logins = words.map((word) => ({ word, login: loginOf(word) }))
    const wrong = logins.find(({ login }) => login === null)
    if (wrong !== undefined) problems.push(noLogin(id, wrong.word, form))
    return { field, logins: logins.flatMap(({ login }) => login ?? []) }
  })
  return okUnless(problems, () => named)
}

function namingFields(rules: readonly ApprovalRule[]): readonly NamingField[] {
  const fields = nodesOf(rules).flatMap(({ node }) =>
    node.not.filter((each): each is NamingField => each.startsWith('request.')),
  )
  return [...new Set(fields)]
}

function textsOf(value: Json): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf)
  return value === null ? [] : [typeof value === 'string' ? value : JSON.stringify(value)]
}

/** Several people stand on lines of their own, or behind commas, semicolons or blanks; what only marks an item of a list is no word. */
function wordsOf(text: string): readonly string[] {
  return text.split(/[\s,;]+/).filter((word) => word !== '' && word !== '-' && word !== '*')
}

/** A login as people write it: with or without `@`, or as the address of a profile. */
function loginOf(word: string): string | null {
  const [, profile = word] = /^https?:\/\/[^/]+\/([^/]+)\/?$/.exec(word) ?? []
  const user = namedUser(profile.startsWith('@') ? profile.slice(1) : profile)
  return user === null || user.id !== undefined ? null : user.login
}

function noLogin(id: string, word: string, form: Form): Problem {
  const label = form.fields.find((field) => field.id === id)?.label ?? id
  return {
    code: 'request/no-login',
    field: id,
    label,
    what: `“${word}” is nobody’s login on GitHub, and whoever is named here may not approve this request.`,
    fix: 'Edit the issue and write the login, as in octocat; several of them behind commas.',
  }
}
