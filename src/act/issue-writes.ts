import { GitHubError } from '../github/errors.js'
import type { Writer } from '../github/writer.js'
import type { CommentAnswer } from '../github/writing.js'
import type { Effect } from '../model/effect.js'
import type { IssueNumber } from '../model/ids.js'
import type { Written } from './written.js'

/** Writes the status comment, or edits it in place. */
export async function ensureStatus(
  writer: Writer,
  issue: IssueNumber,
  { comment, body }: Extract<Effect, { kind: 'ensure-status' }>,
): Promise<Written> {
  const answer =
    comment === null ? await writer.createComment(issue, body) : await writer.updateComment(comment, body)
  return { did: comment === null ? 'created' : 'updated', fact: written(answer) }
}

/** Writes a comment of its own: an answer, or a notice. */
export async function comment(
  writer: Writer,
  issue: IssueNumber,
  { body }: Extract<Effect, { kind: 'reply' | 'notice' }>,
): Promise<Written> {
  return { did: 'created', fact: written(await writer.createComment(issue, body)) }
}

/** Puts labels on and takes labels off; labels of people are left alone. */
export async function ensureLabels(
  writer: Writer,
  issue: IssueNumber,
  { add, remove }: Extract<Effect, { kind: 'ensure-labels' }>,
): Promise<Written> {
  await Promise.all([
    ...(add.length === 0 ? [] : [writer.addLabels(issue, add)]),
    ...remove.map((label) => unlessGone(writer.removeLabel(issue, label))),
  ])
  return { did: 'updated', fact: { kind: 'labels', added: add, removed: remove } }
}

function written({ id, body, createdAt }: CommentAnswer): Written['fact'] {
  const comment = {
    id,
    body,
    createdAt,
    lastEditedAt: null,
    editor: null,
    author: null,
    own: true,
    minimized: false,
  }
  return { kind: 'comment', comment }
}

/** Waits for a deletion; what is gone already needs no deleting. GitHub answers 404, or 422 “Reference does not exist”. */
export async function unlessGone(deletion: Promise<void>): Promise<void> {
  try {
    await deletion
  } catch (error) {
    const gone =
      error instanceof GitHubError && (error.failure === 'not-found' || error.failure === 'refused')
    if (!gone) throw error
  }
}
