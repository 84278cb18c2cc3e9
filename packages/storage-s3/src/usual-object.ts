import type { _Object } from '@aws-sdk/client-s3'

/** An object as it stands in a page, and where the page goes on after it. */
export interface UsualObject {
  readonly object: Pick<_Object, 'Key' | 'LastModified' | 'ETag' | 'Size' | 'StorageClass'>
  readonly end: number
}

/** Text that stands for itself in XML. */
const TEXT = String.raw`[^<>&\0-\x1f\ufffe\uffff]`
const element = (name: string) => `<${name}>(${TEXT}+)</${name}>`
const ignored = (name: string) => `(?:<${name}>${TEXT}*</${name}>)*`

/** As AWS and Ceph write it, in their order. */
const USUAL = new RegExp(
  [
    ...['<Contents>', element('Key'), element('LastModified'), `<ETag>&quot;(${TEXT}+)&quot;</ETag>`],
    ...[ignored('ChecksumAlgorithm'), ignored('ChecksumType'), '<Size>(\\d+)</Size>', element('StorageClass')],
    ...[ignored('Type'), '</Contents>'],
  ].join(''),
  'y',
)

/**
 * Reads the object that begins at a place of a page, in a fifth of the time of a parser.
 * @returns undefined when it is not whole, or has anything but what nearly all have: then it takes a parser
 */
export function readUsualObject(page: string, at: number): UsualObject | undefined {
  USUAL.lastIndex = at
  const [, Key = '', time = '', tag = '', size = '', storageClass = ''] = USUAL.exec(page) ?? []
  const [LastModified, Size] = [new Date(time), Number(size)]
  if (Key === '' || Number.isNaN(LastModified.getTime()) || !Number.isSafeInteger(Size)) return undefined
  const StorageClass = storageClass as NonNullable<_Object['StorageClass']>
  return { object: { Key, LastModified, ETag: `"${tag}"`, Size, StorageClass }, end: USUAL.lastIndex }
}
