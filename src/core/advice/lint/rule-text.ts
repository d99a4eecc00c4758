import type { ApprovalNode, ApprovalRule, Approver } from '../../../model/request-type.js'
import { principalText } from '../../approval/principal.js'

/**
 * What an approval rule asks for on one line, as tests write it: `2 of role:maintain, team:platform`,
 * `all (1 of mona; 1 of team:platform)`, or `nobody`.
 */
export function ruleText({ needs }: Pick<ApprovalRule, 'needs'>): string {
  return orderedRule(needs.kind === 'automatic' ? 'nobody' : nodeText(needs))
}

/** The same rule with the people of every list in one order: they are sets. */
export function orderedRule(rule: string): string {
  return rule
    .split(/([();])/)
    .map((part) => (part.includes(' of ') ? orderedPeople(part) : part))
    .join('')
}

function nodeText(node: ApprovalNode): string {
  if (node.kind !== 'people') return `${node.kind} (${node.of.map(nodeText).join('; ')})`
  return `${node.count} of ${node.from.map(approverText).join(', ')}`
}

function approverText(approver: Approver): string {
  return approver.kind === 'codeowners' ? 'codeowners' : principalText(approver)
}

function orderedPeople(part: string): string {
  const [count = '', people = ''] = part.split(' of ')
  return `${count} of ${people.split(', ').sort().join(', ')}`
}
