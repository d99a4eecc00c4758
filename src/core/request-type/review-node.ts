import type { LeftOut, PeopleNode, Review } from '../../model/request-type.js'

/**
 * Who has to confirm an emergency, as an approval rule. What they confirm is shown by its record and by no open pull request, so its digest has to be
 * named: an `/approve` that was meant for the merge, and came late, is no review.
 * @param fields the people whom the approval of the emergency leaves out beside its requester and editors.
 */
export function reviewNode(
  { from, count }: Pick<Review, 'from' | 'count'>,
  fields: readonly LeftOut[],
): PeopleNode {
  return {
    kind: 'people',
    from,
    count,
    not: [...new Set<LeftOut>(['requester', 'editors', ...fields])],
    validFor: null,
    requireDigest: 'prefix',
  }
}
