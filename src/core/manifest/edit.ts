import type { Beside } from '../../model/change.js'
import type { Json } from '../../model/json.js'

/** The way to a node of one document: keys and positions, all matchers resolved. */
export type NodePath = readonly (string | number)[]

/** One smallest step from the data a document holds to the data it should hold. */
export type Edit =
  | { readonly kind: 'replace'; readonly path: NodePath; readonly value: Json }
  | {
      readonly kind: 'add-key'
      readonly path: NodePath
      readonly key: string
      readonly value: Json
      /** An entry that is there, beside which the new one goes; else it goes to the end. */
      readonly beside?: Beside
    }
  | { readonly kind: 'insert-item'; readonly path: NodePath; readonly index: number; readonly value: Json }
  | { readonly kind: 'delete-key'; readonly path: NodePath; readonly key: string }
  | { readonly kind: 'delete-item'; readonly path: NodePath; readonly index: number }
