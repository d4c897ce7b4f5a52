// A typedoc plugin that adds landmarks and a correct heading order to its pages.
import { PageEvent } from 'typedoc'

/** Registers the plugin. */
export function load(application) {
  application.renderer.on(PageEvent.END, (page) => {
    if (page.contents === undefined) return
    // typedoc copies navigation links unchanged to each page.
    const up = '../'.repeat(page.url.split('/').length - 1)
    page.contents = accessible(titledOnce(page.contents)).replaceAll(
      'href="media/explain.html"',
      `href="${up}media/explain.html"`,
    )
  })
}

/** Removes the theme's title if a README with a title follows. */
function titledOnce(html) {
  const titles = html.match(/<h1[ >]/g)?.length ?? 0
  return titles > 1 ? html.replace(/<h1>.*?<\/h1>/, '') : html
}

function accessible(html) {
  const marked = html
    .replace('<div class="col-content">', '<div class="col-content" role="main">')
    .replace(
      '<div class="page-menu">',
      '<div class="page-menu" role="navigation" aria-label="This page">',
    )
    .replace(
      '<nav id="tsd-sidebar-links" class="tsd-navigation">',
      '<nav id="tsd-sidebar-links" class="tsd-navigation" aria-label="Tools">',
    )
    .replace(
      '<nav class="tsd-navigation">',
      '<nav class="tsd-navigation" aria-label="Pages and reference">',
    )
    // An empty cell is not a heading.
    .replace(/<th(?: [^>]*)?><\/th>/g, '<td></td>')
    // A keyboard cannot reach a link inside a summary, and the heading has its own link.
    .replace(/<summary\b.*?<\/summary>/gs, (summary) =>
      summary.replace(/<a [^>]*class="tsd-anchor-icon".*?<\/a>/gs, ''),
    )
    // Content that scrolls must be reachable by keyboard.
    .replaceAll('<table>', '<div class="scrolled" tabindex="0"><table>')
    .replaceAll('</table>', '</table></div>')
    .replaceAll('<pre>', '<pre tabindex="0">')
    .replaceAll('<div class="tsd-signature', '<div tabindex="0" class="tsd-signature')
  return withHeadingsInOrder(marked)
}

/** Gives assistive technology heading levels without gaps, and does not change the look. */
function withHeadingsInOrder(html) {
  let last = 0
  return html.replace(/<h([1-6])(?=[ >])/g, (start, level) => {
    last = Math.min(Number(level), last + 1)
    return last === Number(level) ? start : `${start} aria-level="${last}"`
  })
}
