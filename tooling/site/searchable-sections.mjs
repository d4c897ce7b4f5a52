// A typedoc plugin that adds each section of a guide to the search results, with a link to the section.
import { DocumentReflection, IndexEvent, ReflectionKind, Slugger } from 'typedoc'

// The name of a section has 10: a section is found by the words of its title and of its guide together.
const GUIDE_WEIGHT = 5
const FENCE = /^```.*?^```$/gms
const SECTION = /^(#{1,6}) (.+)$/gm

/** Registers the plugin. */
export function load(application) {
  const { renderer } = application
  renderer.on(IndexEvent.PREPARE_INDEX, (event) => {
    event.searchFieldWeights.guide = GUIDE_WEIGHT
    const guides = event.searchResults.filter((found) => found.kindOf(ReflectionKind.Document))
    for (const guide of guides) {
      const url = renderer.router.getFullUrl(guide)
      for (const { title, anchor, text } of sectionsOf(textOf(guide))) {
        const section = new DocumentReflection(title, guide, [{ kind: 'text', text }], {})
        // The router knows only pages.
        renderer.router.fullUrls.set(section, `${url}#${anchor}`)
        event.searchFields[event.searchResults.length] = { guide: guide.name }
        event.searchResults.push(section)
      }
    }
  })
}

function textOf(guide) {
  return guide.content.map(({ text }) => text).join('')
}

/** Splits a guide at its headings. The text before the second heading belongs to the guide. */
function sectionsOf(text) {
  // A comment in a program can look like a heading.
  const hidden = text.replaceAll(FENCE, (block) => block.replaceAll('#', ' '))
  const slugger = new Slugger({ lowercase: true })
  const headings = [...hidden.matchAll(SECTION)].map((match) => ({
    start: match.index,
    level: match[1].length,
    title: match[2].replaceAll('`', ''),
    anchor: slugger.slug(match[2]),
  }))
  return headings.flatMap(({ start, level, title, anchor }, index) =>
    level === 1 ? [] : [{ title, anchor, text: text.slice(start, headings[index + 1]?.start) }],
  )
}
