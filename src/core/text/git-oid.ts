import { sha1 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { type Oid, oid } from '../../model/ids.js'
import type { FolderEntry } from '../../model/snapshot.js'

/**
 * The id git gives a file of this text: the hash of `blob <bytes>\0` and the UTF-8 bytes.
 * Source: git's documentation, “Git Internals - Git Objects”.
 * @param format the repository's object format; GitHub's repositories use `sha1`.
 */
export function gitBlobOid(text: string, format: 'sha1' | 'sha256' = 'sha1'): Oid {
  const bytes = utf8ToBytes(text)
  const object = concatBytes(utf8ToBytes(`blob ${bytes.length}\0`), bytes)
  return oid(bytesToHex(format === 'sha1' ? sha1(object) : sha256(object)))
}

/** Git's mode of a folder. */
export const folderMode = '40000'

/**
 * The id git gives a folder of these entries (SHA-1): the hash of its listing, sorted by git's rule, by which a folder sorts as if its
 * name ended with a slash. Source: git's documentation, “Git Internals - Git Objects”, and `base_name_compare` in git's own words.
 */
export function gitTreeOid(entries: readonly FolderEntry[]): Oid {
  const sorted = entries
    .map((entry) => ({ entry, key: sortKey(entry) }))
    .sort((a, b) => compare(a.key, b.key))
  const listing = concatBytes(
    ...sorted.map(({ entry }) =>
      concatBytes(utf8ToBytes(`${entry.mode} ${entry.name}\0`), hexToBytes(entry.oid)),
    ),
  )
  return oid(bytesToHex(sha1(concatBytes(utf8ToBytes(`tree ${listing.length}\0`), listing))))
}

function sortKey({ name, mode }: FolderEntry): Uint8Array {
  return utf8ToBytes(mode === folderMode ? `${name}/` : name)
}

/** By bytes, as git compares; JavaScript would compare UTF-16 units. */
function compare(a: Uint8Array, b: Uint8Array): number {
  for (const [index, byte] of a.entries()) {
    const other = b[index]
    if (other === undefined) return 1
    if (byte !== other) return byte - other
  }
  return a.length - b.length
}
