import type { Part } from '../book-model.ts'

export const partOne: Part = {
  kind: 'part',
  id: 'part-one',
  title: 'What it does',
  intro:
    'The first part follows a book from the folder in which a publisher drops it to the package that stands beside it an hour later.',
  chapters: [
    {
      kind: 'chapter',
      id: 'ch-why',
      title: 'Books in, packages out',
      blocks: [
        {
          p: 'Publishers deliver books as PDF or ePub files. They drop them into folders: on a bucket, on a server, on a disk. Somebody wants the same books as structured XML, with chapters, sections, tables and links, in a form that a library platform can load. Between the two lies a long night of work, and `rittdoc-batch` is the one who stays awake.',
        },
        {
          p: 'It finds the books, records each of them in a registry, converts them, many at a time, and puts each package beside its book. Then it waits for the next delivery. It is meant to do this for months without care.^[The program it succeeds was written in Python. Its flags, its configuration file, its database and its folders keep working.]',
        },
        { h: 2, text: 'What goes in', id: 'what-goes-in' },
        {
          p: 'Three kinds of files count as books unless the configuration says otherwise: `.pdf`, `.epub` and `.epub3`. Everything else is passed over. So are files that look unfinished, and [the next chapter](#ch-layout) says how that is told.',
        },
        { h: 2, text: 'What comes out', id: 'what-comes-out' },
        {
          p: 'A package is a zip file. In it stand `Book.XML`, which holds the metadata and the order of the parts, one XML file for every chapter, and a folder `MultiMedia` with the pictures. [Table 1](#tab-package) lists them.',
        },
        {
          id: 'tab-package',
          caption: 'Table 1. What a package holds',
          table: {
            head: ['File', 'Holds', 'How many'],
            rows: [
              ['`Book.XML`', 'metadata, reading order', 'one'],
              [{ text: 'components', columns: 2 }, 'one each'],
              ['`ch0001.xml` …', 'a chapter with its sections', { text: 'as many as the book has', rows: 2 }],
              ['`ap0001.xml` …', 'an appendix'],
              ['`MultiMedia/`', 'pictures, formulas', 'all of them, once'],
            ],
          },
        },
        {
          p: 'Nothing is invented. A book that does not state its ISBN gives a package without one, and a warning that says so. A book that cannot be converted gives no package at all, and a sentence that says why.',
        },
        { quote: 'A wrong package is worse than none: nobody looks for it.', by: 'a loader of packages' },
      ],
    },
    {
      kind: 'chapter',
      id: 'ch-layout',
      title: 'Folders and names',
      blocks: [
        {
          p: 'Every publisher has a folder of its own under a common prefix. Inside it, books may lie in sub-folders. Packages go into a folder called `Output XML`, which mirrors the sub-folders.',
        },
        {
          code: 'sftp/\n├── PublisherA/\n│   ├── book1.pdf\n│   ├── 2026/book2.epub\n│   └── Output XML/\n│       ├── book1.zip\n│       └── 2026/book2.zip\n└── Bücherei Süd/\n    └── Über die Brücke.epub',
        },
        {
          p: 'Names are kept byte for byte, in any script. *Über die Brücke*, Ελληνικά and Русский are as good as `book1`.',
        },
        { h: 2, text: 'When two books want one name', id: 'collisions' },
        {
          p: 'A publisher may deliver `book.epub` and `book.pdf`. Both would become `book.zip`, and one would overwrite the other. The names are therefore given out when the books are recorded, once and for good:',
        },
        {
          list: [
            'the first book gets `book.zip`;',
            'the second gets its whole name, `book.pdf.zip`;',
            'further ones are numbered, `book.pdf~2.zip`.',
          ],
          ordered: true,
        },
        {
          p: 'Two names that differ only in case, or in how an accent is encoded, count as the same, because many disks think so too.',
        },
        { h: 2, text: 'Unfinished uploads', id: 'unfinished' },
        {
          p: 'On a bucket a file is there or it is not. On a server or a disk it grows while it is being uploaded. There a book is taken only when it has stopped changing: older than a minute, and alike at two looks ten seconds apart. Names that end in `.part`, `.filepart` or `.tmp`, hidden files and empty files are passed over, with a line in the log.',
        },
        { h: 3, text: 'Switching the rule off' },
        {
          p: 'Where uploads are known to be complete, `min_age_seconds: 0` takes every file at once. Files that are named on the command line are always taken at once.',
        },
      ],
    },
  ],
}
