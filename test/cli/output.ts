import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { main } from '../../src/cli/issueops.js'

/** What a call of the command prints and how it ends. */
export interface Called {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Calls the command in this process. */
export async function call(...args: readonly string[]): Promise<Called> {
  const printed: Record<'out' | 'err', string> = { out: '', err: '' }
  const collect = (into: 'out' | 'err') => (text: string | Uint8Array) => {
    printed[into] += String(text)
    return true
  }
  const { stdout, stderr } = process
  const [write, complain] = [stdout.write, stderr.write]
  stdout.write = collect('out')
  stderr.write = collect('err')
  try {
    const code = await main(args)
    return { code, ...printed }
  } finally {
    stdout.write = write
    stderr.write = complain
  }
}

/** Writes a file into a folder of its own and returns its path. */
export function file(name: string, text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'issueops-')), name)
  writeFileSync(path, text)
  return path
}

/** A form with fields of every kind. */
export const form = `name: Database
description: Ask for a database
body:
  - { type: input, id: name, attributes: { label: Name }, validations: { required: true } }
  - { type: textarea, id: why, attributes: { label: Reason } }
  - { type: dropdown, id: size, attributes: { label: Size, options: [small, large] } }
  - { type: dropdown, id: zones, attributes: { label: Zones, multiple: true, options: [a, b] } }
  - type: checkboxes
    id: terms
    attributes: { label: Terms, options: [{ label: I pay, required: true }, { label: I back it up }] }
  - { type: upload, id: plan, attributes: { label: Plan } }
`
