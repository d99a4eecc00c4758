import { anyApp } from '../core/ledger/authorship.js'
import { inForce } from '../core/ledger/in-force.js'
import { verifyLedger } from '../core/ledger/verify-ledger.js'
import { inventoryLines, inventory as inventoryOf } from '../core/report/inventory.js'
import { readArguments } from './arguments.js'
import { noteLine } from './audit.js'
import { commandHelp } from './command-help.js'
import { demandFolder } from './demand-folder.js'
import { type ExitCode, UsageError } from './exit-code.js'
import { ledgerRef, refuseDoubts, serverHost } from './local-ledger.js'
import { print, printJson } from './print.js'
import { readLedger } from './read-ledger.js'

const inventoryUsage = commandHelp.inventory.usage

/**
 * `issueops inventory`: what is in force, as the ledger of a local clone tells it: who asked for what, who approved it, since when, and which places it has.
 * A ledger that is not what the toolkit appended is refused, because what it tells is not to be taken for a fact.
 */
export function inventory(args: readonly string[]): ExitCode {
  const options = {
    repo: { type: 'string' },
    ref: { type: 'string' },
    app: { type: 'string', multiple: true },
    json: { type: 'boolean' },
  } as const
  const { values } = readArguments(args, options, inventoryUsage)
  const folder = values.repo ?? '.'
  demandFolder(folder)
  const ref = ledgerRef(folder, values.ref)
  const commits = readLedger(folder, ref)
  if (commits === null) throw new UsageError(`${folder} has no commits at ${ref}.`)
  const hands = { ...anyApp, apps: values.app ?? null, host: serverHost() }
  const { records, findings, notes } = verifyLedger(commits, { hands, repository: null })
  refuseDoubts(findings)
  const requests = inventoryOf(inForce(records), records)
  if (values.json === true) printJson({ ok: true, ref, requests, notes })
  else for (const line of [`read ${ref}`, ...inventoryLines(requests), ...notes.map(noteLine)]) print(line)
  return 0
}
