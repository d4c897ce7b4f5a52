/** The colors of the default pages, each a CSS color such as `#1e40af` or `oklch(40% 0.2 265)`. */
export interface ThemeColors {
  /** Of text. */
  readonly text?: string | undefined
  /** Behind the card with the content. */
  readonly background?: string | undefined
  /** Of the card with the content. */
  readonly card?: string | undefined
  /** Of borders. */
  readonly line?: string | undefined
  /** Of links, of the focus and of the button that approves. */
  readonly accent?: string | undefined
  /** Of the text on that button. */
  readonly onAccent?: string | undefined
}

/** How the default pages look, and which site they belong to. */
export interface Theme {
  /** The name of the site, as users know it. Without it, the pages name no site. */
  readonly siteName?: string | undefined
  /** The logo of the site: a path such as `/logo.svg`, or an https URL. */
  readonly logoUrl?: string | undefined
  /**
   * The colors that differ from the default ones, for light and for dark screens. Choose pairs of text
   * and background with a contrast of at least 4.5 : 1.
   */
  readonly colors?:
    | {
        /** The colors for light screens. */
        readonly light?: ThemeColors
        /** The colors for dark screens. */
        readonly dark?: ThemeColors
      }
    | undefined
  /** A style sheet that is loaded after the default one: a path, or an https URL. */
  readonly stylesheetUrl?: string | undefined
  /** The terms of the site: a path, or an https URL. */
  readonly termsUrl?: string | undefined
  /** The support pages of the site: a path, or an https URL. */
  readonly supportUrl?: string | undefined
}
