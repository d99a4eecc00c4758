import { fullName, type PullNumber } from '../model/ids.js'
import type { DetailNeeds, PeopleNeeds } from '../model/needs.js'
import type { FirstLook } from '../model/snapshot.js'
import { blobSelection } from './blob-text.js'
import { authoritySelection } from './decode-authority.js'
import { gateSelection } from './decode-gates.js'
import { ancestors, parents } from './decode-manifests.js'
import { approvedHeadsMax, headSelection, pullSelection } from './decode-pull.js'
import { repositorySelection } from './decode-repository.js'
import { trustSelection } from './observe-ledger-trust.js'
import { othersSelection } from './observe-other-records.js'

const listingSelection = '{ ... on Tree { entries { name mode oid } } }'

/**
 * The query for the details of a request. Every path is a variable: no name of a file or a branch ever becomes part of the document.
 * @param people the people asked about in the same query, or null.
 * @param home whether the repository of the issue is asked about in the same query.
 */
export function detailsQuery(
  snapshot: FirstLook,
  needs: DetailNeeds,
  people: PeopleNeeds | null,
  home: boolean,
) {
  const { owner, name } = needs.repository ?? snapshot.repository
  const pull = recordedPull(snapshot, needs)
  const base = baseExpression(snapshot, needs)
  const variables: Record<string, string> = { owner, name, head: `refs/heads/${needs.branch}` }
  const selections: string[] = []
  const select = (alias: string, expression: string, selection: string) => {
    variables[alias] = expression
    selections.push(`${alias}: object(expression: $${alias}) ${selection}`)
  }
  for (const [index, head] of approvedHeads(snapshot).entries()) {
    select(`approved${index}`, head, `{ ... on Commit { ${gateSelection} } }`)
  }
  for (const [index, folder] of ancestors(needs.paths).entries()) {
    select(`folder${index}`, `${base}:${folder}`, listingSelection)
  }
  for (const [index, path] of needs.paths.entries()) {
    select(`file${index}`, `${base}:${path}`, blobSelection)
  }
  for (const [index, folder] of parents(needs.paths).entries()) {
    select(`headFolder${index}`, `refs/heads/${needs.branch}:${folder}`, listingSelection)
  }
  const asked =
    people === null ? { selection: '', variables: {} } : authoritySelection(people, snapshot.repository)
  const others = othersSelection(needs)
  Object.assign(variables, asked.variables, others.variables)
  if (needs.target !== null) variables.target = `refs/heads/${needs.target}`
  const tip = '{ name target { oid ... on Commit { tree { oid } } } }'
  const target =
    needs.target === null ? `target: defaultBranchRef ${tip}` : `target: ref(qualifiedName: $target) ${tip}`
  const ledger = home ? trustSelection(snapshot, needs) : ''
  const elsewhere = needs.repository !== null
  if (elsewhere && ledger !== '')
    Object.assign(variables, { homeOwner: snapshot.repository.owner, homeName: snapshot.repository.name })
  const parameters = Object.keys(variables).map((variable) => `$${variable}: String!`)
  const document = `
    query Details(${parameters.join(', ')}) {
      ${elsewhere ? 'viewer { login }' : ''}
      ${elsewhere && ledger !== '' ? `home: repository(owner: $homeOwner, name: $homeName) { ${ledger} }` : ''}
      repository(owner: $owner, name: $name${elsewhere ? ', followRenames: false' : ''}) {
        ${elsewhere ? repositorySelection : ledger}
        ${target}
        head: ref(qualifiedName: $head) ${headSelection}
        ${pull === null ? '' : `known: pullRequest(number: ${pull}) ${pullSelection}`}
        ${others.selection}
        ${selections.join('\n        ')}
      }
      ${asked.selection}
    }`
  return { document, variables }
}

/** The pull request the ledger knows there; it is found even when its branch is gone. */
function recordedPull({ ledger, repository }: FirstLook, needs: DetailNeeds): PullNumber | null {
  const there = fullName(needs.repository ?? repository).toLowerCase()
  const proposed = ledger.records.findLast(
    ({ predicate: { pull, plan } }) =>
      pull !== null &&
      (plan === null || plan.repository.toLowerCase() === there) &&
      // That of ends that come together is this one's only while it is one of them.
      (plan?.together === undefined || plan.together.branch === needs.branch),
  )
  return proposed?.predicate.pull?.number ?? null
}

/** Heads the ledger has as approved, the newest first: a gate left open there could be pushed back onto the branch. */
function approvedHeads({ ledger }: FirstLook): readonly string[] {
  const approved = ledger.records.filter(({ predicate }) => predicate.decision === 'approved')
  const heads = approved.toReversed().flatMap(({ predicate }) => predicate.pull?.head ?? [])
  return [...new Set(heads)].slice(0, approvedHeadsMax)
}

/**
 * The default branch of the issue's repository is read at the very commit the policy was read at; another branch, and the default branch
 * of another repository, at its tip.
 */
function baseExpression({ repository }: FirstLook, needs: DetailNeeds): string {
  if (needs.target === null) return 'HEAD'
  const here = needs.repository === null && needs.target === repository.defaultBranch
  return here ? repository.commit : `refs/heads/${needs.target}`
}
