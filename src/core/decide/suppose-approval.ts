import type { Person } from '../../model/person.js'
import type { FirstLook } from '../../model/snapshot.js'

/** A snapshot as it would be if somebody commented `/approve` now, one second after everything that was observed. */
export function supposeApproval(snapshot: FirstLook, person: Person): FirstLook {
  const { issue, viewer } = snapshot
  const id = Math.max(0, ...issue.comments.map((comment) => comment.id)) + 1
  const createdAt = new Date(Date.parse(viewer.observedAt) + 1000).toISOString().replace('.000Z', 'Z')
  const comment = {
    id,
    body: '/approve',
    createdAt,
    lastEditedAt: null,
    editor: null,
    author: person,
    own: false,
    minimized: false,
  }
  return {
    ...snapshot,
    issue: { ...issue, comments: [...issue.comments, comment], commentCount: issue.commentCount + 1 },
  }
}
