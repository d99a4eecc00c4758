import type { Emergency, Review } from '../../model/request-type.js'
import { report, type Wrong } from '../decode/decoding.js'
import { map, optional, required } from '../decode/keys.js'
import { type Shape, to, whole } from '../decode/shape.js'
import { ownApproval } from './approval-grammar.js'
import { duration } from './duration.js'
import { expression, principals } from './leaves.js'

const fewer = ownApproval(
  'Who must approve an emergency instead of those who approve any other request, in every stage; written as the approval of the request. Somebody has to: a rule of it may not be automatic.',
)

const review: Shape<Review> = map({
  within: required(duration, 'within: 1 day', {
    says: 'How long after the merge the review is due, by GitHub’s clock. Without one by then, taking the request back is proposed.',
    examples: ['1 day'],
  }),
  from: required(principals, 'from: [team:security]', {
    says: 'Who reviews it. The requester, editors, whoever approved it, and the people that its approval leaves out by a field never do.',
    examples: [['team:security']],
  }),
  count: optional(whole(1, 'how many people have to confirm it, at least 1'), 1, {
    says: 'How many different people have to confirm it.',
    default: 1,
    examples: [2],
  }),
})

/** Which requests are approved by fewer people, and reviewed after the merge. */
export const emergency = optional(
  to(
    map({
      when: required(expression, 'when: ${{ request.urgent }}', {
        says: 'One expression: which requests are emergencies. It uses an answer of the form, so that it cannot be every request.',
        examples: ['${{ request.urgent }}', "${{ request.severity == 'outage' }}"],
      }),
      approval: required(fewer.shape, 'approval: [{ from: [role:maintain] }]', fewer.told),
      review: required(review, 'review: { within: 1 day, from: [team:security] }', {
        says: 'The review that an emergency gets once it is merged.',
        examples: [{ within: '1 day', from: ['team:security'] }],
      }),
    }),
    (said, decoding, { tree, place }): Emergency | Wrong => {
      const alone = said.approval.approval.findIndex(({ needs }) => needs.kind === 'automatic')
      if (alone < 0) return said
      const at = `${place}/approval/${alone}/automatic`
      return report(decoding, decoding.lines.get(at) ?? decoding.lines.get(place) ?? tree.line, {
        code: 'type/emergency',
        what: 'An emergency would be approved by nobody: a rule of its approval is automatic.',
        fix: 'Name somebody who approves emergencies, as in approval: [{ from: [role:maintain] }]. What needs nobody belongs into the approval of the request.',
      })
    },
  ),
  undefined,
  {
    says: 'Break-glass: which requests are approved by fewer people, and who reviews them once they are merged. What is not confirmed in time, or refused, is proposed to be taken back.',
    examples: [
      {
        when: '${{ request.urgent }}',
        approval: [{ from: ['role:maintain'] }],
        review: { within: '1 day', from: ['team:security'] },
      },
    ],
  },
)
