import type { Chapter } from '../book-model.ts'

export const dedication: Chapter = {
  kind: 'dedication',
  id: 'dedication',
  title: 'Dedication',
  blocks: [{ p: 'For everyone who has ever found a folder of half-converted books on a Monday morning.' }],
}

export const preface: Chapter = {
  kind: 'preface',
  id: 'preface',
  title: 'Preface',
  blocks: [
    {
      p: 'This handbook explains `rittdoc-batch`: a program, and a set of libraries, that turn folders full of books into folders full of XML packages. It is written for the person who runs it and for the person who builds on it. It is also the book that the project converts in its own demonstration, so it has a little of everything that books have: parts, tables, figures, notes, a glossary and an index.',
    },
    {
      p: 'Read [the first chapter](#ch-why) to learn what the program is for, [the third](#ch-run) to follow one book through a run, and [the appendix](#ap-exit) when something went wrong and a number stands at the end of the log.',
    },
    {
      p: 'Names of files, keys and commands are set in `this type`. Words that have an exact meaning here are explained in the [glossary](#glossary).',
    },
  ],
}
