import type { Session, TakeAnswer } from './session.js'

export interface GitObject {
  readonly oid: string
  readonly type: 'blob' | 'tree' | 'commit' | 'tag'
  readonly content: Buffer
}

/** Objects up to this many bytes are kept once they were read: commits, folders and most manifests. */
const keptBytesMax = 65_536

/** What an id names stays what it is; a branch or a path may name something else tomorrow. */
const lasting = /^[0-9a-f]{40}(?:\^\{(?:commit|tree)\})?$/

/** Reads what a revision expression such as `main:folder/file` names, or null. */
export function objectReader(
  catFile: Session<GitObject | null>,
): (expression: string) => Promise<GitObject | null> {
  const kept = new Map<string, GitObject>()
  return async (expression) => {
    if (expression === '' || /[\n\0]/.test(expression)) return null
    const known = kept.get(expression)
    if (known !== undefined) return known
    const object = await catFile.ask(`${expression}\n`)
    if (object !== null && object.content.length <= keptBytesMax && lasting.test(expression))
      kept.set(expression, object)
    return object
  }
}

/** Source: git-cat-file, BATCH OUTPUT. */
export const takeObject: TakeAnswer<GitObject | null> = (printed) => {
  const end = printed.indexOf(0x0a)
  if (end < 0) return null
  const header = printed.toString('utf8', 0, end)
  const match = /^([0-9a-f]{40}) (blob|tree|commit|tag) (\d+)$/.exec(header)
  if (match === null) return { answer: null, length: end + 1 }
  const [, oid = '', type = '', size = '0'] = match
  const bytes = Number(size)
  if (printed.length < end + 1 + bytes + 1) return null
  const content = Buffer.from(printed.subarray(end + 1, end + 1 + bytes))
  return { answer: { oid, type: type as GitObject['type'], content }, length: end + 1 + bytes + 1 }
}
