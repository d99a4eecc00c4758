import type { PolicyFile } from '../model/policy.js'
import { fields, objectId, optionalFields, text } from './answer.js'

/** What {@link decodeFiles} reads of a folder. */
export const filesSelection =
  '{ ... on Tree { entries { path type mode object { ... on Blob { oid text isBinary isTruncated } } } } }'

/** The regular files of a folder; a symbolic link is none of them, because its text is only a path. */
export function decodeFiles(folder: unknown, what: string): readonly PolicyFile[] {
  const tree = optionalFields(folder, what)
  if (tree === null || !Array.isArray(tree.entries)) return []
  return tree.entries.flatMap((value: unknown) => {
    const entry = fields(value, what)
    if (entry.type !== 'blob' || entry.mode === symlinkMode) return []
    const blob = fields(entry.object, what)
    const whole = blob.isTruncated === false && blob.isBinary === false
    return [
      {
        path: text(entry.path, `${what}: path`),
        blob: objectId(blob.oid, `${what}: blob`),
        text: whole && typeof blob.text === 'string' ? blob.text : null,
      },
    ]
  })
}

/** Git's mode of a symbolic link, 0o120000. */
const symlinkMode = 0o120000
