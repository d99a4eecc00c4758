import type { Plan, Together } from '../../model/plan.js'
import type { ObservedPull } from '../../model/pull.js'
import { isOver, type RecordedPlan } from '../../model/record.js'
import type { Company, FirstLook, Snapshot } from '../../model/snapshot.js'
import { chapterOf } from '../ledger/chapter-at-hand.js'

/** The ends that the one of this issue is carried out with in this run; null where it goes alone, or where no end is due. */
export function companyOf({ company, issue, ledger }: FirstLook): Company | null {
  if (company === undefined || company === 'alone') return null
  const { chapter, cause } = chapterOf(ledger)
  const isAmong = company.together.of.some((part) => part.issue === issue.number && part.chapter === chapter)
  return cause.kind === 'ended' && isAmong ? company : null
}

/** The ends that this one goes with: in this run, else as the ledger has it. */
export function togetherWith(snapshot: FirstLook): Together | null {
  if (snapshot.company === 'alone') return null
  return companyOf(snapshot)?.together ?? snapshot.ledger.records.at(-1)?.predicate.plan?.together ?? null
}

/** Whether the end was begun with others and is not through: the sweep goes on with all of them, or leaves this one out. */
export function isLeftToSweep({ company, ledger }: FirstLook): boolean {
  const last = ledger.records.at(-1)
  return company === undefined && last?.predicate.plan?.together !== undefined && !isOver(last)
}

/**
 * Whether the branch of a merge stays for now: that of ends that came together goes last, once the sweep has brought each of them to its end, so that what
 * a run that was cut off has left undone is found by it.
 */
export function keepsBranch({ company }: FirstLook, plan: RecordedPlan | null): boolean {
  return plan?.together !== undefined && company !== 'alone'
}

/** Whether what was merged is the one change of others: this end was to go with them, and was left out of the plan that came after. */
export function isOfOthers({ ledger }: FirstLook, { head, publications }: ObservedPull): boolean {
  const { plan, pull } = ledger.records.at(-1)?.predicate ?? {}
  return (
    plan?.together !== undefined &&
    pull?.head !== head &&
    publications.some((each) => each.head === head && each.digest !== plan.digest)
  )
}

/** Whether the manifests are what the one plan was made of. */
export function fitsCompany({ files }: Company, { details: { manifests } }: Snapshot): boolean {
  return files.every(({ path, before }) => {
    const file = manifests.files.find((each) => each.path === path)
    if (file === undefined) return false
    return file.kind === 'text' ? file.oid === before?.oid : file.kind === 'absent' && before === null
  })
}

export function planOfCompany(
  { digest, files, together }: Company,
  requestDigest: Plan['requestDigest'],
): Plan {
  return { digest, requestDigest, files, together }
}
