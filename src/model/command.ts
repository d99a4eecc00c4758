/** A slash command in an issue comment. */
export type Command =
  /** `prefix` is the beginning of the plan digest the approver wrote, or null for a bare `/approve`. */
  | { readonly name: 'approve'; readonly prefix: string | null }
  /** Takes back every `/approve` the same person gave before. */
  | { readonly name: 'unapprove' }
  | { readonly name: 'reject'; readonly reason: string }
  | { readonly name: 'withdraw' }
  /** The reason is null where none was given. */
  | { readonly name: 'hold'; readonly reason: string | null }
  | { readonly name: 'unhold' }
  | { readonly name: 'retry' }
  | { readonly name: 'explain' }
  | { readonly name: 'help' }

export type CommandName = Command['name']
