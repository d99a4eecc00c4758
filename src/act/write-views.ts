import type { Writer } from '../github/writer.js'
import { type ViewEffect, viewEffectKey } from '../model/effect.js'

/** What was written of an issue of the toolkit's own. */
export interface ViewOutcome {
  readonly key: string
  readonly did: 'created' | 'updated'
}

/** Carries out writes of issues of the toolkit's own, one after the other: GitHub limits how fast issues are made. @throws GitHubError */
export async function writeViews(
  writer: Writer,
  effects: readonly ViewEffect[],
): Promise<readonly ViewOutcome[]> {
  const outcomes: ViewOutcome[] = []
  for (const effect of effects) {
    const { title, body } = effect
    if (effect.kind === 'open-issue') await writer.openIssue({ title, body, labels: effect.labels })
    else {
      const state = effect.state === 'not-planned' ? 'not_planned' : effect.state
      await writer.editIssue(effect.issue, { title, body }, state)
    }
    outcomes.push({ key: viewEffectKey(effect), did: effect.kind === 'open-issue' ? 'created' : 'updated' })
  }
  return outcomes
}
