import type { Digest } from '../../model/ids.js'
import type { Verdict } from '../../model/verdict.js'
import { markdown } from '../text/markdown.js'
import { type WaitingView, waitingFor } from './waiting-for.js'

/** Marks the one comment that calls for the approvers of a later chapter; only a comment the toolkit itself wrote is ever taken for it. */
export function chapterMarker(chapter: number): string {
  return `<!-- issueops:chapter:${chapter} -->`
}

/**
 * Calls once for whoever has to approve a later chapter: the status comment was written long ago, and who is named in a comment that is edited may
 * hear nothing of it.
 */
export function chapterNotice(
  { chapter, title }: { readonly chapter: number; readonly title: string },
  { verdict, digest }: { readonly verdict: Verdict; readonly digest: Digest },
  view: Omit<WaitingView, 'naming'>,
): string {
  const text = markdown`**${title}:** ${waitingFor(verdict, digest, view)}. What is asked for stands in the comment with the state of this request.`
  return `${chapterMarker(chapter)}\n${text.source}\n`
}
