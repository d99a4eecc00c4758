import type { RequestType } from '../../model/request-type.js'
import type { Owed, OwedFile, OwedTarget } from './owed.js'

/** What is owed to requests that are watched: a type may say that its requests are not. Those of a type that is gone are. */
export function watched(all: Owed, types: readonly RequestType[]): Owed {
  const left = new Set(types.filter(({ watch }) => watch === false).map(({ name }) => name))
  if (left.size === 0) return all
  const isWatched = ({ record }: OwedFile['places'][number]) => !left.has(record.predicate.request.type)
  const kept = all.targets.map((target): OwedTarget => {
    const files = [...target.files].map(
      ([path, file]) => [path, { ...file, places: file.places.filter(isWatched) }] as const,
    )
    return { ...target, files: new Map(files.filter(([, { places }]) => places.length > 0)) }
  })
  return { ...all, targets: kept.filter(({ files }) => files.size > 0) }
}
