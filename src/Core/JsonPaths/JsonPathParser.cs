using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Ecom389.Monitor.Core;

/// <summary>Reads JSONPath by the grammar of RFC 9535, appendix A, without function extensions.</summary>
internal ref struct JsonPathParser
{
    // The numbers every implementation represents exactly (RFC 7493, 2.2).
    private const long MaxInteger = 9_007_199_254_740_991;

    private readonly ReadOnlySpan<char> _text;
    private int _at;
    private int _depth;

    private JsonPathParser(ReadOnlySpan<char> text) => _text = text;

    /// <summary>Throws <see cref="FormatException"/>.</summary>
    public static JsonPathSegment[] Parse(string text)
    {
        var parser = new JsonPathParser(text);
        parser.Expect('$');
        var segments = parser.Segments();
        if (parser._at < text.Length) throw parser.Fault("end");
        return segments;
    }

    private JsonPathSegment[] Segments()
    {
        var segments = new List<JsonPathSegment>();
        while (true)
        {
            var before = _at;
            Blank();
            if (Peek('['))
            {
                segments.Add(new(false, Bracket()));
            }
            else if (Peek('.') && _at + 1 < _text.Length && _text[_at + 1] == '.')
            {
                _at += 2;
                segments.Add(new(true, Peek('[') ? Bracket() : [Short()]));
            }
            else if (Peek('.'))
            {
                _at++;
                segments.Add(new(false, [Short()]));
            }
            else
            {
                _at = before;
                return [.. segments];
            }
        }
    }

    private JsonPathSelector Short()
    {
        if (Take('*')) return new WildcardSelector();
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetter(_text[_at]) || _text[_at] == '_' || _text[_at] >= 0x80 || (_at > start && char.IsAsciiDigit(_text[_at])))) _at++;
        return _at > start ? new NameSelector(_text[start.._at].ToString()) : throw Fault("name or *");
    }

    private List<JsonPathSelector> Bracket()
    {
        Expect('[');
        var selectors = new List<JsonPathSelector>();
        do
        {
            Blank();
            selectors.Add(Selector());
            Blank();
        }
        while (Take(','));
        Expect(']');
        return selectors;
    }

    private JsonPathSelector Selector()
    {
        if (Peek('\'') || Peek('"')) return new NameSelector(String());
        if (Take('*')) return new WildcardSelector();
        if (Take('?'))
        {
            Blank();
            return new FilterSelector(Or());
        }

        var start = Peek(':') ? null : (long?)Integer();
        var after = _at;
        Blank();
        if (!Take(':'))
        {
            _at = after;
            return new IndexSelector(start!.Value);
        }

        Blank();
        var end = Peek(':') || Peek(']') || Peek(',') ? null : (long?)Integer();
        Blank();
        var step = 1L;
        if (Take(':'))
        {
            Blank();
            if (!Peek(']') && !Peek(',')) step = Integer();
        }

        return new SliceSelector(start, end, step);
    }

    private JsonPathCondition Or()
    {
        if (++_depth > 64) throw Fault("less nesting");
        var parts = new List<JsonPathCondition> { And() };
        while (Operator("||")) parts.Add(And());
        _depth--;
        return parts.Count == 1 ? parts[0] : new AnyOf(parts);
    }

    private JsonPathCondition And()
    {
        var parts = new List<JsonPathCondition> { Basic() };
        while (Operator("&&")) parts.Add(Basic());
        return parts.Count == 1 ? parts[0] : new AllOf(parts);
    }

    private JsonPathCondition Basic()
    {
        Blank();
        if (Peek('!') && !(_at + 1 < _text.Length && _text[_at + 1] == '='))
        {
            _at++;
            Blank();
            return new Not(Peek('(') ? Parentheses() : new Exists(Query()));
        }

        if (Peek('(')) return Parentheses();
        var left = Side();
        Blank();
        if (ComparisonOperator() is not { } sign) return left.Query is { } query ? new Exists(query) : throw Fault("comparison");
        if (left.Query is { IsSingular: false }) throw Fault("a path of one value before the comparison");
        Blank();
        var right = Side();
        return right.Query is { IsSingular: false } ? throw Fault("a path of one value after the comparison") : new Comparison(left, sign, right);
    }

    private JsonPathCondition Parentheses()
    {
        Expect('(');
        Blank();
        var inner = Or();
        Blank();
        Expect(')');
        return inner;
    }

    private bool Operator(string sign)
    {
        var before = _at;
        Blank();
        if (_text[_at..].StartsWith(sign, StringComparison.Ordinal))
        {
            _at += 2;
            return true;
        }

        _at = before;
        return false;
    }

    private string? ComparisonOperator()
    {
        foreach (var sign in (ReadOnlySpan<string>)["==", "!=", "<=", ">=", "<", ">"])
        {
            if (!_text[_at..].StartsWith(sign, StringComparison.Ordinal)) continue;
            _at += sign.Length;
            return sign;
        }

        return null;
    }

    private Comparable Side()
    {
        if (Peek('@') || Peek('$')) return new(null, Query());
        if (Peek('\'') || Peek('"')) return new(JsonSerializer.SerializeToElement(String()), null);
        foreach (var word in (ReadOnlySpan<string>)["true", "false", "null"])
        {
            if (!_text[_at..].StartsWith(word, StringComparison.Ordinal)) continue;
            _at += word.Length;
            return new(JsonElement.Parse(word), null);
        }

        return new(Number(), null);
    }

    private InnerQuery Query()
    {
        var isOfRoot = Peek('$');
        if (!isOfRoot && !Peek('@')) throw Fault("@ or $");
        _at++;
        return new InnerQuery(isOfRoot, Segments());
    }

    private JsonElement Number()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] is '-' or '+' or '.' or 'e' or 'E')) _at++;
        try
        {
            return JsonElement.Parse(_text[start.._at]);
        }
        catch (JsonException)
        {
            _at = start;
            throw Fault("value");
        }
    }

    private long Integer()
    {
        var start = _at;
        if (Peek('-')) _at++;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at])) _at++;
        var digits = _text[start.._at];
        if (digits is not ("0" or []) && digits is not ['-'] && digits.TrimStart('-') is [not '0', ..]
            && long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) <= MaxInteger)
            return number;
        if (digits is "0") return 0;
        _at = start;
        throw Fault("name, number, * or ?");
    }

    private string String()
    {
        var quote = _text[_at++];
        var text = new StringBuilder();
        while (_at < _text.Length && _text[_at] != quote)
        {
            var letter = _text[_at++];
            if (letter < ' ') throw Fault("no control character");
            text.Append(letter == '\\' ? Escape(quote) : letter);
        }

        Expect(quote);
        return text.ToString();
    }

    private char Escape(char quote)
    {
        if (_at >= _text.Length) throw Fault("escape");
        var letter = _text[_at++];
        if (letter == quote) return quote;
        switch (letter)
        {
            case 'b': return '\b';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case '/' or '\\': return letter;
            case 'u' when _at + 4 <= _text.Length && ushort.TryParse(_text.Slice(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit):
                _at += 4;
                return (char)unit;
            default: throw Fault("escape");
        }
    }

    private void Blank()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\n' or '\r') _at++;
    }

    private readonly bool Peek(char letter) => _at < _text.Length && _text[_at] == letter;

    private bool Take(char letter)
    {
        if (!Peek(letter)) return false;
        _at++;
        return true;
    }

    private void Expect(char letter)
    {
        if (!Take(letter)) throw Fault(letter.ToString());
    }

    private readonly FormatException Fault(string expected) => new(string.Create(CultureInfo.InvariantCulture, $"{_at + 1}: {expected}"));
}
