import { decodeRecord } from '../src/core/ledger/decode-record.js'
import type { Predicate } from '../src/model/record.js'
import type { Sandbox } from '../src/sandbox/create-sandbox.js'

/** What the ledger has of an issue, oldest first. */
export async function recordsOn(sandbox: Sandbox, name: string, issue = 1): Promise<readonly Predicate[]> {
  const found: Predicate[] = []
  for (let sequence = 1; ; sequence += 1) {
    const path = `issues/00/${issue}/${String(sequence).padStart(4, '0')}.json`
    const text = await sandbox.repository(name).fileAt('issueops/ledger', path)
    const record = text === null ? null : decodeRecord(text)
    if (record === null) return found
    found.push(record.predicate)
  }
}

/** What was written on an issue. */
export function commentsOn(sandbox: Sandbox, name: string, issue = 1): readonly string[] {
  return (
    sandbox
      .repository(name)
      .issue(issue)
      ?.comments.map(({ body }) => body) ?? []
  )
}
