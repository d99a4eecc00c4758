/** What the ledger calls a comment that means stop and could not be carried out as written; no command has that name. */
export const unclearStop = 'stop'
