import fc from 'fast-check';
import { DomainError } from './domain-error.js';
import { MAX_URL_LENGTH, normaliseUrl } from './url.js';

describe('normaliseUrl', () => {
  describe('of web pages', () => {
    it.each([
      ['HTTPS://Example.COM/Path', 'https://example.com/Path'],
      ['  https://example.com/a  ', 'https://example.com/a'],
      ['https://example.com', 'https://example.com/'],
      ['http://example.com??', 'http://example.com/??'],
      ['https://example.com:443/a', 'https://example.com/a'],
      ['http://example.com:80/a', 'http://example.com/a'],
      ['https://example.com:8443/a', 'https://example.com:8443/a'],
      ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
      ['https://example.com/a/../b/./c', 'https://example.com/b/c'],
      ['https://example.com/a#section-2', 'https://example.com/a'],
      ['https://example.com/a#:~:text=quoted', 'https://example.com/a'],
      ['https://example.com/a?', 'https://example.com/a'],
      ['https://example.com/?utm_source=x&UTM_Medium=y', 'https://example.com/'],
      ['https://example.com/?b=2&fbclid=z&a=1', 'https://example.com/?b=2&a=1'],
      ['https://example.com/?gclid=1&msclkid=2&mc_eid=3&q=a%20b+c', 'https://example.com/?q=a%20b+c'],
      ['https://example.com/?utm=kept', 'https://example.com/?utm=kept'],
      ['https://example.com/a/', 'https://example.com/a/'],
      ['http://example.com/a', 'http://example.com/a'],
      ['https://www.example.com/a', 'https://www.example.com/a'],
      ['https://example.com/a|b?c={d}^`e`', 'https://example.com/a%7Cb?c=%7Bd%7D%5E%60e%60'],
    ])('%s → %s', (text, url) => {
      expect(normaliseUrl(text)).toBe(url);
    });
  });

  describe('of DOIs', () => {
    it.each([
      ['https://doi.org/10.1103/PhysRevD.62.092004', 'https://doi.org/10.1103/physrevd.62.092004'],
      ['http://dx.doi.org/10.1103/PhysRevD.62.092004', 'https://doi.org/10.1103/physrevd.62.092004'],
      ['https://www.doi.org/10.1103/PhysRevD.62.092004', 'https://doi.org/10.1103/physrevd.62.092004'],
      ['doi:10.1103/PhysRevD.62.092004', 'https://doi.org/10.1103/physrevd.62.092004'],
      ['DOI: 10.1103/PhysRevD.62.092004', 'https://doi.org/10.1103/physrevd.62.092004'],
      ['info:doi/10.1103/PhysRevD.62.092004', 'https://doi.org/10.1103/physrevd.62.092004'],
      ['https://doi.org/10.1103%2FPhysRevD.62.092004', 'https://doi.org/10.1103/physrevd.62.092004'],
      ['https://doi.org/10.1000/x?utm_source=y#z', 'https://doi.org/10.1000/x'],
      ['https://doi.org/10.1000.10/123456', 'https://doi.org/10.1000.10/123456'],
      [
        'doi:10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O',
        'https://doi.org/10.1002/(sici)1097-4571(199806)49:8%3C693::aid-asi4%3E3.0.co;2-o',
      ],
      ['doi:10.1000/a#b?c', 'https://doi.org/10.1000/a%23b%3Fc'],
      ['https://doi.org/10.1000/a%zz', 'https://doi.org/10.1000/a%25zz'],
      ['10.1103/PhysRevD.62.092004', 'https://doi.org/10.1103/physrevd.62.092004'],
      ['DOI 10.1103/PhysRevD.62.092004', 'https://doi.org/10.1103/physrevd.62.092004'],
      ['https://doi.org/doi:10.1103/PhysRevD.62.092004', 'https://doi.org/10.1103/physrevd.62.092004'],
      ['HTTP://DX.DOI.ORG/10.1103%2FPHYSREVD.62.092004', 'https://doi.org/10.1103/physrevd.62.092004'],
      ['http://hdl.handle.net/10.1103/PhysRevD.62.092004', 'https://doi.org/10.1103/physrevd.62.092004'],
      ['http://doi.acm.org/10.1145/1327452.1327492', 'https://doi.org/10.1145/1327452.1327492'],
      ['https://dl.acm.org/doi/10.1145/1327452.1327492', 'https://doi.org/10.1145/1327452.1327492'],
      ['https://dl.acm.org/doi/pdf/10.1145/1327452.1327492?x=1', 'https://doi.org/10.1145/1327452.1327492'],
      ['https://onlinelibrary.wiley.com/doi/full/10.1002/ASI.20001', 'https://doi.org/10.1002/asi.20001'],
      ['https://www.science.org/doi/10.1126/science.1058040', 'https://doi.org/10.1126/science.1058040'],
      [
        'https://www.biorxiv.org/content/10.1101/2020.03.22.002386v3.full',
        'https://doi.org/10.1101/2020.03.22.002386',
      ],
      ['https://www.medrxiv.org/content/10.1101/19000117', 'https://doi.org/10.1101/19000117'],
      // A part of the work is not the work, and a handle that is no DOI is none.
      [
        'https://dl.acm.org/doi/suppl/10.1145/1327452.1327492',
        'https://dl.acm.org/doi/suppl/10.1145/1327452.1327492',
      ],
      [
        'https://dl.acm.org/doi/10.1145/1327452/suppl_file/a.zip',
        'https://dl.acm.org/doi/10.1145/1327452/suppl_file/a.zip',
      ],
      ['https://x.example/doi/10.1145/1327452.1327492', 'https://x.example/doi/10.1145/1327452.1327492'],
      ['http://hdl.handle.net/1721.1/12345', 'http://hdl.handle.net/1721.1/12345'],
      // Not DOIs: kept as the pages that they are.
      ['https://doi.org/', 'https://doi.org/'],
      ['https://doi.org/103389/fnins.2018.00316', 'https://doi.org/103389/fnins.2018.00316'],
      // What a publisher's page stands for is metadata's business.
      [
        'https://link.springer.com/article/10.1007/S10955-009-9808-z',
        'https://link.springer.com/article/10.1007/S10955-009-9808-z',
      ],
    ])('%s → %s', (text, url) => {
      expect(normaliseUrl(text)).toBe(url);
    });
  });

  describe('of arXiv ids', () => {
    it.each([
      ['https://arxiv.org/abs/2101.00001', 'https://arxiv.org/abs/2101.00001'],
      ['http://www.arxiv.org/abs/2101.00001v3', 'https://arxiv.org/abs/2101.00001'],
      ['https://arxiv.org/pdf/2101.00001', 'https://arxiv.org/abs/2101.00001'],
      ['https://arxiv.org/pdf/2101.00001v2.pdf', 'https://arxiv.org/abs/2101.00001'],
      ['https://export.arxiv.org/abs/2101.00001', 'https://arxiv.org/abs/2101.00001'],
      ['https://arxiv.org/html/2101.00001v1', 'https://arxiv.org/abs/2101.00001'],
      ['https://arxiv.org/abs/0704.0001?context=hep-ph', 'https://arxiv.org/abs/0704.0001'],
      ['https://arxiv.org/abs/hep-ex/0006011', 'https://arxiv.org/abs/hep-ex/0006011'],
      ['https://arxiv.org/pdf/HEP-EX/0006011v1.pdf', 'https://arxiv.org/abs/hep-ex/0006011'],
      ['https://arxiv.org/abs/math.GT/0309136', 'https://arxiv.org/abs/math/0309136'],
      ['arXiv:2101.00001v2', 'https://arxiv.org/abs/2101.00001'],
      ['arXiv 2101.00001', 'https://arxiv.org/abs/2101.00001'],
      ['https://arxiv.org/abs/arXiv:2101.00001', 'https://arxiv.org/abs/2101.00001'],
      ['https://lanl.arxiv.org/abs/2101.00001', 'https://arxiv.org/abs/2101.00001'],
      ['https://ar5iv.labs.arxiv.org/html/2101.00001', 'https://arxiv.org/abs/2101.00001'],
      ['https://notarxiv.org/abs/2101.00001', 'https://notarxiv.org/abs/2101.00001'],
      ['arxiv:hep-ex/0006011', 'https://arxiv.org/abs/hep-ex/0006011'],
      ['https://doi.org/10.48550/arXiv.2101.00001', 'https://arxiv.org/abs/2101.00001'],
      ['doi:10.48550/ARXIV.2101.00001v2', 'https://arxiv.org/abs/2101.00001'],
      ['https://arxiv.org/list/hep-ph/new', 'https://arxiv.org/list/hep-ph/new'],
      ['https://arxiv.org/abs/2113.00001', 'https://arxiv.org/abs/2113.00001'],
    ])('%s → %s', (text, url) => {
      expect(normaliseUrl(text)).toBe(url);
    });
  });

  describe('of PubMed ids', () => {
    it.each([
      ['https://pubmed.ncbi.nlm.nih.gov/12345678/', 'https://pubmed.ncbi.nlm.nih.gov/12345678/'],
      ['https://pubmed.ncbi.nlm.nih.gov/12345678?dopt=Abstract', 'https://pubmed.ncbi.nlm.nih.gov/12345678/'],
      ['https://www.ncbi.nlm.nih.gov/pubmed/12345678', 'https://pubmed.ncbi.nlm.nih.gov/12345678/'],
      ['http://www.ncbi.nlm.nih.gov/m/pubmed/12345678/', 'https://pubmed.ncbi.nlm.nih.gov/12345678/'],
      ['PMID: 12345678', 'https://pubmed.ncbi.nlm.nih.gov/12345678/'],
      ['PMID 12345678', 'https://pubmed.ncbi.nlm.nih.gov/12345678/'],
      ['https://europepmc.org/abstract/MED/12345678', 'https://pubmed.ncbi.nlm.nih.gov/12345678/'],
      ['https://europepmc.org/article/PMC/PMC123', 'https://europepmc.org/article/PMC/PMC123'],
      ['pmid:0012345', 'https://pubmed.ncbi.nlm.nih.gov/12345/'],
      [
        'https://www.ncbi.nlm.nih.gov/pmc/articles/PMC123/',
        'https://www.ncbi.nlm.nih.gov/pmc/articles/PMC123/',
      ],
    ])('%s → %s', (text, url) => {
      expect(normaliseUrl(text)).toBe(url);
    });
  });

  it.each([
    ['', 'invalid-url'],
    ['example.com/a', 'invalid-url'],
    ['https://', 'invalid-url'],
    ['https://exa mple.com/', 'invalid-url'],
    ['ftp://example.com/a', 'unsupported-scheme'],
    ['javascript:alert(1)', 'unsupported-scheme'],
    ['place:type=6&sort=14', 'unsupported-scheme'],
    ['doi:nonsense', 'unsupported-scheme'],
    ['https://user:secret@example.com/', 'url-with-credentials'],
    [`https://example.com/${'a'.repeat(MAX_URL_LENGTH)}`, 'url-too-long'],
    // Grows beyond the limit only by percent-encoding.
    [`https://example.com/${'ü'.repeat(1_000)}`, 'url-too-long'],
  ])('refuses %p with the code %s', (text, code) => {
    expect(() => normaliseUrl(text)).toThrow(
      expect.objectContaining({ name: 'DomainError', code, field: 'url' }),
    );
  });

  it('maps a normal form to itself', () => {
    const doi = fc.tuple(
      fc.integer({ min: 1000, max: 99_999 }),
      fc.string({ minLength: 1, unit: 'grapheme' }),
    );
    const texts = fc.oneof(
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
      doi.map(([registrant, suffix]) => `doi:10.${String(registrant)}/${suffix}`),
      doi.map(([registrant, suffix]) => `https://dx.doi.org/10.${String(registrant)}/${suffix}`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const url = normalisedOrRefused(text);
        if (url !== undefined) expect(normaliseUrl(url)).toBe(url);
      }),
      { numRuns: 1_000 },
    );
  });

  it('throws nothing but its own refusals, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string().map((text) => `https://doi.org/10.1000/${text}`),
        ),
        (text) => {
          normalisedOrRefused(text);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

function normalisedOrRefused(text: string): string | undefined {
  try {
    return normaliseUrl(text);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}
