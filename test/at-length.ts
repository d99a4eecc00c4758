/** Whether nobody waits for the tests, as in `npm run test:long`: then they leave out nothing of what they otherwise play a portion of. */
export const atLength = process.env.AT_LENGTH !== undefined

/** How much of something is tried. */
export function portionOf({ portion, all }: { readonly portion: number; readonly all: number }): number {
  return atLength ? all : portion
}
