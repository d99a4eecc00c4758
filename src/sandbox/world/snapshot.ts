import { listRefs, setRefs } from '../git/refs.js'
import type { Repository, RepositoryData, World } from './world.js'

/** The state of all repositories at one moment. Git objects are not part of it: they never change, only refs do. */
export type WorldSnapshot = ReadonlyMap<Repository, RepositorySnapshot>

interface RepositorySnapshot {
  readonly data: RepositoryData
  readonly refs: ReadonlyMap<string, string>
}

/** A copy of all that a stale read can show. */
export function takeSnapshot(world: World): WorldSnapshot {
  const taken = new Map<Repository, RepositorySnapshot>()
  for (const repository of world.repositories.values()) {
    taken.set(repository, { data: structuredClone(repository.data), refs: listRefs(repository.git) })
  }
  return taken
}

/** Remembers everything but the refs, which is much cheaper, and answers what puts it back. */
export function keepData(world: World): () => void {
  const kept = [...world.repositories.values()].map((repository) => {
    const data = structuredClone(repository.data)
    return () => {
      repository.data = data
    }
  })
  return () => {
    for (const putBack of kept) putBack()
  }
}

/** Puts everything back as it was; ids that were given out stay given out. */
export async function restoreSnapshot(snapshot: WorldSnapshot): Promise<void> {
  for (const [repository, { data, refs }] of snapshot) {
    repository.data = structuredClone(data)
    const gone = [...listRefs(repository.git).keys()].map((ref): [string, null] => [ref, null])
    await setRefs(repository.git, new Map([...gone, ...refs]))
  }
}
