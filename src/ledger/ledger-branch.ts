/** The branch the ledger lives on, in the repository of the issues. */
export const ledgerBranch = 'issueops/ledger'
