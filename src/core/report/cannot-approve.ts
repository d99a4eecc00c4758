import type { LackingRole, PeopleReason } from '../../model/verdict.js'
import { code, joined, type Markdown, markdown } from '../text/markdown.js'

/** Who is named and could not approve, in half a sentence, and where somebody else can be named instead; null where there is nobody. */
export function cannotApprove(
  reasons: readonly PeopleReason[],
): { readonly who: Markdown; readonly instead: string } | null {
  const lacking = distinct(reasons.flatMap((each) => each.lacking ?? []))
  if (lacking.length === 0) return null
  const who = [...new Set(lacking.map(({ least }) => least))].map((least) => {
    const names = lacking.filter((each) => each.least === least).map(({ login }) => code(login))
    const are = names.length === 1 ? 'is named as an approver' : 'are named as approvers'
    return markdown`${joined(names, ' and ')} ${are} and cannot approve without the role **${least}** or higher in this repository`
  })
  return { who: joined(who, '; '), instead: placesOf(lacking).join(' or ') }
}

function distinct(lacking: readonly LackingRole[]): readonly LackingRole[] {
  return [...new Map(lacking.map((each) => [`${each.by} ${each.login.toLowerCase()}`, each])).values()]
}

function placesOf(lacking: readonly LackingRole[]): readonly string[] {
  const by = new Set(lacking.map((each) => each.by))
  return [...(by.has('rule') ? ['the approval rules'] : []), ...(by.has('codeowners') ? ['CODEOWNERS'] : [])]
}
