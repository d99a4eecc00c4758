import { planCheckName } from '../github/plan-check-name.js'
import type { Writer } from '../github/writer.js'
import type { Effect } from '../model/effect.js'
import type { Written } from './written.js'

/**
 * Publishes a plan as a check run on the head, with the plan digest as `external_id`. Always a new check run: one that could be updated
 * later would prove nothing about what approvers saw.
 */
export async function publishPlan(
  writer: Writer,
  { head, digest, title, summary }: Extract<Effect, { kind: 'publish-plan' }>,
): Promise<Written> {
  const { id, completedAt } = await writer.createCheckRun({
    name: planCheckName,
    head,
    externalId: digest,
    conclusion: 'neutral',
    title,
    summary,
  })
  return {
    did: 'created',
    fact: { kind: 'published', publication: { checkRun: id, digest, head, at: completedAt } },
  }
}
