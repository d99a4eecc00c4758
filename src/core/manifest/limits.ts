/**
 * In UTF-16 units (4 MiB of ASCII): twice what the largest installation manifests have that people keep in git. What one of that size takes was
 * measured: docs/architecture.md, “Manifests may have 4 MiB”.
 */
export const fileLengthMax = 4_194_304

/** Files of one plan. GitHub lists 100 files of a pull request in one page, and what is not listed cannot be compared. */
export const filesMax = 100

/**
 * Added and removed lines of one plan. GitHub shows no more of a pull request, and what is not shown cannot be approved.
 * Source: GitHub's documentation, “Limits for viewing content and diffs in a repository”.
 */
export const changedLinesMax = 20_000

/** Characters of those lines, in UTF-16 units (GitHub's limit is 1 MB of raw diff; same source). */
export const changedLengthMax = 1_000_000
