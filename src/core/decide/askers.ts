import type { Snapshot } from '../../model/snapshot.js'

/** Who filed a request and who edited it, by login; accounts that are gone are left out. */
export function askers({ issue }: Snapshot): {
  readonly requester: string | null
  readonly editors: readonly string[]
} {
  return {
    requester: issue.author?.login ?? null,
    editors: issue.editors.flatMap((editor) => (editor === null ? [] : [editor.login])),
  }
}
