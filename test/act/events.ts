import type { Adopter } from './create-adopter.js'
import type { Event } from './started-by.js'

/** Somebody did something to an issue. */
export function issueEvent(adopter: Adopter, sender: string, action: string, issue: number): Promise<Event> {
  return eventOf(adopter, sender, 'issues', { action }, { issue: `issues/${issue}` })
}

/** Somebody wrote, changed or removed a comment; for a removed one ask before it is gone. */
export function commentEvent(
  adopter: Adopter,
  sender: string,
  action: string,
  issue: number,
  comment: number,
): Promise<Event> {
  return eventOf(
    adopter,
    sender,
    'issue_comment',
    { action },
    { issue: `issues/${issue}`, comment: `issues/comments/${comment}` },
  )
}

/** Something happened to a pull request. */
export function pullEvent(adopter: Adopter, sender: string, action: string, number: number): Promise<Event> {
  return eventOf(adopter, sender, 'pull_request', { action, number }, { pull_request: `pulls/${number}` })
}

/** It is time for the sweep. */
export function scheduleEvent(adopter: Adopter, sender: string): Promise<Event> {
  return eventOf(adopter, sender, 'schedule', { schedule: '17 * * * *' }, {})
}

/** Somebody starts the sweep by hand. */
export function dispatchEvent(adopter: Adopter, sender: string): Promise<Event> {
  return eventOf(adopter, sender, 'workflow_dispatch', { inputs: null, ref: 'refs/heads/main' }, {})
}

/** A webhook's payload holds the same objects that the API answers. Source: GitHub docs, “Webhook events and payloads”. */
async function eventOf(
  { sandbox, repository }: Adopter,
  login: string,
  name: string,
  own: Readonly<Record<string, unknown>>,
  parts: Readonly<Record<string, string>>,
): Promise<Event> {
  const ownToken = sandbox.githubToken(repository, {
    contents: 'read',
    issues: 'read',
    'pull-requests': 'read',
  })
  const get = async (path: string, token = ownToken): Promise<unknown> => {
    const answer = await fetch(`${sandbox.url}${path}`, { headers: { authorization: `Bearer ${token}` } })
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
    return answer.json()
  }
  const payload: Record<string, unknown> = { ...own }
  for (const [key, path] of Object.entries(parts)) payload[key] = await get(`/repos/${repository}/${path}`)
  return {
    name,
    payload: {
      ...payload,
      repository: await get(`/repos/${repository}`),
      sender: await get('/user', sandbox.userToken(login)),
    },
  }
}
