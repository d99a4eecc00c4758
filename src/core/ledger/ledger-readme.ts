/** What a person finds who opens the ledger branch. */
export const ledgerReadme = `# IssueOps ledger

Every decision about a request stands here as one file, as \`issues/00/42/0003.json\` for the third about issue 42, appended in a commit of its own.
Beside them, \`people.json\` says which account had a login that rules name when the toolkit first met it; it only grows.
What maintainers have locked and unlocked stands in \`locks/\`, numbered from \`0001.json\`, and what follows from it in \`locks.json\`, which every run reads.
Nothing is ever changed or removed: each record names the commit before it, and git's own history chains them.

\`issueops audit verify\` walks the branch and reports every record that is missing, changed, moved or added out of turn.
Protect the branch with a ruleset that forbids force pushes and deletions, and lets only the toolkit's app push.
`
