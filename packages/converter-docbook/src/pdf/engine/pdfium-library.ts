import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { init } from '@embedpdf/pdfium'

/** An address or handle in the memory of the library; 0 is none. */
export type Pointer = number

/** The calls of PDFium that are used here, by their names in its public headers. Numbers go in, a number comes out. */
type Call =
  | 'FPDF_LoadMemDocument'
  | 'FPDF_CloseDocument'
  | 'FPDF_GetLastError'
  | 'FPDF_GetPageCount'
  | 'FPDF_GetFormType'
  | 'FPDF_GetMetaText'
  | 'FPDFCatalog_GetLanguage'
  | 'FPDFCatalog_IsTagged'
  | 'FPDF_LoadPage'
  | 'FPDF_ClosePage'
  | 'FPDF_GetPageBoundingBox'
  | 'FPDFPage_GetRotation'
  | 'FPDFPage_Flatten'
  | 'FPDFPage_GetAnnotCount'
  | 'FPDFPage_GetAnnot'
  | 'FPDFPage_CloseAnnot'
  | 'FPDFAnnot_GetSubtype'
  | 'FPDFAnnot_GetRect'
  | 'FPDFPage_CountObjects'
  | 'FPDFPage_GetObject'
  | 'FPDFFormObj_CountObjects'
  | 'FPDFFormObj_GetObject'
  | 'FPDFPageObj_GetType'
  | 'FPDFPageObj_GetMatrix'
  | 'FPDFPageObj_GetBounds'
  | 'FPDFPageObj_GetClipPath'
  | 'FPDFPageObj_GetFillColor'
  | 'FPDFPath_CountSegments'
  | 'FPDFPath_GetDrawMode'
  | 'FPDFPath_GetPathSegment'
  | 'FPDFPathSegment_GetPoint'
  | 'FPDFPathSegment_GetType'
  | 'FPDFClipPath_CountPaths'
  | 'FPDFClipPath_CountPathSegments'
  | 'FPDFClipPath_GetPathSegment'
  | 'FPDFPageObj_GetMarkedContentID'
  | 'FPDFPageObj_CountMarks'
  | 'FPDFPageObj_GetMark'
  | 'FPDFPageObjMark_GetName'
  | 'FPDFPageObjMark_GetParamValueType'
  | 'FPDF_StructTree_GetForPage'
  | 'FPDF_StructTree_CountChildren'
  | 'FPDF_StructTree_GetChildAtIndex'
  | 'FPDF_StructTree_Close'
  | 'FPDF_StructElement_CountChildren'
  | 'FPDF_StructElement_GetChildAtIndex'
  | 'FPDF_StructElement_GetChildMarkedContentID'
  | 'FPDF_StructElement_GetType'
  | 'FPDF_StructElement_GetAltText'
  | 'FPDF_StructElement_GetActualText'
  | 'FPDF_StructElement_GetAttributeCount'
  | 'FPDF_StructElement_GetAttributeAtIndex'
  | 'FPDF_StructElement_Attr_GetValue'
  | 'FPDF_StructElement_Attr_GetNumberValue'
  | 'FPDFText_LoadPage'
  | 'FPDFText_ClosePage'
  | 'FPDFText_CountChars'
  | 'FPDFText_GetUnicode'
  | 'FPDFText_IsGenerated'
  | 'FPDFText_HasUnicodeMapError'
  | 'FPDFText_GetCharOrigin'
  | 'FPDFText_GetCharBox'
  | 'FPDFText_GetLooseCharBox'
  | 'FPDFText_GetMatrix'
  | 'FPDFText_GetFontSize'
  | 'FPDFText_GetTextObject'
  | 'FPDFTextObj_GetFont'
  | 'FPDFFont_GetBaseFontName'
  | 'FPDFFont_GetFlags'
  | 'FPDFFont_GetGlyphWidth'
  | 'FPDFFont_GetIsEmbedded'
  | 'FPDFFont_GetFontData'
  | 'FPDFFont_GetItalicAngle'
  | 'FPDFImageObj_GetImagePixelSize'
  | 'FPDFImageObj_GetImageFilterCount'
  | 'FPDFImageObj_GetImageFilter'
  | 'FPDFImageObj_GetImageDataRaw'
  | 'FPDFImageObj_GetImageDataDecoded'
  | 'FPDFImageObj_GetBitmap'
  | 'FPDFBitmap_Create'
  | 'FPDFBitmap_FillRect'
  | 'FPDFBitmap_GetBuffer'
  | 'FPDFBitmap_GetFormat'
  | 'FPDFBitmap_GetHeight'
  | 'FPDFBitmap_GetStride'
  | 'FPDFBitmap_GetWidth'
  | 'FPDFBitmap_Destroy'
  | 'FPDF_RenderPageBitmap'
  | 'FPDFBookmark_GetFirstChild'
  | 'FPDFBookmark_GetNextSibling'
  | 'FPDFBookmark_GetTitle'
  | 'FPDFBookmark_GetDest'
  | 'FPDFBookmark_GetAction'
  | 'FPDFAction_GetType'
  | 'FPDFAction_GetDest'
  | 'FPDFAction_GetURIPath'
  | 'FPDFDest_GetDestPageIndex'
  | 'FPDFDest_GetView'
  | 'FPDFLink_Enumerate'
  | 'FPDFLink_GetAnnotRect'
  | 'FPDFLink_GetDest'
  | 'FPDFLink_GetAction'

