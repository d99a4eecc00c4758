import type { Problem, Problems } from '../../model/problem.js'
import type { Snapshot } from '../../model/snapshot.js'
import { accountOf, takenLogins } from '../approval/account.js'
import { rulesFile } from '../approval/applicable-rules.js'
import { authorityOf } from '../approval/authority.js'
import { requestersOf } from '../approval/may-request.js'
import { namedPrincipals } from '../approval/named-principals.js'
import type { UnderstoodRequest } from './understand.js'

/** Why nobody can tell who may decide about a request, or null: a named login is somebody else's by now, or a field names nobody. */
export function peopleHold(snapshot: Snapshot, understood: UnderstoodRequest): Problems | null {
  const [first, ...more] = [...taken(snapshot, understood), ...unknown(snapshot, understood)]
  return first === undefined ? null : [first, ...more]
}

function taken(snapshot: Snapshot, { type, rules }: UnderstoodRequest): readonly Problem[] {
  const requesters = requestersOf(type, snapshot.repository)
  const lists = [
    { named: namedPrincipals(rules), file: rulesFile(type) },
    { named: requesters === 'everyone' ? [] : requesters, file: type.path },
  ]
  return lists.flatMap(({ named, file }) => {
    const users = named.flatMap((each) => (each.kind === 'user' ? [each] : []))
    return takenLogins(users, authorityOf(snapshot)).map(({ login, first, now }) => ({
      code: 'approval/login-taken',
      file,
      what: `${login} was the account ${first} when the toolkit first met it, and another account, ${now}, has that login now.`,
      fix: `A maintainer has to write in ${file} which of the two is meant, as in ${login}#${first}; until then nobody is taken for ${login}.`,
    }))
  })
}

function unknown(snapshot: Snapshot, { named, form }: UnderstoodRequest): readonly Problem[] {
  const authority = authorityOf(snapshot)
  return named.flatMap(({ field, logins }) => {
    const id = field.slice('request.'.length)
    const label = form.fields.find((each) => each.id === id)?.label ?? id
    return logins.flatMap((login) => {
      if (typeof accountOf({ login }, authority) === 'number') return []
      const now = authority.accounts.find((each) => each.login.toLowerCase() === login.toLowerCase())
      const what =
        now?.known === false
          ? `It could not be found out whose the login “${login}” is: ${now.why}.`
          : `GitHub has no person with the login “${login}”.`
      const fix =
        'The requester has to edit the issue and name whom the request is for; without that, nobody can be shown to be somebody else.'
      return [{ code: 'approval/person-unknown', field: id, label, what, fix }]
    })
  })
}
