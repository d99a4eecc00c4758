import type { Problem } from '../../model/problem.js'
import type { RequestType } from '../../model/request-type.js'
import type { Snapshot } from '../../model/snapshot.js'
import { ledgerBranch } from '../ledger/ledger-branch.js'
import type { UnderstoodRequest } from './understand.js'

/**
 * Whether a request is only to be merged where nobody but the toolkit writes to the ledger: when it ends, and whether that was put off, only the
 * ledger says. What is merged already is no matter: its end is carried out however the ledger is protected by then, because leaving it in force
 * for ever is what whoever forges the ledger could want, and what a later chapter changes is held against the merge commit anyway.
 */
export function restsOnLedger({ type, later }: UnderstoodRequest): boolean {
  if (later !== null) return later.does === 'next-stage'
  return type.expires !== undefined || type.extend !== undefined || type.stages !== undefined
}

/** Why a request that rests on the ledger is not proposed or merged, or null. */
export function ledgerUnprotected(
  { viewer, details: { ledgerRules } }: Snapshot,
  understood: UnderstoodRequest,
): Problem | null {
  if (!restsOnLedger(understood)) return null
  const { type } = understood
  if (viewer.login === actionsLogin)
    return unprotected(
      type,
      'the toolkit acts as GITHUB_TOKEN, as which every workflow of this repository can write there. No ruleset can let past the toolkit alone',
      `A maintainer who administers the repository has to have the toolkit act as a GitHub App (docs/permissions.md), and to ${protect}.`,
    )
  // Rules are told of a branch that is there; where there is none yet, the look before the merge finds the one that began meanwhile.
  switch (ledgerRules ?? 'not-begun') {
    case 'not-begun':
    case 'restrict-updates':
      return null
    case 'open':
      return unprotected(
        type,
        'whoever may write to this repository can write there',
        `A maintainer who administers the repository has to ${protect}. The request goes on at the next run.`,
      )
    case 'untold':
      return unprotected(
        type,
        `GitHub did not tell the rules of its branch ${ledgerBranch}`,
        `A maintainer has to let the toolkit's app read the metadata of the repository, and look whether somebody has to ${protect}.`,
      )
  }
}

function unprotected({ stages }: RequestType, why: string, fix: string): Problem {
  const about =
    stages === undefined
      ? 'Requests of this type end by themselves, for which there is nothing to go by but the ledger'
      : 'Requests of this type pass through stages, and which of them is done only the ledger says'
  return { code: 'state/ledger-unprotected', what: `${about}, and ${why}.`, fix }
}

/** The account of GITHUB_TOKEN, the same in every workflow. No bypass list can name its app alone. */
const actionsLogin = 'github-actions[bot]'

const protect = `make a ruleset for the branch ${ledgerBranch} that restricts updates and deletions and blocks force pushes, with the toolkit's app alone on its bypass list (docs/enforcement.md, “The ledger”)`
