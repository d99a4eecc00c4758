import { type LedgerRecord, recordVersion } from '../../model/record.js'
import { encodeRecord } from './encode-record.js'
import { asRecord } from './record-form.js'

/**
 * Reads a record back, or null if the text is not one to the last byte: whatever means the same but is written otherwise (keys in
 * another order or twice, blanks, other forms of numbers) was not written by the toolkit. Whoever reads records must not decide anything
 * while one of them is unreadable.
 */
export function decodeRecord(text: string): LedgerRecord | null {
  const record = readRecord(text)
  return record !== null && encodeRecord(record) === text ? record : null
}

/** Reads a record however it is written, for whoever tells what is wrong with it; null where it is none. */
export function readRecord(text: string): LedgerRecord | null {
  return asRecord(parse(text))
}

/**
 * Whether a text says of itself that it is a record of a later version than this toolkit knows. Whoever reads it as none would take what it
 * decided for undecided.
 */
export function isNewerRecord(text: string): boolean {
  const said = parse(text)
  if (typeof said !== 'object' || said === null || !('predicateType' in said)) return false
  const [, version = '0'] = /^urn:issueops:decision:v([1-9]\d{0,5})$/.exec(String(said.predicateType)) ?? []
  return Number(version) > recordVersion
}

/** What a text of a bounded size holds as JSON; undefined where it is none. */
function parse(text: string): unknown {
  if (text.length > recordLengthMax || isDeep(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Longest file that is looked into, in bytes; beyond it, what stands in the ledger is no record whatever it says. */
export const fileBytesMax = 1024 * 1024
/** Longest record that is read, in characters; GitHub gives no longer text in a listing. */
const recordLengthMax = 512_000
/** Deepest nesting of a record that is read: what is read level by level must not end in an overflow. */
const depthMax = 64

function isDeep(text: string): boolean {
  let depth = 0
  let quoted = false
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]
    if (quoted) {
      if (character === '\\') index += 1
      else if (character === '"') quoted = false
    } else if (character === '"') quoted = true
    else if (character === '{' || character === '[') {
      depth += 1
      if (depth > depthMax) return true
    } else if (character === '}' || character === ']') depth -= 1
  }
  return false
}
