import type { Problem } from '../../../model/problem.js'
import type { ChangeTemplate, PathStepTemplate, RequestType } from '../../../model/request-type.js'
import { manifestFormat } from '../../manifest/manifest-format.js'
import type { LocatedRequestType } from '../../request-type/parse-request-type.js'
import { problemAt } from './problem-at.js'

/** Changes that no run can ever carry out, whatever is asked for: what they declare does not go with the format of the file, or with `ensure`. */
export function impossibleChanges(located: LocatedRequestType): readonly Problem[] {
  const { type } = located
  return type.changes.flatMap((change, index) =>
    faultsOf(change, type).map((fault) =>
      problemAt(located, `changes/${index}`, { code: 'type/change-impossible', ...fault }),
    ),
  )
}

type Fault = Pick<Problem, 'what' | 'fix'>

function faultsOf(change: ChangeTemplate, type: RequestType): readonly Fault[] {
  const ensure = change.ensure ?? type.ensure
  const faults = [
    placeFault(change),
    sourceFault(change),
    dataFault(change),
    lineFault(change),
    ensure === 'absent' ? absentFault(change) : null,
    change.validate !== null && !hasPlaces(change.file) ? schemaFault(change.file) : null,
    change.validate !== null && !hasPlaces(change.validate) ? unreadSchema(change.validate) : null,
  ]
  return faults.filter((fault) => fault !== null)
}

/** Whether a file can have places; also where only a run can tell, because its name ends in an expression. */
function hasPlaces(path: string): boolean {
  return path.trimEnd().endsWith('}}') || manifestFormat(path) !== null
}

function placeFault(change: ChangeTemplate): Fault | null {
  const inside =
    change.kind === 'value' ||
    change.kind === 'item' ||
    (change.kind === 'copy' && change.of.kind === 'places')
  if (!inside || hasPlaces(change.file)) return null
  return {
    what: `A change names a place in ${change.file}, which is neither YAML nor JSON by its name, so there is no such place.`,
    fix: 'Give the file line: or content: as one text, copy it as a whole, or name a file that ends in .yaml, .yml, .json or .jsonc.',
  }
}

function sourceFault(change: ChangeTemplate): Fault | null {
  if (change.kind !== 'copy' || change.of.kind !== 'places' || hasPlaces(change.from)) return null
  return {
    what: `A place is to be copied from ${change.from}, which is neither YAML nor JSON by its name, so there is no such place.`,
    fix: 'Copy the whole file, without at: and places:.',
  }
}

function dataFault(change: ChangeTemplate): Fault | null {
  if (change.kind !== 'file' || typeof change.content === 'string' || hasPlaces(change.file)) return null
  return {
    what: `The content of ${change.file} is data, and by its name the file is neither YAML nor JSON, so nobody knows how to write it.`,
    fix: 'Write content: as one text, with | behind it.',
  }
}

function lineFault(change: ChangeTemplate): Fault | null {
  if (change.kind !== 'line' || manifestFormat(change.file) === null || change.file.trimEnd().endsWith('}}'))
    return null
  return {
    what: `A line is to be added to ${change.file}, which is YAML or JSON, where a line could change the structure.`,
    fix: 'Name the place with at:, and give it value: or item:.',
  }
}

function absentFault(change: ChangeTemplate): Fault | null {
  if (change.kind === 'copy') {
    return {
      what: `The change of ${change.file} says what is copied, and that nothing of it shall be there, so nothing is ever copied.`,
      fix: 'Write ensure: present, or an expression that can be present; to take something away, name it with at: and value:, item: or content:.',
    }
  }
  if (change.kind !== 'value' || !isPosition(change.at.at(-1))) return null
  return {
    what: `An item of a list in ${change.file} is to be taken away by its position, to which the next one moves up.`,
    fix: 'Name what the item has, as in { name: app }, or use item: with its key.',
  }
}

function isPosition(step: PathStepTemplate | undefined): boolean {
  return typeof step === 'number'
}

function schemaFault(file: string): Fault {
  return {
    what: `${file} is neither YAML nor JSON by its name, so no schema can be applied to it.`,
    fix: 'Remove validate: from the change.',
  }
}

function unreadSchema(path: string): Fault {
  return {
    what: `The schema ${path} is neither JSON nor YAML by its name, so it cannot be read.`,
    fix: 'Name a file that ends in .json, .yaml or .yml under validate:.',
  }
}
