// A typedoc plugin: the page of a function lists its options and the guides that use it, and guides link to the functions that they name.
import { PageEvent, ReferenceType, ReflectionKind } from 'typedoc'

const SIDEBAR = /<\/div>\s*<div class="col-sidebar">/
const MAXIMUM_GUIDES = 6

/** Registers the plugin. */
export function load(application) {
  const { renderer } = application
  let functions = new Map()
  let guides = []
  renderer.on('beginRender', ({ project }) => {
    functions = uniqueFunctions(project)
    guides = project.documents ?? []
  })
  renderer.on(PageEvent.END, (page) => {
    const { model } = page
    if (page.contents === undefined || typeof model.kindOf !== 'function') return
    const up = '../'.repeat(page.url.split('/').length - 1)
    const urlOf = (target) => up + renderer.router.getFullUrl(target)
    if (model.kindOf(ReflectionKind.Document)) {
      const linked = linkFunctions(page.contents, { functions, urlOf })
      page.contents = model.name === 'Scoreboard' ? linkScores(linked, { guides, urlOf }) : linked
    } else if (functions.get(model.name) === model) {
      const added = formatOptions(model, urlOf) + formatGuides(guidesAbout(model, guides), urlOf)
      page.contents = page.contents.replace(SIDEBAR, (sidebar) => added + sidebar)
    }
  })
}

/** Returns the functions by name, except names that several packages share. */
function uniqueFunctions(project) {
  const found = new Map()
  for (const reflection of project.getReflectionsByKind(ReflectionKind.Function)) {
    found.set(reflection.name, found.has(reflection.name) ? undefined : reflection)
  }
  return found
}

/** Links the first mention of each function in a guide. */
function linkFunctions(html, { functions, urlOf }) {
  const linked = new Set()
  return html.replace(
    /<a .*?<\/a>|<h\d.*?<\/h\d>|<pre.*?<\/pre>|<code>(\w+)(\(\))?<\/code>/gs,
    (whole, name) => {
      const target = functions.get(name)
      if (target === undefined || linked.has(name)) return whole
      linked.add(name)
      return `<a href="${urlOf(target)}">${whole}</a>`
    },
  )
}

/** Links each implementation in the table of the scoreboard to its page. */
function linkScores(html, { guides, urlOf }) {
  const pages = new Map(guides.map((guide) => [guide.name.replace('Scoreboard: ', ''), guide]))
  return html.replace(/<td>([^<]+)<\/td>/g, (cell, name) =>
    pages.has(name) ? `<td><a href="${urlOf(pages.get(name))}">${name}</a></td>` : cell,
  )
}

function optionsOf({ signatures = [] }) {
  const types = signatures.flatMap(({ parameters = [] }) =>
    parameters.filter(({ name }) => name === 'options').map(({ type }) => type),
  )
  const [reflection] = types
    .filter((type) => type instanceof ReferenceType)
    .map((type) => type.reflection)
  return reflection?.children ?? []
}

function formatOptions(model, urlOf) {
  const rows = optionsOf(model).map((option) => {
    const needed = option.flags.isOptional ? '' : ' (required)'
    return `<tr><td><a href="${urlOf(option)}"><code>${option.name}</code></a>${needed}</td><td>${summaryOf(option)}</td></tr>`
  })
  if (rows.length === 0) return ''
  const head = '<thead><tr><th>option</th><th>meaning</th></tr></thead>'
  return section('Options', `<table>${head}<tbody>${rows.join('')}</tbody></table>`)
}

function summaryOf(option) {
  const comment = option.comment ?? option.signatures?.[0]?.comment
  const text = (comment?.summary ?? []).map((part) => part.text).join('')
  const [first] = text.replaceAll(/\s+/g, ' ').split(/(?<=\.) /)
  return escape(first).replaceAll(/`([^`]*)`/g, '<code>$1</code>')
}

/** Finds the guides that use the function, ordered by frequency. */
function guidesAbout({ name }, guides) {
  const call = new RegExp(`\\b${name}\\b`, 'g')
  return guides
    .map((guide) => ({
      guide,
      uses: guide.content.flatMap(({ text }) => text.match(call) ?? []).length,
    }))
    .filter(({ uses }) => uses > 0)
    .sort((one, other) => other.uses - one.uses)
    .slice(0, MAXIMUM_GUIDES)
    .map(({ guide }) => guide)
}

function formatGuides(guides, urlOf) {
  if (guides.length === 0) return ''
  const items = guides.map(
    (guide) => `<li><a href="${urlOf(guide)}">${escape(guide.name)}</a></li>`,
  )
  return section('Guides', `<ul>${items.join('')}</ul>`)
}

function section(title, content) {
  return `<section class="tsd-panel tsd-typography"><h2>${title}</h2>${content}</section>`
}

function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
