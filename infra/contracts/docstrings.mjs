/** The docstrings of classes and their fields: they become the schemas' descriptions and the event catalogue. */
import ts from 'typescript';

/** @typedef {{ text: string, fields: Map<string, string> }} Docstring every field is there, without a docstring as '' */
/** @typedef {ReadonlyMap<string, Docstring>} Docstrings by the class's name */

/**
 * @param {readonly { file: string, text: string }[]} sources
 * @returns {Docstrings} the text without comment marks; lines of a paragraph are joined, paragraphs stand apart
 */
export function docstringsIn(sources) {
  /** @type {Map<string, Docstring>} */
  const docstrings = new Map();
  for (const { file, text } of sources) {
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    for (const statement of source.statements) {
      if (!ts.isClassDeclaration(statement) || statement.name === undefined) continue;
      const fields = statement.members
        .filter(ts.isPropertyDeclaration)
        .filter((member) => !member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword))
        .map(
          (member) => /** @type {[string, string]} */ ([member.name.getText(source), docstringOf(member)]),
        );
      docstrings.set(statement.name.text, { text: docstringOf(statement), fields: new Map(fields) });
    }
  }
  return docstrings;
}

/** @param {ts.Node} node */
function docstringOf(node) {
  const comment = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).at(-1)?.comment;
  const text = ts.getTextOfJSDocComment(comment) ?? '';
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s*\n\s*/g, ' ').trim())
    .join('\n\n');
}
