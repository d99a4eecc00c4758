import type { ApprovalNode, ApprovalRule } from '../../model/request-type.js'

/** Whether some approval rule counts the approval of whoever filed the request; then their role matters too. */
export function letsRequesterApprove(rules: readonly ApprovalRule[]): boolean {
  return rules.some(({ needs }) => needs.kind !== 'automatic' && isOpen(needs))
}

function isOpen(node: ApprovalNode): boolean {
  return node.kind === 'people' ? !node.not.includes('requester') : node.of.some(isOpen)
}
