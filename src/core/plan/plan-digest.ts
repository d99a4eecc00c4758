import type { End } from '../../model/end.js'
import type { Digest, Oid } from '../../model/ids.js'
import type { Json } from '../../model/json.js'
import type { FileMode } from '../../model/manifest.js'
import type { PlannedEmergency, Together } from '../../model/plan.js'
import type { Cause } from '../../model/record.js'
import { canonicalJson, sha256 } from '../text/digest.js'

/** Everything an approval binds to, as far as it has a digest of its own: a record holds all of it, and can be checked against it again. */
export interface BoundPlan {
  readonly request: Digest
  /** Null where the request type, or the form, does not come from git. */
  readonly type: Oid | null
  readonly form: Oid | null
  /** The file of the approval rules; null where they stand in the request type. */
  readonly policy: Oid | null
  readonly templates: readonly { readonly path: string; readonly blob: Oid | null }[]
  /** Which chapter of the request it is, and why that began; null for the first, which its form asked for. */
  readonly chapter: { readonly number: number; readonly cause: Cause } | null
  /** When the request ends, which nobody is asked about again; null where it never does. */
  readonly end: End | null
  /** Which stage of the request it carries out; null where that has none. */
  readonly stage: string | null
  /** The review that was promised for fewer approvals; null where it is no emergency. */
  readonly emergency: PlannedEmergency | null
  /** As the request type names it; a repository of null is the one the issue is in. */
  readonly target: { readonly repository: string | null; readonly branch: string }
  readonly files: readonly {
    readonly path: string
    readonly mode: FileMode
    readonly before: Oid | null
    readonly after: Oid | null
  }[]
}

/** The digest of a plan. What a plan has not (a file of rules, templates, an end, a stage, a review) is left out, so that the digests of other plans stay what they were. */
export function planDigest({
  request,
  type,
  form,
  policy,
  templates,
  chapter,
  end,
  stage,
  emergency,
  target,
  files,
}: BoundPlan): Digest {
  const content: Json = {
    request,
    type,
    form,
    ...(policy === null ? {} : { policy }),
    ...(templates.length === 0 ? {} : { templates: templates.map(({ path, blob }) => ({ path, blob })) }),
    ...(chapter === null ? {} : { chapter: { number: chapter.number, cause: bound(chapter.cause) } }),
    ...(end === null ? {} : { end: boundEnd(end) }),
    ...(stage === null ? {} : { stage }),
    ...(emergency === null ? {} : { emergency: { review: boundReview(emergency) } }),
    target: { repository: target.repository, branch: target.branch },
    files: files.map(({ path, mode, before, after }) => ({ path, mode, before, after })),
  }
  return sha256(canonicalJson(content))
}

/** The digest of the one plan of several ends. Whose they are, and what was asked for with each, is part of it. */
export function togetherDigest(
  { branch, of }: Together,
  target: BoundPlan['target'],
  files: BoundPlan['files'],
): Digest {
  const content: Json = {
    together: { branch, of: of.map(({ issue, chapter, request }) => ({ issue, chapter, request })) },
    target: { repository: target.repository, branch: target.branch },
    files: files.map(({ path, mode, before, after }) => ({ path, mode, before, after })),
  }
  return sha256(canonicalJson(content))
}

/** What of a cause an approver agrees to: whose wish it is, which comment holds it, and which moment or stage it is about. */
function bound(cause: Cause): Json {
  const { kind } = cause
  switch (kind) {
    case 'asked':
      return { kind }
    case 'ended':
      return { kind, at: cause.at }
    case 'taken-back': {
      const { stage } = cause
      const named = stage === undefined ? {} : { stage }
      if ('overdue' in cause) return { kind, ...named, overdue: cause.overdue }
      const { downTo, review, comment, by } = cause
      const further = {
        ...(downTo === undefined ? {} : { downTo }),
        ...(review === undefined ? {} : { review }),
      }
      return { kind, ...named, ...further, comment, by: by.id }
    }
    case 'restored': {
      const named = cause.stage === undefined ? {} : { stage: cause.stage }
      return { kind, ...named, comment: cause.comment, by: cause.by.id }
    }
    case 'stage':
      return 'after' in cause
        ? { kind, stage: cause.stage, after: cause.after }
        : { kind, stage: cause.stage, comment: cause.comment, by: cause.by.id }
    case 'extended':
      return { kind, comment: cause.comment, by: cause.by.id, until: cause.until }
  }
}

function boundReview({ review: { within, from, count } }: PlannedEmergency): Json {
  return { within, from: [...from], count }
}

function boundEnd(end: End): Json {
  return end.kind === 'at' ? { kind: end.kind, at: end.at } : { kind: end.kind, seconds: end.seconds }
}
