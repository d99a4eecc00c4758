/** A slash command in an issue comment. */
export type Command =
  /** `prefix` is the beginning of the plan digest the approver wrote, or null for a bare `/approve`. */
  | { readonly name: 'approve'; readonly prefix: string | null }
  | { readonly name: 'reject'; readonly reason: string }
  | { readonly name: 'withdraw' }
  | { readonly name: 'help' }

export type CommandName = Command['name']
