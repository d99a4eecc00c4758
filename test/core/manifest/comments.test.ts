import { describe, expect, test } from 'vitest'
import { planFile } from '../../../src/core/plan/plan-file.js'
import { gitBlobOid } from '../../../src/core/text/git-oid.js'
import type { ItemChange, ValueChange } from '../../../src/model/change.js'
import { oid } from '../../../src/model/ids.js'
import { invertPlan } from '../plan/plan-fixtures.js'
import { edited, item, noItem, noValue, value } from './fixtures.js'

const absent = <T extends ValueChange | ItemChange>(change: T): T => ({ ...change, ensure: 'absent' })

describe.each(['\n', '\r\n'])('with line ends %j', (eol) => {
  const written = (text: string) => text.replaceAll('\n', eol)

  test.each<[title: string, before: string, change: ValueChange | ItemChange, after: string]>([
    [
      'an empty map above its commented example, as Helm writes it',
      'resources: {}\n  # limits:\n  #   cpu: 100m\nb: 1\n',
      value(['resources', 'limits'], { cpu: '1' }),
      'resources:\n  limits:\n    cpu: "1"\n  # limits:\n  #   cpu: 100m\nb: 1\n',
    ],
    [
      'the same at the end of the file',
      'resources: {}\n    # limits:\n',
      value(['resources', 'limits'], 1),
      'resources:\n  limits: 1\n    # limits:\n',
    ],
    [
      'an entry below comments that are deeper',
      'spec:\n  source:\n    path: apps\n  # syncPolicy:\n',
      value(['other'], 1),
      'spec:\n  source:\n    path: apps\n  # syncPolicy:\nother: 1\n',
    ],
    [
      'with blank lines between them',
      'spec:\n  a: 1\n\n  # more\n\n  # and more\n\n# end\n',
      value(['other'], 1),
      'spec:\n  a: 1\n\n  # more\n\n  # and more\nother: 1\n\n# end\n',
    ],
    [
      'an item below comments that are deeper',
      'steps:\n  - run: a\n    # - run: b\n',
      item(['steps'], { run: 'c' }, 'run'),
      'steps:\n  - run: a\n    # - run: b\n  - run: c\n',
    ],
    [
      'below a text that keeps its blank lines',
      'm:\n  a: |+\n    x\n\n   # deeper\nb: 1\n',
      value(['m', 'c'], 2),
      'm:\n  a: |+\n    x\n\n   # deeper\n  c: 2\nb: 1\n',
    ],
    [
      'an empty list above a commented item',
      'images: []\n# - name: api\n#   newTag: v1\n',
      item(['images'], { name: 'web' }, 'name'),
      'images:\n  - name: web\n# - name: api\n#   newTag: v1\n',
    ],
    [
      'an empty map on a line of its own',
      'annotations:\n    {}\n    # kubernetes.io/ingress.class: nginx\nb: 1\n',
      value(['annotations', 'a'], 'x'),
      'annotations:\n    { a: x }\n    # kubernetes.io/ingress.class: nginx\nb: 1\n',
    ],
    [
      'an item below a comment that ends the file',
      'l:\n  - a: |\n      x\n    # c',
      item(['l'], 'b'),
      'l:\n  - a: |\n      x\n    # c\n  - b',
    ],
    [
      'brackets with spaces between',
      'a: { } # c\nb: 1\n',
      value(['a', 'x'], { z: 1 }),
      'a: {x: { z: 1 } } # c\nb: 1\n',
    ],
    ['a list with spaces between its brackets', 'a: [  ]\n', item(['a'], 'x'), 'a: [x  ]\n'],
    ['an empty map at the root', '# head\n{}\n# tail\n', value(['a'], 1), '# head\na: 1\n# tail\n'],
    [
      'a text over several lines',
      'a: {} # c\n  # deep\nb: 1\n',
      value(['a', 'x'], 'one\ntwo\n'),
      'a: # c\n  x: "one\\ntwo\\n"\n  # deep\nb: 1\n',
    ],
  ])('what is added goes again with no trace, and no comment: %s', (_title, before, change, after) => {
    expect(edited(written(before), change)).toBe(written(after))
    expect(edited(written(after), absent(change))).toBe(written(before))
  })

  test.each<[title: string, before: string, change: ValueChange | ItemChange, after: string]>([
    [
      'the only key of the file',
      '# head\n\n# a is:\na: # why\n  b: 1 # one\n\n# tail\n#   more\n',
      noValue(['a']),
      '# head\n\n# a is:\n{}\n\n# tail\n#   more\n',
    ],
    [
      'the sole item, a commented one above and below',
      'images:\n# - name: api\n- name: web # w\n# - name: db\nb: 1\n',
      noItem(['images'], { name: 'web' }, 'name'),
      'images: []\n# - name: api\n# - name: db\nb: 1\n',
    ],
    [
      'the sole entry, comments above, behind the key and below',
      'a: # c\n  # above\n\n  x: 1 # x\n  # below\n    # deep\nb: 1\n',
      noValue(['a', 'x']),
      'a: {} # c\n  # above\n\n  # below\n    # deep\nb: 1\n',
    ],
    [
      'the sole key of an item',
      'l:\n  - a: 1 # c\n    # below\n',
      noValue(['l', 0, 'a']),
      'l:\n  - {} # c\n    # below\n',
    ],
    ['the sole item without a line end', 'a:\n  # c\n  - x', noItem(['a'], 'x'), 'a: []\n  # c'],
  ])('taken away is %s: the comments on lines of their own stay', (_title, before, change, after) => {
    expect(edited(written(before), change)).toBe(written(after))
  })

  test.each<[title: string, before: string, change: ValueChange | ItemChange]>([
    [
      'added to an empty map with a comment in its brackets',
      'map: {\n  # doc\n  }\n',
      value(['map', 'a'], 1),
    ],
    [
      'taken out of brackets with a comment above it',
      'map: {\n  # doc\n  a: 1\n  }\n',
      noValue(['map', 'a']),
    ],
    ['added to an empty list with a comment in its brackets', 'l: [ # doc\n  ]\n', item(['l'], 'a')],
    ['put in the place of an empty map with a comment', 'map: { # doc\n  }\n', value(['map'], { a: 1 })],
  ])('refused, because the comment would belong to nothing, is what is %s', (_title, before, change) => {
    expect(edited(written(before), change)).toBe('change/layout')
  })
})

