import type { Form } from '../../model/form.js'
import type { IssueNumber, RepositoryRef } from '../../model/ids.js'
import type { Plan } from '../../model/plan.js'
import type { Cause } from '../../model/record.js'
import type { Request } from '../../model/request.js'
import type { RequestType } from '../../model/request-type.js'
import { blocks, code, type Markdown, markdown, reference, table } from '../text/markdown.js'
import { emergencySentence } from './emergency-words.js'
import { endSentence, momentWords } from './end-words.js'
import { placesView, requestTable } from './request-view.js'

export interface PullStory {
  readonly type: RequestType
  readonly form: Form
  readonly request: Request
  readonly plan: Plan
  readonly issue: IssueNumber
  /** The repository of the issue, where the pull request is in another one. */
  readonly home: RepositoryRef | null
  readonly requestedBy: string
  /** Why the chapter of the request began. */
  readonly cause: Cause
  /** Leaves out what was asked for, because more people can read the pull request than the issue. */
  readonly withheld: boolean
  /** Who has to write which line on the issue, as a sentence without its end; null where nobody has to, or where it is not told. */
  readonly waitingFor: Markdown | null
}

/** The title of the pull request: fixed words and the request type's own title, no text of a requester. */
export function pullTitle({
  type: { title },
  issue,
  home,
  cause,
  plan,
}: Pick<PullStory, 'type' | 'issue' | 'home' | 'cause' | 'plan'>): string {
  const urgent = plan.emergency === undefined ? '' : 'EMERGENCY, '
  const request = `${urgent}request ${reference(home, issue).source}`
  if (cause.kind === 'asked')
    return plan.stage === undefined ? `${title} (${request})` : `${title} (${plan.stage}, ${request})`
  // What a later chapter is about stands in brackets at the end of its title.
  return `${title.slice(0, -1)}, ${request})`
}

/** The text of the pull request. It names the issue without a closing keyword: the toolkit closes it when the merge is verified. */
export function pullBody(story: PullStory): string {
  const issue = reference(story.home, story.issue)
  const facts = [
    [markdown`Requested in`, markdown`${issue} by ${code(story.requestedBy)}`],
    ...(story.plan.stage === undefined ? [] : [[markdown`Stage`, code(story.plan.stage)]]),
    [markdown`Request type`, code(story.type.path)],
    [markdown`Plan digest`, code(story.plan.digest)],
  ]
  return `${
    blocks(
      markdown`${purpose(story, issue)} ${approve(story)} Commands in comments here do nothing; on issue ${issue} they count. A push to this branch puts the request on hold.`,
      emergencySentence(story.plan),
      table(['', ''], facts),
      story.withheld
        ? markdown`What was asked for stands on the issue, which fewer people can read.`
        : requestTable(story.form, story.request),
      placesView(story.plan),
      story.withheld ? null : endSentence(story.plan),
    ).source
  }\n`
}

/** Where the rules ask nobody, nobody is told to approve. */
function approve({ waitingFor, withheld }: PullStory): Markdown {
  if (waitingFor === null && !withheld)
    return markdown`Nobody has to approve it: the toolkit merges this very change.`
  const line = waitingFor ?? markdown`comment ${code('/approve')}`
  return markdown`**Approve on the issue, not here:** ${line} there, and the toolkit merges this very change.`
}

function purpose({ cause, plan }: PullStory, issue: Markdown): Markdown {
  switch (cause.kind) {
    case 'asked':
    case 'stage': {
      const stage = plan.stage === undefined ? markdown`` : markdown` in the stage ${code(plan.stage)}`
      return markdown`This pull request holds exactly the change that issue ${issue} asks for${stage}.`
    }
    case 'ended':
      return markdown`The end of what issue ${issue} asks for has come (${momentWords(cause.at)}): this pull request takes back what was merged for it.`
    case 'restored':
      return markdown`This pull request restores what was merged for issue ${issue}${inStage(cause)}: where somebody has changed it since, it says again what was merged, except where other requests have written.`
    case 'extended':
    case 'taken-back':
      return markdown`This pull request takes back what was merged for issue ${issue}${inStage(cause)}: what it had changed says again what stood there before, except where other requests have written since.`
  }
}

function inStage(cause: Cause): Markdown {
  return 'stage' in cause && cause.stage !== undefined
    ? markdown` in the stage ${code(cause.stage)}`
    : markdown``
}

/** What the published check run says. */
export function planSummary(story: Pick<PullStory, 'plan' | 'issue' | 'home'>): {
  readonly title: string
  readonly summary: string
} {
  const issue = reference(story.home, story.issue)
  const count = story.plan.files.length === 1 ? '1 file' : `${story.plan.files.length} files`
  const stage = story.plan.stage === undefined ? '' : ` (${story.plan.stage})`
  const urgent = story.plan.emergency === undefined ? '' : ', an emergency'
  return {
    title: `The plan of request ${issue.source}${stage}${urgent}: ${count}`,
    summary: blocks(
      markdown`An approval on issue ${issue} binds to this plan and to no other.`,
      table(
        ['File', 'Change'],
        story.plan.files.map((file) => [code(file.path), markdown`${file.change}`]),
      ),
      markdown`Plan digest: ${code(story.plan.digest)}`,
    ).source,
  }
}
