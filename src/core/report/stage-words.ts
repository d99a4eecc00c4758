import type { Plan } from '../../model/plan.js'
import type { Cause } from '../../model/record.js'
import type { RequestType } from '../../model/request-type.js'
import { code, joined, type Markdown, markdown } from '../text/markdown.js'

interface InStage {
  readonly cause: Cause
  readonly plan: Pick<Plan, 'stage'>
}

/** What a request is called with its first stage; the title of a later chapter says already what that is about. */
export function titleInStage(title: string, { cause, plan: { stage } }: InStage): string {
  return cause.kind === 'asked' && stage !== undefined ? `${title} (${stage})` : title
}

/** Which stage is approved, and which others there are; null where a plan carries out none. */
export function stageSentence({ stages = [] }: RequestType, plan: Pick<Plan, 'stage'>): Markdown | null {
  if (plan.stage === undefined) return null
  const names = stages.map(({ name }) => name)
  const position = names.indexOf(plan.stage) + 1
  // The request type may have other stages by now.
  if (position === 0) return markdown`**Stage:** ${code(plan.stage)}. What is approved is this stage alone.`
  return markdown`**Stage:** ${code(plan.stage)}, ${position} of ${names.length} (${joined(names.map(code), ', ')}). What is approved is this stage alone.`
}
