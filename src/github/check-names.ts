/** The name of the check run that publishes a plan. */
export const planCheckName = 'IssueOps plan'

/**
 * The name of the check run that says whether a request is approved. It is the one to make required in a ruleset, with the toolkit's app
 * as its expected source; changing it would lock every ruleset that names it.
 */
export const gateCheckName = 'issueops / approved'
