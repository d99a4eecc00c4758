/** The name of the check run that publishes a plan. */
export const planCheckName = 'IssueOps plan'
