using System.Globalization;
using System.Text;

namespace Ecom389.Monitor.Extraction;

/// <summary>
/// Reads JSON the way pages really carry it: comments, control characters inside strings, trailing commas and junk, single
/// quotes, bare keys, JavaScript literals. What cannot be read ends the reading; what was read so far is kept. Never throws;
/// nesting beyond <see cref="MaxDepth"/> is cut.
/// </summary>
internal sealed class LooseJson
{
    private const int MaxDepth = 200;

    private readonly string _text;
    private int _at;
    private bool _broken;

    private LooseJson(string text, int at)
    {
        _text = text;
        _at = at;
    }

    /// <summary>The first value in the text, or null when there is none.</summary>
    public static JsonItem? Parse(string text) => Parse(text, 0, out _);

    /// <summary>The value that begins at an offset; <paramref name="end"/> is one past it.</summary>
    public static JsonItem? Parse(string text, int start, out int end)
    {
        var reader = new LooseJson(text, start);
        reader.SkipSpace();
        var value = reader._at < text.Length ? reader.Value(0) : null;
        end = reader._at;
        return value;
    }

    /// <summary>Every top-level value: some pages put several objects into one script.</summary>
    public static IEnumerable<JsonItem> ParseAll(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            at = text.AsSpan(at).IndexOfAny('{', '[') is var next and >= 0 ? at + next : text.Length;
            if (at >= text.Length) yield break;
            var value = Parse(text, at, out var end);
            if (value is not null) yield return value;
            at = Math.Max(end, at + 1);
        }
    }

    private JsonItem? Value(int depth)
    {
        SkipSpace();
        if (_at >= _text.Length) return null;
        switch (_text[_at])
        {
            case '{': return depth > MaxDepth ? Break() : Object(depth);
            case '[': return depth > MaxDepth ? Break() : Array(depth);
            case '"' or '\'' or '`': return new() { Text = String(_text[_at]), IsString = true };
            default: return Literal();
        }
    }

    private JsonItem? Break()
    {
        _broken = true;
        return null;
    }

    private JsonItem Object(int depth)
    {
        _at++;
        var members = new List<KeyValuePair<string, JsonItem>>();
        while (!_broken)
        {
            SkipSpace();
            if (_at >= _text.Length) break;
            var c = _text[_at];
            if (c == '}') { _at++; break; }
            if (c is ',' or ';') { _at++; continue; }
            if (c == ']') break;
            var key = c is '"' or '\'' or '`' ? String(c) : BareKey();
            SkipSpace();
            if (key.Length == 0 && (_at >= _text.Length || _text[_at] != ':')) { _broken = true; break; }
            if (_at < _text.Length && _text[_at] == ':') _at++;
            else { _broken = true; break; }
            SkipSpace();
            if (_at < _text.Length && _text[_at] is ',' or '}') continue;
            if (Value(depth + 1) is { } value) members.Add(new(key, value));
        }

        return new() { Members = members };
    }

    private JsonItem Array(int depth)
    {
        _at++;
        var items = new List<JsonItem>();
        while (!_broken)
        {
            SkipSpace();
            if (_at >= _text.Length) break;
            var c = _text[_at];
            if (c == ']') { _at++; break; }
            if (c is ',' or ';') { _at++; continue; }
            if (c == '}') break;
            var before = _at;
            if (Value(depth + 1) is { } value) items.Add(value);
            if (_at == before) { _broken = true; break; }
        }

        return new() { Items = items };
    }

    private JsonItem? Literal()
    {
        var start = _at;
        while (_at < _text.Length && _text[_at] is not (',' or '}' or ']' or ':' or ';' or '\n' or '\r' or '<' or '{' or '[' or '"' or '\'' or '(')) _at++;
        if (_at < _text.Length && _text[_at] == '(')
        {
            // A call such as new Date(…) or JSON.parse(…): its value is the arguments' first literal, which nobody needs.
            SkipCall();
            return JsonItem.Null;
        }

        var word = _text.AsSpan(start, _at - start).Trim();
        if (word.Length == 0)
        {
            if (_at < _text.Length && _text[_at] is not (',' or '}' or ']')) _broken = true;
            return null;
        }

        if (word is "null" or "undefined" or "NaN" or "void 0") return JsonItem.Null;
        if (word is "true" or "!0") return new() { Text = "true" };
        if (word is "false" or "!1") return new() { Text = "false" };
        var spelling = word.ToString();
        var isNumber = double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        return new() { Text = PageDecoder.Replace(spelling), IsString = !isNumber };
    }

    private void SkipCall()
    {
        var depth = 0;
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (c is '"' or '\'' or '`')
            {
                String(c);
                continue;
            }

            _at++;
            if (c == '(') depth++;
            else if (c == ')' && --depth <= 0) return;
        }
    }

    private string BareKey()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] is '_' or '$' or '-' or '@' or '.')) _at++;
        return _text[start.._at];
    }

    private string String(char quote)
    {
        var start = ++_at;
        var stop = _text.AsSpan(start).IndexOfAny(quote, '\\');
        if (stop < 0)
        {
            _at = _text.Length;
            _broken = true;
            return PageDecoder.Replace(_text[start..]);
        }

        if (_text[start + stop] == quote)
        {
            _at = start + stop + 1;
            return PageDecoder.Replace(_text.Substring(start, stop));
        }

        var value = new StringBuilder(_text, start, stop, stop + 64);
        _at = start + stop;
        while (_at < _text.Length)
        {
            var c = _text[_at++];
            if (c == quote) return PageDecoder.Replace(value.ToString());
            if (c != '\\') value.Append(c);
            else if (_at < _text.Length) Escape(value);
        }

        _broken = true;
        return PageDecoder.Replace(value.ToString());
    }

    private void Escape(StringBuilder value)
    {
        var c = _text[_at++];
        switch (c)
        {
            case 'n': value.Append('\n'); break;
            case 't': value.Append('\t'); break;
            case 'r': value.Append('\r'); break;
            case 'b': value.Append('\b'); break;
            case 'f': value.Append('\f'); break;
            case 'u' when Hex(4, out var unit): value.Append((char)unit); break;
            case 'x' when Hex(2, out var unit): value.Append((char)unit); break;
            case '\n': break;
            default: value.Append(c); break;
        }
    }

    private bool Hex(int digits, out int unit)
    {
        unit = 0;
        if (_at + digits > _text.Length || !int.TryParse(_text.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out unit)) return false;
        _at += digits;
        return true;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (char.IsWhiteSpace(c) || c is '\uFEFF' || char.IsControl(c))
            {
                _at++;
            }
            else if (c == '/' && _at + 1 < _text.Length && _text[_at + 1] == '/')
            {
                var end = _text.IndexOf('\n', _at);
                _at = end < 0 ? _text.Length : end + 1;
            }
            else if (c == '/' && _at + 1 < _text.Length && _text[_at + 1] == '*')
            {
                var end = _text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
                _at = end < 0 ? _text.Length : end + 2;
            }
            else if (c == '<' && Starts("<!--") || c == '-' && Starts("-->") || c == '<' && Starts("<![CDATA["))
            {
                _at += c == '-' ? 3 : Starts("<!--") ? 4 : 9;
            }
            else
            {
                return;
            }
        }
    }

    private bool Starts(string token) => string.CompareOrdinal(_text, _at, token, 0, token.Length) == 0;
}
