import type { RepositoryRef } from '../../model/ids.js'
import type { LedgerRecord } from '../../model/record.js'

/** The repository in which something recorded was carried out; null is the one of the issue, under whatever name it has it by now. */
export function recordedTarget({
  predicate: { plan, repository: home },
}: Pick<LedgerRecord, 'predicate'>): RepositoryRef | null {
  if (plan === null || plan.repository === home) return null
  const [owner = '', name = ''] = plan.repository.split('/')
  return { owner, name }
}
