using System.Buffers;
using System.Text;

namespace Ecom389.Monitor.Extraction;

/// <summary>
/// Turns a page's bytes into text: byte order mark, then the header's charset, then meta or XML declaration (WHATWG Encoding and
/// HTML §13.2.3), then UTF-8 if the bytes are valid, else windows-1258. Bytes that are valid UTF-8 beyond ASCII are UTF-8 whatever a
/// single-byte label says: shops copy templates and forget the label.
/// </summary>
internal static class PageDecoder
{
    private const int PrescanBytes = 4096;

    private static readonly SearchValues<char> Unwanted = SearchValues.Create("\0\uFFFE");
    private static readonly SearchValues<char> CharsetEnds = SearchValues.Create(" ;\"'>/\t\r\n");

    static PageDecoder() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The text and the name of the encoding used. Never throws; bytes without meaning become U+FFFD.</summary>
    public static (string Text, string Charset) Decode(ReadOnlySpan<byte> body, string? contentType)
    {
        var encoding = EncodingOf(body, contentType, out var skip);
        return (Replace(encoding.GetString(body[skip..])), encoding.WebName);
    }

    /// <summary>The same text in a borrowed array.</summary>
    public static PageText Read(ReadOnlySpan<byte> body, string? contentType)
    {
        var encoding = EncodingOf(body, contentType, out var skip);
        body = body[skip..];
        if (encoding is not UTF8Encoding) return PageText.Of(Replace(encoding.GetString(body)));
        // A character of UTF-8 never is longer as UTF-16. What is wrong becomes U+FFFD: of all that is replaced two signs may be left.
        var room = ArrayPool<char>.Shared.Rent(body.Length + 1);
        var length = encoding.GetChars(body, room);
        room.AsSpan(0, length).ReplaceAny(Unwanted, '\uFFFD');
        return PageText.Borrowed(room, length);
    }

    private static Encoding EncodingOf(ReadOnlySpan<byte> body, string? contentType, out int skip)
    {
        var encoding = ByteOrderMark(body, out skip);
        if (encoding is null)
        {
            encoding = Find(CharsetOf(contentType)) ?? Declared(body[..Math.Min(body.Length, PrescanBytes)]);
            if (encoding is null) encoding = Utf8Kind(body) == Utf8Validity.Invalid ? Find("windows-1258") ?? Encoding.Latin1 : Encoding.UTF8;
            else if (encoding.IsSingleByte && Utf8Kind(body) == Utf8Validity.Multibyte) encoding = Encoding.UTF8;
        }

        return encoding;
    }

    /// <summary>The charset parameter of a Content-Type value, or null.</summary>
    internal static string? CharsetOf(string? contentType)
    {
        if (contentType is null) return null;
        var at = contentType.IndexOf("charset", StringComparison.OrdinalIgnoreCase);
        if (at < 0) return null;
        var rest = contentType.AsSpan(at + 7).TrimStart();
        if (rest.Length == 0 || rest[0] != '=') return null;
        rest = rest[1..].TrimStart().TrimStart("\"'");
        var end = rest.IndexOfAny(CharsetEnds);
        return (end < 0 ? rest : rest[..end]).ToString();
    }

    // NUL, lone surrogates and U+FFFE (which .NET refuses to normalise) have no place in a field's text: decided once, here, before
    // anything is hashed.
    internal static string Replace(string text)
    {
        if (!text.AsSpan().ContainsAny('\0', '\uFFFE') && !HasLoneSurrogate(text)) return text;
        return string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                var c = source[i];
                if (char.IsHighSurrogate(c) && i + 1 < source.Length && char.IsLowSurrogate(source[i + 1]))
                {
                    span[i] = c;
                    span[++i] = source[i];
                }
                else
                {
                    span[i] = c is '\0' or '\uFFFE' || char.IsSurrogate(c) ? '\uFFFD' : c;
                }
            }
        });
    }

    private static bool HasLoneSurrogate(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOfAnyInRange('\uD800', '\uDFFF'); at >= 0; at = text.IndexOfAnyInRange('\uD800', '\uDFFF'))
        {
            if (!char.IsHighSurrogate(text[at]) || at + 1 >= text.Length || !char.IsLowSurrogate(text[at + 1])) return true;
            text = text[(at + 2)..];
        }

        return false;
    }

    private static Encoding? ByteOrderMark(ReadOnlySpan<byte> body, out int skip)
    {
        skip = 0;
        if (body.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) { skip = 3; return Encoding.UTF8; }
        if (body.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0])) { skip = 4; return Encoding.UTF32; }
        if (body.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF])) { skip = 4; return new UTF32Encoding(bigEndian: true, byteOrderMark: false); }
        if (body.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) { skip = 2; return Encoding.Unicode; }
        if (body.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) { skip = 2; return Encoding.BigEndianUnicode; }
        return null;
    }

    private static Encoding? Declared(ReadOnlySpan<byte> head)
    {
        // The prescan looks at bytes as ASCII; a page that declares UTF-16 in ASCII letters is not UTF-16.
        var text = Encoding.Latin1.GetString(head);
        for (var at = 0; (at = text.IndexOf('<', at)) >= 0; at++)
        {
            var end = text.IndexOf('>', at);
            if (end < 0) break;
            var tag = text.AsSpan(at, end - at);
            if (tag.StartsWith("<!--"))
            {
                at = text.IndexOf("-->", at, StringComparison.Ordinal);
                if (at < 0) break;
                continue;
            }

            if (tag.StartsWith("<meta", StringComparison.OrdinalIgnoreCase) && Find(CharsetOf(tag.ToString())) is { } fromMeta)
                return fromMeta.CodePage is 1200 or 1201 or 12000 or 12001 ? Encoding.UTF8 : fromMeta;
            if (tag.StartsWith("<?xml") && tag.IndexOf("encoding=") is var e and >= 0
                && Find(CharsetOf(string.Concat("charset=", tag[(e + 9)..]))) is { } fromXml)
                return fromXml;
        }

        return null;
    }

    private static Encoding? Find(string? name)
    {
        if (string.IsNullOrWhiteSpace(name)) return null;
        name = name.Trim();

        // ISO-8859-1 and US-ASCII mean windows-1252 on the web (WHATWG Encoding §4.2).
        if (name.Equals("iso-8859-1", StringComparison.OrdinalIgnoreCase) || name.Equals("us-ascii", StringComparison.OrdinalIgnoreCase)
            || name.Equals("latin1", StringComparison.OrdinalIgnoreCase)) name = "windows-1252";
        if (name.Equals("utf8", StringComparison.OrdinalIgnoreCase)) name = "utf-8";
        if (name.Equals("gb2312", StringComparison.OrdinalIgnoreCase)) name = "gb18030";
        try
        {
            var encoding = Encoding.GetEncoding(name);
            return encoding.CodePage is 65000 ? null : encoding;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private enum Utf8Validity { Ascii, Multibyte, Invalid }

    private static Utf8Validity Utf8Kind(ReadOnlySpan<byte> body)
    {
        if (Ascii.IsValid(body)) return Utf8Validity.Ascii;

        // A body cut at the size limit may end inside a character.
        for (var cut = 0; cut < 4 && cut < body.Length; cut++)
            if (System.Text.Unicode.Utf8.IsValid(body[..^cut])) return Utf8Validity.Multibyte;
        return Utf8Validity.Invalid;
    }
}
