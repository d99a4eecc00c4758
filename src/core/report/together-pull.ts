import type { RepositoryRef } from '../../model/ids.js'
import type { Plan, Together } from '../../model/plan.js'
import { blocks, code, joined, type Markdown, markdown, reference, table } from '../text/markdown.js'
import { changeWords, placesView } from './request-view.js'

/** What the pull request of ends that come together tells. */
export interface TogetherStory {
  readonly plan: Plan
  readonly together: Together
  /** The repository of the issues, where the pull request is in another one. */
  readonly home: RepositoryRef | null
}

export function togetherTitle({ together }: Pick<TogetherStory, 'together'>): string {
  return `${together.of.length} requests have ended`
}

/** The text of the pull request. Whoever may read it can see the change itself; what was asked for stands on the issues. */
export function togetherBody(story: TogetherStory): string {
  const { plan, together } = story
  return `${
    blocks(
      markdown`The ends of ${together.of.length} requests have come: this pull request takes back what was merged for them, and nothing else. Each was approved with its end, so nobody is asked again, and the toolkit merges this very change. Commands in comments here do nothing; on the issues they count. A push to this branch puts the ends on hold.`,
      table(
        ['', ''],
        [
          [markdown`Requested in`, issues(story)],
          [markdown`Plan digest`, code(plan.digest)],
        ],
      ),
      placesView(plan),
    ).source
  }\n`
}

/** What the published check run says. */
export function togetherSummary(story: TogetherStory): { readonly title: string; readonly summary: string } {
  const { plan, together } = story
  const count = plan.files.length === 1 ? '1 file' : `${plan.files.length} files`
  return {
    title: `The plan of the ends of ${together.of.length} requests: ${count}`,
    summary: blocks(
      markdown`It ends what was asked for in ${issues(story)}.`,
      table(
        ['File', 'Change'],
        plan.files.map((file) => [code(file.path), markdown`${changeWords[file.change]}`]),
      ),
      markdown`Plan digest: ${code(plan.digest)}`,
    ).source,
  }
}

function issues({ together, home }: TogetherStory): Markdown {
  return joined(
    together.of.map(({ issue }) => reference(home, issue)),
    ', ',
  )
}
