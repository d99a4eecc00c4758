import type { CopyChange, FileChange, PlainChange } from '../../model/change.js'
import type { Json } from '../../model/json.js'
import type { Manifests, ObservedFile } from '../../model/manifest.js'
import type { PathStep } from '../../model/plan.js'
import { fail, ok, type Result } from '../../model/problem.js'
import { chooseDocument } from '../manifest/choose-document.js'
import { closedProblem, sealedProblem } from '../manifest/closed-problem.js'
import { type FoundPlace, findPlace } from '../manifest/find-place.js'
import { fileLengthMax } from '../manifest/limits.js'
import { lineFinder } from '../manifest/line-finder.js'
import { manifestFormat } from '../manifest/manifest-format.js'
import { fileTooLarge, obstacleProblem } from '../manifest/obstacle-problem.js'
import { stepText } from '../manifest/place-text.js'
import { sidesAt } from '../manifest/reading.js'
import {
  linesBefore,
  named,
  at as placeOf,
  quoted,
  type SearchedDocument,
} from '../manifest/searched-document.js'
import { unsafeDataProblem } from '../manifest/unsafe-data-problem.js'
import { copiedScalarProblem } from './copied-scalar-problem.js'

type Source = ObservedFile & { readonly kind: 'text' }

/**
 * What a copy means: the file, or the value at the place, that its source has. From here on it is planned, spliced and proven like any
 * other. The source is refused for whatever would refuse it as a target: links, SOPS, templates, size.
 * @throws if the source was not observed: whoever observes asks `changePaths`.
 */
export function copiedChange(change: CopyChange, manifests: Manifests): Result<PlainChange> {
  const { file } = change.from
  const observed = manifests.files.find(({ path }) => path === file)
  if (observed === undefined) throw new Error(`the source ${file} was not observed`)
  const obstacle = obstacleProblem(observed, 'copied')
  if (obstacle !== null) return fail(obstacle)
  if (observed.kind !== 'text') return missing(change, { what: `${file} is not in the target repository` })
  if (observed.text.length > fileLengthMax) return fail(fileTooLarge(file))
  return change.at === null ? wholeFile(change, observed) : onePlace(change, change.at, observed)
}

function wholeFile(change: CopyChange, { text, path, mode }: Source): Result<FileChange> {
  const sealed = sealedProblem(text, path)
  if (sealed !== null) return fail(sealed)
  const { file, ensure, document, validate } = change
  return ok({ kind: 'file', file, ensure, document, validate, content: text, mode })
}

function onePlace(
  change: CopyChange,
  at: NonNullable<CopyChange['at']>,
  source: Source,
): Result<PlainChange> {
  const value = valueAt(change, source)
  if (!value.ok) return value
  const { file, ensure, document, validate, beside } = change
  const more = beside === undefined ? {} : { beside }
  return ok({ kind: 'value', file, ensure, document, validate, at, value: value.value, ...more })
}

function valueAt(change: CopyChange, source: Source): Result<Json> {
  const { file, at, document } = change.from
  const format = manifestFormat(file)
  if (format === null) return noPlaces(file)
  const text = source.text.replace(/^\ufeff/, '')
  const reading = format.readExactly(text, file)
  if (!reading.ok) return reading
  const { documents, spelled } = reading.value
  const closed = closedProblem(documents, text, file)
  if (closed !== null) return fail(closed)
  const index = chooseDocument(documents, { file, document })
  if (!index.ok) return index
  const sides = { data: documents[index.value] ?? null, spelled: spelled[index.value] ?? null }
  const searched = { file, ...sides, lineOf: linesBefore(lineFinder(text, file), index.value, []) }
  const found = findPlace(searched, at)
  if (!found.ok) return found
  if (found.value.kind !== 'found') return missing(change, absence(searched, found.value, at))
  const { value, path } = found.value
  const copied = { text, file, document: index.value, path, at, spelled: sidesAt(sides, path).spelled }
  const problem = copiedScalarProblem(copied) ?? unsafeDataProblem(value)
  return problem === null ? ok(value) : fail({ ...placeOf(searched, path), ...problem })
}

/** What the source has instead, as far as the way to the place goes. */
function absence(
  source: SearchedDocument,
  found: Exclude<FoundPlace, { kind: 'found' }>,
  wanted: readonly PathStep[],
): Absence {
  const { file, lineOf } = source
  const line = lineOf(found.path)
  const reached = named(wanted.slice(0, found.path.length))
  const where = line === null ? reached : `${reached} (line ${line})`
  const what =
    found.kind === 'no-item'
      ? `${file} has nothing at ${named(wanted)}: no item of ${where} is “${stepText(found.step)}”`
      : `${file} has nothing at ${named(wanted)}: ${where} has no “${found.missing[0]}”, it is ${quoted(found.value)}`
  return line === null ? { what } : { what, line }
}

interface Absence {
  readonly what: string
  readonly line?: number
}

function missing(change: CopyChange, { what, ...line }: Absence) {
  const { file } = change.from
  return fail({
    code: 'change/source-missing',
    file,
    ...line,
    what: `${what}, so nothing can be copied from there to ${change.file}.`,
    fix: `Put into ${file} first what is to be copied, then comment /retry; or correct the request, if it names the wrong source.`,
  })
}

function noPlaces(file: string) {
  return fail({
    code: 'change/no-format',
    file,
    what: `${file} is neither YAML nor JSON by its extension, so no place of it can be copied.`,
    fix: 'Copy the whole file in the request type, without at: and places:.',
  })
}
