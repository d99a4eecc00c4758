import type { Principal } from '../../model/request-type.js'

/** Whose role, and which team's members, have to be looked up to tell whether somebody is one of some principals. */
export interface LookUp {
  readonly people: readonly string[]
  readonly teams: readonly { readonly slug: string; readonly logins: readonly string[] }[]
}

/** What has to be looked up about one person: the role, which also tells whose account a named login is, and the teams. */
export function lookUp(principals: readonly Principal[] | 'everyone', login: string | null): LookUp {
  if (principals === 'everyone' || login === null) return { people: [], teams: [] }
  const slugs = principals.flatMap((each) => (each.kind === 'team' ? [each.slug] : []))
  return {
    people: principals.some(({ kind }) => kind !== 'team') ? [login] : [],
    teams: [...new Set(slugs)].map((slug) => ({ slug, logins: [login] })),
  }
}
