/** The identifiers that a card's URL stands for, as bibliographies have them. */
export interface Identifiers {
  doi?: string;
  arxiv?: string;
  pmid?: string;
}

export function identifiersOf(url: string): Identifiers {
  const match =
    /^https:\/\/(?:doi\.org\/(?<doi>10\..+)|arxiv\.org\/abs\/(?<arxiv>.+)|pubmed\.ncbi\.nlm\.nih\.gov\/(?<pmid>\d+)\/)$/u.exec(
      url,
    )?.groups;
  if (match?.['doi'] !== undefined) return { doi: decodeURIComponent(match['doi']) };
  if (match?.['arxiv'] !== undefined) return { arxiv: match['arxiv'] };
  if (match?.['pmid'] !== undefined) return { pmid: match['pmid'] };
  return {};
}
