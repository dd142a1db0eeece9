using System.Buffers;
using System.Text;

namespace Ecom389.Monitor.Extraction;

/// <summary>
/// Cuts a page's text into tags and texts (WHATWG HTML §13.2.5). Comments are passed over. Tags that do not end, and references that
/// need repair, are <see cref="MarkupToken.Uncommon"/>.
/// </summary>
internal ref struct MarkupScanner(ReadOnlySpan<char> text, PageDom dom)
{
    private readonly ReadOnlySpan<char> _source = text;

    private const int LongestKnownName = 24;

    private static readonly SearchValues<char> NameEnds = SearchValues.Create("\t\n\f />");
    private static readonly SearchValues<char> BareValueEnds = SearchValues.Create("\t\n\f >");

    private readonly Dictionary<string, TagKind> _kinds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private int _at;

    /// <summary>The tag's element.</summary>
    public TagKind Kind { get; private set; } = null!;

    public bool IsSelfClosing { get; private set; }

    /// <summary>First of the start tag's attributes.</summary>
    public int FirstAttribute { get; private set; }

    /// <summary>Of a text or doctype: where it begins.</summary>
    public int From { get; private set; }

    public int Length { get; private set; }

    public bool HasReferences { get; private set; }

    /// <summary>A comment stood since this was last set to false: texts on both sides of it are two.</summary>
    public bool PassedComment { get; set; }

    public MarkupToken Next()
    {
        while (_at < _source.Length)
        {
            if (_source[_at] != '<' || _at + 1 == _source.Length) return Text();
            var next = _source[_at + 1];
            if (char.IsAsciiLetter(next)) return Tag(_at + 1, MarkupToken.StartTag);
            if (next == '/')
            {
                if (_at + 2 == _source.Length) return MarkupToken.Uncommon;
                if (char.IsAsciiLetter(_source[_at + 2])) return Tag(_at + 2, MarkupToken.EndTag);
                // "</>" is nothing at all, other rubbish a comment.
                PassedComment |= _source[_at + 2] != '>';
                if (!SkipTo('>', _at + 2)) return MarkupToken.Uncommon;
            }
            else if (next == '!')
            {
                if (_source[(_at + 2)..].StartsWith("--"))
                {
                    PassedComment = true;
                    if (!SkipComment()) return MarkupToken.Uncommon;
                }
                else if (_source[(_at + 2)..].StartsWith("doctype", StringComparison.OrdinalIgnoreCase))
                {
                    From = _at + 9;
                    if (!SkipTo('>', From)) return MarkupToken.Uncommon;
                    Length = _at - 1 - From;
                    return MarkupToken.Doctype;
                }
                else if (_source[(_at + 2)..].StartsWith("[CDATA[", StringComparison.Ordinal) || !SkipTo('>', _at + 2))
                {
                    return MarkupToken.Uncommon;
                }
                else
                {
                    PassedComment = true;
                }
            }
            else if (next == '?')
            {
                PassedComment = true;
                if (!SkipTo('>', _at + 2)) return MarkupToken.Uncommon;
            }
            else
            {
                return Text();
            }
        }

        return MarkupToken.End;
    }

    /// <summary>Reads the content of an element that holds text only, up to its end tag, which is passed over. False when there is none.</summary>
    public bool ReadRaw(TagKind kind)
    {
        From = _at;
        for (var at = _at; ; at += 2)
        {
            var found = _source[at..].IndexOf("</", StringComparison.Ordinal);
            if (found < 0) return false;
            at += found;
            var after = at + 2 + kind.Name.Length;
            if (after >= _source.Length || !_source.Slice(at + 2, kind.Name.Length).Equals(kind.Name, StringComparison.OrdinalIgnoreCase) || !NameEnds.Contains(_source[after])) continue;
            Length = at - From;
            var content = _source.Slice(From, Length);
            // "<!-- <script>" within a script: its end tag may be one of the inner script.
            if (kind.Name is "script" && content.Contains("<!--", StringComparison.Ordinal) && content.Contains("<script", StringComparison.OrdinalIgnoreCase)) return false;
            if (!SkipTo('>', after)) return false;
            HasReferences = kind.Has(TagTraits.Escapable) && content.Contains('&');
            return !HasReferences || CharacterReferences.CanDecode(content, inAttribute: false);
        }
    }

    /// <summary>Passes over one line feed, as after <c>pre</c> and <c>textarea</c>.</summary>
    public void SkipLineFeed()
    {
        if (_at < _source.Length && _source[_at] == '\n') _at++;
    }

    private MarkupToken Text()
    {
        From = _at;
        HasReferences = _source[_at] == '&';
        // A "<" that begins no tag is text.
        for (_at++; _at < _source.Length; _at++)
        {
            var next = Until('<', _at, out var hasReferences);
            HasReferences |= hasReferences;
            if (next < 0)
            {
                _at = _source.Length;
                break;
            }

            _at += next;
            if (_at + 1 < _source.Length && (char.IsAsciiLetter(_source[_at + 1]) || _source[_at + 1] is '/' or '!' or '?')) break;
        }

        Length = _at - From;
        return HasReferences && !CharacterReferences.CanDecode(_source.Slice(From, Length), inAttribute: false) ? MarkupToken.Uncommon : MarkupToken.Text;
    }

    private MarkupToken Tag(int name, MarkupToken token)
    {
        // Names are a few letters: shorter than a search by vectors is worth.
        var source = _source;
        var end = name + 1;
        while (end < source.Length && !(source[end] <= '>' && source[end] is '>' or ' ' or '/' or '\n' or '\t' or '\f')) end++;
        if (end >= source.Length) return MarkupToken.Uncommon;
        Kind = KindOf(source[name..end]);
        IsSelfClosing = false;
        FirstAttribute = dom.NextAttribute;
        if (source[end] == '>')
        {
            _at = end + 1;
            return token;
        }

        return ReadAttributes(end) ? token : MarkupToken.Uncommon;
    }

    private bool ReadAttributes(int at)
    {
        var source = _source;
        while (true)
        {
            while (at < source.Length && source[at] is ' ' or '\t' or '\n' or '\f') at++;
            if (at >= source.Length) return false;
            if (source[at] == '>')
            {
                _at = at + 1;
                return true;
            }

            if (source[at] == '/')
            {
                at++;
                IsSelfClosing = at < source.Length && source[at] == '>';
                continue;
            }

            // An equals sign may begin a name.
            var end = at + 1;
            while (end < source.Length && !(source[end] <= '>' && source[end] is '=' or '>' or ' ' or '/' or '\n' or '\t' or '\f')) end++;
            if (end >= source.Length) return false;
            at = ReadValue(NameOf(source[at..end]), end);
            if (at < 0) return false;
        }
    }

    /// <summary>Where what follows an attribute begins; -1 where its value does not end or needs repair.</summary>
    private readonly int ReadValue(string name, int after)
    {
        var source = _source;
        var at = after;
        while (at < source.Length && source[at] is ' ' or '\t' or '\n' or '\f') at++;
        if (at >= source.Length) return -1;
        if (source[at] != '=')
        {
            dom.AddAttribute(FirstAttribute, name, at, 0, false);
            return after;
        }

        for (at++; at < source.Length && source[at] is ' ' or '\t' or '\n' or '\f';) at++;
        if (at >= source.Length) return -1;
        if (source[at] == '>')
        {
            dom.AddAttribute(FirstAttribute, name, at, 0, false);
            return at;
        }

        var quote = source[at];
        var isQuoted = quote is '"' or '\'';
        if (isQuoted) at++;
        var length = isQuoted ? Until(quote, at, out var hasReferences) : BareUntil(at, out hasReferences);
        if (length < 0 || (hasReferences && !CharacterReferences.CanDecode(source.Slice(at, length), inAttribute: true))) return -1;
        dom.AddAttribute(FirstAttribute, name, at, length, hasReferences);
        return at + length + (isQuoted ? 1 : 0);
    }

    // One pass tells where it ends and whether a reference stands before that.
    private readonly int Until(char end, int from, out bool hasReferences)
    {
        var rest = _source[from..];
        var at = rest.IndexOfAny(end, '&');
        hasReferences = at >= 0 && rest[at] == '&';
        if (!hasReferences) return at;
        var more = rest[at..].IndexOf(end);
        return more < 0 ? -1 : at + more;
    }

    private readonly int BareUntil(int from, out bool hasReferences)
    {
        var length = _source[from..].IndexOfAny(BareValueEnds);
        hasReferences = length > 0 && _source.Slice(from, length).Contains('&');
        return length;
    }

    private TagKind KindOf(ReadOnlySpan<char> name)
    {
        // Most pages write small letters.
        if (TagTable.Find(name) is { } plain) return plain;
        if (name.Length <= LongestKnownName && name.ContainsAnyInRange('A', 'Z'))
        {
            Span<char> lower = stackalloc char[name.Length];
            if (Ascii.ToLower(name, lower, out _) == OperationStatus.Done && TagTable.Find(lower) is { } known) return known;
        }

        var own = AsciiLower(name);
        if (!_kinds.TryGetValue(own, out var kind)) _kinds[own] = kind = new(own, TagTraits.None);
        return kind;
    }

    private readonly string NameOf(ReadOnlySpan<char> name)
    {
        if (TagTable.AttributeName(name) is { } common) return common;
        var pool = _names.GetAlternateLookup<ReadOnlySpan<char>>();
        if (pool.TryGetValue(name, out var known)) return known;
        if (!name.ContainsAnyInRange('A', 'Z'))
        {
            pool.Add(name);
            return pool.TryGetValue(name, out known) ? known : name.ToString();
        }

        return AsciiLower(name);
    }

    private static string AsciiLower(ReadOnlySpan<char> name) =>
        string.Create(name.Length, name, static (lower, from) =>
        {
            for (var i = 0; i < lower.Length; i++) lower[i] = from[i] is >= 'A' and <= 'Z' ? (char)(from[i] | 0x20) : from[i];
        });

    private bool SkipComment()
    {
        var content = _source[(_at + 4)..];
        if (content.StartsWith(">", StringComparison.Ordinal) || content.StartsWith("->", StringComparison.Ordinal))
        {
            _at += content[0] == '>' ? 5 : 6;
            return true;
        }

        var end = content.IndexOf("-->", StringComparison.Ordinal);
        var odd = content[..(end < 0 ? content.Length : end)].IndexOf("--!>", StringComparison.Ordinal);
        if (odd >= 0) _at += 4 + odd + 4;
        else if (end >= 0) _at += 4 + end + 3;
        return odd >= 0 || end >= 0;
    }

    private bool SkipTo(char end, int from)
    {
        var found = _source[from..].IndexOf(end);
        if (found < 0) return false;
        _at = from + found + 1;
        return true;
    }
}
