import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCopyright } from '../../src/epub/package/copyright.ts'
import { findIsbn } from '../../src/epub/package/isbn.ts'
import { readPerson } from '../../src/epub/package/person.ts'
import { page, readParts } from '../support/epub-builder.ts'

async function metadata(content: string) {
  const { book } = await readParts({ files: { 'c1.xhtml': page('<p>x</p>') }, metadata: content })
  return book.metadata
}

describe('metadata', () => {
  test('of ePub 3: main title, subtitle, roles, sort names', async () => {
    expect(
      await metadata(
        '<dc:title id="s">Sub</dc:title><meta refines="#s" property="title-type">subtitle</meta><dc:title id="m">Main</dc:title><meta refines="#m" property="title-type">main</meta>' +
          '<dc:creator id="a">Gabriel García Márquez</dc:creator><meta refines="#a" property="file-as">García Márquez, Gabriel</meta><meta refines="#a" property="role" scheme="marc:relators">aut</meta>' +
          '<dc:contributor id="e">Jane Doe</dc:contributor><meta refines="#e" property="role">edt</meta><dc:contributor>Someone Else</dc:contributor>' +
          '<dc:identifier>urn:isbn:9780306406157</dc:identifier><dc:publisher>P</dc:publisher><dc:date>2020-03-04T00:00:00Z</dc:date><dc:rights>Copyright © 2019 Doe Press. All rights reserved.</dc:rights><dc:language>es</dc:language>',
      ),
    ).toEqual({
      title: 'Main',
      subtitle: 'Sub',
      authors: [{ firstname: 'Gabriel', surname: 'García Márquez' }],
      editors: [{ firstname: 'Jane', surname: 'Doe' }],
      isbn: '9780306406157',
      publisher: 'P',
      pubdate: '2020-03-04',
      edition: undefined,
      copyright: { year: '2019', holder: 'Doe Press' },
      language: 'es',
    })
  })

  test('of ePub 2: attributes for role, sort name, scheme and event', async () => {
    expect(
      await metadata(
        '<dc:title>T</dc:title><dc:creator opf:role="aut" opf:file-as="Doe, Jane" xmlns:opf="http://www.idpf.org/2007/opf">Jane Doe</dc:creator><dc:identifier xmlns:opf="x" opf:scheme="ISBN">0-306-40615-2</dc:identifier>' +
          '<dc:date xmlns:opf="x" opf:event="modification">2022</dc:date><dc:date xmlns:opf="x" opf:event="publication">1999</dc:date>',
      ),
    ).toMatchObject({ authors: [{ firstname: 'Jane', surname: 'Doe' }], isbn: '0306406152', pubdate: '1999' })
  })

  test('is not invented', async () => {
    const { language: _, ...rest } = await metadata(
      '<dc:identifier>urn:uuid:1234</dc:identifier><dc:rights>Public domain</dc:rights>',
    )
    expect(rest).toEqual({ authors: [], editors: [] })
  })
})

describe('isbn', () => {
  test('is taken only with a valid check digit', () => {
    expect(findIsbn('978-0-306-40615-7')).toBe('9780306406157')
    expect(findIsbn('ISBN 080442957x')).toBe('080442957X')
    expect(findIsbn('urn:isbn:ISBN: 0-306-40615-2')).toBe('0306406152')
    expect(findIsbn('9780306406158')).toBeUndefined()
    expect(findIsbn('urn:uuid:9780306406157-1')).toBeUndefined()
  })

  test('any twelve digits have exactly one valid last digit', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 9, maxLength: 9 }), (digits) => {
        const numbers = Array.from({ length: 10 }, (_, last) => `978${digits.join('')}${last}`)
        return numbers.filter((number) => findIsbn(number) !== undefined).length === 1
      }),
    )
  })
})

describe('names', () => {
  test('are divided only where that is safe', () => {
    expect(readPerson('Jane Doe', undefined)).toEqual({ firstname: 'Jane', surname: 'Doe' })
    expect(readPerson('Doe, Jane', undefined)).toEqual({ firstname: 'Jane', surname: 'Doe' })
    expect(readPerson('T.S. Eliot', undefined)).toEqual({ firstname: 'T.S.', surname: 'Eliot' })
    for (const whole of ['Herman Willem van Rijn', 'Debian Project', '夏目 漱石', 'W3C', 'Homer', 'Jane Doe, MD']) {
      expect(readPerson(whole, undefined)).toEqual({ surname: whole })
    }
  })
})

describe('copyright', () => {
  test.each([
    ['Copyright © 2012 Some Media, Inc', '2012', 'Some Media, Inc'],
    ['© 2012 by Thomas C. Doe, converted by somebody.', '2012', 'Thomas C. Doe'],
    ['Copyright © 2005, 2006, 2010 Jane Doe CreativeCommons Attribution (3.0) license.', '2005', 'Jane Doe'],
    ['Copyright © 2012 A® (B, C), All Rights Reserved. Rules apply.', '2012', 'A® (B, C)'],
    ['Copyright (C) 2006-2015 The Project License: this is free', '2006', 'The Project'],
    ['Copyright 1999 Doe Press. All rights reserved.', '1999', 'Doe Press'],
    ['© 2001', '2001', undefined],
  ])('the holder in "%s" ends before the terms', (rights, year, holder) => {
    expect(readCopyright(rights)).toEqual({ year, holder })
  })

  test('is not taken from words without a year', () => {
    expect(readCopyright('All rights reserved. Copyright law applies.')).toBeUndefined()
  })
})
