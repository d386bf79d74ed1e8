import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { secretUses } from './secret-use';

const uses = (script: string): string[] => secretUses(script, ['token', 'pw']).map(({ offset, name, how }) => `${how} ${name} ${script.slice(offset, offset + 12)}`);

describe('secretUses', () => {
  it.each([
    ['curl -H "Authorization: $token" https://x', ['argument token $token" http']],
    ['export token', ['exported token token']],
    ['export AUTH="Bearer $token"', ['exported token AUTH="Bearer']],
    ['declare -rx t=$token', ['exported token t=$token']],
    ['PGPASSWORD=$pw psql -c "select 1"', ['exported pw PGPASSWORD=$']],
    ['mysql -p"${pw}" db', ['argument pw ${pw}" db']],
    ['auth="Bearer $token"\ncurl -H "$auth" x', ['argument token $auth" x']],
    ['if true; then mysql -p$pw; fi', ['argument pw $pw; fi']],
    ['curl -H "X: $(printf %s "$token")" x', ['argument token $token")" x']],
    ['echo `mysql -p$pw`', ['argument pw $pw`']],
    ['foo | mysql --password=$pw', ['argument pw $pw']],
    ['cat <<EOF | sh\nnot $pw here\nEOF\nmysql -p$pw', ['argument pw $pw']],
  ])('warns of %s', (script, expected) => {
    expect(uses(script)).toEqual(expected);
  });

  it.each([
    'printf %s "$pw" | mysql --password-stdin',
    'mysql <<EOF\n[client]\npassword=$pw\nEOF',
    "cat <<-'END' | x\n\t$pw\n\tEND\ntrue",
    'curl -K - <<EOF\nheader = "Authorization: $token"\nEOF',
    'x=$pw',
    '[ -n "$pw" ] || exit 1',
    'test "$pw" = "" && exit 1',
    "echo 'export token' '$pw'",
    '# curl $token',
    'curl --data "${#token}" x',
    'login() { printf %s "$1" | x; }\nlogin "$pw"',
    'curl \\$token x',
    'mysql <<< "$pw"',
    'curl -H "$other" x',
    'case "$pw" in a) true;; esac',
  ])('says nothing of %s', (script) => {
    expect(uses(script)).toEqual([]);
  });

  it('comes to an end with any text at all', () => {
    const piece = fc.constantFrom('$', '`', '"', "'", '(', ')', '{', '}', '<<', '<<<', '\n', '\\', '$(', '${', 'token', ' ', ';', '#', 'EOF', '=');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        for (const { offset } of secretUses(pieces.join(''), ['token'])) expect(offset).toBeLessThan(pieces.join('').length);
      }),
    );
  });
});
