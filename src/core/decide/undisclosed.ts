import type { Problem, Problems } from '../../model/problem.js'
import type { PeopleReason, Reason, Verdict } from '../../model/verdict.js'
import { namesNoOwner } from '../approval/reason-state.js'

/**
 * A verdict as people and programs are told it: what a refusal is, its code says.
 * @param withheld whether more people are told than can read CODEOWNERS and the changed files; then nothing of these is.
 */
export function toldVerdict({ state, root, refused }: Verdict, withheld: boolean): Verdict {
  return {
    state,
    root: withheld ? { ...root, of: root.of.map(withoutOwners) } : root,
    refused: refused.map(({ kind, ...vote }) =>
      withheld && kind === 'unclear'
        ? { ...vote, what: 'It could not be found out whether this person may approve.' }
        : vote,
    ),
  }
}

function withoutOwners(reason: Reason): Reason {
  switch (reason.kind) {
    case 'automatic':
      return reason
    case 'people':
      return reason.files === null ? reason : withoutNames(reason)
    case 'all':
    case 'any':
      return { ...reason, of: reason.of.map(withoutOwners) }
  }
}

function withoutNames(reason: PeopleReason): PeopleReason {
  return {
    ...reason,
    from: [{ kind: 'undisclosed', ...(namesNoOwner(reason) ? { nobody: true } : {}) }],
    files: [],
    unknown: reason.unknown.length === 0 ? [] : ['the code owners could not all be looked up'],
  }
}

/** Says of a plan that cannot be made only that, because the reason quotes manifests that fewer people can read than the issue. */
export function undisclosedProblem(repository: string): Problems {
  const problem: Problem = {
    code: 'state/plan-withheld',
    what: `The change cannot be made in ${repository} as it stands. Fewer people can read that repository than this issue, so the reason is not told here.`,
    fix: `A maintainer who can read ${repository} has to run issueops plan on checkouts of both repositories (--repo and --target) to see the reason; then correct the request or the manifests.`,
  }
  return [problem]
}
