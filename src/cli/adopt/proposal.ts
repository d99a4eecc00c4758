/** A file that adopting the toolkit wants in a repository. */
export interface Proposal {
  /** From the root of the repository. */
  readonly path: string
  /** `new`: the whole file, where there is none. `append`: lines at the end of a file that is there. */
  readonly how: 'new' | 'append'
  readonly text: string
}

/** What becomes of a proposal; nothing that is there is ever overwritten. */
export interface SettledFile {
  readonly path: string
  readonly does: 'write' | 'append' | 'keep'
  /** What is written or appended; empty for a file that is kept. */
  readonly text: string
}

/** A file that stays as it is. */
export function kept(path: string): SettledFile {
  return { path, does: 'keep', text: '' }
}
