import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { Plan } from '../../model/plan.js'
import { blocks, bullets, code, type Markdown, markdown } from '../markdown/markdown.js'
import type { PullStory } from './pull-body.js'
import { planView, requestTable } from './request-view.js'

/**
 * Longest report with the whole change in it, in bytes: a step hands it to the next as one variable, of which Linux takes 128 KiB
 * (MAX_ARG_STRLEN), and a comment takes 65,536 characters.
 */
const reportBytesMax = 60_000

/** What a proposed request shows to its requester and its approvers. */
export function proposalReport(story: PullStory & { readonly pull: number }): string {
  const whole = report(story, planView(story.plan))
  return utf8ToBytes(whole).length <= reportBytesMax ? whole : report(story, fileList(story.plan))
}

/** What a request shows that changes nothing. */
export function appliedReport({ type }: Pick<PullStory, 'type'>): string {
  return blocks(
    markdown`### ✅ ${type.title}: already as requested`,
    markdown`The manifests already say what this request asks for, so there is nothing to change.`,
  ).source
}

function report(
  { type, form, request, plan, pull }: PullStory & { readonly pull: number },
  change: Markdown,
) {
  return blocks(
    markdown`### ⏳ ${type.title}: proposed`,
    markdown`**Next:** pull request #${pull} holds exactly the change below and waits for approval. To change the request, edit this issue.`,
    requestTable(form, request),
    change,
    markdown`<sub>Plan ${code(plan.digest.slice(0, 12))} · request type ${code(type.path)}</sub>`,
  ).source
}

/** Files named when the change itself would not fit. */
const filesNamedMax = 50

function fileList({ files }: Plan): Markdown {
  const named = files.slice(0, filesNamedMax).map(({ path, change }) => markdown`${code(path)}: ${change}`)
  return blocks(bullets(named), markdown`The change is too long to be shown here; it is in the pull request.`)
}
