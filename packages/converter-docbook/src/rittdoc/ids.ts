import { idNumber } from './id-number.ts'

/** Codes of elements in ids, as the format lays them down. */
export type ElementCode = 'fg' | 'ta' | 'eq' | 'bib' | 'gl' | 'qa' | 'ad' | 'fn' | 'a'

/** Prefixes of components, which are also the names of their files. */
export type ComponentPrefix = 'ch' | 'ap' | 'gl' | 'bi' | 'in' | 'pr' | 'dd' | 'pt'

/**
 * Gives out ids in document order and remembers which anchor became which id. Elements are numbered per level-1 section,
 * whose id they begin with, even when they stand deeper.
 */
export class Ids {
  /** Anchors that something links to; only these need ids where the format does not ask for one. */
  readonly #linked: ReadonlySet<string>
  readonly #anchors = new Map<string, string>()
  readonly #components = new Map<ComponentPrefix, number>()
  #component = ''
  #sections: number[] = []
  #base = ''
  #elements = new Map<ElementCode, number>()

  constructor(linked: ReadonlySet<string>) {
    this.#linked = linked
  }

  /** The id that an anchor became. */
  resolve(anchor: string): string | undefined {
    return this.#anchors.get(anchor)
  }

  /** Begins a component. @returns its id */
  component(prefix: ComponentPrefix, anchors: readonly string[]): string {
    const n = (this.#components.get(prefix) ?? 0) + 1
    this.#components.set(prefix, n)
    const id = prefix + idNumber(n, 4)
    if (prefix !== 'pt') this.#enter(id)
    return this.#name(id, anchors)
  }

  /** Begins a part's introduction: its elements are numbered under the part. */
  partIntroduction(partId: string): void {
    this.#enter(partId)
  }

  /** Begins a section at a depth from 1. @returns its id */
  section(depth: number, anchors: readonly string[]): string {
    const n = (this.#sections[depth - 1] ?? 0) + 1
    this.#sections = [...this.#sections.slice(0, depth - 1), n]
    const tail = this.#sections.map((number, level) => `s${idNumber(number, level < 2 ? 4 : 2)}`).join('')
    const id = this.#component + tail
    if (depth === 1) this.#beginBase(id)
    return this.#name(id, anchors)
  }

  /** The id of an element that always has one. */
  element(code: ElementCode, anchors: readonly string[] = []): string {
    const n = (this.#elements.get(code) ?? 0) + 1
    this.#elements.set(code, n)
    return this.#name(this.#base + code + idNumber(n, 4), anchors)
  }

  /** The id of an element that has one only when something links to it. */
  optional(anchors: readonly string[] = []): string | undefined {
    return anchors.some((anchor) => this.#linked.has(anchor)) ? this.element('a', anchors) : undefined
  }

  /** Lets anchors stand for an element that has its id already. */
  also(id: string, anchors: readonly string[] = []): void {
    this.#name(id, anchors)
  }

  #enter(component: string): void {
    this.#component = component
    this.#sections = []
    this.#beginBase(`${component}s0000`)
  }

  #beginBase(base: string): void {
    this.#base = base
    this.#elements = new Map()
  }

  #name(id: string, anchors: readonly string[]): string {
    for (const anchor of anchors) if (!this.#anchors.has(anchor)) this.#anchors.set(anchor, id)
    return id
  }
}
