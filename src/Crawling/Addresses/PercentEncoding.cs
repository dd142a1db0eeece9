using System.Buffers;
using System.Text;

namespace Ecom389.Monitor.Crawling;

/// <summary>One spelling for percent-encoded text (RFC 3986, 6.2.2): the same octets always look the same.</summary>
internal static class PercentEncoding
{
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?[]#");

    /// <summary>
    /// Encodes what is not printable ASCII as UTF-8, writes hexadecimal digits in capitals, and, when asked, decodes unreserved
    /// characters. A lone <c>%</c> becomes <c>%25</c> only when <paramref name="fixPercent"/> says so.
    /// </summary>
    /// <param name="text">Part of a URL.</param>
    /// <param name="decodeUnreserved">Write <c>%62</c> as <c>b</c>.</param>
    /// <param name="fixPercent">Encode a percent sign that begins no escape.</param>
    /// <param name="alsoEncode">Further characters to encode.</param>
    public static string Normalise(string text, bool decodeUnreserved, bool fixPercent = false, string alsoEncode = "")
    {
        if (!text.AsSpan().ContainsAnyExcept(Plain) && (alsoEncode.Length == 0 || !text.AsSpan().ContainsAny(alsoEncode))) return text;
        var result = new StringBuilder(text.Length + 16);
        Span<byte> utf8 = stackalloc byte[4];
        for (var i = 0; i < text.Length;)
        {
            var c = text[i];
            if (c == '%')
            {
                if (i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
                {
                    var value = (Hex(text[i + 1]) << 4) | Hex(text[i + 2]);
                    if (decodeUnreserved && IsUnreserved((char)value)) result.Append((char)value);
                    else Append(result, (byte)value);
                    i += 3;
                    continue;
                }

                result.Append(fixPercent ? "%25" : "%");
                i++;
                continue;
            }

            if (c is > ' ' and < '\u007F' && !alsoEncode.Contains(c, StringComparison.Ordinal) && c is not ('"' or '<' or '>' or '\\' or '^' or '`' or '{' or '|' or '}'))
            {
                result.Append(c);
                i++;
                continue;
            }

            // A lone surrogate decodes to U+FFFD, as everywhere in the system.
            _ = Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var consumed);
            var written = rune.EncodeToUtf8(utf8);
            foreach (var octet in utf8[..written]) Append(result, octet);
            i += consumed;
        }

        return result.ToString();
    }

    private static bool IsUnreserved(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~';

    private static int Hex(char c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;

    private static void Append(StringBuilder result, byte octet) =>
        result.Append('%').Append("0123456789ABCDEF"[octet >> 4]).Append("0123456789ABCDEF"[octet & 15]);
}
