/** What is smaller is taken into memory whole, by {@link withSharedBlock}. */
export const SMALL_FILE_BYTES = 1024 * 1024

const free: Buffer[] = []

/**
 * For storages: lends memory of {@link SMALL_FILE_BYTES} that the hashing thread sees, too, so that nothing is copied on the way
 * there and the collector has nothing to do. It is lent again when the work has succeeded; work that fails may still write
 * into it, and keeps it.
 */
export async function withSharedBlock<T>(work: (block: Buffer) => Promise<T>): Promise<T> {
  const block = free.pop() ?? Buffer.from(new SharedArrayBuffer(SMALL_FILE_BYTES))
  const result = await work(block)
  free.push(block)
  return result
}
