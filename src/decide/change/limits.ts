/** In UTF-16 units (1 MiB of ASCII). Larger manifests take more than a second to edit, and GitHub shows no diff of them. */
export const fileLengthMax = 1_048_576
