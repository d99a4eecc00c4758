import type { Identity } from './identity.js'
import type { Issue, TimelineEvent, World } from './world.js'

/** Adds an event to the timeline. */
export function note(
  world: World,
  identity: Identity,
  issue: Issue,
  kind: TimelineEvent['kind'],
  subject: readonly string[],
): void {
  const at = world.clock.now()
  issue.events.push({ id: world.nextId('event'), kind, at, actor: identity.account.login, subject })
  issue.updatedAt = at
}
