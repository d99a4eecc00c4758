import type { Decision } from '../../model/decision.js'
import type { Effect } from '../../model/effect.js'
import type { FirstLook } from '../../model/snapshot.js'
import { markdown, mention } from '../text/markdown.js'

/**
 * Names whoever edited the toolkit's own comment, once for each edit, beside the write that brings it back: what stood there in between was not
 * the toolkit's word. Apps are not named; an edit of its own is one.
 */
export function namesEditor(snapshot: FirstLook, decision: Decision): Decision {
  const rewritten = decision.effects.flatMap((effect) =>
    effect.kind === 'ensure-status' && effect.comment !== null ? noteOf(snapshot, effect.comment) : [],
  )
  return rewritten.length === 0 ? decision : { ...decision, effects: [...decision.effects, ...rewritten] }
}

function noteOf({ issue, viewer }: FirstLook, id: number): readonly Effect[] {
  const found = issue.comments.find((each) => each.id === id)
  const by = found?.editor ?? null
  const at = found?.lastEditedAt ?? null
  if (by === null || at === null || by.kind === 'bot' || by.login === viewer.login) return []
  const marker = `<!-- issueops:rewritten:${id}:${at} -->`
  if (issue.comments.some((each) => each.own && each.body.startsWith(marker))) return []
  const text = markdown`${mention(by.login)} edited the status comment of the toolkit. It is written anew; what it said in between was not the toolkit's word, and decided nothing.`
  return [{ kind: 'reply', to: id, body: `${marker}\n${text.source}\n` }]
}
