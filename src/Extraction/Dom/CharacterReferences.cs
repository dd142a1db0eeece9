using System.Buffers;
using System.Globalization;
using System.Text;
using AngleSharp.Html;

namespace Ecom389.Monitor.Extraction;

/// <summary>Character references as the tokenizer reads them (WHATWG HTML §13.2.5.72), as far as no repair is needed.</summary>
internal static class CharacterReferences
{
    /// <summary>The longest name that may stand without a semicolon has six letters.</summary>
    private const int LongestOpenName = 6;

    private const int StackRoom = 256;

    /// <summary>The text with its references resolved, or null where one is malformed in a way that is better left to AngleSharp.</summary>
    public static string? Decode(ReadOnlySpan<char> raw, bool inAttribute)
    {
        // No reference is shorter than what it stands for.
        char[]? borrowed = null;
        var text = raw.Length <= StackRoom ? stackalloc char[StackRoom] : (borrowed = ArrayPool<char>.Shared.Rent(raw.Length));
        try
        {
            var written = 0;
            for (var at = raw.IndexOf('&'); at >= 0; at = raw.IndexOf('&'))
            {
                raw[..at].CopyTo(text[written..]);
                written += at;
                raw = raw[at..];
                if (!TryRead(raw, inAttribute, out var symbol, out var length)) return null;
                symbol.CopyTo(text[written..]);
                written += symbol.Length;
                raw = raw[length..];
            }

            raw.CopyTo(text[written..]);
            return new(text[..(written + raw.Length)]);
        }
        finally
        {
            if (borrowed is not null) ArrayPool<char>.Shared.Return(borrowed);
        }
    }

    /// <summary>Would <see cref="Decode"/> resolve them all?</summary>
    public static bool CanDecode(ReadOnlySpan<char> raw, bool inAttribute)
    {
        for (var at = raw.IndexOf('&'); at >= 0; at = raw.IndexOf('&'))
        {
            if (!TryRead(raw[at..], inAttribute, out _, out var length)) return false;
            raw = raw[(at + length)..];
        }

        return true;
    }

    private static string? Common(ReadOnlySpan<char> reference) => reference switch
    {
        "nbsp;" => "\u00A0",
        "quot;" => "\"",
        "lt;" => "<",
        "gt;" => ">",
        _ => null,
    };

    private static bool TryRead(ReadOnlySpan<char> raw, bool inAttribute, out ReadOnlySpan<char> symbol, out int length)
    {
        // In links, hundreds a page.
        if (raw.StartsWith("&amp;", StringComparison.Ordinal))
        {
            symbol = raw[..1];
            length = 5;
            return true;
        }

        symbol = default;
        length = 1;
        if (raw.Length > 1 && raw[1] == '#') return TryReadNumber(raw, out symbol, out length);
        var end = 1;
        while (end < raw.Length && char.IsAsciiLetterOrDigit(raw[end])) end++;
        if (end > 1 && end < raw.Length && raw[end] == ';' && (Common(raw[1..(end + 1)]) ?? HtmlEntityProvider.Resolver.GetSymbol(raw[1..(end + 1)].ToString())) is { } known)
        {
            symbol = known;
            length = end + 1;
            return true;
        }

        // "&copy" without its semicolon is a reference in text, and in an attribute unless a letter, digit or "=" follows ("?a=1&copy=2").
        for (var open = Math.Min(LongestOpenName, end - 1); open >= 2; open--)
        {
            if (HtmlEntityProvider.Resolver.GetSymbol(raw[1..(open + 1)].ToString()) is null) continue;
            var next = open + 1 < raw.Length ? raw[open + 1] : ' ';
            if (!inAttribute || !(char.IsAsciiLetterOrDigit(next) || next == '=')) return false;
            break;
        }

        symbol = raw[..end];
        length = end;
        return true;
    }

    private static bool TryReadNumber(ReadOnlySpan<char> raw, out ReadOnlySpan<char> symbol, out int length)
    {
        symbol = default;
        var isHex = raw.Length > 2 && raw[2] is 'x' or 'X';
        var start = isHex ? 3 : 2;
        var end = start;
        while (end < raw.Length && (isHex ? char.IsAsciiHexDigit(raw[end]) : char.IsAsciiDigit(raw[end]))) end++;
        length = end + 1;
        if (end == start || end - start > 7 || end == raw.Length || raw[end] != ';') return false;
        var number = int.Parse(raw[start..end], isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture);
        // Controls, windows-1252's letters among them, and what is no character are replaced by rules of their own.
        if (number is < 0x20 and not ('\t' or '\n') or (>= 0x7F and < 0xA0) || !Rune.IsValid(number)) return false;
        symbol = new Rune(number).ToString();
        return true;
    }
}
