import type { Decision } from '../../model/decision.js'
import type { RuleVerdict, Verdict } from '../../model/verdict.js'
import { principalText } from '../approval/principal.js'
import { blocks, bullets, code, joined, type Markdown, markdown } from '../markdown/markdown.js'

/** Why a request is where it is: state and reasons, what has to be mended, and what each approval rule says. */
export function explanation({ state, reasons, problems, verdict }: Decision): Markdown {
  return blocks(
    markdown`The request is **${state}** (${joined(reasons.map(code), ', ')}).`,
    problems.length === 0 ? null : bullets(problems.map(({ what, fix }) => markdown`${what} ${fix}`)),
    verdict === null ? null : approvals(verdict),
  )
}

function approvals({ rules, refused }: Verdict): Markdown {
  const lines = [
    ...rules.map(ruleLine),
    ...refused.map(
      ({ person, what, code: reason }) => markdown`${code(person.login)}: ${what} ${code(reason)}`,
    ),
  ]
  return bullets(lines)
}

function ruleLine({ from, count, approvals: given }: RuleVerdict): Markdown {
  const who = joined(
    from.map((principal) => code(principalText(principal))),
    ' or ',
  )
  const by =
    given.length === 0
      ? ''
      : markdown` by ${joined(
          given.map(({ person }) => code(person.login)),
          ', ',
        )}`
  return markdown`${given.length >= count ? '✅' : '⏳'} ${given.length} of ${count} approvals from ${who}${by}`
}
