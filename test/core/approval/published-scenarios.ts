/**
 * The published abuse scenarios by their numbers, and where each is played: `row` is a row of the decision table that carries the number;
 * a path is a test file or a folder of `test/scenarios`; behind `#` stands the title of a test, or a sentence of a page that says what
 * cannot be detected or is not offered.
 */
export const publishedScenarios: Readonly<Record<string, readonly string[]>> = {
  A1: ['row', 'test/scenarios/requester-approves'],
  A3: ['docs/approvals.md#Two accounts of one person cannot be told apart.'],
  A4: ['row', 'test/scenarios/edit-voids-approval'],
  A8: ['row', 'test/scenarios/edit-voids-approval'],
  A10: ['row', 'test/scenarios/approval-edited', 'test/scenarios/approval-rewritten'],
  A11: ['test/scenarios/approval-deleted', 'test/scenarios/approval-tampered'],
  A13: ['test/scenarios/approval-deleted-later'],
  A15: ['row', 'test/core/command/parse-command.test.ts'],
  A17: ['row'],
  A19: ['row', 'test/core/command/parse-command.test.ts'],
  A21: ['row', 'test/scenarios/commands-refused'],
  A22: ['test/core/text/markdown.test.ts'],
  A23: ['test/evidence.test.ts#a comment that carries the marks of the toolkit'],
  A25: [
    'row',
    'test/core/command/read-commands.test.ts#commands are read of people only',
    'docs/approvals.md#A comment that a person writes through an app is that person’s.',
  ],
  A26: ['docs/approvals.md#A tool that comments with somebody’s token is that somebody.'],
  A27: ['test/scenarios/stranger-in-public', 'test/adversarial.test.ts#a crowd of approvals by strangers'],
  A28: ['row', 'test/scenarios/stranger-in-public'],
  A29: ['row'],
  A30: ['row', 'test/scenarios/team-unreadable', 'test/scenarios/stops-unreadable'],
  A31: [
    'test/core/decide/approval-records.test.ts#after the approver has left the team',
    'test/core/decide/histories.test.ts',
  ],
  A32: [
    'test/core/decide/tampered-approvals.test.ts#whoever leaves the team and joins it again has to approve again',
    'docs/approvals.md#Who joins a team later brings an earlier comment along.',
  ],
  A34: [
    'test/core/plan/plan-changes.test.ts',
    'test/scenarios/form-changed',
    'test/core/decide/histories.test.ts',
  ],
  A36: ['row', 'test/scenarios/policy-broken', 'test/core/request-type/approval-rules.test.ts'],
  A38: ['row', 'test/scenarios/unreachable-quorum', 'test/core/approval/available-approvers.test.ts'],
  A39: ['test/scenarios/rejected-then-deleted', 'test/scenarios/held-and-released'],
  A42: [
    'test/evidence.test.ts#commands of several people that came while no run could start',
    'test/convergence.test.ts#two runs at the same time lead to the same end as one',
  ],
  A43: ['test/convergence.test.ts#after whichever call GitHub or the runner goes away'],
  A44: [
    'test/evidence.test.ts#a closed request is over',
    'docs/approvals.md#An issue that is transferred, turned into a discussion or deleted is out of reach.',
  ],
  A45: ['test/scenarios/second-approve'],
  A46: [
    'row',
    'test/scenarios/approval-expired',
    'docs/approvals.md#The end of an approval is not announced beforehand.',
  ],
  A47: ['test/scenarios/foreign-commits'],
  A48: ['test/scenarios/conflict-with-main'],
  A49: ['test/scenarios/two-on-one-place'],
  A51: ['test/scenarios/partly-automatic'],
  A52: ['test/reasons.test.ts#two status comments of a race are folded into the older one'],
  A53: ['docs/approvals.md#There is no way around the rules for emergencies.'],
}
