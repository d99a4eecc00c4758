import type { LineChange } from '../../../model/change.js'
import type { Problem } from '../../../model/problem.js'
import { onLines } from '../line-finder.js'
import { lineKey } from './line-subjects.js'
import { lineFormat } from './read-line.js'

export function noAnchor(change: LineChange, numbers: readonly (number | null)[]): Problem {
  return {
    code: 'change/line-anchor',
    file: change.file,
    ...firstOf(numbers),
    what: `Not exactly one line of ${change.file} is “${change.order.by === 'after' ? change.order.line : ''}”, below which a line is to be added${onLines(numbers)}.`,
    fix: 'Correct “after” in the request type, or the file.',
  }
}

export function severalValues(change: LineChange, numbers: readonly (number | null)[]): Problem {
  const key = lineKey(lineFormat(change.file), change.line) ?? ''
  return {
    code: 'change/line-key',
    file: change.file,
    ...firstOf(numbers),
    what: `“${key}” has more than one value in ${change.file}${onLines(numbers)}, and readers take different ones of them.`,
    fix: 'Remove all but one of these lines from the file.',
  }
}

export function goesOnProblem(
  change: Pick<LineChange, 'file' | 'line'>,
  line: { readonly text: string; readonly number: number | null } | undefined,
): Problem {
  const place = line?.number == null ? `“${line?.text ?? change.line}” in` : `Line ${line.number} of`
  return {
    code: 'change/line-goes-on',
    file: change.file,
    ...firstOf([line?.number ?? null]),
    what: `${place} ${change.file} is, at least to some readers, a part of a value of several lines, so no line there can be changed, added or removed.`,
    fix: 'Write that value on one line of its own, not indented, in the file or in the request type, or change it by hand.',
  }
}

export function otherLineEnd(file: string, line: number): Problem {
  return {
    code: 'change/line-end',
    file,
    line,
    what: `${file} has a carriage return that is no part of a line end, which ends a line to some readers only.`,
    fix: 'Save the file with the line ends of Unix or Windows in the target repository.',
  }
}

/** SOPS seals `.env` and INI files as well. */
export function sealed(file: string, line: number): Problem {
  return {
    code: 'change/sops-file',
    file,
    line,
    what: `${file} is encrypted with SOPS, and any edit would break its seal.`,
    fix: 'Change it with the sops command, or keep the value in another file.',
  }
}

export function contradiction(file: string): Problem {
  return {
    code: 'change/contradiction',
    file,
    what: `Two changes of the request want different things of one line in ${file}.`,
    fix: 'Correct the changes in the request type.',
  }
}

function firstOf([line = null]: readonly (number | null)[]): Pick<Problem, 'line'> {
  return line === null ? {} : { line }
}
