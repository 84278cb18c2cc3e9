import { crc32, deflateRawSync } from 'node:zlib'

/** Fields of a header, each of which may lie. */
export interface ZipFields {
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly packedBytes: number
  readonly bytes: number
  readonly name: Buffer
}

/** A file of a zip. */
export interface RawEntry {
  readonly name: string | Buffer
  readonly data: string | Buffer
  /** @default false: deflated */
  readonly isStored?: boolean
  /** What is said of it, in both headers, other than the truth. */
  readonly lies?: Partial<ZipFields>
  /** What the directory alone says other than the truth; `offset`: where the file begins. */
  readonly directoryLies?: Partial<ZipFields> & { readonly offset?: number }
  /** Unix mode, for example of a symbolic link. @default a plain file */
  readonly mode?: number
  /** Packed data to write in place of those of `data`. */
  readonly packed?: Buffer
}

/** What the end of a zip says other than the truth. */
export interface ZipEnd {
  readonly entries?: number
  readonly directoryBytes?: number
  readonly directoryOffset?: number
  readonly commentBytes?: number
  readonly disk?: number
}

/** A zip as its parts say, sound or not. Libraries refuse to write most of what stands in the lies. */
export function rawZip(entries: readonly RawEntry[], end: ZipEnd = {}): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const packed = packedOf(entry)
    const truth = fieldsOf(entry, packed)
    const local = Buffer.concat([localHeader({ ...truth, ...entry.lies }), packed])
    const at = entry.directoryLies?.offset ?? offset
    directory.push(directoryHeader({ ...truth, ...entry.lies, ...entry.directoryLies }, at, entry.mode))
    files.push(local)
    offset += local.length
  }
  const listed = Buffer.concat(directory)
  const truth = { entries: entries.length, bytes: listed.length, offset }
  return Buffer.concat([
    ...files,
    listed,
    ...(entries.length > 0xffff ? [zip64Records(truth)] : []),
    endRecord(truth, end),
  ])
}

function packedOf({ data, isStored = false, packed }: RawEntry): Buffer {
  const bytes = Buffer.from(data)
  return packed ?? (isStored ? bytes : deflateRawSync(bytes))
}

function fieldsOf({ name, data, isStored = false }: RawEntry, packed: Buffer): ZipFields {
  const bytes = Buffer.from(data)
  return {
    flags: typeof name === 'string' ? 0x800 : 0, // names given as text are UTF-8
    method: isStored ? 0 : 8,
    crc: crc32(bytes),
    packedBytes: packed.length,
    bytes: bytes.length,
    name: Buffer.from(name),
  }
}

/** The eleventh field of both headers and those after it, up to the lengths. */
function commonFields({ flags, method, crc, packedBytes, bytes, name }: ZipFields): Buffer {
  const fields = Buffer.alloc(24)
  fields.writeUInt16LE(flags, 0)
  fields.writeUInt16LE(method, 2)
  fields.writeUInt32LE(0x00210000, 4) // 1 January 1980
  fields.writeUInt32LE(crc, 8)
  fields.writeUInt32LE(packedBytes, 12)
  fields.writeUInt32LE(bytes, 16)
  fields.writeUInt16LE(name.length, 20)
  return fields
}

function localHeader(fields: ZipFields): Buffer {
  return Buffer.concat([Buffer.from('PK\u0003\u0004\u0014\0'), commonFields(fields), fields.name])
}

function directoryHeader(fields: ZipFields, offset: number, mode = 0o100644): Buffer {
  const rest = Buffer.alloc(14)
  rest.writeUInt32LE((mode << 16) >>> 0, 6)
  rest.writeUInt32LE(offset, 10)
  return Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0003\u0014\0'), commonFields(fields), rest, fields.name])
}

/** Where the directory is, and how long. */
interface Directory {
  readonly entries: number
  readonly bytes: number
  readonly offset: number
}

/** What a zip has before its end when that has no room for the number of files: the same in larger fields, and its place. */
function zip64Records({ entries, bytes, offset }: Directory): Buffer {
  const record = Buffer.alloc(56)
  record.write('PK\u0006\u0006', 'latin1')
  record.writeBigUInt64LE(44n, 4)
  record.writeUInt16LE(45, 14) // version needed
  for (const [at, value] of [
    [24, entries],
    [32, entries],
    [40, bytes],
    [48, offset],
  ] as const)
    record.writeBigUInt64LE(BigInt(value), at)
  const locator = Buffer.alloc(20)
  locator.write('PK\u0006\u0007', 'latin1')
  locator.writeBigUInt64LE(BigInt(offset + bytes), 8)
  locator.writeUInt32LE(1, 16)
  return Buffer.concat([record, locator])
}

function endRecord(truth: Directory, lies: ZipEnd): Buffer {
  const record = Buffer.alloc(22)
  record.write('PK\u0005\u0006', 'latin1')
  record.writeUInt16LE(lies.disk ?? 0, 4)
  record.writeUInt16LE(Math.min(lies.entries ?? truth.entries, 0xffff), 8)
  record.writeUInt16LE(Math.min(lies.entries ?? truth.entries, 0xffff), 10)
  record.writeUInt32LE(lies.directoryBytes ?? truth.bytes, 12)
  record.writeUInt32LE(lies.directoryOffset ?? truth.offset, 16)
  record.writeUInt16LE(lies.commentBytes ?? 0, 20)
  return record
}
