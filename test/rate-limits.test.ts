import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { actOut } from '../src/cli/simulate/act-out.js'
import { readStory } from '../src/cli/simulate/read-story.js'
import { seedOf } from '../src/cli/simulate/seed-of.js'
import { createSandbox } from '../src/sandbox/create-sandbox.js'
import type { Fault, SeenRequest } from '../src/sandbox/faults.js'
import { callStride, issue, playDisturbed, toolkit } from './disturbed.js'

const scenarios = join(dirname(fileURLToPath(import.meta.url)), 'scenarios')
const story = readStory(join(scenarios, 'happy-path'))

/** More calls than any run of the story makes, so that the last cases run without a fault at all. */
const callsMax = 22

const usedUp: Fault = { kind: 'primary-rate-limit' }
const tooFast: Fault = { kind: 'secondary-rate-limit', retryAfter: 60 }
const tooMany: Fault = { kind: 'secondary-rate-limit', retryAfter: 60, status: 429 }

/** Taken in turn: what a limit leaves behind depends on where it begins, not on its shape. */
const limits: readonly Fault[] = [usedUp, tooFast, tooMany]

const rest = (request: SeenRequest) => !request.path.startsWith('/graphql')
const query = (request: SeenRequest) => !rest(request) && request.kind === 'read'
const mutation = (request: SeenRequest) => !rest(request) && request.kind === 'write'

/** What a run says when it meets the limit at the first call of a kind. */
async function said(fault: Fault, on: (request: SeenRequest) => boolean): Promise<unknown> {
  const sandbox = await createSandbox(seedOf(story))
  try {
    const [first] = story.steps
    if (first !== undefined) await actOut(sandbox, story, first, issue)
    sandbox.faults.inject(fault, on, Number.POSITIVE_INFINITY)
    return await toolkit(sandbox, story)().catch((error: unknown) => error)
  } finally {
    await sandbox.close()
  }
}

test.each([
  ['a query', usedUp, query, 200, 'at 10:01 UTC'],
  ['a mutation', usedUp, mutation, 200, 'at 10:01 UTC'],
  ['a call of the REST API', usedUp, rest, 403, 'at 10:01 UTC'],
  ['a query', tooFast, query, 403, 'in 60 s'],
  ['a mutation', tooFast, mutation, 403, 'in 60 s'],
  ['a call of the REST API', tooMany, rest, 429, 'in 60 s'],
])(
  '%s that a limit refuses is told as such, and when calls are taken again',
  async (_, fault, on, status, when) => {
    const error = await said(fault, on)
    expect(error).toMatchObject({ failure: 'rate-limited', status })
    expect(String(error)).toContain(`; calls are taken again ${when})`)
    expect(String(error)).toContain('The next run goes on where this one stopped.')
  },
)

test('a read that may be repeated at once is repeated', async () => {
  const sandbox = await createSandbox(seedOf(story))
  try {
    const [first] = story.steps
    if (first !== undefined) await actOut(sandbox, story, first, issue)
    sandbox.faults.inject({ kind: 'secondary-rate-limit', retryAfter: 0 }, 0)
    expect(await toolkit(sandbox, story)()).toMatchObject({ decision: { state: 'awaiting-approval' } })
  } finally {
    await sandbox.close()
  }
})

test('whichever call a limit begins at, the run stops there and the next one leads to the same end', async () => {
  const undisturbed = await playDisturbed(story, () => {})
  for (let call = 0; call < callsMax; call += callStride) {
    const fault = limits[call % limits.length] ?? usedUp
    let seen = 0
    const fromThere = () => {
      seen += 1
      return seen > call
    }
    const end = await playDisturbed(story, ({ faults }) =>
      faults.inject(fault, fromThere, Number.POSITIVE_INFINITY),
    )
    expect({ call, ...end }).toEqual({ call, ...undisturbed })
  }
})
