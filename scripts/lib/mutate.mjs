import ts from 'typescript';

/**
 * One small mistake in a source: the text between two offsets replaced.
 * @typedef {object} Mutant
 * @property {number} start
 * @property {number} end
 * @property {string} text what stands there instead
 * @property {string} what kind of mistake
 * @property {number} line 1-based
 */

/** What a comparison or a junction is mistaken for. */
const swapped = Object.freeze({
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '&&': ['||'],
  '||': ['&&'],
  '+': ['-'],
  '-': ['+'],
});

/**
 * The mistakes that a person could make in a source: a comparison flipped, a junction swapped, a negation dropped, a
 * condition that never or always holds, a number off by one, a truth value turned, a result or a statement forgotten.
 * What only types see is left alone.
 * @param {string} source
 * @param {string} [name] its file
 * @returns {readonly Mutant[]} in the order of the source
 */
export function mutantsOf(source, name = 'source.ts') {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true);
  /** @type {Mutant[]} */
  const found = [];
  const put = (/** @type {ts.Node} */ node, /** @type {string} */ text, /** @type {string} */ what) => {
    const start = node.getStart(file);
    found.push({ start, end: node.getEnd(), text, what, line: file.getLineAndCharacterOfPosition(start).line + 1 });
  };
  const visit = (/** @type {ts.Node} */ node) => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isImportDeclaration(node)) return;
    if (ts.isBinaryExpression(node)) {
      const sign = node.operatorToken.getText(file);
      const joinsText = sign === '+' && [node.left, node.right].some(isText);
      for (const other of joinsText ? [] : (swapped[/** @type {keyof typeof swapped} */ (sign)] ?? [])) put(node.operatorToken, other, `${sign} becomes ${other}`);
    } else if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
      put(node, node.operand.getText(file), 'negation dropped');
    } else if (node.kind === ts.SyntaxKind.TrueKeyword) put(node, 'false', 'true becomes false');
    else if (node.kind === ts.SyntaxKind.FalseKeyword) put(node, 'true', 'false becomes true');
    else if (ts.isNumericLiteral(node)) put(node, `(${node.getText(file)} + 1)`, 'number off by one');
    else if (ts.isIfStatement(node)) for (const always of ['true', 'false']) put(node.expression, always, `condition always ${always}`);
    else if (ts.isConditionalExpression(node)) put(node.condition, `!(${node.condition.getText(file)})`, 'choice turned round');
    else if (ts.isReturnStatement(node) && node.expression !== undefined) put(node, 'return undefined;', 'result forgotten');
    else if (ts.isExpressionStatement(node)) put(node, ';', 'statement forgotten');
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** @param {ts.Node} node */
function isText(node) {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}

/**
 * The source with the mistake in it.
 * @param {string} source
 * @param {Mutant} mutant
 */
export function withMistake(source, { start, end, text }) {
  return source.slice(0, start) + text + source.slice(end);
}
