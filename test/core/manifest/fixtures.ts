import { editManifest } from '../../../src/core/manifest/edit-manifest.js'
import { manifestFormat } from '../../../src/core/manifest/manifest-format.js'
import type { ItemChange, ValueChange } from '../../../src/model/change.js'
import type { Json } from '../../../src/model/json.js'
import type { PathStep } from '../../../src/model/plan.js'

/** A change of the value at a place of `app.yaml`. */
export function value(at: readonly PathStep[], wanted: Json, more: Partial<ValueChange> = {}): ValueChange {
  return {
    kind: 'value',
    file: 'app.yaml',
    ensure: 'present',
    document: null,
    validate: null,
    at,
    value: wanted,
    ...more,
  }
}

/** Nothing at a place of `app.yaml`. */
export function noValue(at: readonly PathStep[], more: Partial<ValueChange> = {}): ValueChange {
  return value(at, null, { ensure: 'absent', ...more })
}

/** An item of a list of `app.yaml`. */
export function item(
  at: readonly PathStep[],
  wanted: Json,
  key: string | null = null,
  more: Partial<ItemChange> = {},
): ItemChange {
  return {
    kind: 'item',
    file: 'app.yaml',
    ensure: 'present',
    document: null,
    validate: null,
    at,
    item: wanted,
    key,
    ...more,
  }
}

/** No such item in a list of `app.yaml`. */
export function noItem(at: readonly PathStep[], wanted: Json, key: string | null = null): ItemChange {
  return item(at, wanted, key, { ensure: 'absent' })
}

/** The text after the changes, or the code of the first problem. */
export function edited(text: string, ...changes: readonly (ValueChange | ItemChange)[]): string {
  const file = changes[0]?.file ?? 'app.yaml'
  const format = manifestFormat(file)
  if (format === null) throw new Error(`no format for ${file}`)
  const result = editManifest(text, file, format, changes)
  return result.ok ? result.value.text : result.problems[0].code
}
