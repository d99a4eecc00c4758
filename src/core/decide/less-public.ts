import type { Snapshot, Visibility } from '../../model/snapshot.js'

/**
 * Whether more people can read the issue than the manifests. What the manifests say must then not be told on the issue: a diff quotes
 * lines around the change, and a problem quotes what it found.
 */
export function isLessPublic({ repository, details: { target } }: Snapshot): boolean {
  return target.reached && audience[target.visibility] < audience[repository.visibility]
}

/** Whether more people can read the pull request than the issue. What was asked for must then not be told there. */
export function isMorePublic({ repository, details: { target } }: Snapshot): boolean {
  return target.reached && audience[target.visibility] > audience[repository.visibility]
}

const audience: Readonly<Record<Visibility, number>> = { private: 0, internal: 1, public: 2 }
