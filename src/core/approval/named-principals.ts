import type { ApprovalNode, ApprovalRule, Principal, RequestType } from '../../model/request-type.js'

/** Everyone whom approval rules name by themselves; code owners depend on the files a request touches. */
export function namedPrincipals(rules: readonly ApprovalRule[]): readonly Principal[] {
  return rules.flatMap(({ needs }) => (needs.kind === 'automatic' ? [] : named(needs)))
}

function named(node: ApprovalNode): readonly Principal[] {
  if (node.kind !== 'people') return node.of.flatMap(named)
  return node.from.flatMap((each) => (each.kind === 'codeowners' ? [] : [each]))
}

/** Whom a type names for whatever may be asked for, in every stage and also once something was merged. */
export function everNamed({
  approval,
  stages = [],
  rollback,
  extend,
  emergency,
}: RequestType): readonly Principal[] {
  const rules = [
    approval,
    ...stages.map((stage) => stage.approval?.approval ?? []),
    rollback?.approval ?? [],
    extend?.approval?.approval ?? [],
    emergency?.approval.approval ?? [],
  ]
  return [...rules.flatMap(namedPrincipals), ...(emergency?.review.from ?? [])]
}
