/** The branch the ledger lives on, in the repository of the issues. */
export const ledgerBranch = 'issueops/ledger'
/** The folder its name begins with: git keeps a branch as a file, so none can be called like that. */
export const ledgerFolder = 'issueops'
