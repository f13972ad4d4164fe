let people = 0;
let pages = 0;

/** The DID of a researcher of whom nobody has heard yet. */
export const somebody = (): string => `did:plc:person${String((people += 1))}`;

/** The URL of a page that nobody has saved yet. */
export const somePage = (): string => `https://example.com/page-${String((pages += 1))}`;
