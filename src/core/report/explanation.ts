import type { Decision } from '../../model/decision.js'
import { blocks, bullets, code, joined, type Markdown, markdown } from '../text/markdown.js'
import { explainVerdict } from './explain-verdict.js'

/**
 * Why a request is where it is: state and reasons, what has to be mended, what each approval rule says, and whose approval does not count.
 * @param organization the owner of the repository, whose teams the rules name.
 */
export function explanation(decision: Decision, organization: string): Markdown {
  const { state, reasons, problems, verdict, plan } = decision
  return blocks(
    markdown`The request is **${state}** (${joined(reasons.map(code), ', ')}).`,
    problems.length === 0 ? null : bullets(problems.map(({ what, fix }) => markdown`${what} ${fix}`)),
    verdict === null || plan === null ? null : explainVerdict({ verdict, digest: plan.digest, organization }),
    verdict === null || verdict.refused.length === 0 ? null : refusals(verdict.refused),
  )
}

function refusals(refused: NonNullable<Decision['verdict']>['refused']): Markdown {
  return bullets(
    refused.map(
      ({ person, what, fix, code: reason }) =>
        markdown`${code(person.login)}: ${what} ${fix} ${code(reason)}`,
    ),
  )
}
