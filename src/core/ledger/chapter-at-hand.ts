import type { LedgerRecord, Predicate } from '../../model/record.js'

/** The number of the chapter at hand, and why it began. @param records those of the chapter; none before the first was written. */
export function chapterOf({
  records,
}: {
  readonly records: readonly LedgerRecord[]
}): Pick<Predicate, 'chapter' | 'cause'> {
  const { chapter, cause } = records.at(-1)?.predicate ?? { chapter: 1, cause: { kind: 'asked' } }
  return { chapter, cause }
}
