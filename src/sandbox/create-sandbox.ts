import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Actor, createActor } from './actor.js'
import { type Clock, createClock } from './clock.js'
import { createFaults, type Faults } from './faults.js'
import { type Cost, costOf, gapsOf, type LoggedRequest } from './request-log.js'
import { serverUrl } from './rest/urls.js'
import type { SandboxSeed } from './seed.js'
import { listen } from './serve.js'
import { type RepositoryView, viewRepository } from './views.js'
import { settleMerges } from './world/auto-merge.js'
import { createWorld } from './world/create-world.js'
import { createExclusive } from './world/exclusive.js'
import { createRateLimits } from './world/rate-limits.js'
import { takeSnapshot, type WorldSnapshot } from './world/snapshot.js'
import { createTokens, type Tokens } from './world/tokens.js'
import { accountOf } from './world/world.js'

/** Seconds before each act of a person: long enough that no two acts share a second. */
const secondsPerActDefault = 60

/** A GitHub of one's own: loopback HTTP in front of real git repositories. The same seed and acts give the same ids, times and commits. */
export interface Sandbox extends Tokens {
  /** What `GITHUB_API_URL` says in it. */
  readonly url: string
  readonly graphqlUrl: string
  /** What `GITHUB_SERVER_URL` says in it: GitHub's own, because addresses in texts must be the same in every run. */
  readonly serverUrl: string
  readonly clock: Clock
  readonly faults: Faults
  /** Every request so far, in the order of the answers. */
  readonly requests: readonly LoggedRequest[]
  /** What was asked for and the sandbox lacks, and how often: it answered 501 each time. */
  readonly gaps: () => ReadonlyMap<string, number>
  /** A person, or an account given in the seed as a bot, who acts through the web page. */
  readonly as: (login: string) => Actor
  /** By `owner/name`. */
  readonly repository: (name: string) => RepositoryView
  /** Marks the beginning of a run; `endRun` answers what it cost. */
  readonly startRun: () => void
  readonly endRun: () => Cost
  /** Does the work and says what it cost. */
  readonly measure: <T>(work: () => Promise<T>) => Promise<{ readonly result: T; readonly cost: Cost }>
  /** Stops listening and removes all folders. */
  readonly close: () => Promise<void>
}

/** Builds what the seed describes and begins to listen. About 20 ms per repository. */
export async function createSandbox(seed: SandboxSeed): Promise<Sandbox> {
  const folder = await mkdtemp(join(tmpdir(), 'issueops-sandbox-'))
  const clock = createClock(seed.now)
  const listening = await listen(seed.port ?? 0)
  const world = await createWorld(seed, clock, folder, listening.url).catch(async (error: unknown) => {
    await listening.close()
    throw error
  })
  const tokens = createTokens(world)
  const faults = createFaults()
  const exclusive = createExclusive()
  const log: LoggedRequest[] = []
  const history: { before: WorldSnapshot | null } = { before: null }
  listening.answer({
    world,
    tokens,
    rates: createRateLimits(clock, seed.hourlyLimit ?? null),
    faults,
    exclusive,
    log,
    secondsPerWrite: seed.secondsPerWrite ?? 0,
    record: seed.record ?? null,
    history,
  })
  const act = <T>(work: () => Promise<T>) =>
    exclusive(async () => {
      clock.advance(seed.secondsPerAct ?? secondsPerActDefault)
      if (faults.keepsHistory()) history.before = takeSnapshot(world)
      const result = await work()
      await settleMerges(world)
      return result
    })
  let start = 0
  return {
    url: listening.url,
    graphqlUrl: `${listening.url}/graphql`,
    serverUrl,
    clock,
    faults,
    requests: log,
    gaps: () => gapsOf(log),
    githubToken: tokens.githubToken,
    appToken: tokens.appToken,
    userToken: tokens.userToken,
    as: (login) => createActor(world, { kind: 'person', account: accountOf(world, login) }, act),
    repository: (name) => viewRepository(world, name),
    startRun() {
      start = log.length
    },
    endRun: () => costOf(log.slice(start)),
    async measure(work) {
      const from = log.length
      const result = await work()
      return { result, cost: costOf(log.slice(from)) }
    },
    async close() {
      await listening.close()
      for (const { git } of world.repositories.values()) git.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
