import { GitHubError } from '../github/errors.js'
import type { Reader } from '../github/reader.js'
import type { BranchSignals, SeenSignals, SignalsNeeds } from '../model/settings.js'
import { observeSignals } from './observe-outcome.js'
import { tryRead } from './try-read.js'

/**
 * What was said of the last commits of a branch where request types wait for something, or what the token lacks to see it.
 * @throws GitHubError when GitHub fails, limits the rate or does not take the token.
 */
export async function observeBranchSignals(reader: Reader, needs: SignalsNeeds): Promise<BranchSignals> {
  return { ...needs, seen: await tryRead(() => seenSignals(reader, needs)) }
}

async function seenSignals(reader: Reader, needs: SignalsNeeds): Promise<SeenSignals> {
  try {
    return { kind: 'commits', commits: await observeSignals(reader, needs) }
  } catch (error) {
    if (error instanceof GitHubError && error.failure === 'forbidden')
      return { kind: 'lacking', permission: error.permission }
    throw error
  }
}
