import type { Reader } from '../github/reader.js'
import type { Oid } from '../model/ids.js'
import { demandWhole, type Fields, fields, optionalFields } from './answer.js'
import { allTextBytesMax, type BlobText, blobSelection, blobText, sizeOf } from './blob-text.js'

/** What stands under an id, or why that is not known: nothing does, or no file. */
export type ObservedText = BlobText | { readonly kind: 'missing' }

/** Texts asked for in one query. */
const textsPerQuery = 100

/**
 * What files said once, by their ids: of each of these, once. All of it comes in one query for each hundred; what GraphQL cuts off or
 * converts is read once more as bytes.
 * @param reader of the repository the files are in.
 * @throws GitHubError
 */
export async function observeTexts(
  reader: Reader,
  oids: readonly Oid[],
): Promise<ReadonlyMap<Oid, ObservedText>> {
  const distinct = [...new Set(oids)]
  const portions = Array.from({ length: Math.ceil(distinct.length / textsPerQuery) }, (_, index) =>
    distinct.slice(index * textsPerQuery, (index + 1) * textsPerQuery),
  )
  const blobs = (await Promise.all(portions.map((portion) => observeBlobs(reader, portion)))).flat()
  let bytes = 0
  const texts = await Promise.all(
    blobs.map(async ([oid, blob]): Promise<readonly [Oid, ObservedText]> => {
      if (blob === null) return [oid, { kind: 'missing' }]
      bytes += sizeOf(blob, oid)
      return bytes > allTextBytesMax
        ? [oid, { kind: 'unreadable', why: 'too-large' }]
        : [oid, await blobText(reader, blob, oid)]
    }),
  )
  return new Map(texts)
}

async function observeBlobs(
  reader: Reader,
  oids: readonly Oid[],
): Promise<readonly (readonly [Oid, Fields | null])[]> {
  const { owner, name } = reader.repository
  const selections = oids.map((_, index) => `blob${index}: object(oid: $oid${index}) ${blobSelection}`)
  const parameters = oids.map((_, index) => `, $oid${index}: GitObjectID!`)
  const document = `
    query Texts($owner: String!, $name: String!${parameters.join('')}) {
      repository(owner: $owner, name: $name) {
        ${selections.join('\n        ')}
      }
    }`
  const ids = Object.fromEntries(oids.map((oid, index) => [`oid${index}`, oid]))
  const answer = await reader.query('read what was recorded', document, { owner, name, ...ids })
  demandWhole(answer, 'what was recorded', () => false)
  const repository = fields(fields(answer.data, 'what was recorded').repository, 'the repository')
  return oids.map((oid, index) => {
    const blob = optionalFields(repository[`blob${index}`], oid)
    // A folder or a commit answers as an object without the fields of a file.
    return [oid, blob?.oid === oid ? blob : null]
  })
}
