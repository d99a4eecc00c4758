import { gateCheckName } from '../github/gate-check-name.js'
import type { Writer } from '../github/writer.js'
import type { Effect } from '../model/effect.js'
import type { Written } from './written.js'

/**
 * Says on a commit whether its plan is approved, as a check run that a ruleset can demand. A gate that is taken back gets a new check run:
 * the newest of a name counts, and what was said before stays to be read.
 */
export async function setGate(
  writer: Writer,
  { head, state, digest, title, summary }: Extract<Effect, { kind: 'set-gate' }>,
): Promise<Written> {
  await writer.createCheckRun({
    name: gateCheckName,
    head,
    externalId: digest ?? '',
    conclusion: state === 'open' ? 'success' : 'action_required',
    title,
    summary,
  })
  return { did: 'created', fact: { kind: 'gate', gate: { head, state, digest } } }
}