describe.each(['\n', '\r\n'])('brackets on two lines, with line ends %j', (eol) => {
  test.each<[string, ValueChange | ItemChange, string]>([
    ['a: {\n}\nb: 1\n', value(['a', 'k'], 'x'), 'a: {\n  k: x\n}\nb: 1\n'],
    ['a: {\n\n  } # c\n', value(['a', 'k'], 'x'), 'a: {\n    k: x\n\n  } # c\n'],
    ['- {\n  }\n- b\n', value([0, 'k'], { l: 1 }), '- {\n    k: { l: 1 }\n  }\n- b\n'],
    ['a: [\n]\nb: 1\n', item(['a'], 'x'), 'a: [\n  x\n]\nb: 1\n'],
    ['a: [ {\n  } ]\n', value(['a', 0, 'k'], 1), 'a: [ {\n    k: 1\n  } ]\n'],
  ])('stay there when something is put in and taken away: %j', (before, change, after) => {
    const written = (text: string) => text.replaceAll('\n', eol)
    expect(edited(written(before), change)).toBe(written(after))
    expect(edited(written(after), absent(change))).toBe(written(before))
  })
})

describe('undoing a request after somebody changed another place keeps the comments', () => {
  test.each<[title: string, before: string, change: ValueChange | ItemChange]>([
    [
      'of an empty map',
      'resources: {}\n  # limits:\n  #   cpu: 100m\nother: 1\n',
      value(['resources', 'limits', 'cpu'], '1'),
    ],
    ['behind items of a list', 'l:\n  - a # first\n  # - c\n  - b # second\nother: 1\n', item(['l'], 'x')],
    [
      'behind items of a list that was given as a whole',
      'l:\n  - a # first\n  # - c\n  - b # second\nother: 1\n',
      value(['l'], ['a', 'x', 'b']),
    ],
    ['above a sole item', 'images: []\n# - name: api\nother: 1\n', item(['images'], { name: 'web' }, 'name')],
    ['and how a value was spelled', 'mode: 0400 # octal\non: yes\nother: 1\n', value(['mode'], 256)],
    ['and how a list was spelled', 'l: [yes, 0400]\nother: 1\n', value(['l', 1], 7)],
  ])('%s', (_title, before, change) => {
    const observed = (text: string) => ({
      kind: 'text' as const,
      path: 'app.yaml',
      mode: '100644' as const,
      oid: gitBlobOid(text),
      text,
    })
    const outcome = planFile(observed(before), [change])
    if (!outcome.ok || outcome.value.text === null) throw new Error('the change is not made')
    const after = outcome.value.text
    const file = {
      path: 'app.yaml',
      mode: '100644' as const,
      places: outcome.value.places,
      change: 'update' as const,
      before: { oid: gitBlobOid(before), text: before },
      after: { oid: gitBlobOid(after), text: after },
    }
    const none = oid('0'.repeat(40))
    const now = after.replace('other: 1', 'other: 2')
    const undone = invertPlan({ files: [file] }, { commit: none, tree: none, files: [observed(now)] })
    expect(undone.ok ? undone.value[0]?.after?.text : undone.problems).toBe(
      before.replace('other: 1', 'other: 2'),
    )
  })
})
