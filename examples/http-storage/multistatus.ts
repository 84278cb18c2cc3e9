import { SaxesParser } from 'saxes'

/** What a server tells of one resource: a file or a folder. */
export interface Resource {
  /** As the server writes it: a path or a whole URL, percent-encoded. */
  href: string
  isFolder: boolean
  sizeBytes: number
  modifiedAt: Date
  /** Empty when the server tells none. */
  version: string
}

/** Asks for what {@link readMultistatus} reads. */
export const PROPFIND =
  '<propfind xmlns="DAV:"><prop><resourcetype/><getcontentlength/><getlastmodified/><getetag/></prop></propfind>'

/** Reads the answer to a PROPFIND. @throws Error when it is not well-formed */
export async function readMultistatus(body: AsyncIterable<Uint8Array>): Promise<Resource[]> {
  const resources: Resource[] = []
  let resource = unknownResource()
  let text = ''
  const parser = new SaxesParser({ xmlns: true })
  parser.on('error', (error) => {
    throw error
  })
  parser.on('text', (part) => {
    text += part
  })
  parser.on('opentag', ({ local }) => {
    text = ''
    if (local === 'response') resource = unknownResource()
    if (local === 'collection') resource.isFolder = true
  })
  parser.on('closetag', ({ local }) => {
    if (local === 'href' && resource.href === '') resource.href = text.trim()
    if (local === 'getcontentlength') resource.sizeBytes = Number(text)
    if (local === 'getlastmodified') resource.modifiedAt = new Date(text)
    if (local === 'getetag') resource.version = text.trim()
    if (local === 'response') resources.push(resource)
  })
  const decoder = new TextDecoder()
  for await (const chunk of body) parser.write(decoder.decode(chunk, { stream: true }))
  parser.close()
  return resources
}

function unknownResource(): Resource {
  return { href: '', isFolder: false, sizeBytes: 0, modifiedAt: new Date(0), version: '' }
}
