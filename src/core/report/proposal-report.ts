import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { PullNumber, RepositoryRef } from '../../model/ids.js'
import type { Plan } from '../../model/plan.js'
import { blocks, bullets, code, type Markdown, markdown, reference } from '../text/markdown.js'
import { endSentence } from './end-words.js'
import type { PullStory } from './pull-body.js'
import { planView, requestTable } from './request-view.js'
import { stageSentence, titleInStage } from './stage-words.js'

/**
 * Longest report with the whole change in it, in bytes: a step hands it to the next as one variable, of which Linux takes 128 KiB
 * (MAX_ARG_STRLEN), and a comment takes 65,536 characters.
 */
const reportBytesMax = 60_000

export interface ProposalStory extends Pick<PullStory, 'type' | 'form' | 'request' | 'plan' | 'cause'> {
  readonly pull: PullNumber
  /** The repository of the pull request, where that is not the one of the issue. */
  readonly elsewhere: RepositoryRef | null
  /** Leaves out the change, because more people can read the issue than the manifests. */
  readonly withheld: boolean
}

/** What a proposed request shows to its requester and its approvers. */
export function proposalReport(story: ProposalStory): string {
  if (story.withheld) return report(story, onlyThere)
  const whole = report(story, planView(story.plan))
  return utf8ToBytes(whole).length <= reportBytesMax ? whole : report(story, fileList(story.plan))
}

/** What a request shows that changes nothing. */
export function unchangedReport({ type }: Pick<PullStory, 'type'>): string {
  return blocks(
    markdown`### ✅ ${type.title}: already as requested`,
    markdown`The manifests already say what this request asks for, so there is nothing to change.`,
  ).source
}

const onlyThere = markdown`Fewer people can read the manifests than this issue, so the change is shown only in the pull request.`

function report(story: ProposalStory, change: Markdown) {
  const { type, form, request, plan, pull, elsewhere } = story
  return blocks(
    markdown`### ⏳ ${titleInStage(type.title, story)}: proposed`,
    markdown`**Next:** pull request ${reference(elsewhere, pull)} holds exactly the change below and waits for approval. To change the request, edit this issue.`,
    stageSentence(type, plan),
    requestTable(form, request),
    change,
    endSentence(plan),
    markdown`<sub>Plan ${code(plan.digest.slice(0, 12))} · request type ${code(type.path)}</sub>`,
  ).source
}

/** Files named when the change itself would not fit. */
const filesNamedMax = 50

function fileList({ files }: Plan): Markdown {
  const named = files.slice(0, filesNamedMax).map(({ path, change }) => markdown`${code(path)}: ${change}`)
  return blocks(bullets(named), markdown`The change is too long to be shown here; it is in the pull request.`)
}