type Calls = Readonly<Record<`_${Call}`, (...values: number[]) => number>>

/** Memory of a WebAssembly module, as far as it matters here. */
interface WasmMemory {
  readonly buffer: ArrayBuffer
  grow(pages: number): number
}

/** What the module of the library offers beside its calls. The views change when its memory grows. */
interface Memory {
  readonly HEAPU8: Uint8Array
  readonly HEAP32: Int32Array
  readonly HEAPU32: Uint32Array
  readonly HEAPF32: Float32Array
  readonly HEAPF64: Float64Array
  readonly wasmExports: { malloc(size: number): Pointer; free(at: Pointer): void; readonly memory: WasmMemory }
  _PDFiumExt_Init(): void
}

/** Memory of WebAssembly grows in pages. */
const PAGE_BYTES = 65_536

/** PDFium with its memory. One instance serves one document; what it holds is freed with the instance. */
export class Pdfium {
  readonly call: Calls
  /** Room for the small values that calls write: 256 bytes, good until the next call that uses it. */
  readonly scratch: Pointer
  readonly #memory: Memory
  #isExhausted = false

  private constructor(module: Calls & Memory) {
    this.call = module
    this.#memory = module
    this.scratch = module.wasmExports.malloc(256)
  }

  /** @param mostBytes that the library may use; it cannot be used any more once it has asked for more */
  static async load(mostBytes: number): Promise<Pdfium> {
    const path = createRequire(import.meta.url).resolve('@embedpdf/pdfium/pdfium.wasm')
    const wasm = await readFile(path)
    const wasmBinary = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer
    const quiet = { print: () => undefined, printErr: () => undefined }
    const { pdfium } = await init({ wasmBinary, ...quiet })
    const module = pdfium as unknown as Calls & Memory
    module._PDFiumExt_Init()
    const library = new Pdfium(module)
    library.#limit(mostBytes)
    return library
  }

  /** Whether the library has asked for more memory than it may use. */
  get isExhausted(): boolean {
    return this.#isExhausted
  }

  /** A few bytes of a PDF can ask for all the memory that there is, in one call that nothing interrupts. */
  #limit(mostBytes: number): void {
    const { memory } = this.#memory.wasmExports
    const grow = memory.grow.bind(memory)
    memory.grow = (pages) => {
      this.#isExhausted ||= memory.buffer.byteLength + pages * PAGE_BYTES > mostBytes
      if (this.#isExhausted) throw new RangeError('not enough memory')
      return grow(pages)
    }
  }

  /** Copies bytes into the library's memory. */
  store(bytes: Uint8Array): Pointer {
    const at = this.#memory.wasmExports.malloc(bytes.length)
    if (at === 0) throw new RangeError('not enough memory')
    this.#memory.HEAPU8.set(bytes, at)
    return at
  }

  /** Bytes in the library's memory as they are, until the next call. */
  view(at: Pointer, length: number): Uint8Array {
    return this.#memory.HEAPU8.subarray(at, at + length)
  }

  int(at: Pointer): number {
    return this.#memory.HEAP32[at >> 2] ?? 0
  }

  setInt(at: Pointer, value: number): void {
    this.#memory.HEAP32[at >> 2] = value
  }

  float(at: Pointer): number {
    return this.#memory.HEAPF32[at >> 2] ?? 0
  }

  double(at: Pointer): number {
    return this.#memory.HEAPF64[at >> 3] ?? 0
  }

  floats(at: Pointer, count: number): number[] {
    return Array.from(this.#memory.HEAPF32.subarray(at >> 2, (at >> 2) + count))
  }

  /** Bytes that a call writes, in the library's way: asked first for the length, then for the content. */
  fetchBytes(call: (buffer: Pointer, length: number) => number): Uint8Array {
    const length = call(0, 0)
    if (length <= 0) return new Uint8Array()
    const buffer = this.#memory.wasmExports.malloc(length)
    if (buffer === 0) return new Uint8Array()
    try {
      call(buffer, length)
      return this.view(buffer, length).slice()
    } finally {
      this.#memory.wasmExports.free(buffer)
    }
  }

  /** A text that a call writes as UTF-16. */
  utf16(call: (buffer: Pointer, length: number) => number): string {
    return withoutEnd(new TextDecoder('utf-16le').decode(this.fetchBytes(call)))
  }

  /** A text that a call writes as UTF-8. */
  utf8(call: (buffer: Pointer, length: number) => number): string {
    return withoutEnd(new TextDecoder().decode(this.fetchBytes(call)))
  }

  /** Runs a call with the address of a text that ends with a zero byte. */
  withText<T>(text: string, call: (at: Pointer) => T): T {
    const at = this.store(new TextEncoder().encode(`${text}\0`))
    try {
      return call(at)
    } finally {
      this.#memory.wasmExports.free(at)
    }
  }
}

function withoutEnd(text: string): string {
  const end = text.indexOf('\0')
  return end === -1 ? text : text.slice(0, end)
}
