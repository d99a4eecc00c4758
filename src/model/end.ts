import type { Instant } from './instant.js'

/**
 * When a request ends, as its approvers agree to it: at a moment, or some time after its merge. What the request changed is taken back then,
 * in a chapter of its own.
 */
export type End =
  | { readonly kind: 'at'; readonly at: Instant }
  | { readonly kind: 'after'; readonly seconds: number }
