import { readWorkflow } from './read-workflow.js'

/** What happened in a repository, as a webhook tells it. */
export interface Event {
  /** As in `issue_comment`. */
  readonly name: string
  readonly payload: Readonly<Record<string, unknown>>
}

/** Activity types that start a workflow which names none; other events have no such limit. Source: GitHub docs, “Events that trigger workflows”. */
const typesByDefault = new Map([['pull_request', ['opened', 'synchronize', 'reopened']]])

/** Whether GitHub starts a workflow for an event. act leaves the activity types to its caller. */
export function startedBy(workflow: string, event: Event): boolean {
  const wished = eventsOf(readWorkflow(workflow)?.on)
  if (!wished.has(event.name)) return false
  const types: unknown = Object(wished.get(event.name)).types ?? typesByDefault.get(event.name)
  return !Array.isArray(types) || types.includes(event.payload.action)
}

/** Event → its filters, from each of the three ways to write `on`. */
function eventsOf(on: unknown): ReadonlyMap<string, unknown> {
  if (typeof on === 'string') return new Map([[on, null]])
  if (Array.isArray(on)) return new Map(on.map((name) => [name, null]))
  return new Map(Object.entries(Object(on)))
}
