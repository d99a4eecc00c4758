import type { ObservedFile } from '../../model/manifest.js'
import type { Problem } from '../../model/problem.js'
import { fileLengthMax } from './limits.js'

/**
 * Why nothing may be read or written at a path, or null.
 * @param meant what was meant to happen with the file.
 */
export function obstacleProblem(
  observed: ObservedFile,
  meant: 'written' | 'copied' = 'written',
): Problem | null {
  switch (observed.kind) {
    case 'text':
    case 'absent':
      return null
    case 'blocked':
      return {
        code: 'change/path-blocked',
        file: observed.path,
        what: `${observed.path} cannot be ${meant}, because ${observed.at} is ${blockedBy[observed.by]}.`,
        fix: 'Choose another path, or replace what stands there by a regular file or folder.',
      }
    case 'unreadable':
      return observed.why === 'too-large'
        ? fileTooLarge(observed.path)
        : {
            code: 'change/not-text',
            file: observed.path,
            what: `${observed.path} is not UTF-8 text.`,
            fix: 'Save the file as UTF-8 in the target repository.',
          }
  }
}

const blockedBy: Readonly<Record<(ObservedFile & { kind: 'blocked' })['by'], string>> = {
  symlink: 'a symbolic link',
  submodule: 'a submodule, which is another repository',
  folder: 'a folder',
  file: 'a file, not a folder',
  'case-collision':
    'there under a name that differs only by upper and lower case, or by how a letter is written',
}

/** Why a file of that size is not edited. */
export function fileTooLarge(path: string): Problem {
  return {
    code: 'change/file-too-large',
    file: path,
    what: `${path} is larger than ${fileLengthMax} characters, or the files of the request are together larger than eight such files.`,
    fix: 'Split the file, or change it by hand.',
  }
}
