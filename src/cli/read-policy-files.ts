import { readPolicyFiles as readCheckout } from '../checkout/read-policy-files.js'
import type { Policy } from '../model/policy.js'
import { demandFolder } from './demand-folder.js'

/**
 * The request types, templates and forms of a checkout the user named.
 * @throws UsageError when there is no such folder.
 */
export function readPolicyFiles(root: string): Policy {
  demandFolder(root)
  return readCheckout(root)
}
