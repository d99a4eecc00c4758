/**
 * The published abuse scenarios by their numbers, and where each is played: `row` is a row of the decision table that carries the number;
 * a path is a test file or a folder of `test/scenarios`.
 */
export const publishedScenarios: Readonly<Record<string, readonly string[]>> = {
  A1: ['row', 'test/scenarios/requester-approves'],
  A4: ['row', 'test/scenarios/edit-voids-approval'],
  A8: ['row', 'test/scenarios/edit-voids-approval'],
  A10: ['row', 'test/scenarios/approval-edited'],
  A11: ['test/decide/approval/approval-histories.test.ts'],
  A15: ['row', 'test/decide/command/parse-command.test.ts'],
  A17: ['row'],
  A19: ['row', 'test/decide/command/parse-command.test.ts'],
  A21: ['row'],
  A22: ['test/decide/markdown/markdown.test.ts'],
  A25: ['row', 'test/decide/command/read-commands.test.ts'],
  A27: ['test/scenarios/stranger-in-public'],
  A28: ['row', 'test/scenarios/stranger-in-public'],
  A29: ['row'],
  A30: ['row', 'test/scenarios/team-unreadable'],
  A31: ['test/decide/approval/approval-histories.test.ts', 'test/decide/histories.test.ts'],
  A34: ['test/decide/change/plan-changes.test.ts', 'test/decide/histories.test.ts'],
  A36: ['row', 'test/decide/request/approval-rules.test.ts'],
  A38: ['row', 'test/scenarios/unreachable-quorum', 'test/decide/approval/available-approvers.test.ts'],
  A45: ['test/scenarios/second-approve'],
  A46: ['row'],
  A47: ['test/scenarios/foreign-commits'],
  A48: ['test/scenarios/conflict-with-main'],
}
